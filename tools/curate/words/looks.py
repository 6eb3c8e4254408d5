"""Works beside another: older, larger, darker."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tools.curate.pool import Piece

_SAME = {
    "larger": "larger", "bigger": "larger", "wider": "wider", "taller": "taller", "smaller": "smaller", "narrower": "narrower",
    "older": "older", "earlier": "older", "newer": "newer", "later": "newer", "younger": "newer", "more recent": "newer",
    "more modern": "newer", "darker": "darker", "gloomier": "darker", "lighter": "lighter", "brighter": "lighter",
}  # fmt: skip
LOOK = re.compile(
    r"\b(?:(?:something|a work|one|that is|which is|much|a bit|a little|slightly|even)\s+)*"
    rf"(?P<look>{'|'.join(_SAME)})(?:\s+(?:one|work|piece|picture|and))?(?![\w-])",
    re.IGNORECASE,
)


def as_looked(look: str, beside: Piece, others: Sequence[Piece], lightness: Mapping[str, float]) -> list[Piece] | str:
    """Return the works that are more so than another, by facts that are known of both; or a sentence that says why that cannot be told.

    Lightness is 0 to 100 by id, as far as pictures are there.
    """
    way = _SAME[look.lower()]
    own = _value(way, beside, lightness)
    if way in ("darker", "lighter") and not lightness:
        how = "dark" if way == "darker" else "light"
        return f"There are no pictures to tell how {how} a work is; say older, newer, larger, smaller, or name a work."
    if own is None:
        return (
            f"The catalogue does not tell {_FACT[way]} of “{beside.title}”, so nothing can be called {look}; name a work or a kind instead."
        )
    more = way in ("larger", "wider", "taller", "newer", "lighter")
    found = [piece for piece in others if (value := _value(way, piece, lightness)) is not None and (value > own if more else value < own)]
    return found or f"Nothing else in the collection is known to be {look} than “{beside.title}”; name a work or a kind instead."


_FACT = {
    "larger": "the size", "smaller": "the size", "wider": "the width", "narrower": "the width", "taller": "the height",
    "older": "the date", "newer": "the date", "darker": "the picture", "lighter": "the picture",
}  # fmt: skip


def _value(way: str, piece: Piece, lightness: Mapping[str, float]) -> float | None:
    if way in ("darker", "lighter"):
        return lightness.get(piece.id)
    if way in ("larger", "smaller"):
        return piece.height_cm * piece.width_cm if piece.height_cm and piece.width_cm else None
    if way in ("wider", "narrower", "taller"):
        return piece.height_cm if way == "taller" else piece.width_cm
    # What was begun later is newer; a work that is told only to be of a century is as old as its middle.
    known = [year for year in (piece.earliest, piece.latest) if year is not None]
    return sum(known) / len(known) if known else None
