"""What a worker does: read a part, encode it, write one Lance fragment. Nothing is committed here."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from retrieval.encoders import Encoder, checked
from retrieval.errors import BadVectors
from retrieval.index.place import Place
from retrieval.index.rows import Row, arrow, schema

from .parts import Part, read_part

BATCH = 64
Load = Callable[[], Encoder]


@dataclass(frozen=True, slots=True)
class Written:
    """A part whose fragments lie in the table's folder, uncommitted: Lance's own description of them, as JSON.

    `seconds` is the processor time that the worker took; `refused` says why nothing was written.
    """

    part: str
    rows: int
    fragments: Sequence[str]
    seconds: float = 0.0
    refused: str | None = None


class Embed:
    """An actor of Ray Data that holds an encoder. Ray gives it one core and starts it again when it dies."""

    def __init__(self, load: Load, place: Place, table: str) -> None:
        self.encoder = load()
        # A runtime starts with its first text: here, and not on a part's time.
        self.encoder.encode(["start"])
        self.place = place
        self.table = table
        self._refused: BadVectors | None = None

    def __call__(self, batch: Mapping[str, Any]) -> Mapping[str, Any]:
        """Write the fragments of each part named in `batch`; return each `Written` as JSON."""
        return {"written": [json.dumps(asdict(self.write(str(name)))) for name in batch["part"]]}

    def write(self, name: str) -> Written:
        """Encode one part batch by batch into the table's folder."""
        from lance.fragment import write_fragments

        started = time.process_time()
        rows = read_part(self.place, name)
        form = schema(self.encoder.dim)
        encoded = pa.RecordBatchReader.from_batches(form, self._batches(rows))
        try:
            fragments = write_fragments(encoded, self.table, schema=form, mode="append")
        except OSError:  # Lance's own, which holds as text alone what our batches raised
            if self._refused is None:
                raise
            return Written(name, 0, [], time.process_time() - started, str(self._refused))
        return Written(name, len(rows), [json.dumps(f.to_json()) for f in fragments], time.process_time() - started)

    def _batches(self, rows: Sequence[Row]) -> Iterator[pa.RecordBatch]:
        for first in range(0, len(rows), BATCH):
            yield from self._encoded(rows[first : first + BATCH]).to_batches()

    def _encoded(self, rows: Sequence[Row]) -> pa.Table:
        encoded = self.encoder.encode([row["searchable"] for row in rows])
        try:
            sound = [checked(e, self.encoder.dim, row["text"]) for e, row in zip(encoded, rows, strict=True)]
        except BadVectors as error:
            self._refused = error
            raise
        return arrow(rows, sound, self.encoder.dim)


def embedded(parts: Sequence[Part], load: Load, place: Place, table: str, workers: int) -> Iterator[Written]:
    """Yield parts as workers finish them, in any order; a part whose worker died is given to another.

    Raises:
        BadVectors: a worker's encoder returned NaN, nothing or a wrong size.
    """
    import ray.data

    if not parts:
        return
    pool = ray.data.ActorPoolStrategy(size=min(workers, len(parts)))
    # A block is a part, so that a part is a task.
    staged = ray.data.from_items([{"part": part.name} for part in parts], override_num_blocks=len(parts))
    done = staged.map_batches(Embed, fn_constructor_args=(load, place, table), batch_size=1, num_cpus=1, compute=pool)
    for row in done.iter_rows():
        written = Written(**json.loads(row["written"]))
        if written.refused is not None:
            raise BadVectors(written.refused)
        yield written
