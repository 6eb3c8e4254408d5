"""Rows of a published file: JSON, CSV, tab-separated or Parquet; what does not fit is told with its place."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from retrieval.errors import SourceError


@dataclass(frozen=True, slots=True)
class Row:
    """One record and where it stands, such as “val.json, row 3”."""

    place: str
    fields: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Return a field that must hold text.

        Raises:
            SourceError: the field is missing, empty or no text.
        """
        value = self.fields.get(name)
        if not isinstance(value, str) or not value.strip():
            raise SourceError(f"{self.place}: “{name}” holds no text; give the file as it is published")
        return value.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a field that must hold a list of texts; those that are blank are left out.

        Raises:
            SourceError: the field is missing or no list of texts.
        """
        value = self.fields.get(name)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in cast("list[object]", value)):
            raise SourceError(f"{self.place}: “{name}” is no list of sentences; give the file as it is published")
        return tuple(each.strip() for each in cast("list[str]", value) if each.strip())

    def truth(self, name: str) -> bool:
        """Return a field that must be true or false.

        Raises:
            SourceError: it is neither.
        """
        value = self.fields.get(name)
        if not isinstance(value, bool):
            raise SourceError(f"{self.place}: “{name}” is neither true nor false; give the file as it is published")
        return value


def read_rows(file: Path, within: str = "") -> list[Row]:
    """Return the records of a file: a JSON list (of the key `within`, where given), CSV, tab-separated or Parquet.

    Raises:
        SourceError: the file is missing, of another form, or holds no record.
    """
    if not file.is_file():
        raise SourceError(f"there is no file {file}; give the suite's file with --data")
    records = _parquet(file) if file.suffix == ".parquet" else _listed(file, within) if file.suffix == ".json" else _delimited(file)
    rows = [_row(record, f"{file.name}, row {number}") for number, record in enumerate(records, start=1)]
    if not rows:
        raise SourceError(f"{file} holds no rows; give the suite's file with --data")
    return rows


def read_keyed(file: Path) -> dict[str, Row]:
    """Return the records of a JSON object by their keys.

    Raises:
        SourceError: the file is missing, no such object, or empty.
    """
    if not file.is_file():
        raise SourceError(f"there is no file {file}; give the suite's file with --data")
    found = _json(file)
    if not isinstance(found, dict) or not found:
        raise SourceError(f"{file} is no JSON object of paintings by their ids; give the file as it is published")
    records = cast("dict[str, object]", found)
    return {key: _row(record, f"{file.name}, entry {key}") for key, record in records.items()}


def _row(record: object, place: str) -> Row:
    if not isinstance(record, dict):
        raise SourceError(f"{place}: this is no record with named fields; give the file as it is published")
    return Row(place, cast("dict[str, Any]", record))


def _json(file: Path) -> object:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"{file} is no JSON ({error}); give the file as it is published") from None


def _listed(file: Path, within: str) -> Sequence[object]:
    found = _json(file)
    if within and isinstance(found, dict):
        found = cast("dict[str, object]", found).get(within)
    if not isinstance(found, list):
        raise SourceError(f"{file} holds no list of records; give the file as it is published")
    return cast("list[object]", found)


def _delimited(file: Path) -> Iterable[object]:
    # SemArt is published in Latin-1, later suites in UTF-8; Latin-1 reads any bytes, so it comes second.
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    # Not by `splitlines`: SemArt holds bytes that are line ends to Unicode and none to a table.
    return csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text.partition("\n")[0] else ",")


def _parquet(file: Path) -> Iterable[object]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return cast("list[object]", pq.read_table(file).to_pylist())
    except pa.ArrowInvalid:
        raise SourceError(f"{file} is no Parquet file; give the file as it is published") from None
