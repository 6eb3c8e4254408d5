"""Rows without vectors, staged beside the tables: the units of work that workers take."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.parquet as pq

from retrieval.index.place import Place
from retrieval.index.rows import Row, schema

FOLDER = "staged"
# A part is a task and a Lance fragment: half a minute of a core, some hundred megabytes of vectors. There are several for
# each worker, so that none waits long for the last one.
ROWS_A_PART = 4096
PARTS_A_WORKER = 4
_VECTORS = ("vector", "tokens", "sentence")


@dataclass(frozen=True, slots=True)
class Part:
    """A staged file and how many rows it holds."""

    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class Staged:
    """The parts of rows that the table lacks, and of those that it holds otherwise."""

    new: Sequence[Part]
    changed: Sequence[Part]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(part.rows for part in (*self.new, *self.changed))


def stage(pending: Iterable[tuple[Row, bool]], dim: int, place: Place, most: int, workers: int) -> Staged:
    """Write rows, each with whether its id is known, into Parquet parts under `staged/`; `most` bounds how many there are.

    No more than one part of either kind is held in memory.
    """
    size = max(1, min(ROWS_A_PART, -(-most // (workers * PARTS_A_WORKER))))
    form = pa.schema([column for column in schema(dim) if column.name not in _VECTORS])
    new, changed = _Stack("new", place, form, size), _Stack("changed", place, form, size)
    for row, known in pending:
        (changed if known else new).put(row)
    return Staged(new.finished(), changed.finished())


def read_part(place: Place, name: str) -> list[Row]:
    """Return the rows of a part."""
    content = place.read(name)
    if content is None:
        raise FileNotFoundError(f"{name} is not in {place}")
    return pq.read_table(io.BytesIO(content)).to_pylist()


@dataclass(slots=True)
class _Stack:
    """Rows of one kind on their way into parts of `size`."""

    kind: str
    place: Place
    form: pa.Schema
    size: int
    rows: list[Row] = field(default_factory=list[Row])
    parts: list[Part] = field(default_factory=list[Part])

    def put(self, row: Row) -> None:
        self.rows.append(row)
        if len(self.rows) == self.size:
            self._write()

    def finished(self) -> Sequence[Part]:
        if self.rows:
            self._write()
        return self.parts

    def _write(self) -> None:
        part = Part(f"{FOLDER}/{self.kind}-{len(self.parts):06}.parquet", len(self.rows))
        content = io.BytesIO()
        pq.write_table(pa.Table.from_pylist(self.rows, schema=self.form), content, compression="zstd")
        self.place.write(part.name, content.getvalue())
        self.parts.append(part)
        self.rows = []
