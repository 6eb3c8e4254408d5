"""Exact MaxSim of many queries over many passages, in blocks, and the rank of the first text that answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .ragged import Ragged

# Token vectors of passages, and of queries, that are multiplied at a time.
PASSAGE_ROWS = 200_000
QUERY_ROWS = 256


@dataclass(frozen=True, slots=True)
class Asked:
    """Queries as token vectors, one after another, and the weight of each token in MaxSim."""

    tokens: Ragged
    weights: NDArray[np.float32]


def maxsim_matrix(asked: Asked, passages: Ragged, passage_rows: int = PASSAGE_ROWS, query_rows: int = QUERY_ROWS) -> NDArray[np.float32]:
    """Return the weighted MaxSim `(queries, passages)`; so many token vectors of each are multiplied at a time."""
    scores = np.empty((len(asked.tokens), len(passages)), dtype=np.float32)
    for first, last in _blocks(passages.bounds, passage_rows):
        rows = passages.rows[passages.bounds[first] : passages.bounds[last]].astype(np.float32).T
        starts = passages.bounds[first:last] - passages.bounds[first]
        for begin, end in _blocks(asked.tokens.bounds, query_rows):
            low, high = asked.tokens.bounds[begin], asked.tokens.bounds[end]
            best = np.maximum.reduceat(asked.tokens.rows[low:high].astype(np.float32) @ rows, starts, axis=1)
            weighted = best * asked.weights[low:high, None]
            scores[begin:end, first:last] = np.add.reduceat(weighted, asked.tokens.bounds[begin:end] - low, axis=0)
    return scores


def ranks(scores: NDArray[np.float32], texts: Sequence[int], relevant: Sequence[frozenset[int]]) -> list[int]:
    """Return for each query the rank, from 1, of the first text that answers; a text counts by its best passage.

    `scores` `(queries, passages)`; `texts` numbers the text of each passage from 0 without gaps.

    >>> ranks(np.array([[0.1, 0.9, 0.5]], dtype=np.float32), [0, 1, 0], [frozenset({0})])
    [2]
    """
    count = max(texts) + 1
    found: list[int] = []
    for row, wanted in zip(scores, relevant, strict=True):
        best = np.full(count, -np.inf, dtype=np.float32)
        np.maximum.at(best, np.asarray(texts), row)
        found.append(int((best > max(best[text] for text in wanted)).sum()) + 1)
    return found


def _blocks(bounds: NDArray[np.int64], most: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of whole texts of at most `most` rows each, or of one text."""
    first = 0
    while first < len(bounds) - 1:
        last = max(int(np.searchsorted(bounds, bounds[first] + most, side="right")) - 1, first + 1)
        yield first, last
        first = last
