"""Write encoded rows into Lance in few, large commits, so that a stop at any moment loses little and nothing is there twice."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from retrieval.encoders import Encoded

from .rows import Row, arrow

# Whichever comes first ends a commit: what a kill may lose, and what memory may hold.
COMMIT_SECONDS = 15.0
COMMIT_BYTES = 32_000_000
# Small pieces are joined up to this many rows: enough to read fast, and few enough to be held while they are joined.
PIECE_ROWS = 512
DELETE_AT_ONCE = 1000


class Writer:
    """Collects batches of rows for the table `fragments`. `seconds` is the time that Lance took."""

    def __init__(self, table: Any, dim: int, commit_seconds: float = COMMIT_SECONDS) -> None:
        self._table = table
        self._dim = dim
        self._commit_seconds = commit_seconds
        self._new: list[pa.Table] = []
        self._changed: list[pa.Table] = []
        self._since = time.monotonic()
        self.seconds = 0.0

    def write(self, rows: Sequence[Row], encoded: Sequence[Encoded], known: Sequence[bool]) -> None:
        """Take rows with their vectors; `known` says of each whether the table holds its id and it is to be replaced."""
        for pending, wanted in ((self._new, False), (self._changed, True)):
            chosen = [i for i, there in enumerate(known) if there == wanted]
            if chosen:
                pending.append(arrow([rows[i] for i in chosen], [encoded[i] for i in chosen], self._dim))
        held = sum(table.nbytes for table in (*self._new, *self._changed))
        if held >= COMMIT_BYTES or time.monotonic() - self._since >= self._commit_seconds:
            self.commit()

    def commit(self) -> None:
        """Make what was taken part of the table: appended, or put in the place of the row that has its id."""
        started = time.monotonic()
        new, changed, self._new, self._changed = self._new, self._changed, [], []
        if new:
            self._table.add(pa.concat_tables(new))
        if changed:
            data = pa.concat_tables(changed)
            self._table.merge_insert("id").when_matched_update_all().when_not_matched_insert_all().execute(data)
        self._since = time.monotonic()
        self.seconds += self._since - started

    def delete(self, ids: Iterator[str]) -> int:
        """Take rows out of the table; return how many."""
        from lancedb.expr import col

        started, count, chunk = time.monotonic(), 0, list[str]()
        for identity in ids:
            chunk.append(identity)
            count += 1
            if len(chunk) == DELETE_AT_ONCE:
                self._table.delete(col("id").isin(chunk))
                chunk = []
        if chunk:
            self._table.delete(col("id").isin(chunk))
        self.seconds += time.monotonic() - started
        return count

    def finish(self) -> None:
        """Drop what earlier versions hold, join small pieces, index the words."""
        from lancedb.index import FTS

        started = time.monotonic()
        # LanceDB's own optimize joins all rows to one piece, and holds them for it.
        pieces = self._table.to_lance()
        pieces.optimize.compact_files(target_rows_per_fragment=PIECE_ROWS, num_threads=1)
        # Earlier versions hold every token vector again. Zero would warn of readers; ours follow the newest version.
        pieces.cleanup_old_versions(older_than=timedelta(milliseconds=1))
        self._table.checkout_latest()
        # The icu tokenizer also finds Chinese words; the default finds none.
        self._table.create_index("searchable", config=FTS(base_tokenizer="icu", with_position=True), replace=True)
        self.seconds += time.monotonic() - started


def written(table: Any) -> Iterator[tuple[str, str]]:
    """Yield the id and hash of every row of the table that a catalogue tells; pictures' rows follow `retrieval.pictures.fragments`."""
    from lancedb.expr import col, lit

    for batch in table.search().where(col("kind") != lit("picture")).select(["id", "hash"]).to_batches():
        yield from zip(batch["id"].to_pylist(), batch["hash"].to_pylist(), strict=True)
