"""Works beside another: older, larger, and darker where pictures tell it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tools.curate.pool import Piece
from tools.curate.wording import works_text

# By so much of CIE L* one picture must be darker than another to be called so: less is hardly seen from picture to picture.
CLEARLY = 5.0
_SAME = {
    "larger": "larger", "bigger": "larger", "wider": "wider", "taller": "taller", "smaller": "smaller", "narrower": "narrower",
    "older": "older", "earlier": "older", "newer": "newer", "later": "newer", "younger": "newer", "more recent": "newer",
    "more modern": "newer", "darker": "darker", "gloomier": "darker", "lighter": "lighter", "brighter": "lighter",
    "paler": "lighter",
}  # fmt: skip
LOOK = re.compile(
    r"\b(?:(?:something|a work|one|that is|which is|much|a bit|a little|slightly|even)\s+)*"
    rf"(?P<look>{'|'.join(_SAME)})(?:\s+(?:one|work|piece|picture|and))?(?![\w-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Looked:
    """The works that are more so than another, and what is to be said of how that was told."""

    works: tuple[Piece, ...]
    note: str = ""


def as_looked(look: str, beside: Piece, others: Sequence[Piece], lightness: Mapping[str, float]) -> Looked | str:
    """Return the works that are more so than another, by facts that are known of both; or a sentence that says why that cannot be told.

    Lightness is the mean L* of a picture, 0 to 100, by id of the work, as far as pictures are there.
    """
    way = _SAME[look.lower()]
    if way in ("darker", "lighter"):
        return _as_light(look, way, beside, others, lightness)
    own = _value(way, beside)
    if own is None:
        return (
            f"The catalogue does not tell {_FACT[way]} of “{beside.title}”, so nothing can be called {look}; name a work or a kind instead."
        )
    more = way in ("larger", "wider", "taller", "newer")
    found = [piece for piece in others if (value := _value(way, piece)) is not None and (value > own if more else value < own)]
    return Looked(tuple(found)) if found else _none(look, beside)


def _as_light(look: str, way: str, beside: Piece, others: Sequence[Piece], lightness: Mapping[str, float]) -> Looked | str:
    """Return the works whose pictures measure clearly darker or lighter."""
    dark = way == "darker"
    if not lightness:
        return (
            f"There are no pictures to tell how {'dark' if dark else 'light'} a work is; say older, newer, larger, smaller, or name a work."
        )
    own = lightness.get(beside.id)
    if own is None:
        return f"There is no picture of “{beside.title}” to measure, so nothing can be called {look}; name a work or a kind instead."
    bound = own - CLEARLY if dark else own + CLEARLY
    seen = [piece for piece in others if piece.id in lightness]
    found = [piece for piece in seen if (lightness[piece.id] <= bound if dark else lightness[piece.id] >= bound)]
    note = (
        f"“{look}” was measured: the picture of “{beside.title}” has a mean lightness of {own:.0f} of 100 (CIE L*), so what comes in has "
        f"{'at most' if dark else 'at least'} {bound:.0f}; {len(found):,} of {works_text(len(seen), 'works')} with a picture "
        f"{'has' if len(found) == 1 else 'have'}."
    )
    return Looked(tuple(found), note) if found else _none(look, beside)


def _none(look: str, beside: Piece) -> str:
    return f"Nothing else in the collection is known to be {look} than “{beside.title}”; name a work or a kind instead."


_FACT = {
    "larger": "the size", "smaller": "the size", "wider": "the width", "narrower": "the width", "taller": "the height",
    "older": "the date", "newer": "the date",
}  # fmt: skip


def _value(way: str, piece: Piece) -> float | None:
    if way in ("larger", "smaller"):
        return piece.height_cm * piece.width_cm if piece.height_cm and piece.width_cm else None
    if way in ("wider", "narrower", "taller"):
        return piece.height_cm if way == "taller" else piece.width_cm
    # What was begun later is newer; a work that is told only to be of a century is as old as its middle.
    known = [year for year in (piece.earliest, piece.latest) if year is not None]
    return sum(known) / len(known) if known else None
