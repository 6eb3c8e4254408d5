"""`python -m retrieval wiki`: fragments out of a MediaWiki dump."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from retrieval.errors import SourceError
from retrieval.terminal import progress_bar


def wiki(
    dump: Annotated[
        Path, typer.Argument(metavar="DUMP", readable=False, help="A pages-articles dump: .xml, .xml.bz2 (multistream too) or .xml.gz.")
    ],
    categories: Annotated[list[str], typer.Option("--categories", help="A category to begin from; may be repeated.")],
    into: Annotated[Path, typer.Option("--into", help="Folder of the fragments, for `build --from`.")],
    depth: Annotated[int, typer.Option(min=0, max=50, help="How many categories below the first are followed.")] = 5,
    exclude: Annotated[list[str] | None, typer.Option("--exclude", help="A category that is not entered; may be repeated.")] = None,
    licence: Annotated[str, typer.Option(help="Licence of the text.")] = "CC BY-SA 4.0",
    licences: Annotated[Path | None, typer.Option(help="JSON lines with file, licence and credit of pictures.")] = None,
    least_topic: Annotated[float | None, typer.Option(help="Score from which a page is on topic; English wikis only.")] = None,
    all_topics: Annotated[bool, typer.Option("--all-topics", help="Keep pages of the categories whatever they are about.")] = False,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes that parse.")] = os.cpu_count() or 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")] = False,
) -> None:
    """Make paragraph fragments with their pictures from a wiki's dump. Run again, it goes on where it stopped."""
    from .choose import Choice
    from .run import Options, make_fragments
    from .topic import LEAST

    least = None if all_topics else LEAST if least_topic is None else least_topic
    options = Options(Choice(tuple(categories), depth, tuple(exclude or ())), licence, licences, least, workers)
    with progress_bar(f"Reading {dump.name} twice (MB)") as show:
        report = make_fragments(dump, into, options, lambda done, total: show(done >> 20, max(total >> 20, 1)))
    if as_json:
        print(json.dumps(asdict(report), ensure_ascii=False))
    else:
        from .report import told

        print(told(report, into), file=sys.stderr)
    if report.cut:
        raise SourceError(
            f"{dump} {report.cut}; what was read before ({report.pages:,} pages, {report.fragments:,} fragments) is kept in {into}: "
            "fetch the dump again and run the same command"
        )
