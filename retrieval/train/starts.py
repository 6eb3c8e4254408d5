"""Projections that nothing is trained for: where training starts, and what it has to beat."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


def principal(rows: NDArray[Any], size: int) -> Matrix:
    """Return the `(dim, size)` principal directions of `rows` about zero, which keep most of their inner products."""
    values = rows.astype(np.float64)
    _, vectors = np.linalg.eigh(values.T @ values)
    return np.ascontiguousarray(vectors[:, ::-1][:, :size]).astype(np.float32)


def random(dim: int, size: int, seed: int) -> Matrix:
    """Return `size` random orthonormal directions `(dim, size)` (Johnson and Lindenstrauss, 1984)."""
    drawn = np.random.default_rng(seed).standard_normal((dim, size))
    return np.linalg.qr(drawn)[0].astype(np.float32)


def truncated(dim: int, size: int) -> Matrix:
    """Return the first `size` coordinates, `(dim, size)`."""
    return np.eye(dim, size, dtype=np.float32)


def shortened(matrix: Matrix, rows: NDArray[Any], size: int) -> Matrix:
    """Return a projection to fewer directions: the principal ones of what `matrix` makes of `rows`, each of unit length."""
    made = rows.astype(np.float32) @ matrix
    made /= np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-12)
    return matrix @ principal(made, size)
