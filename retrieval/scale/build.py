"""Build an index by many workers: the same rows, tables and manifest as one process makes.

New rows are appended, a version every half minute, so a run that was killed goes on from its last version. Changed rows are
encoded into a table of their own and merged in as one version, so that no reader misses them in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.encoders import Encoder
from retrieval.errors import IndexUnusable
from retrieval.index.build import Build, Built, Progress, Source, opened_build
from retrieval.index.place import Place
from retrieval.index.rows import schema
from retrieval.index.writer import Writer

from .cluster import cluster
from .commit import append, gathered, sweep
from .embed import Load, embedded
from .parts import FOLDER, Part, stage


def _silent(*_: int) -> None:
    """Show no progress."""


def scale_index(
    source: Source, into: Path | Place, load: Load, workers: int, name: str, progress: Progress = _silent, reading: Progress = _silent
) -> Built:
    """Do what `build_index` does with `workers` processes, each with an encoder of its own from `load`.

    Args:
        source: what to index.
        into: a folder that all workers reach, or a place on an object store.
        load: makes the encoder; it is sent to every worker.
        workers: how many processes encode, one thread each.
        name: how the index names its source.
        progress: told of fragments done and in all.
        reading: told of rows read and in all.

    Raises:
        IndexUnusable: `into` holds another source's index, another encoder's, or is being written now.
        SourceError: the source cannot be read, the disk is full or the folder may not be written.
        BadVectors: the encoder returned NaN, nothing or a wrong size.
    """
    # Ray first: it starts its servers by forking, which LanceDB's threads do not like.
    with cluster(workers):
        encoder: Encoder = load()
        with opened_build(source, into, encoder, name, progress, reading) as build:
            build.place.clear(FOLDER)
            staged = stage(build.pending(), encoder.dim, build.place, build.total, workers)
            work = Work(build, load, encoder.dim, workers)
            work.append(staged.new)
            work.merge(staged.changed)
            build.place.clear(FOLDER)
            build.table.checkout_latest()
            return build.finish(Writer(build.table, encoder.dim), staged.rows, work.seconds)


@dataclass(slots=True)
class Work:
    """The workers' share of a build. `done` counts the rows that were committed, `seconds` is the workers' processor time."""

    build: Build
    load: Load
    dim: int
    workers: int
    done: int = 0
    seconds: float = 0.0

    def append(self, parts: Sequence[Part]) -> None:
        """Embed rows whose ids are not in the table; commit them as they come."""
        self._embed(parts, self._address("fragments"))

    def merge(self, parts: Sequence[Part]) -> None:
        """Embed rows that replace others of their ids; commit all of them in one version."""
        if not parts:
            return
        import lancedb

        database: Any = lancedb.connect(self.build.place.tables)
        database.create_table("changed", schema=schema(self.dim), mode="overwrite")
        self._embed(parts, self._address("changed"))
        changed = database.open_table("changed").search().to_batches()
        self.build.held()
        database.open_table("fragments").merge_insert("id").when_matched_update_all().when_not_matched_insert_all().execute(changed)
        database.drop_table("changed")

    def _embed(self, parts: Sequence[Part], table: str) -> None:
        before, wanted = self.done, sum(part.rows for part in parts)
        for group in gathered(embedded(parts, self.load, self.build.place, table, self.workers)):
            self.build.held()
            append(table, [fragment for written in group for fragment in written.fragments])
            self.done += sum(written.rows for written in group)
            self.seconds += sum(written.seconds for written in group)
            self.build.progress(self.build.kept + self.done, self.build.total)
        if self.done - before != wanted:
            raise IndexUnusable(f"workers returned {self.done - before} of {wanted} rows; run the same command again to encode the others")
        sweep(table)

    def _address(self, table: str) -> str:
        return f"{self.build.place.tables}/{table}.lance"
