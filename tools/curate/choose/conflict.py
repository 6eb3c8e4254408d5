"""An impossible brief: the smallest set of rules that cannot hold together, and what can be had instead."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tools.curate.brief import GAP_CM

from .highs import OutOfTime
from .nearest import clash
from .prune import needed_for_any
from .reach import Works, keeps, rows_together, some_show
from .records import Clash
from .rows import Suspect, Terms, rows_of

# All sets of up to three of nine suspects, for a brief of eight rules.
MOST_SETS = 129
# One question may take this part of the time: where it is hard of some rules, it is often easy of fewer.
QUESTIONS = 5


@dataclass(frozen=True, slots=True)
class Explained:
    """The rules that cannot hold together; `minimal` says that none can be spared, as proven."""

    clashes: tuple[Clash, ...]
    minimal: bool


def explained(terms: Terms, limit_s: float) -> Explained:
    """Return the rules of an impossible brief that cannot hold together, none of which can be spared unless `limit_s` seconds ran out."""
    shows = _Shows(terms, limit_s)
    together = shows.smallest()
    return Explained(tuple(clash(terms, suspect, shows.near(suspect, together)) for suspect in together), shows.is_minimal(together))


class _Shows:
    """Finds sets of rules that no show keeps; remembers what each show found keeps, so that little is asked twice."""

    def __init__(self, terms: Terms, limit_s: float) -> None:
        self._terms = terms
        self._ends = time.monotonic() + limit_s
        self._each_s = limit_s / QUESTIONS
        self._rows = {suspect: rows_of(terms, suspect) for suspect in terms.suspects}
        self._needed: dict[int, Works] = {}
        self._kept: list[frozenset[Suspect]] = []
        self._unsure: set[frozenset[Suspect]] = set()

    def smallest(self) -> list[Suspect]:
        """Return a set of which none can be spared, and, as far as `MOST_SETS` sets tell, one of the fewest rules.

        What cannot hold by itself is asked first, for that is soon answered. A set of which the time does not tell counts as one that
        can hold: what is returned never can.
        """
        # A rule in words says more of why than the size does, where neither can hold.
        said_first = sorted(self._terms.suspects, key=lambda suspect: suspect is None)
        alone = next(([suspect] for suspect in said_first if not self._can_hold([suspect])), None)
        if alone:
            return alone
        spare = self._deletion()
        return next((list(fewer) for fewer in self._fewer(len(spare)) if not self._can_hold(fewer)), spare)

    def is_minimal(self, together: Sequence[Suspect]) -> bool:
        """Say whether, without any one of these rules, the others are known to hold."""
        rests = (frozenset(together) - {spared} for spared in together)
        return not any(rest in self._unsure for rest in rests)

    def _deletion(self) -> list[Suspect]:
        """Leave out one rule after another, and put back those without which the rest can hold (a deletion filter)."""
        left = self._terms.suspects
        for suspect in self._terms.suspects:
            rest = [other for other in left if other is not suspect]
            if not self._can_hold(rest):
                left = rest
        return left

    def _fewer(self, than: int) -> Iterator[Sequence[Suspect]]:
        sets = (chosen for size in range(2, than) for chosen in itertools.combinations(self._terms.suspects, size))
        unknown = (chosen for chosen in sets if not any(known.issuperset(chosen) for known in self._kept))
        yield from itertools.islice(unknown, MOST_SETS)

    def near(self, suspect: Suspect, together: Sequence[Suspect]) -> Works | None:
        """Return works that come as near to a rule as can be if the others hold: all of them where they can, else those it clashes with.

        The size is kept even where it does not clash, for a share says little of a show of any size. None when the time ran out.
        """
        try:
            return self._nearest(suspect, together)
        except OutOfTime:
            return None

    def _nearest(self, suspect: Suspect, together: Sequence[Suspect]) -> Works:
        for others in (self._terms.suspects, list(dict.fromkeys([None, *together])), together):
            works = self._show([other for other in others if other is not suspect], suspect)
            if works is not None:
                return works
        return np.array([], dtype=np.intp)

    def _can_hold(self, suspects: Sequence[Suspect]) -> bool:
        if frozenset(suspects) in self._unsure or any(known.issuperset(suspects) for known in self._kept):
            return True
        try:
            works = self._show(suspects)
        except OutOfTime:
            self._unsure.add(frozenset(suspects))
            return True
        if works is not None:
            self._kept.append(frozenset(suspect for suspect, rows in self._rows.items() if keeps(rows, works)) | frozenset(suspects))
        return works is not None

    def _show(self, suspects: Sequence[Suspect], *near: Suspect) -> Works | None:
        """Return works that keep these rules, and are as near to another as can be."""
        works = self._needed_for(self._most_works(suspects))
        rows = rows_together(self._terms, suspects).narrowed(works)
        left = max(0.0, min(self._each_s, self._ends - time.monotonic()))
        found = some_show(rows, self._rows[near[0]].narrowed(works) if near else None, left)
        return None if found is None else works[found]

    def _needed_for(self, most: int) -> Works:
        if most not in self._needed:
            every = most >= self._terms.works
            self._needed[most] = np.arange(self._terms.works) if every else needed_for_any(self._terms, most)
        return self._needed[most]

    def _most_works(self, suspects: Sequence[Suspect]) -> int:
        """Return how many works a show can have at most under these rules, by its size or by the shortest wall."""
        if None in suspects:
            return self._terms.size
        narrowest = (float(self._terms.widths.min()) + GAP_CM) / 100
        walls = [rule.metres for place in suspects if place is not None and (rule := self._terms.rules[place]).metres]
        # One more than fit, so that rounding takes none away.
        return min([int(metres / narrowest) + 1 for metres in walls if metres], default=self._terms.works)
