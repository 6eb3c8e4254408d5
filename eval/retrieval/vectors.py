"""The vectors of a built collection, in memory, for exact ranking."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders import Encoded
from retrieval.maxsim import best_per_token

if TYPE_CHECKING:
    from .measure import TimedEncoder

# Rows read at a time, so that the table never lies in memory twice.
ROWS = 2048


@dataclass(frozen=True, slots=True)
class Vectors:
    """Of each fragment its id, its text's id and its vector `(n, dim)`; the token vectors of all `(t, dim)`, from `starts` `(n,)` on."""

    encoder: TimedEncoder
    ids: Sequence[str]
    texts: Sequence[str]
    whole: NDArray[np.float32]
    tokens: NDArray[np.float32]
    starts: NDArray[np.int64]

    @property
    def token_bytes(self) -> float:
        """Bytes a fragment of the token vectors as the table keeps them, in half precision."""
        return len(self.tokens) * self.encoder.dim * 2 / len(self.ids)


def read_vectors(table: Any, encoder: TimedEncoder) -> Vectors:
    """Read the vectors of a LanceDB table of fragments that `encoder` made."""
    ids: list[str] = []
    texts: list[str] = []
    whole: list[NDArray[np.float32]] = []
    tokens: list[NDArray[np.float32]] = []
    lengths: list[NDArray[np.int64]] = []
    for batch in table.search().select(["id", "about", "vector", "tokens"]).to_batches(ROWS):
        ids += batch["id"].to_pylist()
        texts += [about[0] for about in batch["about"].to_pylist()]
        whole.append(batch["vector"].flatten().to_numpy(zero_copy_only=False).reshape(-1, encoder.dim))
        flat = batch["tokens"].flatten().flatten().to_numpy(zero_copy_only=False)
        tokens.append(flat.astype(np.float32).reshape(-1, encoder.dim))
        lengths.append(np.diff(batch["tokens"].offsets.to_numpy()).astype(np.int64))
    starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths))[:-1]])
    return Vectors(encoder, ids, texts, np.concatenate(whole), np.concatenate(tokens), starts)


@dataclass(slots=True)
class Exact:
    """Exact MaxSim over all vectors. Methods that ask the same question one after another share the work.

    `owed` holds the milliseconds that a method was spared so; `measure` counts them as its own.
    """

    vectors: Vectors
    owed: list[float] = field(default_factory=list[float])
    _asked: str | None = None
    _took: float = 0.0
    _encoding: float = 0.0
    _known: tuple[Encoded, NDArray[np.float32]] | None = None

    def best(self, question: str) -> tuple[Encoded, NDArray[np.float32]]:
        """Return the encoded question and the best similarity of each of its tokens in each fragment, `(n, q)`."""
        encoder = self.vectors.encoder
        if self._known is not None and self._asked == question:
            encoder.took.append(self._encoding)
            self.owed.append(self._took)
            return self._known
        start = time.perf_counter()
        encoded = encoder.encode([question])[0]
        self._known = encoded, best_per_token(encoded.tokens, self.vectors.tokens, self.vectors.starts)
        self._asked, self._encoding, self._took = question, encoder.took[-1], (time.perf_counter() - start) * 1000
        return self._known
