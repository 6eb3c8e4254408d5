"""The kernels again, for numba: no compiler needed on the user's side, the same integers."""
# Imported only by `load_portable`: numba takes half a second.

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .kernels import LANES, Bytes, Codes, Floats, Places, Signed

_LEAST = np.int32(-(2**31))
_compiled = cast("Any", njit(nogil=True, cache=True))


@dataclass(frozen=True, slots=True)
class Portable:
    """Kernels that numba compiles on first use and keeps beside this file."""

    name: str = "numba"

    def maxsim(
        self, rows: Bytes, offsets: Places, places: Places, first: int, last: int, query: Signed, weights: NDArray[np.int32],
        scores: NDArray[np.int64],
    ) -> None:  # fmt: skip
        """Write the weighted sum of the query tokens' best products for the fragments `places[first:last]`."""
        _maxsim(rows, offsets, places, first, last, _columns(query), weights, scores)

    def refine(
        self, rows: Bytes, fine: Bytes, offsets: Places, places: Places, first: int, last: int, query: NDArray[np.int16],
        weights: NDArray[np.int32], scores: NDArray[np.int64],
    ) -> None:  # fmt: skip
        """Write what `maxsim` does from both bytes of each component."""
        _refine(rows, fine, offsets, places, first, last, _columns(query), weights, scores)

    def nearest(self, rows: Bytes, first: int, last: int, centroids: Signed, codes: Codes) -> None:
        """Write for each row the number of the centroid with the greatest product."""
        _nearest(rows, first, last, _columns(centroids), codes)

    def products(self, rows: Bytes, first: int, last: int, query: Signed, out: NDArray[np.int32]) -> None:
        """Write the products of rows and query tokens."""
        _products(rows, first, last, _columns(query), out)

    def bytes_of(self, products: NDArray[np.int32], first: int, last: int, scale: NDArray[np.float32], table: Bytes) -> None:
        """Write the products times `scale` as bytes."""
        scaled = np.clip((products[first:last].astype(np.float32) * scale).astype(np.int32), 0, 255).astype(np.uint8)
        table[:, first:last] = scaled.reshape(last - first, -1, LANES).swapaxes(0, 1)

    def quantise(self, rows: Floats, first: int, last: int, scale: float, coarse: Bytes, fine: Bytes) -> None:
        """Write rows as bytes, and what that rounds away."""
        _quantise(rows, first, last, np.float32(scale), coarse, fine)

    def sums(self, rows: Floats, order: Places, bounds: Places, first: int, last: int, out: Floats) -> None:
        """Write the sum of each group's rows."""
        _sums(rows, order, bounds, first, last, out)

    def scan_codes(
        self, codes: Codes, offsets: Places, first: int, last: int, table: Bytes, weights: NDArray[np.int16], scores: NDArray[np.int32]
    ) -> None:
        """Write for each fragment the weighted sum of the best byte that its centroids have in the table."""
        _scan_codes(codes, offsets, first, last, table, weights, scores)

    def scan_means(self, means: Bytes, first: int, last: int, wanted: Signed, scores: NDArray[np.int32]) -> None:
        """Write the product of each mean vector with `wanted`."""
        _scan_means(means, first, last, wanted.astype(np.int32), scores)


def _columns(query: Signed | NDArray[np.int16]) -> NDArray[np.int32]:
    """Return `(dim, tokens)`: one dimension of all tokens together, which a vector unit takes at once."""
    return np.ascontiguousarray(query.T.astype(np.int32))


@_compiled
def _dots(row: Any, columns: Any, out: Any) -> None:
    out[:] = 0
    for d in range(len(columns)):
        value = np.int32(row[d]) - np.int32(128)
        for i in range(columns.shape[1]):
            out[i] += value * columns[d, i]


@_compiled
def _weighted(best: Any, weights: Any) -> Any:
    total = np.int64(0)
    for i in range(len(best)):
        total += np.int64(best[i]) * np.int64(weights[i])
    return total


@_compiled
def _maxsim(rows: Any, offsets: Any, places: Any, first: int, last: int, columns: Any, weights: Any, scores: Any) -> None:
    width = columns.shape[1]
    dots, best = np.empty(width, np.int32), np.empty(width, np.int32)
    for item in range(first, last):
        best[:] = _LEAST
        for r in range(offsets[places[item]], offsets[places[item] + 1]):
            _dots(rows[r], columns, dots)
            for i in range(width):
                best[i] = max(best[i], dots[i])
        scores[item] = _weighted(best, weights)


@_compiled
def _refine(rows: Any, fine: Any, offsets: Any, places: Any, first: int, last: int, columns: Any, weights: Any, scores: Any) -> None:
    width = columns.shape[1]
    dots, best = np.empty(width, np.int32), np.empty(width, np.int32)
    for item in range(first, last):
        best[:] = _LEAST
        for r in range(offsets[places[item]], offsets[places[item] + 1]):
            dots[:] = 0
            for d in range(len(columns)):
                value = (np.int32(rows[r, d]) - np.int32(128)) * np.int32(16) + ((np.int32(fine[r, d]) - np.int32(120)) >> np.int32(4))
                for i in range(width):
                    dots[i] += value * columns[d, i]
            for i in range(width):
                best[i] = max(best[i], dots[i])
        scores[item] = _weighted(best, weights)


@_compiled
def _nearest(rows: Any, first: int, last: int, columns: Any, codes: Any) -> None:
    dots = np.empty(columns.shape[1], np.int32)
    for r in range(first, last):
        _dots(rows[r], columns, dots)
        codes[r] = np.argmax(dots)


@_compiled
def _products(rows: Any, first: int, last: int, columns: Any, out: Any) -> None:
    width = columns.shape[1]
    for r in range(first, last):
        out[r, width:] = 0
        _dots(rows[r], columns, out[r, :width])


@_compiled
def _quantise(rows: Any, first: int, last: int, scale: Any, coarse: Any, fine: Any) -> None:
    dim = rows.shape[1]
    for r in range(first, last):
        coarse[r, dim:], fine[r, dim:] = 128, 128
        for d in range(dim):
            value = rows[r, d] * scale
            step = min(max(np.rint(value), np.float32(-127)), np.float32(127))
            rest = min(max(value - step, np.float32(-0.5)), np.float32(0.5))
            coarse[r, d] = np.int32(step) + np.int32(128)
            fine[r, d] = np.int32(np.rint(rest * np.float32(254))) + np.int32(128)


@_compiled
def _sums(rows: Any, order: Any, bounds: Any, first: int, last: int, out: Any) -> None:
    for group in range(first, last):
        out[group] = 0
        for at in range(bounds[group], bounds[group + 1]):
            for d in range(rows.shape[1]):
                out[group, d] += rows[order[at], d]


@_compiled
def _scan_codes(codes: Any, offsets: Any, first: int, last: int, table: Any, weights: Any, scores: Any) -> None:
    best = np.empty(LANES, np.uint8)
    for item in range(first, last):
        total = np.int32(0)
        for b in range(len(table)):
            best[:] = 0
            for at in range(offsets[item], offsets[item + 1]):
                row = table[b, codes[at]]
                for i in range(LANES):
                    best[i] = max(best[i], row[i])
            for i in range(LANES):
                total += np.int32(best[i]) * np.int32(weights[b * LANES + i])
        scores[item] = total


@_compiled
def _scan_means(means: Any, first: int, last: int, wanted: Any, scores: Any) -> None:
    for item in range(first, last):
        total = np.int32(0)
        for d in range(len(wanted)):
            total += (np.int32(means[item, d]) - np.int32(128)) * wanted[d]
        scores[item] = total
