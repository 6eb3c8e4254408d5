"""`python -m retrieval scale`: what `build` does, by many workers."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer


def scale(
    source: Annotated[Path, typer.Option("--from", help="CSV, JSON lines, Parquet, or a folder.")],
    into: Annotated[str, typer.Option("--into", help="Folder that all workers reach, or s3://BUCKET/PREFIX.")],
    workers: Annotated[int, typer.Option(min=1, help="Processes that encode, one thread each.")] = 2,
    mapping: Annotated[list[str] | None, typer.Option("--map", help="FIELD=COLUMN over what is guessed; may be repeated.")] = None,
    encoding: Annotated[str, typer.Option(help="Encoding of CSV and JSON lines.")] = "utf-8",
    encoder: Annotated[str, typer.Option(help="Encoder of the index.")] = "minilm",
) -> None:
    """Build by Ray on many workers: on this machine, or on the cluster that RAY_ADDRESS names. Run again, it goes on."""
    from retrieval.catalogue import read_catalogue
    from retrieval.encoders import load_encoder
    from retrieval.index.place import place_of
    from retrieval.terminal import pairs, progress_bar

    from .build import scale_index

    place = place_of(into)
    reading = read_catalogue(source, pairs(mapping or []), encoding)
    with progress_bar(f"Indexing {source.name}") as progress:
        built = scale_index(reading, place, partial(load_encoder, encoder, threads=1), workers, str(source.resolve()), progress)
    print(
        f"{place}: {built.fragments} fragments ({built.encoded} encoded now by {workers} workers, {built.kept} kept, "
        f"{built.removed} removed)",
        file=sys.stderr,
    )
