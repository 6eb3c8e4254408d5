"""`python -m retrieval scale`: what `build` does, by many workers."""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path
from typing import Annotated

import typer


def scale(
    source: Annotated[Path, typer.Option("--from", readable=False, help="What `build` reads.")],
    into: Annotated[str, typer.Option("--into", help="Folder that all workers reach, or s3://BUCKET/PREFIX.")],
    workers: Annotated[int, typer.Option(min=1, help="Processes that encode, one thread each.")] = 2,
    mapping: Annotated[list[str] | None, typer.Option("--map", help="As of `build`; so are the following.")] = None,
    join: Annotated[list[str] | None, typer.Option()] = None,
    holds: Annotated[list[str] | None, typer.Option()] = None,
    source_name: Annotated[str | None, typer.Option()] = None,
    licence: Annotated[str | None, typer.Option()] = None,
    encoding: Annotated[str, typer.Option()] = "utf-8",
    encoder: Annotated[str, typer.Option()] = "minilm",
) -> None:
    """Build by Ray on many workers: on this machine, or on the cluster that RAY_ADDRESS names. Run again, it goes on."""
    from retrieval.catalogue.cells import storable
    from retrieval.catalogue.read import Wanted, open_source
    from retrieval.catalogue.rows import Provenance
    from retrieval.encoders import load_encoder
    from retrieval.index.place import place_of
    from retrieval.index.report import Report, mapping_lines, peak_megabytes
    from retrieval.pictures.command import left_out, take_in_named
    from retrieval.terminal import pairs, progress_bars

    from .build import scale_index

    started = time.monotonic()
    place = place_of(into)
    wanted = Wanted(
        columns=pairs(mapping or []), joins=pairs(join or [], "--join", "TABLE.COLUMN=TABLE.COLUMN"),
        holds=pairs(holds or [], "--holds", "TABLE=KIND"), encoding=encoding,
        provenance=Provenance(source_name or storable(source.name), licence),
    )  # fmt: skip
    opened = open_source(source, wanted)
    print(*mapping_lines(opened), sep="\n", file=sys.stderr)
    load = partial(load_encoder, encoder, threads=1)
    with progress_bars(f"Reading {source.name}", "Indexing") as (reading, indexing):
        built = scale_index(opened, place, load, workers, storable(str(source.resolve())), indexing, reading)
    print(*Report(place, opened, built, time.monotonic() - started, peak_megabytes()).lines(), sep="\n", file=sys.stderr)
    if place.folder is None:
        left_out(place)
    else:
        take_in_named(place.folder, source, load())
