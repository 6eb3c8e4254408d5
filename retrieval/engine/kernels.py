"""The integer kernels, native where a C compiler made them, else numba's; both give the same bits."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
Signed = NDArray[np.int8]
Codes = NDArray[np.uint16]
Places = NDArray[np.int64]
LANES = 32  # query tokens that a kernel compares at once


class Kernels(Protocol):
    """What the engine asks of the processor. Each call works on the items `[first, last)` and writes into its last argument.

    Rows are bytes with an offset of 128, what they are compared with is signed; both are a multiple of 4 long.
    """

    @property
    def name(self) -> str:
        """Which instructions are used."""
        ...

    def maxsim(
        self, rows: Bytes, offsets: Places, places: Places, first: int, last: int, query: Signed, weights: NDArray[np.int32],
        scores: NDArray[np.int64],
    ) -> None:  # fmt: skip
        """Write the weighted sum of the query tokens' best products for the fragments `places[first:last]`."""
        ...

    def refine(
        self, rows: Bytes, fine: Bytes, offsets: Places, places: Places, first: int, last: int, query: NDArray[np.int16],
        weights: NDArray[np.int32], scores: NDArray[np.int64],
    ) -> None:  # fmt: skip
        """Write what `maxsim` does from both bytes of each component, `(rows - 128) * 16 + (fine - 120) // 16`."""
        ...

    def nearest(self, rows: Bytes, first: int, last: int, centroids: Signed, codes: Codes) -> None:
        """Write for each row the number of the centroid with the greatest product; their count is a multiple of 32."""
        ...

    def products(self, rows: Bytes, first: int, last: int, query: Signed, out: NDArray[np.int32]) -> None:
        """Write the products of rows and query tokens, `(rows, tokens padded to 32)`; in the padding, zeros."""
        ...

    def bytes_of(self, products: NDArray[np.int32], first: int, last: int, scale: NDArray[np.float32], table: Bytes) -> None:
        """Write the products times `scale` as bytes into `(blocks, rows, 32)`; what is negative becomes 0."""
        ...

    def quantise(self, rows: Floats, first: int, last: int, scale: float, coarse: Bytes, fine: Bytes) -> None:
        """Write rows times `scale` rounded, as bytes, and what that rounds away in 254 parts of a step, `(rows, dim padded to 4)` each."""
        ...

    def sums(self, rows: Floats, order: Places, bounds: Places, first: int, last: int, out: Floats) -> None:
        """Write for each group the sum of its rows `order[bounds[g]:bounds[g + 1]]`, added in that order."""
        ...

    def scan_codes(
        self, codes: Codes, offsets: Places, first: int, last: int, table: Bytes, weights: NDArray[np.int16], scores: NDArray[np.int32]
    ) -> None:
        """Write for each fragment the weighted sum of the best byte that its centroids have in the table."""
        ...

    def scan_means(self, means: Bytes, first: int, last: int, wanted: Signed, scores: NDArray[np.int32]) -> None:
        """Write the product of each mean vector with `wanted`."""
        ...


def load_kernels(folder: Path | None) -> Kernels:
    """Return the native kernels, compiled into `folder` on first use; without a folder or a compiler, numba's."""
    from .native import load_native

    return (load_native(folder) if folder is not None else None) or load_portable()


def load_portable() -> Kernels:
    """Return the kernels that numba compiles."""
    from .portable import Portable

    return Portable()


def padded(rows: NDArray[Any], fill: int) -> NDArray[Any]:
    """Return rows made a multiple of 4 long; `fill` stands for zero.

    >>> padded(np.ones((1, 3), np.int8), 0).tolist()
    [[1, 1, 1, 0]]
    """
    missing = -rows.shape[1] % 4
    return np.pad(rows, ((0, 0), (0, missing)), constant_values=fill) if missing else rows
