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
from retrieval.search import QueryWords

from .ragged import Ragged
from .ranking import Asked

# Texts encoded between two looks at the progress.
CHUNK = 512


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


def encoded(texts: Sequence[str], encoder: Encoder, cache: Path, progress: Progress) -> States:
    """Return the vectors of `texts`; those that `cache` holds from an earlier run are read instead."""
    digest = hashlib.sha256("\0".join([encoder.name, encoder.version, *texts]).encode()).hexdigest()[:16]
    folder = cache / digest
    if not (folder / "weights.npy").is_file():
        _write(texts, encoder, folder, progress)
    rows, bounds, whole, weights = (np.load(folder / f"{part}.npy") for part in ("rows", "bounds", "whole", "weights"))
    return States(Ragged(rows, bounds), whole, weights)


def _write(texts: Sequence[str], encoder: Encoder, folder: Path, progress: Progress) -> None:
    rows: list[NDArray[np.float16]] = []
    whole: list[NDArray[np.float16]] = []
    weights: list[NDArray[np.float32]] = []
    for first in range(0, len(texts), CHUNK):
        chunk = texts[first : first + CHUNK]
        for text, found in zip(chunk, encoder.encode(chunk), strict=True):
            rows.append(found.tokens.astype(np.float16))
            whole.append(found.vector.astype(np.float16))
            weights.append(QueryWords.of(text, found).weights)
        progress(first + len(chunk), len(texts))
    folder.mkdir(parents=True, exist_ok=True)
    ragged = Ragged.of(rows)
    # The weights last: their file says that all are there.
    for part, values in (
        ("rows", ragged.rows),
        ("bounds", ragged.bounds),
        ("whole", np.stack(whole)),
        ("weights", np.concatenate(weights)),
    ):
        np.save(folder / f"{part}.npy", values)
