"""Centroids of token vectors by spherical k-means, and the projection of mean vectors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .kernels import LANES, Kernels
from .quantise import Floats, as_bytes, as_signed
from .threads import Threads

MOST = 16_384
FEWEST = 64
ROUNDS = 4
# Rows that each centroid is trained on, and rows that a collection has for each centroid, at least.
SAMPLE = 24
CROWD = 16
MEAN_DIM = 128


def centroid_count(tokens: int) -> int:
    """Return how many centroids so many tokens get: a power of two near sixteen times the root, at most 16,384.

    >>> [centroid_count(n) for n in (1_000, 100_000, 6_600_000, 66_000_000)]
    [64, 4096, 16384, 16384]
    """
    wanted = min(16 * tokens**0.5, tokens / CROWD, MOST)
    return max(FEWEST, 2 ** int(np.log2(max(wanted, 1))))


def train(sample: Floats, scale: float, count: int, kernels: Kernels, threads: Threads, seed: int = 0) -> tuple[Floats, Floats]:
    """Return `count` directions of unit length and the means of the rows nearest to each, both `(count, dim)`.

    Rows go to the direction with the greatest product (Dhillon and Modha, 2001). A direction that no row is near takes
    a row at random.
    """
    if count % LANES:
        raise ValueError(f"{count} centroids are not a multiple of {LANES}")
    rng = np.random.default_rng(seed)
    rows = as_bytes(sample, scale)
    directions = sample[rng.choice(len(sample), count, replace=len(sample) < count)].astype(np.float32)
    means = directions
    for _ in range(ROUNDS):
        codes = assign(rows, directions, kernels, threads)
        means, sizes = _means(sample, codes, count)
        empty = np.flatnonzero(sizes == 0)
        means[empty] = sample[rng.choice(len(sample), len(empty))]
        directions = _unit(means)
    return directions, means


def assign(rows: NDArray[np.uint8], directions: Floats, kernels: Kernels, threads: Threads) -> NDArray[np.uint16]:
    """Return the number of the nearest direction for each row of bytes."""
    codes = np.empty(len(rows), np.uint16)
    # One scale for all: a product then orders directions as the floats do.
    signed, _ = as_signed(directions.reshape(1, -1))
    signed = np.ascontiguousarray(signed[0, : directions.size].reshape(directions.shape))
    wide = np.zeros((len(signed), rows.shape[1]), np.int8)
    wide[:, : signed.shape[1]] = signed
    threads.each(len(rows), lambda first, last: kernels.nearest(rows, first, last, wide, codes))
    return codes


def mean_projection(sample: Floats) -> Floats | None:
    """Return `(dim, 128)` that keeps most of products between rows of more dimensions; None where there are no more.

    The leading eigenvectors of the second moment, not centred: products are kept, not distances from the middle.
    """
    dim = sample.shape[1]
    if dim <= MEAN_DIM:
        return None
    _, vectors = np.linalg.eigh(sample.T.astype(np.float64) @ sample)
    return np.ascontiguousarray(vectors[:, ::-1][:, :MEAN_DIM].astype(np.float32))


def fragment_means(tokens: Floats, offsets: NDArray[np.int64], projection: Floats | None) -> Floats:
    """Return the mean of each fragment's tokens, of unit length, `(n, at most 128)`."""
    means = np.add.reduceat(tokens, offsets[:-1], axis=0)
    return _unit(means if projection is None else means @ projection)


def _means(rows: Floats, codes: NDArray[np.uint16], count: int) -> tuple[Floats, NDArray[np.int64]]:
    order = np.argsort(codes, kind="stable")
    sizes = np.bincount(codes, minlength=count)
    present = np.flatnonzero(sizes)
    starts = (np.cumsum(sizes) - sizes)[present]
    means = np.zeros((count, rows.shape[1]), np.float32)
    means[present] = np.add.reduceat(rows[order], starts, axis=0) / sizes[present, None]
    return means, sizes


def _unit(rows: Floats) -> Floats:
    return (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)).astype(np.float32)
