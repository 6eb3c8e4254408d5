"""Fragments of synthetic token vectors, of two kinds, made in seeded pieces so that a million never lie in memory at once.

clustered: a token is one of 8,192 concepts plus noise (cosine to its concept about .86); a fragment takes two thirds of its tokens
from the 128 concepts of its topic and the others from all concepts, the common ones more often.
hard: a token is mostly noise of its own with some of its topic's and its fragment's direction, so that no centroid stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["clustered", "hard"]
Floats = NDArray[np.float32]
DIM = 128
PIECE = 2_000
CONCEPTS, TOPICS, OF_TOPIC = 8_192, 500, 128
SHORTEST, LONGEST = 44, 88
QUERY = 32
QUERY_NOISE = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """Fragments one after another: `tokens` `(t, 128)` of unit length, `offsets` `(n + 1,)`."""

    tokens: Floats
    offsets: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Synthetic:
    """A collection of `fragments` that is the same for the same seed."""

    kind: Kind
    fragments: int
    seed: int

    def pieces(self) -> Iterator[Piece]:
        """Yield the collection, 2,000 fragments at a time."""
        for number in range(-(-self.fragments // PIECE)):
            yield self.piece(number)

    def piece(self, number: int) -> Piece:
        """Make the piece with this number."""
        rng = np.random.default_rng([self.seed, number])
        count = min(PIECE, self.fragments - number * PIECE)
        lengths = rng.integers(SHORTEST, LONGEST + 1, count)
        of = np.repeat(np.arange(count), lengths)
        topics = rng.integers(0, TOPICS, count)
        make = self._clustered if self.kind == "clustered" else self._hard
        return Piece(_unit(make(rng, of, topics)), np.concatenate([[0], np.cumsum(lengths)]))

    def queries(self, count: int) -> list[Floats]:
        """Return queries of 32 tokens of one fragment each, with noise half as long as a token, of unit length."""
        rng = np.random.default_rng([self.seed, 10**6])
        piece = self.piece(0)
        drawn = rng.choice(len(piece.offsets) - 1, count, replace=False)
        starts = piece.offsets[drawn]
        return [_noisy(piece.tokens[s : s + QUERY], rng) for s in starts]

    def _clustered(self, rng: np.random.Generator, of: NDArray[np.int64], topics: NDArray[np.int64]) -> Floats:
        world = np.random.default_rng([self.seed, 2 * 10**6])
        concepts = _unit(world.standard_normal((CONCEPTS, DIM), np.float32))
        of_topic = world.integers(0, CONCEPTS, (TOPICS, OF_TOPIC))
        common = (CONCEPTS * rng.random(len(of)) ** 2).astype(np.int64)
        own = of_topic[topics[of], rng.integers(0, OF_TOPIC, len(of))]
        chosen = np.where(rng.random(len(of)) < 2 / 3, own, common)
        return (concepts[chosen] + np.float32(0.6) * _directions(rng, len(of))).astype(np.float32)

    def _hard(self, rng: np.random.Generator, of: NDArray[np.int64], topics: NDArray[np.int64]) -> Floats:
        world = np.random.default_rng([self.seed, 2 * 10**6])
        of_topics = _unit(world.standard_normal((TOPICS, DIM), np.float32))
        own = _directions(rng, int(of[-1]) + 1)
        return (np.float32(0.45) * of_topics[topics[of]] + np.float32(0.35) * own[of] + _directions(rng, len(of))).astype(np.float32)


def _directions(rng: np.random.Generator, count: int) -> Floats:
    """Return Gaussian rows of length about 1."""
    return (rng.standard_normal((count, DIM), np.float32) * np.float32(DIM**-0.5)).astype(np.float32, copy=False)


def _noisy(tokens: Floats, rng: np.random.Generator) -> Floats:
    return _unit((tokens + np.float32(QUERY_NOISE) * _directions(rng, len(tokens))).astype(np.float32))


def _unit(rows: Floats) -> Floats:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
