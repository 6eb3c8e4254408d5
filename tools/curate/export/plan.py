"""The walls in the PDF, to scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from tools.curate.show.measures import EYE_LINE_CM, PLINTH_CM

from .fonts import BODY, BOLD, ITALIC, runs
from .geometry import PERSON_CM, Box, WallView, wrapped
from .page import is_framed

# To the right of a wall stands a person.
_BESIDE_CM = 100.0
_ABOVE_CM = 30.0
_FLOOR_CM = 34.0
_LETTER = 5.0


def common_scale(views: Sequence[WallView], width: float, most_height: float) -> float:
    """Return the points a centimetre by which every wall fits into a width and height, so that works can be compared across walls."""
    scales = [min(width / wide, most_height / high) for wide, high in map(_whole, views)]
    return min(scales, default=1.0)


def _whole(view: WallView) -> tuple[float, float]:
    return view.length + _BESIDE_CM, view.height + _ABOVE_CM + _FLOOR_CM


class WallDrawing(Flowable):
    """A wall with its works, at so many points a centimetre."""

    def __init__(self, view: WallView, scale: float, picture: Callable[[str], Any]) -> None:
        super().__init__()
        self._view, self._picture, self._scale = view, picture, scale
        self.width, self.height = (side * scale for side in _whole(view))

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return the size of the drawing."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the wall, what is on it, and a person beside it."""
        view, floor = self._view, _FLOOR_CM
        self._box(0, floor, view.length + _BESIDE_CM, view.height + _ABOVE_CM, "#f4f2ed")
        self._box(0, 0, view.length + _BESIDE_CM, floor, "#d8cfc0")
        self._eye_line()
        for heading in view.headings:
            self._text(heading.title, heading.left, floor + view.height + 8, ITALIC, 7, "#5d574f")
        for box in view.boxes:
            self._work(box)
        self._person(view.length + _BESIDE_CM / 2)
        self._metre()

    def _work(self, box: Box) -> None:
        foot = _FLOOR_CM + box.bottom
        if box.hung.support == "plinth":
            self._box(box.left - 8, _FLOOR_CM, box.width + 16, PLINTH_CM, "#ffffff", "#cfc6b8")
        if is_framed(box.hung):
            self._box(box.left - 3, foot - 3, box.width + 6, box.height + 6, "#5a4a3a")
        picture = self._picture(box.hung.piece.id)
        if picture is None:
            self._box(box.left, foot, box.width, box.height, box.tint)
            self._title(box, foot)
        else:
            left, low, wide, high = (part * self._scale for part in (box.left, foot, box.width, box.height))
            self.canv.drawImage(picture, left, low, wide, high)
        if not box.hung.measured:
            self.canv.setDash(2, 1.5)
            self._box(box.left, foot, box.width, box.height, None, "#7a2e1d")
            self.canv.setDash()
        self._text(str(box.hung.number), box.left + box.width / 2, 10, BOLD, 7, "#22201d", centred=True)

    def _title(self, box: Box, foot: float) -> None:
        letter = _LETTER / self._scale
        lines = wrapped(box.hung.label.title, box.width - 6, letter * 0.55, int((box.height - 4) / (letter * 1.2)))
        top = foot + box.height / 2 + letter * 1.2 * len(lines) / 2
        for at, line in enumerate(lines):
            self._text(line, box.left + box.width / 2, top - letter * 1.2 * (at + 0.8), ITALIC, _LETTER, "#1d1a17", centred=True)

    def _eye_line(self) -> None:
        at = (_FLOOR_CM + EYE_LINE_CM) * self._scale
        self.canv.setStrokeColor(HexColor("#b5aea3"))
        self.canv.setLineWidth(0.4)
        self.canv.setDash(2, 3)
        self.canv.line(0, at, self.width, at)
        self.canv.setDash()

    def _person(self, middle: float) -> None:
        self.canv.setFillColor(HexColor("#a9a297"))
        unit, foot = PERSON_CM / 170, _FLOOR_CM
        self.canv.circle(middle * self._scale, (foot + 158 * unit) * self._scale, 11 * unit * self._scale, stroke=0, fill=1)
        path = self.canv.beginPath()
        outline = ((-20, 138), (-14, 144), (14, 144), (20, 138), (22, 78), (15, 78), (13, 118), (12, 2), (2, 2), (0, 70), (-2, 2),
                   (-12, 2), (-13, 118), (-15, 78), (-22, 78))  # fmt: skip
        for at, (x, y) in enumerate(outline):
            to = path.lineTo if at else path.moveTo
            to((middle + x * unit) * self._scale, (foot + y * unit) * self._scale)
        path.close()
        self.canv.drawPath(path, stroke=0, fill=1)

    def _metre(self) -> None:
        self.canv.setStrokeColor(HexColor("#5d574f"))
        self.canv.setLineWidth(0.6)
        # Below the person, where no number stands.
        right, low = self.width - 4 * self._scale, 5 * self._scale
        self.canv.line(right - 100 * self._scale, low, right, low)
        self._text("1 m", self.width / self._scale - 54, 10, BODY, 5, "#5d574f", centred=True)

    def _box(self, left: float, bottom: float, width: float, height: float, fill: str | None, stroke: str | None = None) -> None:
        if fill:
            self.canv.setFillColor(HexColor(fill))
        if stroke:
            self.canv.setStrokeColor(HexColor(stroke))
            self.canv.setLineWidth(0.6)
        parts = [part * self._scale for part in (left, bottom, width, height)]
        self.canv.rect(*parts, stroke=int(stroke is not None), fill=int(fill is not None))

    def _text(self, text: str, x: float, y: float, font: str, size: float, colour: str, centred: bool = False) -> None:
        """Write a text at a place of the wall in a size of the page."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        parts = runs(text, font)
        at = x * self._scale - (sum(stringWidth(run, name, size) for name, run in parts) / 2 if centred else 0)
        self.canv.setFillColor(HexColor(colour))
        for name, run in parts:
            self.canv.setFont(name, size)
            self.canv.drawString(at, y * self._scale, run)
            at += stringWidth(run, name, size)
