"""What a build says of itself when it is done: what was read how, what was left out and why, how fast and in how much memory."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from retrieval.catalogue.columns import FIELDS
from retrieval.catalogue.mapping import ColumnMapping, few
from retrieval.catalogue.read import OwnLayout, Tables
from retrieval.catalogue.staging import Shared
from retrieval.catalogue.tables import Table

from .build import Built
from .place import Place

_MENDING = "change with --map FIELD=COLUMN or TABLE.FIELD=COLUMN"
SHOWN = 3


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
            "fields": list(FIELDS),
            "rows": told.rows,
            "records": {"makers": told.makers, "works": told.works, "passages": told.passages},
            "sources": _counted(told.sources),
            "licences": _counted(told.licences),
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
        yield f"source: {_named(told.sources, 'name it with --source-name')}; licence: {_named(told.licences, 'name it with --licence')}"
        encoding = f"encoded {built.encoded} in {told.encoding_s:.1f} s, wrote them in {told.writing_s:.1f} s; " if built.encoded else ""
        yield (
            f"read {counted(told.rows, 'row')} in {told.reading_s:.1f} s ({told.rows / max(told.reading_s, 1e-3):.0f}/s); {encoding}"
            f"peak memory {self.peak_mb:.0f} MB"
        )
        parts = ((built.encoded, "encoded now"), (built.kept, "kept"), (built.removed, "removed"))
        held = ((built.fragments, "fragment"), (told.works, "work"), (told.makers, "maker"))
        fragments, *records = [counted(count, noun) for count, noun in held if count]
        done = ", ".join(f"{count} {what}" for count, what in parts if count)
        yield f"{self.collection}: {', '.join([f'{fragments} ({done})', *records])}"


def mapping_lines(source: Tables | OwnLayout, whole: bool = False) -> Iterator[str]:
    """Yield how each table's columns are read, before a build, so that a wrong guess can be stopped and mended.

    With `whole` every column that is not read is named, and every field that there is; else they are counted.
    """
    if isinstance(source, OwnLayout):
        return
    for table, mapping in source.tables:
        if mapping.holds == "nothing":
            yield f"{table.name}, not read: {few(table.columns, whole)}"
        else:
            yield f"{table.name}, {mapping.holds} in {counted(table.seen.rows, 'row')}, columns read as:\n{mapping.describe(whole)}"
    yield f"({_MENDING}; fields: {', '.join(FIELDS)})" if whole else f"({_MENDING}; --verbose names the {len(FIELDS)} fields)"


def peak_megabytes() -> float:
    """Return the most memory that this process has held so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1024)


def counted(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> counted(1, "work"), counted(1200, "row")
    ('1 work', '1200 rows')
    """
    return f"{count} {noun if count == 1 else f'{noun}s'}"


def _named(values: Sequence[Shared], mending: str) -> str:
    """Word what records say of themselves: one value alone, or the most frequent with their counts."""
    if len(values) == 1:
        return values[0].value or f"not known; {mending}"
    told = [f"{one.value or 'not known'} ({counted(one.records, 'record')})" for one in values[:SHOWN]]
    return ", ".join(told) + " and others" * (len(values) > SHOWN)


def _counted(values: Sequence[Shared]) -> list[dict[str, Any]]:
    return [{"name": one.value, "records": one.records} for one in values]


def _table(table: Table, mapping: ColumnMapping) -> dict[str, Any]:
    return {
        "name": table.name, "holds": mapping.holds, "rows": table.seen.rows, "fields": dict(mapping.fields), "texts": list(mapping.texts),
        "joins": {link.column: f"{link.table}.{link.key}" for link in mapping.links}, "unread": list(mapping.unused),
    }  # fmt: skip
