"""Bring a LanceDB index in line with a source, in memory that does not grow: read to a scratch file, encode, commit.

Every commit is a version of the table, so a stop at any moment keeps what was written; the next run encodes only the rows
that are new or changed. The scratch file is read again from the source each time and deleted.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from retrieval.catalogue.staging import Shared, Skipped, Staging
from retrieval.encoders import Encoder, checked
from retrieval.errors import IndexUnusable, SourceError
from retrieval.records import Artwork, Fragment, Maker

from .manifest import FILE, Manifest, read_manifest, refuse_other_encoder, write_manifest
from .place import Held, Place, place_of
from .rows import Row, row_of, schema
from .writer import COMMIT_SECONDS, Writer, written

BATCH = 64
RECORDS_AT_ONCE = 2048
SCRATCH = "staging.sqlite"
Progress = Callable[[int, int], None]


class Source(Protocol):
    """What can be indexed: a `Reading` held in memory, or tables that are read as they go."""

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of what the source holds."""
        ...

    def stage(self, staging: Staging, progress: Progress) -> None:
        """Put every record into `staging`."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """What was read on the way, who tells it on what terms, and how long each part took in seconds."""

    rows: int = 0
    makers: int = 0
    works: int = 0
    passages: int = 0
    skipped: tuple[Skipped, ...] = ()
    sources: tuple[Shared, ...] = ()
    licences: tuple[Shared, ...] = ()
    reading_s: float = 0.0
    encoding_s: float = 0.0
    writing_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: fragments in the index, newly encoded, kept as they were, removed."""

    fragments: int
    encoded: int
    kept: int
    removed: int
    told: Told = field(default=Told(), compare=False, repr=False)


def _silent(*_: int) -> None:
    """Show no progress."""


def build_index(
    source: Source,
    into: Path | Place,
    encoder: Encoder,
    name: str,
    progress: Progress = _silent,
    reading: Progress = _silent,
    commit_seconds: float = COMMIT_SECONDS,
) -> Built:
    """Bring the index in `into` in line with `source`; start it, go on with it or update it.

    Args:
        source: what to index.
        into: a folder or another place.
        encoder: what encodes; it is recorded in the index.
        name: how the index names its source; another source's index is refused.
        progress: told of fragments done and in all.
        reading: told of rows read and in all.
        commit_seconds: how often what was encoded becomes part of the table, at the least: what a kill loses.

    Raises:
        IndexUnusable: `into` holds another source's index, another encoder's, or is being written now.
        SourceError: the source cannot be read, the disk is full or the folder may not be written.
        BadVectors: the encoder returned NaN, nothing or a wrong size.
    """
    with opened_build(source, into, encoder, name, progress, reading) as build:
        writer = Writer(build.table, encoder.dim, commit_seconds)
        encoding_s = 0.0
        encoded = 0
        try:
            for rows, known in _batches(build.pending()):
                build.held()
                started = time.monotonic()
                vectors = encoder.encode([row["searchable"] for row in rows])
                sound = [checked(e, encoder.dim, row["text"]) for e, row in zip(vectors, rows, strict=True)]
                encoding_s += time.monotonic() - started
                writer.write(rows, sound, known)
                encoded += len(rows)
                progress(build.kept + encoded, build.total)
        finally:
            # What was encoded before a stop or a failure is kept.
            writer.commit()
        return build.finish(writer, encoded, encoding_s)


@contextmanager
def opened_build(
    source: Source, into: Path | Place, encoder: Encoder, name: str, progress: Progress = _silent, reading: Progress = _silent
) -> Generator[Build]:
    """Hold the place, read the source into a scratch file, write the records; yield what is left to encode, see `build_index`."""
    place = place_of(into) if isinstance(into, Path) else into
    with _explained(place), place.one_writer() as held:
        _refuse_other(place, encoder, name)
        with _scratch(place) as staging:
            started = time.monotonic()
            source.stage(staging, reading)
            _refuse_unfit(staging)
            manifest = _manifest(source, staging, encoder, name)
            yield _begun(place, manifest, staging, held, progress, time.monotonic() - started)


@dataclass(slots=True)
class Build:
    """A build that has read its source. `kept` counts the fragments that the table holds as they are, while `pending` runs."""

    place: Place
    manifest: Manifest
    staging: Staging
    held: Held
    table: Any  # lancedb's Table; it is not typed for strict use
    progress: Progress
    settled: bool
    reading_s: float
    total: int
    kept: int = 0

    def pending(self) -> Iterator[tuple[Row, bool]]:
        """Yield the rows that are new or changed, and whether the table has their id."""
        for fragment in self.staging.fragments():
            row = row_of(fragment, self.staging)
            there = self.staging.indexed(row["id"])
            if there != row["hash"]:
                yield row, there is not None
                continue
            self.kept += 1
            if self.kept % RECORDS_AT_ONCE == 0:
                self.progress(self.kept, self.total)

    def finish(self, writer: Writer, encoded: int, encoding_s: float = 0.0) -> Built:
        """Take out what the source no longer tells of, tidy the table, record the index as finished."""
        self.progress(self.kept + encoded, self.total)
        removed = writer.delete(self.staging.stale())
        if encoded or removed or not self.settled:
            self.held()
            writer.finish()
            write_manifest(self.place, self.manifest)
        return Built(self.kept + encoded, encoded, self.kept, removed, self._told(encoding_s, writer.seconds))

    def _told(self, encoding_s: float, writing_s: float) -> Told:
        staging = self.staging
        return Told(
            staging.rows, staging.count(Maker), staging.count(Artwork), staging.count(Fragment), tuple(staging.skipped()),
            tuple(staging.shared("source")), tuple(staging.shared("licence")), self.reading_s, encoding_s, writing_s,
        )  # fmt: skip


