"""`python -m agents "question"`, or without one a chat in the terminal."""

from __future__ import annotations

import asyncio
import sys
import uuid
from collections.abc import AsyncIterator
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

    from .brains.errors import BrainFailed, BrainUnavailable

if TYPE_CHECKING:
    from .ask import Event
    from .assemble import Agent


class WrongUse(CollectionError):
    """The command was not given what it needs."""


def main(
    question: Annotated[str | None, typer.Argument(help="What to ask; leave it out to chat.")] = None,
    image: Annotated[Path | None, typer.Option("--image", help="A picture to show with the question (JPEG, PNG, WebP).")] = None,
    thread: Annotated[str | None, typer.Option("--thread", help="Name of a conversation to begin or go on with.")] = None,
    brain: Annotated[str, typer.Option("--brain", help="auto, offline or vllm.")] = "auto",
    collection: Annotated[Path | None, typer.Option("--collection", help="Folder of a built collection; the starter by default.")] = None,
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
    _run(question or ("What is this?" if picture else None), picture, thread, brain, collection, as_json)


def _run(question: str | None, picture: bytes | None, thread: str | None, kind: str, collection: Path | None, as_json: bool) -> None:
    from .ask import ask
    from .assemble import agent
    from .brains import choose_brain
    from .settings import Settings
    from .terminal import show_json, steps_console

    settings = Settings()
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
            _chat(runner, opened, name)
        else:
            events = ask(opened, question, name, picture)
            runner.run(show_json(events) if as_json else _shown(events))


def _chat(runner: asyncio.Runner, opened: Agent, thread: str) -> None:
    from .ask import ask
    from .terminal import steps_console

    steps_console.print("Ask about the collection. An empty line or Ctrl-D ends the chat.")
    while True:
        try:
            question = input("\n› ")
        except (EOFError, KeyboardInterrupt):
            return
        if not question.strip():
            return
        try:
            runner.run(_shown(ask(opened, question, thread)))
        except (BrainFailed, CollectionError) as error:
            steps_console.print(f"error: {error}")


async def _shown(events: AsyncIterator[Event]) -> None:
    from .terminal import show

    await show(events)


if __name__ == "__main__":
    run_command(one_command(main), BrainFailed, BrainUnavailable)
