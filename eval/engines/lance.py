"""LanceDB's own multivector search over the same vectors, flat and by its indexes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from .measured import Search
from .synthetic import DIM, Floats, Piece

# The name of an index, the refine factor that is asked for.
INDEXES = (("IVF_SQ", 0), ("IVF_RQ", 20), ("IVF_PQ", 20))
PROBES = 20


@dataclass(frozen=True, slots=True)
class LanceTable:
    """A table with one multivector column, and the seconds that the last index took."""

    table: Any
    seconds: float = 0.0

    def search(self, refine: int) -> Search:
        """Return LanceDB's search; with `refine`, so many times ten rows are scored again by their own vectors."""

        def found(query: Floats) -> list[int]:
            asked = self.table.search(query).distance_type("cosine").limit(10).select(["id", "_distance"])
            asked = asked.nprobes(PROBES) if self.seconds else asked
            return (asked.refine_factor(refine) if refine else asked).to_arrow()["id"].to_pylist()

        return found

    def indexed(self, name: str) -> LanceTable:
        """Build an index, replacing the one before."""
        from lancedb import index

        config = {"IVF_SQ": index.IvfSq, "IVF_RQ": index.IvfRq, "IVF_PQ": index.IvfPq}[name](distance_type="cosine")
        start = time.perf_counter()
        self.table.create_index("tokens", config=config, replace=True)
        return LanceTable(self.table, time.perf_counter() - start)


def write(pieces: Iterable[Piece], folder: Path) -> LanceTable:
    """Write the pieces into a new table."""
    import lancedb

    kind = pa.list_(pa.list_(pa.float32(), DIM))
    schema = pa.schema([("id", pa.int64()), ("tokens", kind)])
    return LanceTable(lancedb.connect(folder).create_table("fragments", _batches(pieces), schema=schema))


def _batches(pieces: Iterable[Piece]) -> Iterator[pa.RecordBatch]:
    at = 0
    for piece in pieces:
        count = len(piece.offsets) - 1
        rows = pa.FixedSizeListArray.from_arrays(pa.array(piece.tokens.ravel()), DIM)
        tokens = pa.ListArray.from_arrays(pa.array(piece.offsets.astype(np.int32)), rows)
        yield pa.record_batch([pa.array(np.arange(at, at + count)), tokens], names=["id", "tokens"])
        at += count
