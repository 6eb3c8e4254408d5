"""Open a file or folder as a source of records: in our own layout, or tables by a mapping that is guessed, shown and can be given."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from retrieval.errors import SourceError
from retrieval.records import Artwork, Catalogue, Fragment, Maker

from .joins import Mapped, joined
from .lines import whole_lines
from .mapping import ColumnMapping, Holds, guess_mapping
from .rows import Provenance, Reader
from .staging import Staging
from .tables import DOCUMENT_SUFFIXES, TABLE_SUFFIXES, Table, read_documents, read_table
from .tables_apart import read_apart

Record = TypeVar("Record", Maker, Artwork, Fragment)
Progress = Callable[[int, int], None]
HOLDS: Sequence[Holds] = ("works", "makers", "texts", "nothing")
EVERY = 500


def _silent(*_: int) -> None:
    """Show no progress."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A source held in memory: its records, how its columns were read, and what was left out (reason to count)."""

    catalogue: Catalogue
    mappings: Mapping[str, ColumnMapping]
    skipped: Mapping[str, int]
    fingerprint: str

    def stage(self, staging: Staging, progress: Progress = _silent) -> None:
        """Put every record into `staging`; raise `SourceError` when two have one id."""
        staging.fill(self.catalogue)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person says of a source over what is guessed.

    `columns` maps “field” or “table.field” to a column, "" for none; `joins` “table.column” to “table.column”; `holds` a table to
    what its rows are. `apart`: each JSON document of many records is a table of its own, as where one lists works and one exhibitions,
    and tables that hold no records are not refused.
    """

    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    joins: Mapping[str, str] = field(default_factory=dict[str, str])
    holds: Mapping[str, str] = field(default_factory=dict[str, str])
    encoding: str = "utf-8"
    provenance: Provenance = field(default_factory=Provenance)
    apart: bool = False


@dataclass(frozen=True, slots=True)
class OwnLayout:
    """A folder of `works/`, `makers/`, `fragments/` in JSON lines, one record a line."""

    folder: Path
    provenance: Provenance
    fingerprint: str

    def stage(self, staging: Staging, progress: Progress = _silent) -> None:
        """Put every record into `staging`; raise `SourceError` when a line is no record or two have one id."""
        catalogue = _read_own_layout(self.folder, self.provenance)
        staging.fill(catalogue)
        staging.rows = len(catalogue.makers) + len(catalogue.works) + len(catalogue.fragments)


@dataclass(frozen=True, slots=True)
class Tables:
    """Foreign tables with their mappings. Nothing is held: each staging reads the files again."""

    name: str
    tables: Mapped
    provenance: Provenance
    fingerprint: str

    @property
    def mappings(self) -> Mapping[str, ColumnMapping]:
        """The mapping of each table by its name."""
        return {table.name: mapping for table, mapping in self.tables}

    @property
    def rows(self) -> int:
        """How many rows all tables have."""
        return sum(table.seen.rows for table, _ in self.tables)

    def stage(self, staging: Staging, progress: Progress = _silent) -> None:
        """Put every record into `staging`: makers first, so that works and texts find them by their keys.

        Raises:
            SourceError: a file is no longer readable, or there is nothing to index.
        """
        for kind in ("makers", "works", "texts"):
            for table, mapping in self.tables:
                if mapping.holds == kind:
                    self._stage(table, mapping, staging, progress)
        if not staging.count(Artwork) and not staging.count(Fragment) and not staging.count(Maker):
            raise SourceError(f"{self.name} holds no row with a title; check the mapping with --map title=COLUMN")

    def _stage(self, table: Table, mapping: ColumnMapping, staging: Staging, progress: Progress) -> None:
        reader = Reader(table.name, mapping, staging, self.provenance)
        for number, row in enumerate(table.rows(), start=1):
            reader.add(row, number)
            staging.rows += 1
            if number % EVERY == 0:
                progress(staging.rows, self.rows)
        progress(staging.rows, self.rows)


def open_source(source: Path, wanted: Wanted | None = None, looking: Progress = _silent) -> Tables | OwnLayout:
    """Open a source: learn its columns, guess what they hold. Its records are read when it is staged.

    Args:
        source: a `.csv`, `.tsv`, `.jsonl`, `.parquet`, `.json`, `.jsonld` or `.xml` file, a folder of them, or a folder in our own layout
            (`works/`, `makers/`, `fragments/` of JSON lines).
        wanted: what is said over the guess.
        looking: told of rows looked at; how many there are in all is not known yet, and given as 0.

    Raises:
        SourceError: the source is missing, unreadable, or has no table that can be read.
    """
    wanted = wanted or Wanted()
    _refuse_unreachable(source)
    files = _files(source)
    fingerprint = _fingerprint(files)
    if source.is_dir() and (source / "works").is_dir():
        return OwnLayout(source, wanted.provenance, fingerprint)
    tables = _tables(source, files, wanted, _counted(looking))
    if not tables:
        known = ", ".join((*TABLE_SUFFIXES, *DOCUMENT_SUFFIXES))
        raise SourceError(f"{source} holds no {known} file; give a catalogue in one of these forms")
    mapped = joined([(table, _mapping(table, tables, wanted)) for table in tables], wanted.joins)
    if not wanted.apart:
        _refuse_unreadable(mapped)
    return Tables(str(source), mapped, wanted.provenance, fingerprint)


def read_catalogue(source: Path, columns: Mapping[str, str] | None = None, encoding: str = "utf-8") -> Reading:
    """Read all of a source into memory, see `open_source`; for what is known to be small.

    Raises:
        SourceError: the source is missing, unreadable, or has no column for the title.
    """
    opened = open_source(source, Wanted(columns=columns or {}, encoding=encoding))
    if isinstance(opened, OwnLayout):
        return Reading(_read_own_layout(opened.folder, opened.provenance), {}, {}, opened.fingerprint)
    with Staging() as staging:
        opened.stage(staging)
        skipped = {left.reason: left.count for left in staging.skipped()}
        return Reading(staging.catalogue(), opened.mappings, skipped, opened.fingerprint)


def source_fingerprint(source: Path) -> str:
    """Return the SHA-256 over the names and bytes of a source's files."""
    return _fingerprint(_files(source))


