"""`python -m retrieval pictures`, and `search --like`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from retrieval.encoders import SEEING, Encoder, PictureEncoder
from retrieval.index.filters import Filter
from retrieval.index.open import Index, open_index
from retrieval.index.place import Place
from retrieval.records import origin_text
from retrieval.terminal import progress_bar

from .alone import made_of, reading_of, source_name
from .attach import NONE, Attached, Match, attach_folder, attach_named, parquet_files
from .fragments import index_pictures
from .look import Family
from .marks import mark_pictured
from .search import Alike, fitting_works, fused, look_given, open_looks
from .table import pictures_table
from .works import works_of

# A work that words rank lower than this adds nothing by its rank.
WORDS_READ = 100
TOGETHER = "the question, encoded together with the picture"
SAYS = "compared by colour, layout and texture, not by subject; a number is the share of random pairs of pictures that are further apart"


def pictures(
    collection: Annotated[Path, typer.Option("--collection", help="Folder of a built collection, or of one to make of pictures alone.")],
    source: Annotated[Path, typer.Option("--from", help="Folder of pictures named by the works' ids or accession numbers.")],
    match: Annotated[Match | None, typer.Option(help="What files are named by; both are tried by default.")] = None,
    encoder: Annotated[str, typer.Option(help="Encoder of a collection made of pictures alone.")] = "minilm",
) -> None:
    """Take a folder of pictures into a collection, to be searched by look; where there is none, make one of the pictures alone."""
    from retrieval.encoders import load_encoder
    from retrieval.index.place import place_of

    if made_of(place_of(collection), source):
        _make_alone(collection, source, load_encoder(encoder))
    else:
        _attach(collection, source, match)


def _make_alone(collection: Path, source: Path, encoder: Encoder) -> None:
    from retrieval.index.build import build_index

    with progress_bar(f"Indexing {source.name}") as progress:
        build_index(reading_of(source), collection, encoder, source_name(source), progress)
    take_in_named(collection, source, encoder)


def _attach(collection: Path, source: Path, match: Match | None) -> None:
    from retrieval.encoders import load_encoder
    from retrieval.index.place import place_of

    manifest = open_index(collection).manifest
    encoder = load_encoder(manifest.encoder) if manifest.encoder in SEEING else None
    with place_of(collection).one_writer(), progress_bar(f"Measuring {source.name}") as progress:
        done = attach_folder(collection, works_of(collection), source, match, progress)
        if isinstance(encoder, PictureEncoder):
            index_pictures(collection, encoder, progress)
        mark_pictured(collection, manifest.dim)
    _say(done)
    if done.unmatched:
        print(f"skipped {len(done.unmatched)} named like no work, such as {', '.join(done.unmatched[:3])}", file=sys.stderr)
    print(f"{collection}: {done.taken} pictures of {source}", file=sys.stderr)


def take_in_named(collection: Path, source: Path, encoder: Encoder) -> Attached:
    """Take in the pictures that a catalogue names or holds, after its build; say and return how many, and why some are not.

    An encoder that sees pictures also makes them fragments that a query in words finds.
    """
    from retrieval.index.place import place_of

    works = list(works_of(collection))
    if not any(work.picture for work in works) and not parquet_files(source) and pictures_table(collection) is None:
        return NONE
    with place_of(collection).one_writer(), progress_bar("Measuring pictures") as progress:
        done = attach_named(collection, works, source, progress)
        encoded = index_pictures(collection, encoder, progress) if isinstance(encoder, PictureEncoder) else 0
        mark_pictured(collection, encoder.dim)
    _say(done)
    if done.taken:
        print(f"{collection}: {done.taken} pictures{f' ({encoded} encoded now)' if encoded else ''}", file=sys.stderr)
    return done


def left_out(place: Place) -> int:
    """Say that pictures of a collection on a store are not kept; return how many works name one."""
    count = sum(work.picture is not None for work in works_of(place))
    if count:
        print(f"skipped the pictures of {count} works: {place} is no folder; build into a folder to search by look", file=sys.stderr)
    return count


def _say(done: Attached) -> None:
    for reason, count in sorted(done.refused.items()):
        example = done.examples[reason]
        print(f"skipped {count} {'picture' if count == 1 else 'pictures'}: {reason} (such as {example})", file=sys.stderr)


def search_alike(given: str, collection: Path, query: str, wanted: Filter, limit: int, by: Family | None, as_json: bool) -> None:
    """Print the works that look like a picture, and in what; with a query in words both count.

    Args:
        given: A picture file, or the id of a work.
        collection: The collection's folder.
        query: Words, or nothing.
        wanted: Filters, as in a search by words.
        limit: At most so many works.
        by: One family alone, or all.
        as_json: Print one JSON document.
    """
    from retrieval.collections import open_with_its_encoder

    looks = open_looks(collection)
    index = open_index(collection)
    look, itself = look_given(given, looks)
    fitting = fitting_works(index, wanted)
    allowed = frozenset(looks.works) if fitting is None else fitting
    found = looks.nearest(look, len(looks.works), by, allowed - {itself})
    if query:
        hits = open_with_its_encoder(collection).search(query, wanted, WORDS_READ)
        found = fused(found, [identity for hit in hits for identity in hit.about], limit)
    _print(found[:limit], given, index, as_json)


def _print(found: Sequence[Alike], given: str, index: Index, as_json: bool) -> None:
    if as_json:
        hits = [{**asdict(alike), "why": alike.why, **_told(alike, index)} for alike in found]
        print(json.dumps({"like": given, "compares": SAYS, "hits": hits}, ensure_ascii=False))
        return
    for alike in found:
        told = _told(alike, index)
        origin = f"\n    {said}" if (said := origin_text(told["source"], told["licence"], told["url"])) else ""
        print(f"[{alike.work}] {told['heading']}\n    {told['text']}\n    look: {alike.why}{origin}\n")
    print(SAYS if found else "no picture in this collection fits the filters", file=sys.stderr)


def _told(alike: Alike, index: Index) -> dict[str, Any]:
    fragment = index.fragment(alike.work)
    return {name: fragment[name] for name in ("heading", "text", "source", "url", "licence")}
