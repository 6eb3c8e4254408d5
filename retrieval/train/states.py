"""Encode many texts once and keep their vectors in half precision, so that a second run begins where this one ended."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders import Encoder
from retrieval.index.build import Progress
from retrieval.matching import QueryWords

from .ragged import Ragged
from .ranking import Asked

# Texts that are encoded and kept together.
CHUNK = 1024


@dataclass(frozen=True, slots=True)
class States:
    """Unit vectors of texts: of each token, of each whole text `(n, dim)`, and the weight of each token in MaxSim as a query."""

    tokens: Ragged
    whole: NDArray[np.float16]
    weights: NDArray[np.float32]

    @property
    def asked(self) -> Asked:
        """The texts as queries."""
        return Asked(self.tokens, self.weights)

    def take(self, texts: Sequence[int]) -> States:
        """Return some of the texts, in the order asked for."""
        bounds = self.tokens.bounds
        weights = [self.weights[bounds[text] : bounds[text + 1]] for text in texts]
        return States(self.tokens.take(texts), self.whole[list(texts)], np.concatenate(weights))

    def spread(self, numbers: Sequence[int], count: int) -> States:
        """Return `count` texts, of which these have the given numbers, in increasing order, and the others hold nothing."""
        lengths = np.zeros(count, dtype=np.int64)
        lengths[list(numbers)] = np.diff(self.tokens.bounds)
        whole = np.zeros((count, self.whole.shape[1]), dtype=np.float16)
        whole[list(numbers)] = self.whole
        bounds = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        return States(Ragged(self.tokens.rows, bounds), whole, self.weights)


def encoded(texts: Sequence[str], encoder: Encoder, cache: Path, progress: Progress) -> States:
    """Return the vectors of `texts`; chunks that `cache` holds from an earlier run, finished or not, are read instead."""
    parts: list[States] = []
    for first in range(0, len(texts), CHUNK):
        chunk = texts[first : first + CHUNK]
        digest = hashlib.sha256("\0".join([encoder.name, encoder.version, *chunk]).encode()).hexdigest()[:16]
        if not (cache / f"{digest}.npz").is_file():
            _write(chunk, encoder, cache / f"{digest}.npz")
        parts.append(_read(cache / f"{digest}.npz"))
        progress(first + len(chunk), len(texts))
    rows = Ragged.of([part.tokens.at(text) for part in parts for text in range(len(part.tokens))])
    return States(rows, np.concatenate([part.whole for part in parts]), np.concatenate([part.weights for part in parts]))


def _read(file: Path) -> States:
    with np.load(file) as kept:
        return States(Ragged(kept["rows"], kept["bounds"]), kept["whole"], kept["weights"])


def _write(texts: Sequence[str], encoder: Encoder, file: Path) -> None:
    found = encoder.encode(texts)
    weights = [QueryWords.of(text, each).weights for text, each in zip(texts, found, strict=True)]
    tokens = Ragged.of([each.tokens.astype(np.float16) for each in found])
    whole = np.stack([each.vector.astype(np.float16) for each in found])
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".part.npz")
    np.savez(unfinished, rows=tokens.rows, bounds=tokens.bounds, whole=whole, weights=np.concatenate(weights))
    unfinished.replace(file)
