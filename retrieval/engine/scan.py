"""The two stages of a search over segments: a scan of codes and means for candidates, exact MaxSim of those."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .codes import Book, Segment, sizes
from .kernels import LANES, Kernels
from .quantise import Floats, Query, as_signed, scan_weights
from .threads import Threads

Places = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Scan:
    """Scores fragments of a book's segments; a fragment's position counts through all segments in order."""

    book: Book
    segments: Sequence[Segment]
    kernels: Kernels
    threads: Threads

    @property
    def starts(self) -> Places:
        """The position at which each segment begins, and the end of the last."""
        return np.cumsum([0, *sizes(self.segments)], dtype=np.int64)

    def exact(self, tokens: Floats, weights: Floats, positions: Places) -> NDArray[np.float64]:
        """Return MaxSim from a byte a component for increasing positions, `(n,)`."""
        query = Query.of(tokens, weights, self.book.scale)

        def score(segment: Segment, places: Places, scores: NDArray[np.int64]) -> None:
            def share(a: int, b: int) -> None:
                self.kernels.maxsim(segment.tokens, segment.offsets, places, a, b, query.rows, query.weights, scores)

            self.threads.each(len(places), share)

        return np.multiply(self._scored(positions, score), query.unit, dtype=np.float64)

    def refined(self, tokens: Floats, weights: Floats, positions: Places) -> NDArray[np.float64]:
        """Return MaxSim from both bytes of each component for increasing positions, `(n,)`: for the best few."""
        query = Query.of(tokens, weights, self.book.scale)

        def score(segment: Segment, places: Places, scores: NDArray[np.int64]) -> None:
            def share(a: int, b: int) -> None:
                self.kernels.refine(
                    segment.tokens, segment.fine, segment.offsets, places, a, b, query.fine_rows, query.fine_weights, scores
                )

            self.threads.each(len(places), share, fewest=8)

        return np.multiply(self._scored(positions, score), query.fine_unit, dtype=np.float64)

    def _scored(self, positions: Places, score: Callable[[Segment, Places, NDArray[np.int64]], None]) -> NDArray[np.int64]:
        """Score positions segment by segment."""
        scores, starts = np.empty(len(positions), np.int64), self.starts
        bounds = np.searchsorted(positions, starts)
        for segment, start, first, last in zip(self.segments, starts, bounds, bounds[1:], strict=False):
            if first < last:
                score(segment, positions[first:last] - start, scores[first:last])
        return scores

    def best_of(self, tokens: Floats, weights: Floats, positions: Places, count: int) -> Places:
        """Return the `count` best among increasing positions as floats have it, by way of those that bytes find best."""
        few = positions[largest(self.exact(tokens, weights, positions), 4 * count)]
        return few[largest(self.refined(tokens, weights, few), count)]

    def fused(self, tokens: Floats, weights: Floats) -> NDArray[np.float32]:
        """Return for every position the sum of the z-scores of centroid scan and mean vector: cheap, for choosing candidates."""
        table, table_weights = self._table(tokens, weights)
        wanted, _ = as_signed((weights @ self.book.project(tokens))[None, :])
        by_codes, by_means = (np.empty(int(self.starts[-1]), np.int32) for _ in range(2))
        for segment, start, end in zip(self.segments, self.starts, self.starts[1:], strict=False):
            self._scan(segment, table, table_weights, wanted[0], by_codes[start:end], by_means[start:end])
        return _standard(by_codes) + _standard(by_means)

    def _scan(
        self, segment: Segment, table: NDArray[np.uint8], weights: NDArray[np.int16], wanted: NDArray[np.int8],
        by_codes: NDArray[np.int32], by_means: NDArray[np.int32],
    ) -> None:  # fmt: skip
        def share(first: int, last: int) -> None:
            self.kernels.scan_codes(segment.codes, segment.offsets, first, last, table, weights, by_codes)
            self.kernels.scan_means(segment.means, first, last, wanted, by_means)

        self.threads.each(len(by_codes), share)

    def _table(self, tokens: Floats, weights: Floats) -> tuple[NDArray[np.uint8], NDArray[np.int16]]:
        """Return what each centroid is worth to each query token as bytes `(blocks, centroids, 32)`, and the tokens' weights."""
        signed, scales = as_signed(tokens)
        count = self.book.centroids
        products = np.empty((count, -(-len(tokens) // LANES) * LANES), np.int32)
        self.threads.each(count, lambda first, last: self.kernels.products(self.book.centres, first, last, signed, products))
        reach = np.maximum(products.max(axis=0), 1)
        scale = (np.float32(255) / reach.astype(np.float32)).astype(np.float32)
        table = np.empty((products.shape[1] // LANES, count, LANES), np.uint8)
        self.threads.each(count, lambda first, last: self.kernels.bytes_of(products, first, last, scale, table))
        return table, scan_weights(weights / scales, reach[: len(tokens)])


def largest(scores: NDArray[np.floating], count: int) -> Places:
    """Return the places of the `count` greatest scores, in increasing order of place."""
    if count >= len(scores):
        return np.arange(len(scores), dtype=np.int64)
    return np.sort(np.argpartition(scores, len(scores) - count)[len(scores) - count :])


def _standard(values: NDArray[np.int32]) -> NDArray[np.float32]:
    """Return z-scores; zeros when all values are alike."""
    centred = (values - values.mean()).astype(np.float32)
    spread = float(np.dot(centred, centred) / max(len(centred), 1)) ** 0.5
    return np.multiply(centred, 1 / spread if spread > 0 else 0.0, dtype=np.float32)
