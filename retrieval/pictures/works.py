"""The works of a collection as far as pictures ask: read from its table a batch at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from retrieval.index.place import Place, place_of


@dataclass(frozen=True, slots=True)
class Work:
    """A work's id, its accession number, and what its record names as its picture."""

    id: str
    accession: str | None = None
    picture: str | None = None


def works_of(collection: Path | Place) -> Iterator[Work]:
    """Yield all works of a built collection."""
    import lancedb

    place = place_of(collection) if isinstance(collection, Path) else collection
    table = lancedb.connect(place.tables).open_table("works")
    for batch in table.search().select(["id", "record"]).to_batches():
        for row in batch.to_pylist():
            record = json.loads(row["record"])
            yield Work(row["id"], record.get("accession"), record.get("picture"))
