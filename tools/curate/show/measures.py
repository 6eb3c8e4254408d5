"""How large a work is on the wall, and what is assumed where the catalogue does not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from prompts import render
from retrieval.words import words
from tools.curate.pool import NO_WIDTH_CM, Piece, widths
from tools.curate.wording import joined

from .records import Support

# The middle of a work on the wall hangs at the height of a standing person's eye.
EYE_LINE_CM = 150.0
# The lowest that a work on the wall reaches, and what stands higher than a plinth can carry stands on the floor.
LOWEST_CM = 25.0
PLINTH_CM = 95.0
TALLEST_ON_PLINTH_CM = 90.0
_SOLID = frozenset(
    """sculpture sculptures ceramic ceramics metalwork glass furniture jewellery jewelry vessel vase bowl jar bust statue statuette
    figurine figure stoneware earthenware porcelain terracotta installation architecture armour book manuscript""".split()
)
_FLAT = frozenset("painting print drawing photograph relief plaque mosaic textile tapestry canvas paper".split())
_STANDS_ON_FLOOR = frozenset("installation furniture architecture".split())


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a work as it is drawn, in centimetres; `measured` when the catalogue tells both."""

    width_cm: float
    height_cm: float
    measured: bool


@dataclass(frozen=True, slots=True)
class Typical:
    """The median sizes of a pool, which stand in for those that are not told, and how many works they are the median of."""

    width_cm: float
    height_cm: float


def typical(pool: Sequence[Piece]) -> Typical:
    """Return what stands in for sizes that are not told: the same width by which a show is chosen."""
    unmeasured = widths([*pool, Piece(id="", title="")])[0][-1]
    heights = sorted(piece.height_cm for piece in pool if piece.height_cm)
    return Typical(unmeasured, round(median(heights), 1) if heights else NO_WIDTH_CM)


def size_of(piece: Piece, usual: Typical) -> Size:
    """Return how large a work is drawn."""
    return Size(piece.width_cm or usual.width_cm, piece.height_cm or usual.height_cm, bool(piece.width_cm and piece.height_cm))


def assumed_text(chosen: Sequence[Piece], usual: Typical) -> str | None:
    """Say which works are drawn at a size that the catalogue does not tell; None when it tells all."""
    no_width = joined([f"“{piece.title}”" for piece in chosen if not piece.width_cm], "and")
    no_height = joined([f"“{piece.title}”" for piece in chosen if not piece.height_cm], "and")
    if not (no_width or no_height):
        return None
    return render(
        "curate/assumed_sizes", no_width=no_width, no_height=no_height, width=f"{usual.width_cm:.0f}", height=f"{usual.height_cm:.0f}"
    )


def support_of(piece: Piece, size: Size) -> Support:
    """Say whether a work hangs, stands on a plinth or stands on the floor, by the words of its type and medium."""
    kind = frozenset(words(piece.type or "")) or frozenset(words(piece.medium or ""))
    if not kind & _SOLID or kind & _FLAT:
        return "wall"
    return "floor" if kind & _STANDS_ON_FLOOR or size.height_cm > TALLEST_ON_PLINTH_CM else "plinth"


def centre_of(size: Size, support: Support) -> float:
    """Return the height of a work's middle above the floor."""
    if support == "wall":
        return max(EYE_LINE_CM, LOWEST_CM + size.height_cm / 2)
    return size.height_cm / 2 + (PLINTH_CM if support == "plinth" else 0.0)
