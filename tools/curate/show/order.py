"""The order of works in a section: by date, large and small in turn where the dates allow it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tools.curate.pool import Piece

from .measures import Typical, size_of

# Works whose dates lie so near may change places for the rhythm of sizes.
NEAR_YEARS = 15


def year(piece: Piece) -> float | None:
    """Return the middle of the years in which a work was made; None when the catalogue does not say."""
    known = [bound for bound in (piece.earliest, piece.latest) if bound is not None]
    return sum(known) / len(known) if known else None


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


def _year(piece: Piece) -> float:
    known = year(piece)
    return math.inf if known is None else known


def _contrast(piece: Piece, before: Piece, usual: Typical) -> float:
    """Return how unlike in size two works are: the size of the logarithm of the ratio of their areas."""
    return round(abs(math.log(_area(piece, usual) / _area(before, usual))), 6)


def _area(piece: Piece, usual: Typical) -> float:
    size = size_of(piece, usual)
    return size.width_cm * size.height_cm
