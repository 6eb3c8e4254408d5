"""The plain baseline: take the work that adds most, as long as the rules can still be kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from .reach import rows_together, some_show
from .rows import Rows, Terms, stacked
from .worth import Worth


def greedy_works(terms: Terms, worth: Worth) -> NDArray[np.intp] | None:
    """Return the places of works chosen one after another, or None when no show keeps the rules.

    Before a work is taken, the solver says whether some show keeps the rules with it and those taken before: no step leads astray.
    """
    rows = rows_together(terms, terms.suspects)
    way = some_show(rows)
    if way is None:
        return None
    taken: list[int] = []
    counts = np.zeros(len(worth.steps))
    ruled_out = np.zeros(terms.works, dtype=bool)
    while len(taken) < terms.size:
        gains = np.where(ruled_out, -np.inf, worth.gains(counts))
        work = int(np.argmax(gains))
        ruled_out[work] = True
        if work not in way:
            other = some_show(stacked([rows, _with(terms.works, [*taken, work])]))
            if other is None:
                continue
            way = other
        taken.append(work)
        counts += worth.facets[:, [work]].toarray()[:, 0]
    return np.array(taken, dtype=np.intp)


def _with(works: int, taken: list[int]) -> Rows:
    """Return the constraint that these works are in."""
    row = csr_array((np.ones(len(taken)), ([0] * len(taken), taken)), shape=(1, works))
    return Rows(row, np.array([float(len(taken))]), np.array([np.inf]))
