"""Whether rules can hold together, and how near a show can come to one that cannot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_array, csr_array

from .rows import Rows, Suspect, Terms, rows_of, some_work, stacked
from .solve import Problem, solved

LIMIT_S = 30.0
Works = NDArray[np.intp]


def rows_together(terms: Terms, suspects: Sequence[Suspect]) -> Rows:
    """Return what holds of every show under these rules: there is a work in it, and any number of them unless the size is a rule."""
    return stacked([some_work(terms), *(rows_of(terms, suspect) for suspect in suspects)])


def some_show(rows: Rows, near: Rows | None = None) -> Works | None:
    """Return the places of works that keep `rows`, and come as near to `near` as can be; None when no works keep `rows`.

    Works of which the rows see the same are one variable that counts them: 10,000 works are often no more than a few hundred.
    """
    kinds = _kinds(rows if near is None else stacked([rows, near]))
    if not kinds:
        return None
    columns = np.array([kind[0] for kind in kinds])
    upper = np.array([float(len(kind)) for kind in kinds])
    kept = Rows(rows.matrix[:, columns], rows.low, rows.high)
    problem = Problem(np.zeros(len(kinds)), kept, upper, np.ones(len(kinds), dtype=bool))
    if near is not None:
        problem = _elastic(problem, Rows(near.matrix[:, columns], near.low, near.high))
    solution = solved(problem, LIMIT_S)
    if solution is None:
        return None
    counts = np.round(solution.values[: len(kinds)]).astype(int)
    return np.array([work for kind, count in zip(kinds, counts, strict=True) for work in kind[:count]], dtype=np.intp)


def keeps(rows: Rows, works: Works) -> bool:
    """Say whether works keep rows, to a thousandth of a unit in the last place of a sum."""
    sums = np.asarray(rows.matrix[:, works].sum(axis=1))
    return bool(np.all(sums >= rows.low - 1e-6) and np.all(sums <= rows.high + 1e-6))


def _kinds(rows: Rows) -> list[list[int]]:
    """Return the places of works, those together of which the rows see the same."""
    by_work = csr_array(rows.matrix.T)
    by_work.sort_indices()
    by_work.eliminate_zeros()
    kinds: dict[tuple[bytes, bytes], list[int]] = {}
    for work in range(by_work.indptr.size - 1):
        seen = slice(by_work.indptr[work], by_work.indptr[work + 1])
        kinds.setdefault((by_work.indices[seen].tobytes(), by_work.data[seen].tobytes()), []).append(work)
    return list(kinds.values())


def _elastic(problem: Problem, near: Rows) -> Problem:
    """Return the problem of missing `near` by as little as can be: one more variable is how far each of its rows may be missed."""
    rows = problem.rows
    low, high = np.isfinite(near.low), np.isfinite(near.high)
    parts = [
        _with_column(rows.matrix, 0.0, rows.low, rows.high),
        _with_column(near.matrix[low], 1.0, near.low[low], np.full(int(low.sum()), np.inf)),
        _with_column(near.matrix[high], -1.0, np.full(int(high.sum()), -np.inf), near.high[high]),
    ]
    return Problem(
        np.append(problem.gain, -1.0),
        stacked([part for part in parts if part.low.size]),
        np.append(problem.upper, np.inf),
        np.append(problem.whole, False),
    )


def _with_column(matrix: csr_array, value: float, low: NDArray[np.float64], high: NDArray[np.float64]) -> Rows:
    return Rows(csr_array(block_array([[matrix, csr_array(np.full((low.size, 1), value))]])) if low.size else matrix, low, high)
