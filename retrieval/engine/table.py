"""What the engine reads of the LanceDB table: its rows' keys, and token vectors in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .codes import Fragments, keys_of

PIECE = 1_024  # rows read at once: 100 tokens of 384 dimensions make 160 MB of floats


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one version of the table: their keys (a pyarrow array) and row ids `(n,)`."""

    version: int
    keys: Any
    ids: NDArray[np.int64]


def read_rows(table: Any) -> Rows:
    """Read what tells which fragments the table holds now."""
    while True:
        version = table.version
        found = table.search().select(["id", "hash"]).with_row_id(True).to_arrow()
        if table.version == version:  # else a writer was quicker
            keys = keys_of(found["id"].combine_chunks(), found["hash"].combine_chunks())
            return Rows(version, keys, found["_rowid"].to_numpy().astype(np.int64))


def read_pieces(table: Any, row_ids: NDArray[np.int64], piece: int = PIECE) -> Iterator[Fragments]:
    """Yield rows with their tokens; one that a writer took away meanwhile is left out."""
    for first in range(0, len(row_ids), piece):
        found = table.take_row_ids(row_ids[first : first + piece].tolist()).select(["id", "hash", "tokens"]).to_arrow()
        if found.num_rows:
            tokens, offsets = ragged(found["tokens"])
            yield Fragments(keys_of(found["id"].combine_chunks(), found["hash"].combine_chunks()), tokens, offsets)


def ragged(column: Any) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return a column of token lists as `(t, dim)` floats and the offsets `(n + 1,)` of its rows."""
    combined = column.combine_chunks()
    offsets = combined.offsets.to_numpy().astype(np.int64)
    rows = combined.values.slice(offsets[0], offsets[-1] - offsets[0])
    flat = rows.flatten().to_numpy(zero_copy_only=False).astype(np.float32).reshape(-1, rows.type.list_size)
    return flat, offsets - offsets[0]
