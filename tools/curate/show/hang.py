"""Where each work hangs: walls, gaps, and metres from the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tools.curate.brief import GAP_CM, Brief
from tools.curate.pool import Piece

from .measures import Size
from .records import Wall

# A longer run is parted into several walls, where a section ends if it can be.
LONGEST_WALL_M = 12.0
# Where there is wall to spare, so much of it may widen a gap, and the gap between two sections.
MOST_WIDER_CM = 25.0
MOST_WIDER_BETWEEN_SECTIONS_CM = 90.0
# What it costs to end a wall within a section, in metres of uneven wall.
_WITHIN_SECTION_M = 3.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A work with the number of its wall and the metres from the wall's left end to its left edge."""

    piece: Piece
    wall: int
    x_m: float


@dataclass(frozen=True, slots=True)
class Plan:
    """Walls, and where each work hangs on them."""

    walls: tuple[Wall, ...]
    spots: tuple[Spot, ...]


def given_wall_m(brief: Brief) -> float | None:
    """Return the metres of wall that a brief gives, the least where it says so twice; None when it says nothing."""
    return min((rule.metres for rule in brief.rules if rule.kind == "wall" and rule.metres), default=None)


def hang(parts: Sequence[Sequence[Piece]], sizes: Sequence[Size], given_m: float | None) -> Plan:
    """Return where works hang.

    Between two works are `GAP_CM`, and half of it at each end of a wall; what a given length has to spare widens the gaps.

    Args:
        parts: The works in hanging order, section by section.
        sizes: Their sizes in the same order, of all sections together.
        given_m: How many metres of wall there are in all.
    """
    works = [piece for part in parts for piece in part]
    ends = {sum(len(part) for part in parts[: number + 1]) for number in range(len(parts))}
    needs = [(size.width_cm + GAP_CM) / 100 for size in sizes]
    spare = max((given_m or 0.0) - sum(needs), 0.0)
    # What is spare lengthens every wall by the same part.
    cuts = _cuts(needs, ends, LONGEST_WALL_M * sum(needs) / (sum(needs) + spare))
    runs = list(pairwise([0, *cuts, len(works)])) if works else []
    walls, spots = list[Wall](), list[Spot]()
    for number, (first, last) in enumerate(runs, 1):
        share = spare * sum(needs[first:last]) / sum(needs)
        length = sum(needs[first:last]) + share
        walls.append(Wall(number=number, length_m=round(length, 3)))
        lefts = _lefts(sizes[first:last], [at in ends for at in range(first + 1, last)], share)
        spots += [Spot(piece, number, round(left, 3)) for piece, left in zip(works[first:last], lefts, strict=True)]
    return Plan(tuple(walls), tuple(spots))


def _lefts(sizes: Sequence[Size], section_ends: Sequence[bool], spare_m: float) -> list[float]:
    """Return the left edges, in metres, of works on one wall; `section_ends` says of each gap whether a section ends there."""
    most = [MOST_WIDER_BETWEEN_SECTIONS_CM if ends else MOST_WIDER_CM for ends in section_ends]
    wider = min(spare_m * 100 / sum(most), 1.0) if most else 0.0
    gaps = [GAP_CM + wider * extra for extra in most]
    # What is left over goes to both ends, so that the works hang in the middle.
    at = (GAP_CM + spare_m * 100 - wider * sum(most)) / 2
    lefts = [at]
    for size, gap in zip(sizes, gaps):
        lefts.append(lefts[-1] + size.width_cm + gap)
    return [left / 100 for left in lefts[: len(sizes)]]


def _cuts(needs: Sequence[float], ends: set[int], longest: float) -> list[int]:
    """Return before which works a new wall begins: walls of like length that end with a section, none longer than it must be."""
    count = max(1, -int(-sum(needs) // longest))
    target = sum(needs) / count
    best: list[tuple[float, int]] = [(0.0, 0)]
    for last in range(1, len(needs) + 1):
        best.append(min((best[first][0] + _cost(needs, first, last, target, ends), first) for first in _starts(needs, last, longest)))
    cuts, at = list[int](), len(needs)
    while at > 0 and (at := best[at][1]) > 0:
        cuts.append(at)
    return cuts[::-1]


def _starts(needs: Sequence[float], last: int, longest: float) -> list[int]:
    """Return where a wall may begin that ends before `last`: no longer than the longest, unless one work alone is."""
    starts, length = [last - 1], needs[last - 1]
    for first in range(last - 2, -1, -1):
        length += needs[first]
        if length > longest + 1e-9:
            break
        starts.append(first)
    return starts


def _cost(needs: Sequence[float], first: int, last: int, target: float, ends: set[int]) -> float:
    uneven = sum(needs[first:last]) - target
    return uneven * uneven + (0.0 if last in ends else _WITHIN_SECTION_M**2)
