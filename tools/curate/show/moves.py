"""What hangs elsewhere in a changed show."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from .records import Show


def moved(before: Show, now: Show) -> list[str]:
    """Say which works that stay hang elsewhere among those that stay, and which sections came and went, a line each."""
    titles = {hung.piece.id: hung.piece.title for hung in now.works}
    old = {hung.piece.id: hung.number for hung in before.works}
    new = {hung.piece.id: hung.number for hung in now.works}
    stay = [identity for identity in new if identity in old]
    resting = {stay[at] for at in _rising([old[identity] for identity in stay])}
    moving = [identity for identity in stay if identity not in resting]
    # Where most have moved, where each went to says less than that they did.
    works = ["the works hang in another order"] if 2 * len(moving) > len(stay) else [
        f"moved: {titles[identity]} [{identity}] from {old[identity]} to {new[identity]}" for identity in moving
    ]  # fmt: skip
    were, are = [section.title for section in before.sections], [section.title for section in now.sections]
    return [
        *works,
        *(f"section out: {title}" for title in were if title and title not in are),
        *(f"section in: {title}" for title in are if title and title not in were),
    ]


def _rising(values: Sequence[int]) -> list[int]:
    """Return the places of the longest rising run of values that differ, others left out (patience sorting).

    >>> _rising([5, 1, 2, 4, 3])
    [1, 2, 4]
    """
    lows, ends, before = list[int](), list[int](), list[int]()
    for at, value in enumerate(values):
        pile = bisect_left(lows, value)
        lows[pile:], ends[pile:] = [value, *lows[pile + 1 :]], [at, *ends[pile + 1 :]]
        before.append(ends[pile - 1] if pile else -1)
    at, found = ends[-1] if ends else -1, list[int]()
    while at >= 0:
        found.append(at)
        at = before[at]
    return found[::-1]
