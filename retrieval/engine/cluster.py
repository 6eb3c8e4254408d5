"""Centroids of token vectors by spherical k-means, and the projection of mean vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .kernels import LANES, Bytes, Codes, Kernels, Signed
from .quantise import MIDDLE, Floats, both_bytes, scale_of
from .threads import Threads

MOST = 16_384
FEWEST = 64
ROUNDS = 4
# Rows that each centroid is trained on, and rows that a collection has for each centroid, at least.
SAMPLE = 24
CROWD = 16
MEAN_DIM = 128
# From so many directions on they are grouped.
GROUPED = 4_096
TO_A_CELL, NEAR_CELLS = 128, 8


def centroid_count(tokens: int) -> int:
    """Return how many centroids so many tokens get: a power of two near sixteen times the root, at most 16,384.

    >>> [centroid_count(n) for n in (1_000, 100_000, 6_600_000, 66_000_000)]
    [64, 4096, 16384, 16384]
    """
    wanted = min(16 * tokens**0.5, tokens / CROWD, MOST)
    return max(FEWEST, 2 ** int(np.log2(max(wanted, 1))))


@dataclass(frozen=True, slots=True)
class Directions:
    """Where codes point: `rows` `(k, dim)` of unit length, and `cells` `(c, dim)` that group them; no cells for a few."""

    rows: Floats
    cells: Floats

    @classmethod
    def of(cls, rows: Floats, kernels: Kernels, threads: Threads) -> Directions:
        """Group directions, about 128 to a cell."""
        if len(rows) < GROUPED:
            return cls(rows, rows[:0])
        cells, _ = train(rows, scale_of(rows), len(rows) // TO_A_CELL, kernels, threads)
        return cls(rows, cells.rows)


def train(sample: Floats, scale: float, count: int, kernels: Kernels, threads: Threads, seed: int = 0) -> tuple[Directions, Floats]:
    """Return `count` directions and the means `(count, dim)` of the rows nearest to each.

    Rows go to the direction with the greatest product (Dhillon and Modha, 2001). A direction that no row is near takes
    a row at random.
    """
    if count % LANES:
        raise ValueError(f"{count} centroids are not a multiple of {LANES}")
    rng = np.random.default_rng(seed)
    rows, _ = both_bytes(sample, scale, kernels, threads)
    means = sample[rng.choice(len(sample), count, replace=len(sample) < count)].astype(np.float32)
    directions = Directions.of(_unit(means), kernels, threads)
    for _ in range(ROUNDS):
        means, sizes = _means(sample, assign(rows, directions, kernels, threads), count, kernels, threads)
        empty = np.flatnonzero(sizes == 0)
        means[empty] = sample[rng.choice(len(sample), len(empty))]
        directions = Directions.of(_unit(means), kernels, threads)
    return directions, means


@dataclass(frozen=True, slots=True)
class Compass:
    """Directions made ready for finding the nearest of them: as signed bytes, with the `members` that are compared in each cell."""

    rows: Signed
    cells: Signed
    members: Sequence[NDArray[np.int64]]

    @classmethod
    def of(cls, directions: Directions, width: int, kernels: Kernels, threads: Threads) -> Compass:
        """Make directions ready for rows of `width` bytes."""
        rows, cells = _signed(directions.rows, width), _signed(directions.cells, width)
        if not len(cells):
            return cls(rows, cells, ())
        return cls(rows, cells, _members(_nearest(_offset(rows), cells, kernels, threads), directions.cells))

    def nearest(self, rows: Bytes, kernels: Kernels, threads: Threads) -> Codes:
        """Return the number of the nearest direction for each row of bytes.

        Where there are cells, only the directions of the 8 cells nearest to a row's own are compared: a sixteenth of the work.
        A row that misses its nearest so gets one almost as near; calibration sees what that costs.
        """
        if not len(self.cells):
            return _nearest(rows, self.rows, kernels, threads)
        own = _nearest(rows, self.cells, kernels, threads)
        order = np.argsort(own, kind="stable")
        bounds = np.searchsorted(own[order], np.arange(len(self.cells) + 1))
        codes = np.empty(len(rows), np.uint16)

        def share(first: int, last: int) -> None:
            for cell in range(first, last):
                taken = order[bounds[cell] : bounds[cell + 1]]
                found = np.empty(len(taken), np.uint16)
                kernels.nearest(rows[taken], 0, len(taken), self.rows[self.members[cell]], found)
                codes[taken] = self.members[cell][found]

        threads.each(len(self.cells), share, fewest=1)
        return codes


def assign(rows: Bytes, directions: Directions, kernels: Kernels, threads: Threads) -> Codes:
    """Return the number of the nearest direction for each row of bytes, as a `Compass` finds it."""
    return Compass.of(directions, rows.shape[1], kernels, threads).nearest(rows, kernels, threads)


def _members(cell_of: Codes, cells: Floats) -> list[NDArray[np.int64]]:
    """Return for each cell the directions of the cells nearest to it; the first is repeated up to a multiple of 32."""
    near = np.argsort(-(cells @ cells.T), axis=1, kind="stable")[:, :NEAR_CELLS]
    compared = np.zeros((len(cells), len(cells)), np.bool_)
    np.put_along_axis(compared, near, values=True, axis=1)
    found = [np.flatnonzero(row[cell_of]) for row in compared]
    found = [one if len(one) else np.arange(len(cell_of)) for one in found]  # cells that are all alike
    return [np.concatenate([one, np.full(-len(one) % LANES, one[0])]) for one in found]


def _nearest(rows: Bytes, directions: Signed, kernels: Kernels, threads: Threads) -> Codes:
    codes = np.empty(len(rows), np.uint16)
    threads.each(len(rows), lambda first, last: kernels.nearest(rows, first, last, directions, codes))
    return codes


def _signed(directions: Floats, width: int) -> Signed:
    """Return directions as signed bytes by one scale for all: a product then orders them as floats do."""
    widest = float(np.abs(directions).max(initial=0.0))
    signed = np.zeros((len(directions), width), np.int8)
    signed[:, : directions.shape[1]] = np.rint(directions * np.float32(127 / widest if widest > 0 else 1))
    return signed


def _offset(signed: Signed) -> Bytes:
    return (signed.astype(np.int16) + MIDDLE).astype(np.uint8)


def mean_projection(sample: Floats) -> Floats | None:
    """Return `(dim, 128)` that keeps most of products between rows of more dimensions; None where there are no more.

    The leading eigenvectors of the second moment, not centred: products are kept, not distances from the middle.
    """
    dim = sample.shape[1]
    if dim <= MEAN_DIM:
        return None
    _, vectors = np.linalg.eigh(sample.T.astype(np.float64) @ sample)
    return np.ascontiguousarray(vectors[:, ::-1][:, :MEAN_DIM].astype(np.float32))


def fragment_means(tokens: Floats, offsets: NDArray[np.int64], projection: Floats | None, kernels: Kernels, threads: Threads) -> Floats:
    """Return the mean of each fragment's tokens, of unit length, `(n, at most 128)`."""
    means = _sums(tokens, np.arange(len(tokens)), offsets, kernels, threads)
    return _unit(means if projection is None else means @ projection)


def _means(rows: Floats, codes: Codes, count: int, kernels: Kernels, threads: Threads) -> tuple[Floats, NDArray[np.int64]]:
    """Return the mean of the rows of each code, and how many they are."""
    sizes = np.bincount(codes, minlength=count)
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    sums = _sums(rows, np.argsort(codes, kind="stable"), bounds, kernels, threads)
    return sums / np.maximum(sizes, 1)[:, None].astype(np.float32), sizes


def _sums(rows: Floats, order: NDArray[np.int64], bounds: NDArray[np.int64], kernels: Kernels, threads: Threads) -> Floats:
    given, sums = np.ascontiguousarray(rows, np.float32), np.empty((len(bounds) - 1, rows.shape[1]), np.float32)
    threads.each(len(sums), lambda first, last: kernels.sums(given, order, bounds, first, last, sums))
    return sums


def _unit(rows: Floats) -> Floats:
    return (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)).astype(np.float32)