def _begun(place: Place, manifest: Manifest, staging: Staging, held: Held, progress: Progress, reading_s: float) -> Build:
    import lancedb

    before = _there(place)
    if before is None:
        write_manifest(place, replace(manifest, complete=False))
    database = lancedb.connect(place.tables)
    for kind in (Maker, Artwork):
        _replace_records(database, staging, kind)
    table = database.create_table("fragments", schema=schema(manifest.dim), exist_ok=True)
    staging.note_indexed(written(table))
    total = sum(staging.count(kind) for kind in (Maker, Artwork, Fragment))
    return Build(place, manifest, staging, held, table, progress, before == manifest, reading_s, total)


def _batches(pending: Iterator[tuple[Row, bool]]) -> Iterator[tuple[list[Row], list[bool]]]:
    while chunk := list(islice(pending, BATCH)):
        yield [row for row, _ in chunk], [known for _, known in chunk]


def _refuse_other(place: Place, encoder: Encoder, name: str) -> None:
    there = _there(place)
    if there is None:
        return
    refuse_other_encoder(there, encoder, place)
    if there.source != name:
        raise IndexUnusable(f"{place} holds the index of {there.source}, not of {name}; build into another folder")


def _there(place: Place) -> Manifest | None:
    return None if place.read(FILE) is None else read_manifest(place)


def _refuse_unfit(staging: Staging) -> None:
    if not any(staging.count(kind) for kind in (Maker, Artwork, Fragment)):
        raise SourceError("the source holds nothing to index; give a catalogue with at least one work")


def _manifest(source: Source, staging: Staging, encoder: Encoder, name: str) -> Manifest:
    return Manifest(
        encoder=encoder.name, encoder_version=encoder.version, dim=encoder.dim, source=name,
        source_fingerprint=source.fingerprint, makers=staging.count(Maker), works=staging.count(Artwork),
        fragments=staging.count(Fragment), complete=True,
    )  # fmt: skip


def _replace_records(database: Any, staging: Staging, kind: type[Maker] | type[Artwork]) -> None:
    """Write all records of a kind as one commit: one JSON document a record, read back by the same types."""
    columns = pa.schema([("id", pa.string()), ("record", pa.string())])

    def batches() -> Iterator[pa.RecordBatch]:
        documents = staging.documents(kind)
        while chunk := list(islice(documents, RECORDS_AT_ONCE)):
            ids, records = zip(*chunk, strict=True)
            yield pa.record_batch([pa.array(ids, pa.string()), pa.array(records, pa.string())], columns)

    name = "makers" if kind is Maker else "works"
    reader = pa.RecordBatchReader.from_batches(columns, batches())
    try:
        table = database.open_table(name)
    except ValueError:  # a first build
        database.create_table(name, reader, schema=columns)
        return
    table.add(reader, mode="overwrite")
    table.optimize(cleanup_older_than=timedelta(milliseconds=1))


@contextmanager
def _scratch(place: Place) -> Generator[Staging]:
    """Open the scratch file beside the tables, or for a place that is no folder among the machine's own."""
    if place.folder is not None:
        with Staging(place.folder / SCRATCH) as staging:
            yield staging
    else:
        with tempfile.TemporaryDirectory() as folder, Staging(Path(folder) / SCRATCH) as staging:
            yield staging


@contextmanager
def _explained(place: Place) -> Generator[None]:
    """Turn what the operating system, SQLite and Lance say of a full disk or a closed folder into a sentence."""
    try:
        yield
    except (OSError, RuntimeError, ValueError, sqlite3.OperationalError) as error:
        said = str(error)
        full = ("No space left", os.strerror(errno.ENOSPC), os.strerror(errno.EFBIG), "disk is full")
        if getattr(error, "errno", None) in (errno.ENOSPC, errno.EFBIG) or any(words in said for words in full):
            raise SourceError(
                f"the disk is full; what was indexed is kept: free some space and run the same command to go on in {place}"
            ) from None
        closed = ("Permission denied", "Read-only", "readonly database", "unable to open database")
        if isinstance(error, PermissionError | NotADirectoryError | FileExistsError) or any(words in said for words in closed):
            raise SourceError(f"{place} cannot be written; give a folder that you may write to with --into") from None
        raise
