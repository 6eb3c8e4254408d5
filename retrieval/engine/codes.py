"""The compact codes of a collection: a book that says how they were made, and segments of fragments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexUnusable

from .cluster import MEAN_DIM, SAMPLE, Compass, Directions, centroid_count, fragment_means, mean_projection, train
from .kernels import Bytes, Kernels
from .quantise import Floats, as_bytes, both_bytes, scale_of
from .threads import Threads

ENOUGH = 65_536  # rows from which scales and directions are told well


@dataclass(frozen=True, slots=True)
class Fragments:
    """Some fragments as they come: their keys and the tokens `(t, dim)` one fragment after another from `offsets` `(n + 1,)`."""

    keys: Any  # of `keys_of`
    tokens: Floats
    offsets: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Book:
    """How tokens become codes: the scales of bytes, centroids (none for a small collection), the projection of means."""

    dim: int
    scale: float
    mean_scale: float
    trained_on: int
    directions: Floats
    cells: Floats
    centres: Bytes
    projection: Floats

    @property
    def centroids(self) -> int:
        """How many there are."""
        return len(self.directions)

    @property
    def mean_dim(self) -> int:
        """How long a fragment's mean vector is."""
        return self.projection.shape[1] or self.dim

    def project(self, rows: Floats) -> Floats:
        """Return rows in the space of the mean vectors."""
        return rows @ self.projection if self.projection.size else rows


@dataclass(frozen=True, slots=True)
class Segment:
    """Fragments coded together, never changed. Hot: `codes`, `means`, `offsets`. Cold: `tokens` for candidates, `fine` for the best.

    `tokens` and `fine` `(t, dim)` bytes, `offsets` `(n + 1,)`, `codes` `(t,)` and `means` `(n, at most 128)`, both empty without
    centroids.
    """

    keys: Any  # a pyarrow array of strings
    tokens: Bytes
    fine: Bytes
    offsets: NDArray[np.int64]
    codes: NDArray[np.uint16]
    means: Bytes


def sampled_tokens(fragments: int, mean_length: float) -> int:
    """Return from how many tokens a book is best made."""
    return SAMPLE * centroid_count(int(fragments * mean_length))


def make_book(sample: Floats, tokens: int, exact_only: bool, kernels: Kernels, threads: Threads) -> Book:
    """Make the book of a collection of `tokens` vectors from a sample `(n, dim)` of them."""
    refuse_unsound(sample)
    dim, scale = sample.shape[1], scale_of(sample[:ENOUGH])
    projection = mean_projection(sample[:ENOUGH])
    kept = projection if projection is not None else np.zeros((dim, 0), np.float32)
    if exact_only:
        none = np.zeros((0, dim), np.float32)
        return Book(dim, scale, 127.0, tokens, none, none, none.astype(np.uint8), kept)
    directions, means = train(sample, scale, centroid_count(tokens), kernels, threads)
    # Means of fragments are of unit length: the widest component of so many dimensions is taken to be five deviations.
    mean_scale = 127 / min(1.0, 5 / min(dim, MEAN_DIM) ** 0.5)
    return Book(dim, scale, mean_scale, tokens, directions.rows, directions.cells, as_bytes(means, scale), kept)


@dataclass(frozen=True, slots=True)
class Coder:
    """Codes fragments by a book; its centroids are made ready once."""

    book: Book
    compass: Compass
    kernels: Kernels
    threads: Threads

    @classmethod
    def of(cls, book: Book, kernels: Kernels, threads: Threads) -> Coder:
        """Make a book ready."""
        directions = Directions(book.directions, book.cells)
        return cls(book, Compass.of(directions, as_bytes(book.directions[:0], book.scale).shape[1], kernels, threads), kernels, threads)

    def encode(self, fragments: Fragments) -> Segment:
        """Code fragments.

        Raises:
            IndexUnusable: a token holds NaN or is of another size, or a fragment has no tokens.
        """
        book = self.book
        if fragments.tokens.shape[1] != book.dim:
            raise IndexUnusable(f"the index holds vectors of {fragments.tokens.shape[1]} dimensions, not {book.dim}; build it again")
        if np.any(np.diff(fragments.offsets) <= 0):
            raise IndexUnusable("a fragment in the index has no token vectors; delete the index and build it again")
        means = self._means(fragments)
        rows, fine = both_bytes(fragments.tokens, book.scale, self.kernels, self.threads)
        codes = self.compass.nearest(rows, self.kernels, self.threads) if book.centroids else np.zeros(0, np.uint16)
        return Segment(fragments.keys, rows, fine, fragments.offsets, codes, means)

    def _means(self, fragments: Fragments) -> Bytes:
        if not self.book.centroids:
            refuse_unsound(fragments.tokens)
            return np.zeros((0, self.book.mean_dim), np.uint8)
        projection = self.book.projection if self.book.projection.size else None
        means = fragment_means(fragments.tokens, fragments.offsets, projection, self.kernels, self.threads)
        # A token that is NaN or infinite makes its fragment's mean NaN, and there are far fewer of those to look through.
        refuse_unsound(means)
        return as_bytes(means, self.book.mean_scale)


def keys_of(ids: Any, hashes: Any) -> Any:
    """Return what tells a fragment as it is now from any other, as a pyarrow array of strings."""
    import pyarrow as pa
    import pyarrow.compute

    pc: Any = pyarrow.compute  # typed in part
    return pc.binary_join_element_wise(pa.array(ids, pa.string()), pa.array(hashes, pa.string()), "\0")


def refuse_unsound(tokens: Floats) -> None:
    """Raise `IndexUnusable` for NaN or infinity: LanceDB stores them silently."""
    if not np.isfinite(tokens).all():
        raise IndexUnusable("the index holds NaN or infinite vectors; delete it and build it again")


def joined(segments: Sequence[Segment]) -> Segment:
    """Return segments as one."""
    import pyarrow as pa

    if len(segments) == 1:
        return segments[0]
    ends = np.cumsum([0, *(int(s.offsets[-1]) for s in segments)])
    offsets = [s.offsets[1:] + start for s, start in zip(segments, ends[:-1], strict=True)]
    return Segment(
        pa.concat_arrays([s.keys for s in segments]),
        np.concatenate([s.tokens for s in segments]),
        np.concatenate([s.fine for s in segments]),
        np.concatenate([np.zeros(1, np.int64), *offsets]),
        np.concatenate([s.codes for s in segments]),
        np.concatenate([s.means for s in segments]),
    )


def sizes(segments: Sequence[Segment]) -> Iterator[int]:
    """Yield how many fragments each segment holds."""
    return (len(segment.offsets) - 1 for segment in segments)
