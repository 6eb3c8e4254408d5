"""The plain baseline: take the work that adds most, as long as the rules can still be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from .constraints import Rows, plain, stacked
from .reach import Works, rows_together, some_show
from .rows import Terms
from .worth import Worth


def greedy_works(terms: Terms, worth: Worth) -> Works | None:
    """Return the places of works chosen one after another, or None when no show keeps the rules.

    Each is the one that adds most of all with which, and with those before, some show keeps the rules: no step leads astray.
    """
    rows = rows_together(terms, terms.suspects)
    way = some_show(rows)
    if way is None:
        return None
    taken: list[int] = []
    counts = np.zeros(len(worth.steps))
    for _ in range(terms.size):
        best_first = np.argsort(-worth.gains(counts), kind="stable")
        step = _step(rows, taken, best_first[~np.isin(best_first, taken)], way)
        taken, way = [*taken, step.work], step.way
        counts += worth.facets[:, [step.work]].toarray()[:, 0]
    return np.array(taken, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class _Step:
    """A work to take, and a show with it that keeps the rules."""

    work: int
    way: Works


def _step(rows: Rows, taken: Sequence[int], best_first: NDArray[np.intp], way: Works) -> _Step:
    """Return the first of `best_first` that a show can have besides those taken; `way` is one that has these.

    No show has a work before `low`, and `way` has the one before `high`; what lies between is asked for in growing pieces.
    """
    works = best_first.size + len(taken)
    rows = stacked([rows, _some(works, taken, len(taken))])
    low, high, piece = 0, _first_in(best_first, way) + 1, 1
    while high - low > 1:
        asked = best_first[low : min(low + piece, high - 1)]
        found = some_show(stacked([rows, _some(works, asked, 1)]))
        if found is None:
            low, piece = low + len(asked), 2 * piece
        else:
            way, high = found, _first_in(best_first, found) + 1
            piece = max(1, (high - low) // 2)
    return _Step(int(best_first[low]), way)


def _first_in(best_first: NDArray[np.intp], works: Works) -> int:
    return int(np.argmax(np.isin(best_first, works)))


def _some(works: int, among: Sequence[int] | NDArray[np.intp], count: int) -> Rows:
    """Return the constraint that so many of these are in."""
    row = csr_array((np.ones(len(among)), (np.zeros(len(among), dtype=np.intp), among)), shape=(1, works))
    return plain(row, np.array([float(count)]), np.array([np.inf]))
