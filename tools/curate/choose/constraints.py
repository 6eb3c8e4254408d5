"""Linear constraints over the works of a pool, and over the values of a fact that the works taken have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_diag, csr_array, hstack, vstack


@dataclass(frozen=True, slots=True)
class Rows:
    """Constraints `low <= matrix @ x + counted @ y <= high` over n works, of which x takes some; `matrix` is (rows, n).

    `values` (v, n) is 1 where a work has a value of a fact, and y (v,) follows from x: it is 1 where any work that is taken has the
    value. `counted` (rows, v) says which rows count which values; it is never negative.
    """

    matrix: csr_array
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    values: csr_array
    counted: csr_array

    def narrowed(self, kept: NDArray[np.intp]) -> Rows:
        """Return the constraints over fewer works."""
        values = self.values[:, kept]
        had = np.diff(values.indptr) > 0
        return Rows(self.matrix[:, kept], self.low, self.high, values[had], self.counted[:, had])

    def bounded(self, which: NDArray[np.bool_], low: NDArray[np.float64], high: NDArray[np.float64]) -> Rows:
        """Return some of the rows (rows,) under other bounds."""
        return Rows(self.matrix[which], low, high, self.values, self.counted[which])

    def widened(self, column: NDArray[np.float64]) -> Rows:
        """Return the constraints with one more variable, which has no value, and this column (rows,)."""
        return Rows(
            _beside(self.matrix, column[:, None]), self.low, self.high,
            _beside(self.values, np.zeros((shape_of(self.values)[0], 1))), self.counted,
        )  # fmt: skip

    def sums(self, works: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return what the rows (rows,) come to where these works are taken."""
        had = np.asarray(self.values[:, works].sum(axis=1)) > 0
        return np.asarray(self.matrix[:, works].sum(axis=1)) + self.counted @ had.astype(np.float64)


def shape_of(matrix: csr_array) -> tuple[int, int]:
    """Return how many rows and columns a matrix has; scipy's stubs know of matrices without a shape."""
    return cast("tuple[int, int]", matrix.shape)


def plain(matrix: csr_array, low: NDArray[np.float64], high: NDArray[np.float64]) -> Rows:
    """Return constraints that count no values."""
    rows, works = shape_of(matrix)
    return Rows(matrix, low, high, csr_array((0, works)), csr_array((rows, 0)))


def row(coefficients: NDArray[np.float64], low: float, high: float) -> Rows:
    """Return one constraint by its coefficients (n,)."""
    return plain(csr_array(coefficients[None, :]), np.array([float(low)]), np.array([float(high)]))


def values_row(values: csr_array, low: float, high: float) -> Rows:
    """Return the constraint that the works taken have between `low` and `high` of these values (v, n)."""
    count, works = shape_of(values)
    return Rows(csr_array((1, works)), np.array([float(low)]), np.array([float(high)]), values, csr_array(np.ones((1, count))))


def stacked(parts: Iterable[Rows]) -> Rows:
    """Return several constraints as one."""
    rows = list(parts)
    counts = [part.low.size for part in rows]
    return Rows(
        csr_array(vstack([part.matrix for part in rows])) if sum(counts) else csr_array((0, shape_of(rows[0].matrix)[1])),
        np.concatenate([part.low for part in rows]),
        np.concatenate([part.high for part in rows]),
        csr_array(vstack([part.values for part in rows])),
        csr_array(block_diag([part.counted for part in rows])),
    )


def _beside(matrix: csr_array, column: NDArray[np.float64]) -> csr_array:
    rows, columns = shape_of(matrix)
    return csr_array(hstack([matrix, csr_array(column)])) if rows else csr_array((0, columns + 1))
