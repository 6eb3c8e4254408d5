"""Pictures as fragments of their own, where the encoder puts text and pictures in one space: a query in words finds them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from retrieval.encoders import PictureEncoder, checked
from retrieval.index.rows import Row
from retrieval.index.writer import Writer

from .intake import store_of
from .table import pictures_table

AT_ONCE = 16
# What is made anew for a picture; the rest of its row is that of its work's record, so that filters mean the same.
_OWN = ("id", "kind", "text", "searchable", "pictures", "hash", "vector", "tokens", "sentence")


def index_pictures(collection: Path, encoder: PictureEncoder, progress: Callable[[int, int], None] = lambda *_: None) -> int:
    """Bring the fragments of kind “picture” in line with the collection's pictures; return how many were encoded now.

    Only what is new or changed is encoded, and what was committed before a stop is kept. The caller is the one writer.

    Raises:
        BadVectors: the encoder returned NaN, nothing or a wrong size.
    """
    import lancedb

    table = lancedb.connect(collection / "lance").open_table("fragments")
    there = _indexed(table)
    writer, store, encoded, wanted = Writer(table, encoder.dim), store_of(collection), 0, set[str]()
    rows = list(_pictured(collection, table))
    for first in range(0, len(rows), AT_ONCE):
        batch = rows[first : first + AT_ONCE]
        wanted |= {row["id"] for row, _ in batch}
        todo = [(row, name) for row, name in batch if there.get(row["id"]) != row["hash"]]
        if todo:
            vectors = encoder.encode_pictures([store.open(name) for _, name in todo])
            sound = [checked(vector, encoder.dim, row["text"]) for vector, (row, _) in zip(vectors, todo, strict=True)]
            writer.write([row for row, _ in todo], sound, [row["id"] in there for row, _ in todo])
            encoded += len(todo)
        progress(min(first + AT_ONCE, len(rows)), len(rows))
    writer.commit()
    removed = writer.delete(iter(sorted(there.keys() - wanted)))
    if encoded or removed:
        writer.finish()
    return encoded


def _indexed(table: Any) -> dict[str, str]:
    from lancedb.expr import col, lit

    query = table.search().where(col("kind") == lit("picture")).select(["id", "hash"])
    return {row["id"]: row["hash"] for batch in query.to_batches() for row in batch.to_pylist()}


def _pictured(collection: Path, table: Any) -> Iterator[tuple[Row, str]]:
    """Yield the row of each picture and the name under which it is kept."""
    pictures = pictures_table(collection)
    if pictures is None:
        return
    pairs = ((row["work"], row["name"]) for batch in pictures.search().select(["work", "name"]).to_batches() for row in batch.to_pylist())
    for chunk in iter(lambda: list(islice(pairs, AT_ONCE)), []):
        records = _records(table, [work for work, _ in chunk])
        yield from ((_row(records[work], name), name) for work, name in chunk if work in records)


def _records(table: Any, works: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    from lancedb.expr import col

    columns = [name for name in table.schema.names if name not in ("vector", "tokens", "sentence")]
    return {row["id"]: row for row in table.search().where(col("id").isin(list(works))).select(columns).limit(len(works)).to_list()}


def _row(record: Mapping[str, Any], name: str) -> Row:
    text = f"A picture of {record['heading']}."
    row = {column: value for column, value in record.items() if column not in _OWN}
    row |= {
        "id": f"p:{record['id'].replace(':', '-')}-{name[:8]}", "kind": "picture", "text": text, "searchable": text,
        "pictures": json.dumps([{"file": name}]),
    }  # fmt: skip
    return {**row, "hash": hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest()[:16]}
