"""Keep `has_picture` of a collection's fragments true to the pictures that it holds, however those came."""

from __future__ import annotations

from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

from retrieval.index.writer import Writer

from .table import works_with_pictures

AT_ONCE = 1000


def mark_pictured(collection: Path, dim: int) -> int:
    """Raise `has_picture` of what is about a work with a picture, and lower it of the rest; return how many rows were changed.

    A build marks nothing: what the catalogue names need not be there, and pictures from a folder and from Parquet files come later.
    A row keeps its hash, so that the next build leaves the mark as it is. The caller is the one writer.
    """
    import lancedb
    from lancedb.expr import col

    table = lancedb.connect(collection / "lance").open_table("fragments")
    wrong = dict(_wrong(table, works_with_pictures(collection)))
    for mark in (True, False):
        ids = [identity for identity, wanted in wrong.items() if wanted is mark]
        for first in range(0, len(ids), AT_ONCE):
            table.update(where=col("id").isin(ids[first : first + AT_ONCE]), values={"has_picture": mark})
    if wrong:
        Writer(table, dim).finish()
    return len(wrong)


def _wrong(table: Any, pictured: Set[str]) -> Iterator[tuple[str, bool]]:
    """Yield the id of each row whose mark is not what it is to be, and what it is to be."""
    for batch in table.search().select(["id", "about", "has_picture"]).to_batches():
        for row in batch.to_pylist():
            wanted = not pictured.isdisjoint(row["about"])
            if wanted != row["has_picture"]:
                yield row["id"], wanted
