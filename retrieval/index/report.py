"""What a build says of itself when it is done: what was read how, what was left out and why, how fast and in how much memory."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from retrieval.catalogue.columns import FIELDS
from retrieval.catalogue.mapping import ColumnMapping
from retrieval.catalogue.read import OwnLayout, Tables
from retrieval.catalogue.tables import Table

from .build import Built
from .place import Place

_LIST = f"(change with --map FIELD=COLUMN or TABLE.FIELD=COLUMN; fields: {', '.join(FIELDS)})"


@dataclass(frozen=True, slots=True)
class Report:
    """A finished build. `seconds` is the wall clock of all of it; `peak_mb` the most memory that the process held."""

    collection: Place
    source: Tables | OwnLayout
    built: Built
    seconds: float
    peak_mb: float

    def document(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        told, built = self.built.told, self.built
        return {
            "collection": str(self.collection),
            "source": self.source.provenance.source,
            "licence": self.source.provenance.licence,
            "tables": [] if isinstance(self.source, OwnLayout) else [_table(*pair) for pair in self.source.tables],
            "rows": told.rows,
            "records": {"makers": told.makers, "works": told.works, "passages": told.passages},
            "skipped": [{"reason": s.reason, "count": s.count, "example": s.example} for s in told.skipped],
            "fragments": {"all": built.fragments, "encoded": built.encoded, "kept": built.kept, "removed": built.removed},
            "seconds": {
                "all": round(self.seconds, 1), "reading": round(told.reading_s, 1), "encoding": round(told.encoding_s, 1),
                "writing": round(told.writing_s, 1),
            },
            "rows_per_second": round(told.rows / max(told.reading_s, 1e-3)),
            "encoded_per_second": round(built.encoded / max(told.encoding_s + told.writing_s, 1e-3)),
            "peak_memory_mb": round(self.peak_mb),
        }  # fmt: skip

    def lines(self) -> Iterator[str]:
        """Yield it in words, the outcome last."""
        told, built = self.built.told, self.built
        for left in told.skipped:
            yield f"skipped {left.count}: {left.reason} (such as {left.example})"
        provenance = self.source.provenance
        licence = provenance.licence or "as the rows say, else unknown; name it with --licence"
        yield f"source: {provenance.source or 'not named'}; licence: {licence}"
        yield (
            f"read {told.rows} rows in {told.reading_s:.1f} s ({told.rows / max(told.reading_s, 1e-3):.0f}/s); encoded {built.encoded} in "
            f"{told.encoding_s:.1f} s, wrote them in {told.writing_s:.1f} s; peak memory {self.peak_mb:.0f} MB"
        )
        yield (
            f"{self.collection}: {built.fragments} fragments ({built.encoded} encoded now, {built.kept} kept, {built.removed} removed), "
            f"{told.works} works, {told.makers} makers"
        )


def mapping_lines(source: Tables | OwnLayout) -> Iterator[str]:
    """Yield how each table's columns are read, before a build, so that a wrong guess can be stopped and mended."""
    if isinstance(source, OwnLayout):
        return
    for table, mapping in source.tables:
        what = "not read" if mapping.holds == "nothing" else f"{mapping.holds} in {table.seen.rows} rows, columns read as"
        yield f"{table.name}, {what}:" + (f"\n{mapping.describe()}" if mapping.holds != "nothing" else f" {', '.join(table.columns)}")
    yield _LIST


def peak_megabytes() -> float:
    """Return the most memory that this process has held so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1024)


def _table(table: Table, mapping: ColumnMapping) -> dict[str, Any]:
    return {
        "name": table.name, "holds": mapping.holds, "rows": table.seen.rows, "fields": dict(mapping.fields), "texts": list(mapping.texts),
        "joins": {link.column: f"{link.table}.{link.key}" for link in mapping.links}, "unread": list(mapping.unused),
    }  # fmt: skip
