"""`python -m tools.curate "brief"`: a show from a brief in plain words."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

from retrieval.terminal import one_command, run_command, stopped_quietly
from tools.errors import ToolError

with stopped_quietly():
    import typer

    from .show import Show
    from .words import Question, answered, worded

if TYPE_CHECKING:
    from .talk import Talk

Meant = TypeVar("Meant")
YES, NO = frozenset(("yes", "y")), frozenset(("no", "n"))


def main(
    asked: Annotated[str, typer.Argument(metavar="BRIEF", help="What the show is to be, in plain words.")],
    collection: Annotated[Path | None, typer.Option("--collection", help="Folder of a built collection; the starter by default.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take the first answer to a question, and accept the show.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for checklist, pages, catalogue and manifest.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the show as one JSON document on stdout.")] = False,
) -> None:
    """Propose an exhibition that keeps its rules; accept it, and take it away."""
    from retrieval.collections import Home, open_with_its_encoder, ready_starter
    from retrieval.encoders.minilm import load_minilm

    from .propose import Curator
    from .relevance.likeness import Encodings
    from .relevance.store import SHIPPED, load_relevance, relevance_folder
    from .talk import Talk

    home, encoder = Home(), load_minilm()
    folder, weights = collection or ready_starter(home.starter, encoder), relevance_folder(home.home)
    curator = Curator.of(open_with_its_encoder(folder, encoder), load_relevance(Encodings(encoder, home.home / "curate"), weights))
    if weights != SHIPPED:
        print(f"relevance as trained here, in {weights}", file=sys.stderr)
    talk = Talk.with_curator(curator)
    brief = talk.read(asked, _first if yes else _asked_back)
    print(worded(brief), file=sys.stderr)
    show = talk.propose(brief).show
    _print(show, as_json)
    accepted = show if yes else _talked_over(talk, show, as_json)
    if accepted is None:
        print("not accepted, nothing was written", file=sys.stderr)
    else:
        _take_away(accepted, out, folder)


def _talked_over(talk: Talk, show: Show, as_json: bool) -> Show | None:
    """Change the show by a person's words until it is accepted; None when it is not."""
    from .talk import after

    shows = [show]
    while (said := typer.prompt("yes, no, or what to change", err=True).strip()).casefold() not in YES | NO:
        try:
            reply = talk.go_on(shows, said, _asked_back)
        except ToolError as error:  # the show stays as it was
            print(error, file=sys.stderr)
            continue
        print("\n".join(reply.said), file=sys.stderr)
        if reply.turn != "explained":
            _print(reply.show, as_json)
        shows = after(shows, reply.turn, reply.show)
    return shows[-1] if said.casefold() in YES else None


def _asked_back(question: Question[Meant]) -> Meant:
    """Return what was meant, after asking."""
    _tell(question)
    meant = answered(question, typer.prompt("Which", err=True))
    if meant is None:
        raise ToolError(f"answer with a number from 1 to {len(question.options)}")
    return meant


def _first(question: Question[Meant]) -> Meant:
    """Return the first of what may be meant."""
    _tell(question)
    print(f"taken: {question.options[0].said}", file=sys.stderr)
    return question.options[0].meant


def _tell(question: Question[Meant]) -> None:
    if not question.options:
        raise ToolError(question.sentence)
    options = (f"  {number}. {option.said}" for number, option in enumerate(question.options, 1))
    print("\n".join([question.sentence, *options]), file=sys.stderr)


def _print(show: Show, as_json: bool) -> None:
    from .export.plain import json_bytes, markdown_bytes

    sys.stdout.write((json_bytes(show) if as_json else markdown_bytes(show)).decode())


def _take_away(show: Show, out: Path | None, folder: Path) -> None:
    from .export import FORMATS, Material, export, pictures_of

    if out is None:
        print("accepted; name a folder with --out to take it away", file=sys.stderr)
        return
    files = export(show, out, FORMATS, Material(pictures=pictures_of(show, folder)))
    print(f"written to {out}: {', '.join(file.name for file in files)}", file=sys.stderr)


if __name__ == "__main__":
    run_command(one_command(main), ToolError)
