"""Rows of a Parquet file, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import SourceError

from .survey import Row

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 512


def rows(file: Path) -> Iterator[Row]:
    """Yield each row without its columns of bytes; raise `SourceError` when the file is damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file) as opened:
            columns = [f.name for f in opened.schema_arrow if not holds_bytes(f.type)]
            for batch in opened.iter_batches(BATCH, columns=columns):
                yield from batch.to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"{file.name} is not a readable Parquet file ({str(error).splitlines()[0]}); export it again") from None


def holds_bytes(kind: pa.DataType) -> bool:
    """Say whether a column holds pictures and the like, alone or in a struct: no text, and much memory."""
    import pyarrow as pa

    if pa.types.is_struct(kind):
        return any(holds_bytes(kind.field(i).type) for i in range(kind.num_fields))
    return pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind)
