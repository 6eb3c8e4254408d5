"""`python -m retrieval build | search | check`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

from .terminal import pairs, progress_bar, progress_bars, run_command, stopped_quietly

with stopped_quietly():
    import typer

    from .catalogue import read_catalogue
    from .catalogue.cells import storable
    from .catalogue.read import Wanted, open_source
    from .catalogue.rows import Provenance
    from .collections import STARTER, STARTER_PROVENANCE, Home, open_collection, open_with_its_encoder
    from .encoders import SEEING, load_encoder
    from .errors import SourceError
    from .pictures.attach import NONE
    from .pictures.command import left_out, pictures, take_in_named
    from .records import origin_text
    from .scale.command import scale
    from .wiki.command import wiki

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Build, search and check a collection.", pretty_exceptions_enable=False)

Collection = Annotated[
    Path | None, typer.Option("--collection", help="Folder of a built collection, or s3://BUCKET/PREFIX; the starter by default.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]


@app.command()
def build(
    # readable: typer would say that in a box of its own, and not what to do.
    source: Annotated[
        Path,
        typer.Option(
            "--from",
            readable=False,
            help="CSV, JSON lines, Parquet, JSON, JSON-LD, LIDO, IIIF, or a folder of them.",
            show_default="the starter collection",
        ),
    ] = STARTER,
    into: Annotated[Path | None, typer.Option("--into", help="Folder of the index, or s3://BUCKET/PREFIX.")] = None,
    mapping: Annotated[
        list[str] | None, typer.Option("--map", help="[TABLE.]FIELD=COLUMN over the guess, FIELD= for none; repeatable.")
    ] = None,
    join: Annotated[
        list[str] | None, typer.Option(help="TABLE.COLUMN=TABLE.COLUMN: the first holds keys of the second; repeatable.")
    ] = None,
    holds: Annotated[list[str] | None, typer.Option(help="TABLE=works, makers, texts or nothing, over the guess; repeatable.")] = None,
    source_name: Annotated[str | None, typer.Option(help="Who tells this, where the rows do not say, such as Tate.")] = None,
    licence: Annotated[str | None, typer.Option(help="On what terms, where the rows do not say, such as CC0 1.0.")] = None,
    encoding: Annotated[str, typer.Option(help="Encoding of CSV and JSON lines.")] = "utf-8",
    encoder: Annotated[str, typer.Option(help="Encoder of the index.")] = "minilm",
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name every field, and every column that is not read.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read a catalogue, encode it, write its index. Run again, it goes on or takes in what changed."""
    from .index.build import build_index
    from .index.place import place_of
    from .index.report import Report, mapping_lines, peak_megabytes

    started = time.monotonic()
    place = place_of(into or Home().starter)
    if into is None and source != STARTER:
        raise SourceError("say where the index goes with --into DIR")
    own = STARTER_PROVENANCE if source == STARTER else Provenance(storable(source.name))
    wanted = Wanted(
        columns=pairs(mapping or []), joins=pairs(join or [], "--join", "TABLE.COLUMN=TABLE.COLUMN"),
        holds=pairs(holds or [], "--holds", "TABLE=KIND"), encoding=encoding,
        provenance=Provenance(source_name or own.source, licence or own.licence),
    )  # fmt: skip
    with progress_bar(f"Looking at {source.name}") as looking:
        opened = open_source(source, wanted, looking)
    _say(mapping_lines(opened, verbose))
    with progress_bars(f"Reading {source.name}", "Indexing") as (reading, indexing):
        name = STARTER.name if source == STARTER else storable(str(source.resolve()))
        using = load_encoder(encoder)
        built = build_index(opened, place, using, name, indexing, reading)
    report = Report(place, opened, built, time.monotonic() - started, peak_megabytes())
    _say(report.lines())
    pictured = NONE if place.folder is None else take_in_named(place.folder, source, using)
    without = left_out(place) if place.folder is None else 0
    _say(["Making the codes that search reads …"])
    # Here rather than in the first search, which would wait for them.
    open_collection(place, using).follower.engine()
    if as_json:
        print(json.dumps({**report.document(), "pictures": pictured.document(), "pictures_left_out": without}, ensure_ascii=False))


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for; may be left out with --like.")] = "",
    collection: Collection = None,
    artist: Annotated[list[str] | None, typer.Option(help="Only what is about this maker; repeated, about one of these.")] = None,
    from_year: Annotated[int | None, typer.Option(help="Made in or after; negative before our era.")] = None,
    to_year: Annotated[int | None, typer.Option(help="Made in or before.")] = None,
    medium: Annotated[list[str] | None, typer.Option(help="Words of the medium or type; repeated, of one of these.")] = None,
    holder: Annotated[list[str] | None, typer.Option(help="Words of who keeps it or tells of it; repeated, of one of these.")] = None,
    licence: Annotated[list[str] | None, typer.Option(help="Words of the licence, such as CC0; repeated, of one of these.")] = None,
    has_picture: Annotated[
        bool | None, typer.Option("--has-picture/--no-picture", help="Only works whose picture the collection holds (does not hold).")
    ] = None,
    like: Annotated[str | None, typer.Option(help="A picture file, or the id of a work: what looks like it.")] = None,
    by: Annotated[Literal["palette", "composition", "texture"] | None, typer.Option(help="Look alike in this alone.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100)] = 10,
    as_json: AsJson = False,
) -> None:
    """Print the fragments that fit best, and why."""
    from .index.filters import Filter
    from .index.manifest import read_manifest
    from .pictures.command import TOGETHER, search_alike
    from .pictures.search import picture_given

    if by and not like:
        raise SourceError(f"--by {by} compares pictures; name one with --like FILE, or leave --by out")
    if not query.strip() and not like:
        raise SourceError("the query is empty; say what to look for")
    folder = collection or Home().starter
    wanted = Filter(
        artist=tuple(artist or ()), from_year=from_year, to_year=to_year, medium=tuple(medium or ()), holder=tuple(holder or ()),
        licence=tuple(licence or ()), has_picture=has_picture,
    )  # fmt: skip
    together = like and query.strip() and not by and read_manifest(folder).encoder in SEEING
    if like and not together:
        search_alike(like, folder, query.strip(), wanted, limit, by, as_json)
        return
    picture = picture_given(like, folder) if like else None
    hits = open_with_its_encoder(folder).search(query, wanted, limit, picture)
    if as_json:
        asked = {"query": query, "like": like, "compares": TOGETHER} if like else {"query": query}
        print(json.dumps({**asked, "hits": [{**asdict(hit), "why": hit.why} for hit in hits]}, ensure_ascii=False))
        return
    for hit in hits:
        origin = f"\n    {said}" if (said := origin_text(hit.source, hit.licence, hit.url)) else ""
        print(f"[{hit.id}] {hit.heading}\n    {hit.text}\n    score {hit.score:z.2f}, {hit.why}{origin}\n")
    if not hits:
        print("nothing in this collection fits the query and its filters")


@app.command()
def show(
    identity: Annotated[str, typer.Argument(metavar="ID", help="An id that an answer cites, such as f:2012 or w:great-wave.")],
    collection: Collection = None,
    as_json: AsJson = False,
) -> None:
    """Print what a citation points at."""
    from .index.open import open_index

    fragment = open_index(collection or Home().starter).fragment(identity)
    if as_json:
        print(json.dumps(fragment, ensure_ascii=False))
        return
    print(f"[{fragment['id']}] {fragment['heading']}\n    {fragment['text']}\n    about: {', '.join(fragment['about']) or 'a topic'}")
    if origin := origin_text(fragment["source"], fragment["licence"], fragment["url"]):
        print(f"    {origin}")


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="A collection in our own layout: works/, makers/, fragments/.")] = STARTER,
    authority: Annotated[Path | None, typer.Option(help="Parquet with name, yearOfBirth, yearOfDeath to compare lives with.")] = None,
    as_json: AsJson = False,
) -> None:
    """Check a collection's records and wording; exit code 1 when something is wrong."""
    from .authority import differences
    from .check import problems, summary

    if not (folder / "works").is_dir():
        raise SourceError(f"{folder} is not in our own layout (works/, makers/, fragments/); check a folder that is")
    catalogue = read_catalogue(folder).catalogue
    settled_file = folder / "settled.json"
    settled = json.loads(settled_file.read_text(encoding="utf-8")) if settled_file.exists() else {}
    found = problems(catalogue) + (differences(catalogue.makers, authority, settled) if authority else [])
    counts = summary(catalogue)
    if as_json:
        print(json.dumps({"counts": counts, "problems": [asdict(p) for p in found]}, ensure_ascii=False))
    else:
        print("\n".join(f"{name}: {count}" for name, count in counts.items()))
        print("\n".join(f"{p.id} {p.says}" for p in found) or "no problems")
    raise typer.Exit(1 if found else 0)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)


app.command()(pictures)
app.command()(wiki)
app.command()(scale)


if __name__ == "__main__":
    run_command(app)
