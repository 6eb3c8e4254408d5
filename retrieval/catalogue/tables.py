"""Read a table as rows of plain Python values, whatever the file format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.errors import SourceError

TABLE_SUFFIXES = (".csv", ".jsonl", ".parquet")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A named table: its columns and its rows."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Row]


def read_table(file: Path, encoding: str = "utf-8") -> Table:
    """Read one `.csv`, `.jsonl` or `.parquet` file; raise `SourceError` in a sentence when it cannot be read."""
    match file.suffix.lower():
        case ".parquet":
            return _read_parquet(file)
        case ".jsonl":
            rows = _json_lines(file, decoded(file, encoding))
        case ".csv":
            rows = _comma_separated(file, decoded(file, encoding))
        case other:
            raise SourceError(f"{file.name} is a {other or 'nameless'} file; give one of {', '.join(TABLE_SUFFIXES)}")
    if not rows:
        raise SourceError(f"{file.name} has no rows; give a catalogue with at least one work")
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return Table(file.stem, columns, rows)


def decoded(file: Path, encoding: str = "utf-8") -> str:
    """Return a file's text without a byte order mark; raise `SourceError` that names the first byte of another encoding."""
    try:
        return file.read_bytes().decode("utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SourceError(
            f"{file.name} is not {encoding} (byte 0x{error.object[error.start]:02x} in line {line}); "
            "save it as UTF-8 or name its encoding, such as --encoding latin-1"
        ) from None
    except LookupError:
        raise SourceError(f"there is no encoding “{encoding}”; try utf-8, latin-1 or cp1252") from None
    except OSError as error:
        raise SourceError(f"{file} cannot be read ({error.strerror}); check the path and its permissions") from None


def _comma_separated(file: Path, text: str) -> list[Row]:
    csv.field_size_limit(10_000_000)
    try:
        # csv.Sniffer takes the texts for the table: it loses doubled quotes and counts the commas of prose.
        delimiter = max(",;\t|", key=lambda d: len(next(csv.reader(io.StringIO(text, newline=""), delimiter=d), [])))
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="")
        return [{name: value for name, value in row.items() if name} for row in reader]
    except csv.Error as error:
        raise SourceError(f"{file.name} is not a readable CSV ({error}); save it again as CSV") from None


def _json_lines(file: Path, text: str) -> list[Row]:
    rows: list[Row] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise SourceError(f"{file.name}, line {number} is not JSON ({error.msg}); mend that line") from None
        if not isinstance(row, dict):
            raise SourceError(f"{file.name}, line {number} is not a JSON object; write one object a line")
        rows.append(row)
    return rows


def _read_parquet(file: Path) -> Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(file)
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceError(f"{file.name} is not a readable Parquet file ({str(error).splitlines()[0]}); export it again") from None
    if not table.num_rows:
        raise SourceError(f"{file.name} has no rows; give a catalogue with at least one work")
    # Bytes (pictures, alone or in a struct) are not text and would only fill memory here.
    binary = [f.name for f in table.schema if pa.types.is_binary(f.type) or pa.types.is_large_binary(f.type) or pa.types.is_struct(f.type)]
    table = table.drop_columns(binary)
    return Table(file.stem, table.column_names, table.to_pylist())
