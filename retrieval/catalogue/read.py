"""From a file or folder to a `Catalogue`, with a report of what was mapped and what was skipped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from retrieval.errors import SourceError
from retrieval.records import Artwork, Catalogue, Fragment, Maker

from .lines import whole_lines
from .mapping import ColumnMapping, guess_mapping
from .rows import catalogue_from_rows
from .staging import Staging
from .tables import DOCUMENT_SUFFIXES, TABLE_SUFFIXES, Table, read_documents, read_table

Record = TypeVar("Record", Maker, Artwork, Fragment)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source held: its records, how its columns were read, and what was left out (reason to count)."""

    catalogue: Catalogue
    mappings: Mapping[str, ColumnMapping]
    skipped: Mapping[str, int]
    fingerprint: str

    def stage(self, staging: Staging, progress: Callable[[int, int], None]) -> None:
        """Put every record into `staging`; raise `SourceError` when two have one id."""
        staging.fill(self.catalogue)


def read_catalogue(source: Path, columns: Mapping[str, str] | None = None, encoding: str = "utf-8") -> Reading:
    """Read `source`, a table or a folder.

    Args:
        source: a `.csv`, `.jsonl` or `.parquet` file, a folder of them, or a folder in our own layout
            (`works/`, `makers/`, `fragments/` of JSON lines).
        columns: field to column, over what is guessed.
        encoding: of CSV and JSON lines.

    Raises:
        SourceError: the source is missing, unreadable, or has no column for the title.
    """
    if not source.exists():
        raise SourceError(f"there is no file or folder {source}; check the path")
    files = _files(source)
    fingerprint = _fingerprint(files)
    if source.is_dir() and (source / "works").is_dir():
        return Reading(_read_own_layout(source), {}, {}, fingerprint)
    tables = _tables(source, files, encoding)
    if not tables:
        raise SourceError(
            f"{source} holds no {', '.join((*TABLE_SUFFIXES, *DOCUMENT_SUFFIXES))} file; give a catalogue in one of these forms"
        )
    mapped = [(table, guess_mapping(table, columns or {})) for table in tables]
    catalogue, skipped = catalogue_from_rows(mapped)
    if not catalogue.works:
        raise SourceError(f"{source} holds no row with a title; check the mapping with --map title=COLUMN")
    return Reading(catalogue, {table.name: mapping for table, mapping in mapped}, skipped, fingerprint)


def source_fingerprint(source: Path) -> str:
    """Return the SHA-256 over the names and bytes of a source's files."""
    return _fingerprint(_files(source))


def _files(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    return sorted(p for p in source.rglob("*") if p.suffix.lower() in (*TABLE_SUFFIXES, *DOCUMENT_SUFFIXES) and p.is_file())


def _tables(source: Path, files: Sequence[Path], encoding: str) -> list[Table]:
    single = [read_table(file, encoding) for file in files if file.suffix.lower() in TABLE_SUFFIXES or file == source]
    documents = [file for file in files if file.suffix.lower() in DOCUMENT_SUFFIXES and file != source]
    return [*single, *([read_documents(source.name, documents)] if documents else [])]


def _fingerprint(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode())
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _read_own_layout(folder: Path) -> Catalogue:
    return Catalogue(
        makers=tuple(_records(folder / "makers", TypeAdapter(Maker))),
        works=tuple(_records(folder / "works", TypeAdapter(Artwork))),
        fragments=tuple(_records(folder / "fragments", TypeAdapter(Fragment))),
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
    except ValidationError as error:
        first: Any = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise SourceError(f"{where}: {field}: {first['msg']}; mend that line") from None


__all__ = ["Reading", "Table", "read_catalogue", "source_fingerprint"]
