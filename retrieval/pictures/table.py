"""The table of a collection's pictures: which work each shows, under which name it is kept, and its look."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from .intake import Taken, bytes_of, kept, store_of
from .look import SIZE, VERSION, look_of
from .store import PictureStore

TABLE = "pictures"
BATCH = 128
Origin = Literal["catalogue", "folder"]


@dataclass(frozen=True, slots=True)
class Row:
    """One picture of one work. `original` is the SHA-256 of the bytes that were given, before they were re-encoded."""

    work: str
    name: str
    original: str
    origin: Origin
    look: NDArray[np.float16]

    @property
    def id(self) -> str:
        """The row's key."""
        return _key(self.work, self.original)


@dataclass(slots=True)
class PictureIndex:
    """Takes in pictures of works; use through `picture_index`. A batch is a committed version: a stop loses at most what it holds."""

    database: Any
    store: PictureStore
    origin: Origin
    known: Mapping[str, str]
    seen: set[bytes] = field(default_factory=set[bytes])
    pending: dict[str, Row] = field(default_factory=dict[str, Row])
    refused: Counter[str] = field(default_factory=Counter[str])
    examples: dict[str, str] = field(default_factory=dict[str, str])

    def take(self, work: str, given: str | bytes, base: Path) -> Taken:
        """Keep and measure a work's picture, unless that was done before; never raise for what is wrong with the picture.

        Args:
            work: The id of the work.
            given: Its bytes, a path in `base`, an address, or the name of a picture that the store holds.
            base: The folder of the source.
        """
        taken = self._taken(work, given, base)
        if taken.reason:
            self.refused[taken.reason] += 1
            self.examples.setdefault(taken.reason, f"{given[:200]} of {work}" if isinstance(given, str) else f"that of {work}")
        return taken

    def finish(self, whole: bool = True) -> int:
        """Write what is pending; when every work was `take`n drop rows of this origin that were not; return how many were dropped."""
        self.flush()
        stale = [key for key in self.known if _short(key) not in self.seen] if whole else []
        if not stale and not self.seen:
            return 0
        table = self.database.open_table(TABLE)
        for first in range(0, len(stale), 1000):
            from lancedb.expr import col

            table.delete(col("id").isin(stale[first : first + 1000]))
        table.optimize(cleanup_older_than=timedelta(milliseconds=1))
        return len(stale)

    def flush(self) -> None:
        """Write what is pending."""
        if not self.pending:
            return
        data = _arrow(list(self.pending.values()))
        table = self.database.create_table(TABLE, schema=data.schema, exist_ok=True)
        table.merge_insert("id").when_matched_update_all().when_not_matched_insert_all().execute(data)
        self.pending.clear()

    def _taken(self, work: str, given: str | bytes, base: Path) -> Taken:
        if isinstance(given, str) and self.store.holds(given):
            return self._measured(work, given, given)
        content = given if isinstance(given, bytes) else bytes_of(given, base)
        if isinstance(content, Taken):
            return content
        original = hashlib.sha256(content).hexdigest()
        name = self.known.get(_key(work, original))
        if name is None or not self.store.holds(name):
            fresh = kept(self.store, content)
            if fresh.name is None:
                return fresh
            name = fresh.name
        return self._measured(work, name, original)

    def _measured(self, work: str, name: str, original: str) -> Taken:
        key = _key(work, original)
        if _short(key) not in self.seen and key not in self.known:
            self.pending[key] = Row(work, name, original, self.origin, look_of(self.store.thumbnail(name)))
        self.seen.add(_short(key))
        if len(self.pending) >= BATCH:
            self.flush()
        return Taken(name=name)


@contextmanager
def picture_index(collection: Path, origin: Origin = "catalogue") -> Generator[PictureIndex]:
    """Open a collection's pictures for taking in; what is pending is written at the end, also after a failure.

    The caller is the collection's one writer.
    """
    import lancedb

    database = lancedb.connect(collection / "lance")
    index = PictureIndex(database, store_of(collection), origin, _known(database, origin))
    try:
        yield index
    finally:
        index.flush()


def pictures_table(collection: Path) -> Any | None:
    """Return the table of a collection's pictures, or None when it has none."""
    import lancedb

    try:
        return lancedb.connect(collection / "lance", read_consistency_interval=timedelta(0)).open_table(TABLE)
    except ValueError:
        return None


def has_pictures(collection: Path) -> bool:
    """Say whether a collection holds pictures."""
    table = pictures_table(collection)
    return table is not None and bool(table.count_rows())


def works_with_pictures(collection: Path) -> frozenset[str]:
    """Return the ids of the works of which a collection holds a picture."""
    table = pictures_table(collection)
    if table is None:
        return frozenset()
    return frozenset(work for batch in table.search().select(["work"]).to_batches() for work in batch["work"].to_pylist())


def _known(database: Any, origin: Origin) -> dict[str, str]:
    """Return name by key of the rows of this origin that this version measured."""
    from lancedb.expr import col, lit

    try:
        table = database.open_table(TABLE)
    except ValueError:  # no picture yet
        return {}
    wanted = (col("origin") == lit(origin)) & (col("version") == lit(VERSION))
    return {row["id"]: row["name"] for row in _rows(table.search().where(wanted).select(["id", "name"]))}


def _rows(query: Any) -> Iterator[dict[str, Any]]:
    for batch in query.to_batches():
        yield from batch.to_pylist()


def _key(work: str, original: str) -> str:
    return f"{work}#{original[:16]}"


def _short(key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=8).digest()


def _arrow(rows: list[Row]) -> Any:
    import pyarrow as pa

    text = pa.string()
    schema = pa.schema([
        ("id", text), ("work", text), ("name", text), ("original", text), ("origin", text), ("version", pa.int64()),
        ("look", pa.list_(pa.float16(), SIZE)),
    ])  # fmt: skip
    looks = pa.FixedSizeListArray.from_arrays(pa.array(np.concatenate([row.look for row in rows])), SIZE)
    columns = [pa.array([getattr(row, name) for row in rows], text) for name in schema.names[:5]]
    return pa.table([*columns, pa.array([VERSION] * len(rows), pa.int64()), looks], schema=schema)
