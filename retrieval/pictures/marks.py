"""Keep `has_picture` of a collection's fragments true to the pictures that it holds, however those came."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from retrieval.index.writer import Writer

from .table import pictures_table
from .works import works_of

AT_ONCE = 1000


def mark_pictured(collection: Path, dim: int) -> int:
    """Raise `has_picture` of what is about a work with a picture, and lower it of the rest; return how many rows were changed.

    A build knows only what the catalogue names; pictures from a folder and from Parquet files come later. A row keeps its hash,
    so that the next build leaves the mark as it is. The caller is the one writer.
    """
    import lancedb
    from lancedb.expr import col

    table = lancedb.connect(collection / "lance").open_table("fragments")
    wrong = dict(_wrong(table, _pictured(collection)))
    for mark in (True, False):
        ids = [identity for identity, wanted in wrong.items() if wanted is mark]
        for first in range(0, len(ids), AT_ONCE):
            table.update(where=col("id").isin(ids[first : first + AT_ONCE]), values={"has_picture": mark})
    if wrong:
        Writer(table, dim).finish()
    return len(wrong)


def _pictured(collection: Path) -> set[str]:
    """Return the ids of the works that name a picture or have one."""
    found = {work.id for work in works_of(collection) if work.picture}
    table = pictures_table(collection)
    if table is not None:
        for batch in table.search().select(["work"]).to_batches():
            found.update(batch["work"].to_pylist())
    return found


def _wrong(table: Any, pictured: set[str]) -> Iterator[tuple[str, bool]]:
    """Yield the id of each row whose mark is not what it is to be, and what it is to be."""
    for batch in table.search().select(["id", "about", "pictures", "has_picture"]).to_batches():
        for row in batch.to_pylist():
            wanted = bool(json.loads(row["pictures"])) or not pictured.isdisjoint(row["about"])
            if wanted != row["has_picture"]:
                yield row["id"], wanted
