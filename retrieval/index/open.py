"""An opened index: its records by id and its tables."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter

from retrieval.errors import IndexUnusable, SourceError
from retrieval.records import Artwork, Maker

from .manifest import Manifest, read_manifest
from .place import Place, place_of

Record = TypeVar("Record", Artwork, Maker)


@dataclass(frozen=True)
class Index:
    """A collection ready to search. Records are read once, on first use."""

    place: Place
    manifest: Manifest
    fragments: Any  # lancedb's Table; it is not typed for strict use

    @property
    def folder(self) -> Path:
        """The folder it lies in; raise `IndexUnusable` for one that lies on a store."""
        if self.place.folder is None:
            raise IndexUnusable(f"{self.place} is no folder of this machine; build the collection into a folder for this")
        return self.place.folder

    @functools.cached_property
    def works(self) -> Mapping[str, Artwork]:
        """All works by id."""
        return {work.id: work for work in self._records("works", TypeAdapter(Artwork))}

    @functools.cached_property
    def makers(self) -> Mapping[str, Maker]:
        """All makers by id."""
        return {maker.id: maker for maker in self._records("makers", TypeAdapter(Maker))}

    def fragment(self, identity: str) -> dict[str, Any]:
        """Return one fragment or record by its id; raise `SourceError` when there is none."""
        from lancedb.expr import col, lit

        columns = ["id", "kind", "heading", "text", "about", "source", "url", "licence"]
        found = self.fragments.search().where(col("id") == lit(identity)).select(columns).limit(1).to_list()
        if not found:
            known = ", ".join(row["id"] for row in self.fragments.search().select(["id"]).limit(3).to_list())
            raise SourceError(f"there is no {identity} in {self.place}; its ids look like {known}, and search prints them")
        return found[0]

    def _records(self, table: str, adapter: TypeAdapter[Record]) -> list[Record]:
        import lancedb

        rows = lancedb.connect(self.place.tables).open_table(table).to_arrow()["record"].to_pylist()
        return [adapter.validate_python(json.loads(row)) for row in rows]


def open_index(given: Path | Place) -> Index:
    """Open a collection; raise `IndexUnusable` when it is missing, damaged or was never finished."""
    import lancedb

    place = place_of(given) if isinstance(given, Path) else given
    manifest = read_manifest(place)
    if not manifest.complete:
        raise IndexUnusable(f"the index in {place} is unfinished; run the same build command again to go on where it stopped")
    try:
        # A build removes the versions before its own: follow it, or an open index ends in missing files.
        table = lancedb.connect(place.tables, read_consistency_interval=timedelta(0)).open_table("fragments")
    except (ValueError, RuntimeError, OSError):
        raise IndexUnusable(f"the tables in {place} cannot be opened; delete the folder and build it again") from None
    return Index(place, manifest, table)
