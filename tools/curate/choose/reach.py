"""Whether rules can hold together, and how near a show can come to one that cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from .constraints import Rows, shape_of, stacked
from .highs import OutOfTime, Problem
from .rows import Suspect, Terms, rows_of, some_work
from .solve import solved

# What a question of the greedy baseline may take.
LIMIT_S = 30.0
Works = NDArray[np.intp]


def rows_together(terms: Terms, suspects: Sequence[Suspect]) -> Rows:
    """Return what holds of every show under these rules: there is a work in it, and any number of them unless the size is a rule."""
    return stacked([some_work(terms), *(rows_of(terms, suspect) for suspect in suspects)])


def some_show(rows: Rows, near: Rows | None = None, limit_s: float = LIMIT_S) -> Works | None:
    """Return the places of works that keep `rows`, and come as near to `near` as can be; None when no works keep `rows`.

    Works of which the rows see the same are one variable that counts them: 10,000 works are often no more than a few hundred.

    Raises:
        OutOfTime: Neither is known after `limit_s` seconds, or works are, but not whether others come nearer.
    """
    kinds = _kinds(rows if near is None else stacked([rows, near]))
    columns = kinds.order[kinds.starts]
    problem = Problem(np.zeros(len(columns)), rows.narrowed(columns), kinds.counts.astype(np.float64), np.ones(len(columns), dtype=bool))
    if near is not None:
        problem = _elastic(problem, near.narrowed(columns))
    solution = solved(problem, limit_s)
    if solution and near is not None and not solution.proven:
        raise OutOfTime(f"in {limit_s:g} seconds it was not found what comes nearest to a rule")
    return None if solution is None else kinds.works(np.round(solution.values[: len(columns)]).astype(np.intp))


def keeps(rows: Rows, works: Works) -> bool:
    """Say whether works keep rows, to a thousandth of a unit in the last place of a sum."""
    sums = rows.sums(works)
    return bool(np.all(sums >= rows.low - 1e-6) and np.all(sums <= rows.high + 1e-6))


@dataclass(frozen=True, slots=True)
class _Kinds:
    """Works by kind: `order` (n,) has those of a kind together, which begin at `starts` (kinds,) and are `counts` (kinds,) many."""

    order: Works
    starts: Works
    counts: Works

    def works(self, taken: Works) -> Works:
        """Return the places of works, so many of each kind (kinds,)."""
        return np.concatenate([self.order[s : s + count] for s, count in zip(self.starts, taken, strict=True) if count])


def _kinds(rows: Rows) -> _Kinds:
    """Put works together of which the rows see the same.

    Columns that are the same have the same product with any numbers; that others have it too is all but impossible, and is looked at.
    """
    by_work = csr_array(vstack([rows.matrix, rows.values]).T)
    by_work.sum_duplicates()
    by_work.eliminate_zeros()
    products = by_work @ np.random.default_rng(0).random((shape_of(by_work)[1], 2))
    first, kind, counts = np.unique(products, axis=0, return_index=True, return_inverse=True, return_counts=True)[1:]
    kind = kind.reshape(-1)
    order = np.argsort(kind, kind="stable")
    if (by_work - csr_array(by_work[first[kind]])).count_nonzero():
        return _Kinds(np.arange(kind.size), np.arange(kind.size), np.ones(kind.size, dtype=np.intp))
    return _Kinds(order, np.cumsum(counts) - counts, counts)


def _elastic(problem: Problem, near: Rows) -> Problem:
    """Return the problem of missing `near` by as little as can be: one more variable is how far each of its rows may be missed."""
    low, high = np.isfinite(near.low), np.isfinite(near.high)
    least, most = near.low[low], near.high[high]
    parts = [
        problem.rows.widened(np.zeros(problem.rows.low.size)),
        near.bounded(low, least, np.full(least.size, np.inf)).widened(np.ones(least.size)),
        near.bounded(high, np.full(most.size, -np.inf), most).widened(-np.ones(most.size)),
    ]
    return Problem(
        np.append(problem.gain, -1.0),
        stacked([part for part in parts if part.low.size]),
        np.append(problem.upper, np.inf),
        np.append(problem.whole, False),
    )
