"""Pictures made here, for scripts that show one."""

from __future__ import annotations

import io

from .scripts import ScriptsWrong

SIDE = 112
# From the colour at the top to the one at the bottom.
COLOURS = {
    "red": ("#c81e1e", "#c81e1e"),
    "blue": ("#1e3cc8", "#1e3cc8"),
    "gold": ("#d4a017", "#d4a017"),
    "dusk": ("#20204a", "#b06a3c"),
    "snow": ("#f4f7fa", "#c9d3de"),
}


def picture(name: str) -> bytes:
    """Return a PNG of 112 by 112 pixels that runs from one colour to another.

    Raises:
        ScriptsWrong: there is no picture of that name.
    """
    from PIL import Image

    if name not in COLOURS:
        raise ScriptsWrong(f"there is no picture “{name}”; show one of {', '.join(COLOURS)}")
    top, bottom = (Image.new("RGB", (SIDE, SIDE), colour) for colour in COLOURS[name])
    drawn = Image.composite(bottom, top, Image.linear_gradient("L").resize((SIDE, SIDE)))
    written = io.BytesIO()
    drawn.save(written, "PNG")
    return written.getvalue()
