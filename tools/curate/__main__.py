"""`python -m tools.curate "brief"`: a show from a brief in plain words."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

from retrieval.terminal import one_command, run_command, stopped_quietly
from tools.errors import ToolError

with stopped_quietly():
    import typer

    from .choose import Conflict
    from .show import Show
    from .words import Question, Vocabulary, answered, worded

if TYPE_CHECKING:
    from .propose import Curator

Meant = TypeVar("Meant")


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
    from .relevance.store import load_relevance
    from .words import brief_of, vocabulary_of

    home, encoder = Home(), load_minilm()
    folder = collection or ready_starter(home.starter, encoder)
    curator = Curator.of(open_with_its_encoder(folder, encoder), load_relevance(Encodings(encoder, home.home / "curate")))
    words = vocabulary_of(curator.works)
    brief = _settled(brief_of(asked, words), yes)
    print(worded(brief), file=sys.stderr)
    show = _possible(curator.propose(brief))
    _print(show, as_json)
    accepted = show if yes else _talked_over(curator, words, show, as_json)
    if accepted is None:
        print("not accepted, nothing was written", file=sys.stderr)
    else:
        _take_away(accepted, out, folder)


def _talked_over(curator: Curator, words: Vocabulary, show: Show, as_json: bool) -> Show | None:
    """Change the show by a person's words until it is accepted; None when it is not."""
    from .words import Why, change_of

    shows = [show]
    while (said := typer.prompt("yes, no, or what to change", err=True).strip()).casefold() not in ("yes", "y", "no", "n"):
        now = shows[-1]
        asked = change_of(said, ids_of(now), curator.works, now.brief, vocabulary=words)
        if isinstance(asked, Why):
            print("\n".join(_reasons(now, asked.ids)), file=sys.stderr)
            continue
        try:
            change = _settled(asked, yes=False)
            found = shows[-2] if change.undo and len(shows) > 1 else _possible(curator.change(change))
        except ToolError as error:  # the show stays as it was
            print(error, file=sys.stderr)
            continue
        print("\n".join([*change.notes, *difference(now, found)]), file=sys.stderr)
        _print(found, as_json)
        shows = shows[:-1] if change.undo and len(shows) > 1 else [*shows, found]
    return shows[-1] if said.casefold() in ("yes", "y") else None


def ids_of(show: Show) -> list[str]:
    """Return the works of a show in hanging order."""
    return [hung.piece.id for section in show.sections for hung in section.works]


def difference(before: Show, after: Show) -> list[str]:
    """Say which works left and which came, a line each."""
    titles = {hung.piece.id: hung.piece.title for show in (before, after) for section in show.sections for hung in section.works}
    old, new = ids_of(before), ids_of(after)
    lines = [*(f"- {titles[i]} [{i}]" for i in old if i not in new), *(f"+ {titles[i]} [{i}]" for i in new if i not in old)]
    return lines or ["no work left or came"]


def _reasons(show: Show, ids: tuple[str, ...]) -> list[str]:
    found = [hung for section in show.sections for hung in section.works if hung.piece.id in ids]
    return [f"{hung.piece.title}: {'; '.join(hung.rationale)}" for hung in found]


def _possible(found: Show | Conflict) -> Show:
    if isinstance(found, Show):
        return found
    raise ToolError(found.text)


def _settled(read: Meant | Question[Meant], yes: bool) -> Meant:
    """Return what was meant, after asking what is open."""
    if not isinstance(read, Question):
        return read
    if not read.options:
        raise ToolError(read.sentence)
    told = "\n".join([read.sentence, *(f"  {number}. {option.said}" for number, option in enumerate(read.options, 1))])
    print(told, file=sys.stderr)
    if yes:
        print(f"taken: {read.options[0].said}", file=sys.stderr)
        return read.options[0].meant
    meant = answered(read, typer.prompt("Which", err=True))
    if meant is None:
        raise ToolError(f"answer with a number from 1 to {len(read.options)}")
    return meant


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
