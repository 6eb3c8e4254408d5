"""The vectors of a built collection, in memory, for exact ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

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
