"""Exact MaxSim in floats, piece by piece while a collection is made, and recall against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from retrieval.maxsim import best_per_token

from .synthetic import Floats, Piece

DEPTH = 10


@dataclass(slots=True)
class Truth:
    """The ten best fragments of each query among those seen so far."""

    queries: Sequence[Floats]
    seen: int = 0
    _scores: list[Floats] = field(default_factory=list[Floats])

    def see(self, piece: Piece) -> None:
        """Score a piece for all queries at once."""
        rows = np.concatenate(list(self.queries))
        best = best_per_token(rows, piece.tokens, piece.offsets[:-1])
        ends = np.cumsum([len(query) for query in self.queries])
        self._scores.append(np.stack([part.sum(axis=1) for part in np.split(best, ends[:-1], axis=1)]))
        self.seen += len(piece.offsets) - 1

    def best(self) -> NDArray[np.int64]:
        """Return the positions of the ten best, `(queries, 10)`."""
        scores = np.concatenate(self._scores, axis=1)
        return np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]


def recall(found: Sequence[Sequence[int]], best: NDArray[np.int64]) -> float:
    """Return the mean share of the ten best that was found among ten.

    >>> recall([[1, 2], [9, 3]], np.array([[1, 2], [3, 4]]))
    0.75
    """
    return float(np.mean([len(set(own[:DEPTH]) & set(right.tolist())) / len(right) for own, right in zip(found, best, strict=True)]))
