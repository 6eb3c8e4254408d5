"""Pictures that lie as bytes in a Parquet file, row by row, with what names the work of each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.errors import SourceError

# JPEG, PNG, and WebP's container.
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
ROWS_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Embedded:
    """One row's picture; `names` are its texts by column, `row` counts from 1."""

    row: int
    names: Mapping[str, str]
    content: bytes


def embedded(file: Path) -> Iterator[Embedded]:
    """Yield the pictures of a Parquet file, a few rows in memory at a time; nothing when no column holds pictures.

    Raises:
        SourceError: the file cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file) as opened:
            column = _picture_column(opened)
            if column is None:
                return
            texts = _text_columns(opened.schema_arrow)
            row = 0
            for batch in opened.iter_batches(batch_size=ROWS_AT_ONCE, columns=[*texts, column]):
                for values in batch.to_pylist():
                    row += 1
                    if content := _bytes(values[column]):
                        yield Embedded(row, {name: values[name] for name in texts if values[name]}, content)
    except (OSError, pa.ArrowInvalid):
        raise SourceError(f"{file.name} is not a readable Parquet file; export it again") from None


def names(file: Path) -> Iterator[tuple[str, str]]:
    """Yield column and value of all texts of a Parquet file that holds pictures; the pictures are not read.

    Raises:
        SourceError: the file cannot be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file) as opened:
            texts = _text_columns(opened.schema_arrow) if _picture_column(opened) else []
            for batch in opened.iter_batches(columns=list(texts)) if texts else ():
                for column in texts:
                    yield from ((column, value) for value in batch[column].to_pylist() if value)
    except (OSError, pa.ArrowInvalid):
        raise SourceError(f"{file.name} is not a readable Parquet file; export it again") from None


def _text_columns(schema: Any) -> Sequence[str]:
    import pyarrow as pa

    return [field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)]


def _picture_column(opened: Any) -> str | None:
    """Return the first column whose first value is a picture, alone or as `bytes` of a struct as data sets of the Hub have it."""
    for name in [field.name for field in opened.schema_arrow if _may_hold_bytes(field.type)]:
        for batch in opened.iter_batches(batch_size=1, columns=[name]):
            if (content := _bytes(batch.to_pylist()[0][name])) is not None:
                if content.startswith(_BEGINNINGS):
                    return name
                break
    return None


def _may_hold_bytes(kind: Any) -> bool:
    import pyarrow as pa

    plain = pa.types.is_binary(kind) or pa.types.is_large_binary(kind)
    return plain or (pa.types.is_struct(kind) and any(child.name == "bytes" and _may_hold_bytes(child.type) for child in kind))


def _bytes(value: Any) -> bytes | None:
    found = value.get("bytes") if isinstance(value, dict) else value
    return found if isinstance(found, bytes) else None
