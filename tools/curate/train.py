"""`python -m tools.curate.train --data DIR`: learn from past shows which works fit a theme."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

from retrieval.terminal import run_command, stopped_quietly

with stopped_quietly():
    import typer

_MENDING = (
    "wrong? --map TABLE.FIELD=COLUMN, --join TABLE.COLUMN=TABLE.COLUMN and --holds TABLE=texts (shows), works, makers or nothing, "
    "or a mapping.toml in the folder with [map], [join], [holds]"
)
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    data: Annotated[list[Path], typer.Option("--data", help="A folder with exhibitions, works and what was hung; again for more.")],
    out: Annotated[Path | None, typer.Option("--out", help="Folder for weights and card; by default where shows look for them.")] = None,
    columns: Annotated[list[str] | None, typer.Option("--map", help="FIELD=COLUMN or TABLE.FIELD=COLUMN over the guess.")] = None,
    joins: Annotated[list[str] | None, typer.Option("--join", help="TABLE.COLUMN=TABLE.COLUMN over the guess.")] = None,
    holds: Annotated[list[str] | None, typer.Option("--holds", help="TABLE=works, makers, texts or nothing over the guess.")] = None,
    titles: Annotated[bool, typer.Option(help="Keep the past shows' titles, so that reasons can name them.")] = True,
    encoding: Annotated[str, typer.Option("--encoding", help="Encoding of CSV and JSON lines.")] = "utf-8",
    terms: Annotated[list[str] | None, typer.Option("--terms", help="FOLDER=licence and credit of its data, for the card.")] = None,
) -> None:
    """Learn from museums' past shows, measure on their late years, and write weights with a card; shows are then chosen by them."""
    from retrieval.catalogue.read import Wanted
    from retrieval.collections import Home
    from retrieval.encoders.minilm import load_minilm

    from .relevance.fitting import fit_and_measure
    from .relevance.likeness import Encodings
    from .relevance.read import read_museum
    from .relevance.ship import ship
    from .relevance.store import OWN

    wanted = Wanted(columns=_pairs(columns), joins=_pairs(joins), holds=_pairs(holds), encoding=encoding)
    museums = [read_museum(folder, wanted, name) for folder, name in zip(data, museum_names(data), strict=True)]
    for museum in museums:
        print("\n  ".join([museum.told(), *museum.reading]), file=sys.stderr)
    print(f"({_MENDING})", file=sys.stderr)
    encoder, home = load_minilm(), Home().home
    made = fit_and_measure(museums, Encodings(encoder, home / "train" / "curate"))
    folder = out or home / OWN
    ship(made, museums, encoder, folder, _command(data, titles, columns, joins, holds), _pairs(terms), titles)
    print(json.dumps(made.metrics, indent=2))
    print(f"written to {folder}{'' if out else ', which shows are chosen by from now on; remove it to go back'}", file=sys.stderr)


def museum_names(folders: list[Path]) -> list[str]:
    """Return what to call each museum: its folder, with those above it where two folders are called alike."""
    parts = [folder.resolve().parts for folder in folders]
    if len(set(parts)) < len(parts):
        raise typer.BadParameter("a folder is given twice with --data; give each museum once")
    deep = 1
    while len({each[-deep:] for each in parts}) < len(parts):
        deep += 1
    return ["/".join(each[-deep:]) for each in parts]


def _pairs(given: list[str] | None) -> dict[str, str]:
    for pair in given or []:
        if "=" not in pair:
            raise typer.BadParameter(f"“{pair}” has no “=”; write NAME=COLUMN")
    return dict(pair.split("=", 1) for pair in given or [])


def _command(data: list[Path], titles: bool, *options: Any) -> str:
    """Return the command without the folders of this machine."""
    named = [f"--data {folder.resolve().name}" for folder in data]
    flags = [f"{flag} {each}" for flag, given in zip(("--map", "--join", "--holds"), options, strict=True) for each in given or []]
    return " ".join(["python -m tools.curate.train", *named, *([] if titles else ["--no-titles"]), *flags])


if __name__ == "__main__":
    run_command(app)
