"""Pictures of our own for the examples, drawn so that nobody's photograph has to be kept."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

PAPER, INK, WASH = (226, 217, 192), (74, 80, 66), (150, 152, 132)


def bamboo() -> bytes:
    """Draw a few stems and leaves of bamboo on pale paper; PNG."""
    sheet = Image.new("RGB", (420, 600), PAPER)
    pen = ImageDraw.Draw(sheet)
    for number, left in enumerate((70, 130, 205, 300, 350)):
        colour = INK if number % 2 else WASH
        pen.line([(left, 600), (left + 18, 40 + 30 * number)], fill=colour, width=9)
        for joint in range(5):
            low = 520 - 95 * joint
            pen.polygon([(left + 4, low), (left + 70, low - 42), (left + 12, low - 14)], fill=colour)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


DRAWINGS = {"bamboo": bamboo}
