"""The order of works: by date with large and small in turn, or by what a person asks for."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from retrieval.words import folded
from tools.curate.brief import InTurn
from tools.curate.pool import Piece

from .measures import Typical, size_of

# Works whose dates lie so near may change places for the rhythm of sizes.
NEAR_YEARS = 15
# A number or a name, of which the lower comes first.
Rank = tuple[float, str]
# What the catalogue does not tell comes last.
UNKNOWN: Rank = (math.inf, "")


def year(piece: Piece) -> float | None:
    """Return the middle of the years in which a work was made; None when the catalogue does not say."""
    known = [bound for bound in (piece.earliest, piece.latest) if bound is not None]
    return sum(known) / len(known) if known else None


def rank(piece: Piece, by: InTurn) -> Rank:
    """Return what a work's place in an order depends on; `UNKNOWN` where the catalogue does not tell it.

    >>> rank(Piece(id="w", title="", earliest=1600, latest=1610), "newest"), rank(Piece(id="w", title="", maker="Berthe Morisot"), "maker")
    ((-1605.0, ''), (0.0, 'morisot'))
    """
    if by == "maker":
        return (0.0, _surname(piece.maker)) if piece.maker else UNKNOWN
    value = year(piece) if by in ("oldest", "newest") else _measured_area(piece)
    return UNKNOWN if value is None else (-value if by in ("newest", "largest") else value, "")


def hanging_order(works: Sequence[Piece], usual: Typical) -> list[Piece]:
    """Return works by date, those without one last; among works made within `NEAR_YEARS` the one that contrasts most in size is next."""
    left = sorted(works, key=lambda piece: (_year(piece), piece.title, piece.id))
    hung: list[Piece] = []
    while left:
        near = [piece for piece in left if _year(piece) <= _year(left[0]) + NEAR_YEARS or math.isinf(_year(left[0]))]
        # `max` keeps the first of equals, which is the earlier work.
        following = max(near, key=lambda piece: _contrast(piece, hung[-1], usual)) if hung else near[0]
        hung.append(following)
        left.remove(following)
    return hung


def sorted_by(works: Sequence[Piece], by: InTurn) -> list[Piece]:
    """Return works in an order; those of which the catalogue does not tell it come last, in the order that they had."""
    return sorted(works, key=lambda piece: rank(piece, by))


def inserted(works: Sequence[Piece], piece: Piece, by: InTurn) -> list[Piece]:
    """Return works and one more among them, where the fewest of them hang on its wrong side; the others keep their order."""
    mine = rank(piece, by)
    wrong = [
        sum(rank(before, by) > mine for before in works[:at]) + sum(rank(after, by) < mine for after in works[at:])
        for at in range(len(works) + 1)
    ]
    # The last of as good places, so that a work without a date comes last.
    at = max(range(len(wrong)), key=lambda at: (-wrong[at], at))
    return [*works[:at], piece, *works[at:]]


def _measured_area(piece: Piece) -> float | None:
    return piece.height_cm * piece.width_cm if piece.height_cm and piece.width_cm else None


def _surname(name: str) -> str:
    """Return the word that a maker is called by: before a comma, or else the last."""
    head = re.split(r"[,(]", name)[0] or name
    parts = re.sub(r"\s+(?:the (?:elder|younger)|of .+|i{1,3}|jr\.?|sr\.?)$", "", folded(head)).split()
    return parts[-1] if parts else folded(name)


def _year(piece: Piece) -> float:
    known = year(piece)
    return math.inf if known is None else known


def _contrast(piece: Piece, before: Piece, usual: Typical) -> float:
    """Return how unlike in size two works are: the size of the logarithm of the ratio of their areas."""
    return round(abs(math.log(_area(piece, usual) / _area(before, usual))), 6)


def _area(piece: Piece, usual: Typical) -> float:
    size = size_of(piece, usual)
    return size.width_cm * size.height_cm