def _mapping(table: Table, tables: Sequence[Table], wanted: Wanted) -> ColumnMapping:
    names = {t.name for t in tables}
    for key in wanted.holds:
        if key not in names or wanted.holds[key] not in HOLDS:
            known, kinds = ", ".join(sorted(names)), ", ".join(HOLDS)
            raise SourceError(f"--holds {key}={wanted.holds[key]} does not fit; name one of {known} and one of {kinds}")
    _refuse_unheld(tables, wanted)
    given: dict[str, str] = {}
    for name, column in wanted.columns.items():
        prefix, dot, plain = name.rpartition(".")
        if dot and prefix not in names:
            raise SourceError(f"there is no table “{prefix}”; use one of: {', '.join(sorted(names))}")
        if dot and prefix == table.name:
            given[plain] = column
        elif not dot and (len(tables) == 1 or not column or column in table.columns):
            given.setdefault(name, column)
    kind = wanted.holds.get(table.name)
    return guess_mapping(table, given, next((holds for holds in HOLDS if holds == kind), None))


def _refuse_unheld(tables: Sequence[Table], wanted: Wanted) -> None:
    """Refuse a column that is named without its table and that no table has; one table alone says so itself."""
    for name, column in wanted.columns.items():
        if len(tables) > 1 and "." not in name and column and not any(column in table.columns for table in tables):
            raise SourceError(f"no table here has a column “{column}”; write --map {name}=COLUMN with a name as it is printed")


def _refuse_unreadable(mapped: Mapped) -> None:
    if any(mapping.holds != "nothing" for _, mapping in mapped):
        return
    table = mapped[0][0]
    columns = ", ".join(table.columns[:20])
    raise SourceError(f"{table.name} has no column that looks like a title (columns: {columns}); say which with --map title=COLUMN")


def _files(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    found: list[Path] = []
    for folder, _, names in os.walk(source, onerror=_refuse_closed):
        found += [Path(folder, name) for name in names if Path(name).suffix.lower() in (*TABLE_SUFFIXES, *DOCUMENT_SUFFIXES)]
    return sorted(file for file in found if file.is_file())


def _refuse_unreachable(source: Path) -> None:
    try:
        source.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise SourceError(f"there is no file or folder {source}; check the path") from None
    except OSError as error:  # a closed folder above it, a ring of links, a name that is too long
        raise SourceError(f"{source} cannot be read ({error.strerror}); check the path and its permissions") from None


def _refuse_closed(error: OSError) -> None:
    raise SourceError(f"{error.filename} cannot be read ({error.strerror}); check the path and its permissions") from None


def _counted(looking: Progress) -> Callable[[int], None]:
    """Return what adds up the rows of all tables for `looking`."""
    looked = 0

    def more(rows: int) -> None:
        nonlocal looked
        looked += rows
        looking(looked, 0)

    return more


def _tables(source: Path, files: Sequence[Path], wanted: Wanted, looked: Callable[[int], None]) -> list[Table]:
    single = [read_table(file, wanted.encoding, looked) for file in files if _is_table(file) or (file == source and not wanted.apart)]
    documents = [file for file in files if not _is_table(file) and (file != source or wanted.apart)]
    if wanted.apart:
        return [*single, *read_apart(documents, looked)]
    return [*single, *([read_documents(source.name, documents, looked)] if documents else [])]


def _is_table(file: Path) -> bool:
    return file.suffix.lower() in TABLE_SUFFIXES


def _fingerprint(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(os.fsencode(file.name))
        try:
            with file.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
        except OSError as error:
            raise SourceError(f"{file} cannot be read ({error.strerror}); check the path and its permissions") from None
    return digest.hexdigest()


def _read_own_layout(folder: Path, provenance: Provenance) -> Catalogue:
    def told(record: Record) -> Record:
        return replace(record, source=record.source or provenance.source, licence=record.licence or provenance.licence)

    return Catalogue(
        makers=tuple(told(r) for r in _records(folder / "makers", TypeAdapter(Maker))),
        works=tuple(told(r) for r in _records(folder / "works", TypeAdapter(Artwork))),
        fragments=tuple(told(r) for r in _records(folder / "fragments", TypeAdapter(Fragment))),
    )


def _records(folder: Path, adapter: TypeAdapter[Record]) -> Iterator[Record]:
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(whole_lines(file), start=1):
            if line.strip():
                yield _record(line, adapter, f"{folder.name}/{file.name}, line {number}")


def _record(line: str, adapter: TypeAdapter[Record], where: str) -> Record:
    try:
        return adapter.validate_python(json.loads(line))
    except json.JSONDecodeError as error:
        raise SourceError(f"{where}: not JSON ({error.msg} at column {error.colno}); mend that line") from None
    except RecursionError:
        raise SourceError(f"{where} is nested too deep; write flatter objects") from None
    except ValidationError as error:
        first: Any = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SourceError(f"{where}: {place}: {first['msg']}; mend that line") from None
