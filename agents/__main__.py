"""`python -m agents "question"`, or without one a chat in the terminal."""

from __future__ import annotations

import asyncio
import sys
import uuid
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from retrieval.terminal import one_command, run_command, stopped_quietly

with stopped_quietly():
    import typer

    from retrieval.collections import ready_starter
    from retrieval.encoders import load_encoder
    from retrieval.errors import CollectionError
    from retrieval.pictures import read_picture_file
    from tools.errors import ToolError

    from .brains.errors import BrainFailed, BrainUnavailable

if TYPE_CHECKING:
    from .ask import Answer
    from .assemble import Agent


class WrongUse(CollectionError):
    """The command was not given what it needs."""


def main(
    question: Annotated[str | None, typer.Argument(help="What to ask; leave it out to chat.")] = None,
    image: Annotated[Path | None, typer.Option("--image", help="A picture to show with the question (JPEG, PNG, WebP).")] = None,
    thread: Annotated[str | None, typer.Option("--thread", help="Name of a conversation to begin or go on with.")] = None,
    brain: Annotated[str, typer.Option("--brain", help="auto, offline or vllm.")] = "auto",
    collection: Annotated[Path | None, typer.Option("--collection", help="Folder of a built collection; the starter by default.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Accept an exhibition as it is proposed.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for what is taken away of an accepted exhibition.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")] = False,
) -> None:
    """Ask about a collection."""
    if question is not None and not question.strip():
        raise WrongUse("the question is empty; ask something in words")
    if question is None and as_json:
        raise WrongUse("--json needs a question; put it in quotes behind the command")
    if question is None and not sys.stdin.isatty() and image is None:
        question = sys.stdin.read().strip() or None
        if question is None:
            raise WrongUse("there is no question; put it in quotes behind the command")
    picture = read_picture_file(image) if image else None
    _run(question or ("What is this?" if picture else None), picture, thread, brain, collection, yes, out, as_json)


def _run(
    question: str | None, picture: bytes | None, thread: str | None, kind: str, collection: Path | None, yes: bool, out: Path | None,
    as_json: bool,
) -> None:  # fmt: skip
    from .ask import ask
    from .assemble import agent
    from .brains import choose_brain
    from .settings import Settings
    from .terminal import show, show_json, steps_console

    settings = Settings()
    if yes:
        settings = settings.model_copy(update={"approve": False})
    encoder = load_encoder("minilm")
    # First the brain: where it is missing, nobody should wait for an index before hearing so.
    brain = choose_brain(kind, settings, encoder)
    folder = collection or ready_starter(settings.starter, encoder)
    if not as_json:
        steps_console.print(f"[dim]{brain.note}[/dim]")
    name = thread or f"once-{uuid.uuid4().hex[:12]}"
    # Between the turns of a chat no loop runs, so that Ctrl-C at the prompt is Ctrl-C.
    with asyncio.Runner() as runner, ExitStack() as stack:
        inside = agent(settings, brain, encoder, folder)
        opened = runner.run(inside.__aenter__())
        stack.callback(lambda: runner.run(inside.__aexit__(None, None, None)))
        if thread is None:
            stack.callback(lambda: runner.run(opened.forget(name)))
        if question is None:
            _chat(runner, opened, name, folder, out)
            return
        tell = show_json if as_json else show
        answer = runner.run(tell(ask(opened, question, name, picture)))
        while _waits(answer) and sys.stdin.isatty() and not as_json:
            answer = runner.run(tell(ask(opened, input("\n› "), name)))
        if _waits(answer) and thread is None:
            steps_console.print("nobody was there to accept it; give --yes, or --thread NAME to answer with another command")
        take_away(answer, folder, out)


def _chat(runner: asyncio.Runner, opened: Agent, thread: str, folder: Path, out: Path | None) -> None:
    from .ask import ask
    from .terminal import show, steps_console

    steps_console.print("Ask about the collection. An empty line or Ctrl-D ends the chat.")
    while True:
        try:
            question = input("\n› ")
        except (EOFError, KeyboardInterrupt):
            return
        if not question.strip():
            return
        try:
            take_away(runner.run(show(ask(opened, question, thread))), folder, out)
        except (BrainFailed, CollectionError, ToolError) as error:
            steps_console.print(f"error: {error}")


def take_away(answer: Answer, folder: Path, out: Path | None) -> None:
    """Write what is taken away of an exhibition that this answer accepts; where `out` is not given, ask for it or say how."""
    from .terminal import steps_console

    proposal = answer.proposal
    if proposal is None or proposal.state != "accepted":
        return
    if out is None and sys.stdin.isatty():
        told = "Folder to take it away into: checklist, pages, catalogue, manifest (empty for none)"
        named = typer.prompt(told, default="", show_default=False, err=True).strip()
        out = Path(named) if named else None
    elif out is None:
        steps_console.print("[dim]give --out FOLDER to take an accepted exhibition away: checklist, pages, catalogue, manifest[/dim]")
    if out is None:
        return
    from tools.curate.export import FORMATS, Material, export, pictures_of
    from tools.curate.show import read_show

    exhibition = read_show(proposal.exhibition)
    files = export(exhibition, out, FORMATS, Material(pictures=pictures_of(exhibition, folder)))
    steps_console.print(f"written to {out}: {', '.join(file.name for file in files)}")


def _waits(answer: Answer) -> bool:
    return answer.proposal is not None and answer.proposal.state == "waiting"


if __name__ == "__main__":
    run_command(one_command(main), BrainFailed, BrainUnavailable, ToolError)
