"""Leave out works that no best show needs, so that the solver meets hundreds instead of thousands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .constraints import shape_of
from .makers import first_makers
from .rows import Terms
from .worth import Worth


def needed_for_any(terms: Terms, most: int) -> NDArray[np.intp]:
    """Return the places of the works among which a show of at most `most` works keeps any of the rules, if one does at all.

    The same holds of the show that comes nearest to a rule. As in `needed`, with the narrower of two works worth more, and without
    counting on a rule that limits works of one maker, for that may be the one that is given up.
    """
    by_width = -np.argsort(np.argsort(terms.widths, kind="stable"), kind="stable").astype(np.float64)
    return _needed(terms, _Facts(first_makers(terms.makers), terms.widths, by_width, by_width, _makers_touched(terms, most), most))


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
    widths = terms.widths if any(rule.kind == "wall" for rule in terms.rules) else np.zeros(terms.works)
    touched = _makers_touched(terms, terms.size)
    facts = _Facts(first_makers(terms.makers), widths, worth.relevance, worth.most(), touched, terms.size)
    return _needed(terms, facts, capped=True)


def _needed(terms: Terms, facts: _Facts, capped: bool = False) -> NDArray[np.intp]:
    """Return the works that are not beaten; `capped` when the rules that limit works of one maker are kept."""
    kept: list[int] = []
    for alike in _alike(terms):
        cap = _cap(terms, int(alike[0])) if capped and len(alike) > 1 else facts.cap
        # Of a kind with so few works none is beaten by enough others.
        kept += alike.tolist() if len(alike) <= min(cap, facts.touched + 1) else _unbeaten(alike, replace(facts, cap=cap))
    return np.array(sorted(kept), dtype=np.intp)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What decides who beats whom, (n,) each: a work adds at least `least` and at most `most` to any show.

    `touched` makers can be in the rest of a show, and `cap` works of one maker in all.
    """

    makers: NDArray[np.intp]
    widths: NDArray[np.float64]
    least: NDArray[np.float64]
    most: NDArray[np.float64]
    touched: int
    cap: int


def _makers_touched(terms: Terms, works: int) -> int:
    """Return the most makers that all works but one of a show of so many can have."""
    by_work = np.sort(np.asarray(terms.makers.sum(axis=0)))[::-1]
    return int(by_work[: works - 1].sum())


def _alike(terms: Terms) -> Iterator[NDArray[np.intp]]:
    """Yield the works of which every rule sees the same."""
    if not len(terms.rules):
        yield np.arange(terms.works)
        return
    seen = [*np.packbits(terms.marks, axis=0), *(_values_seen(terms, place) for place, rule in enumerate(terms.rules) if rule.of)]
    _, kinds = np.unique(np.array(seen, dtype=np.int64).T, axis=0, return_inverse=True)
    kinds = kinds.reshape(-1)
    yield from np.split(np.argsort(kinds, kind="stable"), np.cumsum(np.bincount(kinds))[:-1])


def _values_seen(terms: Terms, place: int) -> NDArray[np.int64]:
    """Return a number for each work (n,) that is the same for those of the same values.

    Where a show is to have many makers, any known maker is as good as another: in the proof of `needed` the work that comes in is by
    the same maker, or by one of whom the show has nothing.
    """
    if terms.rules[place].of == "maker" and terms.rules[place].high is None:
        return terms.told(place).astype(np.int64)
    by_work = terms.values[place].tocsc()
    count, first = np.diff(by_work.indptr), by_work.indptr[:-1]
    seen = np.full(terms.works, -1, dtype=np.int64)
    seen[count == 1] = by_work.indices[first[count == 1]]
    numbers: dict[bytes, int] = {}
    for at in np.flatnonzero(count > 1).tolist():
        had = np.sort(by_work.indices[first[at] : first[at] + count[at]]).tobytes()
        seen[at] = numbers.setdefault(had, shape_of(terms.values[place])[0] + len(numbers))
    return seen


def _unbeaten(alike: NDArray[np.intp], facts: _Facts) -> Iterator[int]:
    """Yield the works of one kind that stay; from the one that can add most downwards, so that beaters only come to be more."""
    beaters = alike[np.argsort(-facts.least[alike], kind="stable")]
    met = _Met({}, [], {})
    count = 0
    for at in alike[np.argsort(-facts.most[alike], kind="stable")]:
        while count < len(beaters) and facts.least[beaters[count]] > facts.most[at]:
            met.note(int(facts.makers[beaters[count]]), float(facts.widths[beaters[count]]))
            count += 1
        width, maker = float(facts.widths[at]), int(facts.makers[at])
        if maker < 0 or not (met.makers_within(width) > facts.touched or met.own_within(maker, width) >= facts.cap):
            yield int(at)


@dataclass(frozen=True, slots=True)
class _Met:
    """Works that beat those to come, where these are no narrower: the narrowest of each maker, those in order, and all of each maker."""

    narrowest: dict[int, float]
    in_order: list[float]
    own: dict[int, list[float]]

    def makers_within(self, width: float) -> int:
        """Return how many makers have a work that is no wider."""
        return bisect_right(self.in_order, width)

    def own_within(self, maker: int, width: float) -> int:
        """Return how many works a maker has that are no wider."""
        return bisect_right(self.own.get(maker, []), width)

    def note(self, maker: int, width: float) -> None:
        """Take in a work, unless it is by several makers."""
        if maker < 0:
            return
        insort(self.own.setdefault(maker, []), width)
        before = self.narrowest.get(maker)
        if before is not None and before <= width:
            return
        if before is not None:
            del self.in_order[bisect_left(self.in_order, before)]
        self.narrowest[maker] = width
        insort(self.in_order, width)


def _cap(terms: Terms, at: int) -> int:
    """Return the most works of one maker that a show can have among those like the one at `at`."""
    counts = [rule.count or 1 for place, rule in enumerate(terms.rules) if rule.kind == "per_maker" and terms.marks[place, at]]
    return min([terms.size, *counts])
