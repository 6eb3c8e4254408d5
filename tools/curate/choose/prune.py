"""Leave out works that no best show needs, so that the solver meets hundreds instead of thousands."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from .makers import first_makers
from .rows import Terms
from .worth import Worth


def needed(terms: Terms, worth: Worth) -> NDArray[np.intp]:
    """Return the places of the works among which a best show lies, if there is a show at all.

    Works are alike when every rule sees the same of them. A work i is beaten by an alike work j that is no wider (where there is a
    wall) and whose relevance exceeds the most that i can add, its maker set aside. Work i is left out when it is beaten
      (1) by works of more makers than the others of a show can have, or
      (2) by at least as many works of its own maker as a show can have.
    Proof that this loses nothing: take a best show with i in it. Under (1) some j is by a maker of whom the show has nothing, under
    (2) some j by i's maker is not in the show. Put j in for i. Every rule still holds: the counts, shares and the size are as
    before, the wall is no longer, and under (1) j's maker has one work, under (2) i's maker as many as before. The worth has not
    fallen: without i the show loses at most the most that i adds and a step of its maker; with j it gains j's relevance and, under
    (1), the first step of j's maker, which is no smaller. The sum of relevance has risen, so that repeating this comes to an end, and
    then no work that is left out is in the show. (Works by several makers beat nothing and are never left out.)
    """
    makers = first_makers(terms.makers)
    touched = _makers_touched(terms)
    widths = terms.widths if any(rule.kind == "wall" for rule in terms.rules) else np.zeros(terms.works)
    most = worth.most()
    kept = [at for alike in _alike(terms) for at in _unbeaten(alike, terms, makers, touched, widths, worth.relevance, most)]
    return np.array(sorted(kept), dtype=np.intp)


def _makers_touched(terms: Terms) -> int:
    """Return the most makers that all works of a show but one can have."""
    by_work = np.sort(np.asarray(terms.makers.sum(axis=0)))[::-1]
    return int(by_work[: terms.size - 1].sum())


def _alike(terms: Terms) -> Iterator[NDArray[np.intp]]:
    """Yield the works of which every rule sees the same."""
    if not len(terms.rules):
        yield np.arange(terms.works)
        return
    _, kinds = np.unique(np.packbits(terms.marks, axis=0).T, axis=0, return_inverse=True)
    kinds = kinds.reshape(-1)
    yield from np.split(np.argsort(kinds, kind="stable"), np.cumsum(np.bincount(kinds))[:-1])


def _unbeaten(
    alike: NDArray[np.intp], terms: Terms, makers: NDArray[np.intp], touched: int,
    widths: NDArray[np.float64], relevance: NDArray[np.float64], most: NDArray[np.float64],
) -> Iterator[int]:  # fmt: skip
    """Yield the works of one kind that stay; from the one that can add most downwards, so that beaters only come to be more."""
    cap = _cap(terms, int(alike[0]))
    beaters = alike[np.argsort(-relevance[alike], kind="stable")]
    narrowest: dict[int, float] = {}
    by_maker: list[float] = []
    own: dict[int, list[float]] = {}
    met = 0
    for at in alike[np.argsort(-most[alike], kind="stable")]:
        while met < len(beaters) and relevance[beaters[met]] > most[at]:
            _note(int(makers[beaters[met]]), float(widths[beaters[met]]), narrowest, by_maker, own)
            met += 1
        width, maker = widths[at], int(makers[at])
        if maker < 0:
            yield int(at)
            continue
        others = len(by_maker) > touched and by_maker[touched] <= width
        same = own.get(maker, [])
        if not (others or (len(same) >= cap and same[cap - 1] <= width)):
            yield int(at)


def _note(maker: int, width: float, narrowest: dict[int, float], by_maker: list[float], own: dict[int, list[float]]) -> None:
    """Take in a work that beats those to come: each maker's narrowest, in order, and all widths of each maker, in order."""
    if maker < 0:
        return
    insort(own.setdefault(maker, []), width)
    before = narrowest.get(maker)
    if before is not None and before <= width:
        return
    if before is not None:
        del by_maker[bisect_left(by_maker, before)]
    narrowest[maker] = width
    insort(by_maker, width)


def _cap(terms: Terms, at: int) -> int:
    """Return the most works of one maker that a show can have among those like the one at `at`."""
    counts = [rule.count or 1 for place, rule in enumerate(terms.rules) if rule.kind == "per_maker" and terms.marks[place, at]]
    return min([terms.size, *counts])
