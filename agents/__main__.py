"""`python -m agents "question"`, or without one a chat in the terminal."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import uuid
from pathlib import Path
from typing import Annotated

import typer

from retrieval.collections import build_starter, starter_is_current
from retrieval.encoders import Encoder, load_encoder
from retrieval.errors import CollectionError
from retrieval.pictures import read_picture_file
from retrieval.terminal import one_command, progress_bar, run_command

from .brains.errors import BrainFailed, BrainUnavailable


class EmptyQuestion(CollectionError):
    """Nothing was asked."""


def main(
    question: Annotated[str | None, typer.Argument(help="What to ask; leave it out to chat.")] = None,
    image: Annotated[Path | None, typer.Option("--image", help="A picture to show with the question (JPEG, PNG, WebP).")] = None,
    thread: Annotated[str | None, typer.Option("--thread", help="Name of a conversation to begin or go on with.")] = None,
    brain: Annotated[str, typer.Option("--brain", help="auto, offline or vllm.")] = "auto",
    collection: Annotated[Path | None, typer.Option("--collection", help="Folder of a built collection; the starter by default.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")] = False,
) -> None:
    """Ask about a collection."""
    if brain not in ("auto", "offline", "vllm"):
        raise EmptyQuestion(f"there is no brain “{brain}”; use auto, offline or vllm")
    if question is not None and not question.strip():
        raise EmptyQuestion("the question is empty; ask something in words")
    if question is None and as_json:
        raise EmptyQuestion("--json needs a question; put it in quotes behind the command")
    if question is None and not sys.stdin.isatty() and image is None:
        question = sys.stdin.read().strip() or None
        if question is None:
            raise EmptyQuestion("there is no question; put it in quotes behind the command")
    picture = read_picture_file(image) if image else None
    asyncio.run(_run(question or ("What is this?" if picture else None), picture, thread, brain, collection, as_json))


async def _run(question: str | None, picture: bytes | None, thread: str | None, kind: str, collection: Path | None, as_json: bool) -> None:
    from .ask import ask
    from .assemble import agent
    from .brains import choose_brain
    from .settings import Settings
    from .terminal import show, show_json, steps_console

    settings = Settings()
    encoder = load_encoder("minilm")
    # First the brain: where it is missing, nobody should wait for an index before hearing so.
    brain = choose_brain(kind, settings, encoder)  # pyright: ignore[reportArgumentType] checked in main
    folder = collection or ready_starter(settings.starter, encoder)
    if not as_json:
        steps_console.print(f"[dim]{brain.note}[/dim]")
    name = thread or f"once-{uuid.uuid4().hex[:12]}"
    async with agent(settings, brain, encoder, folder) as opened:
        if question is None:
            await _chat(opened, name)
        else:
            events = ask(opened, question, name, picture)
            await (show_json(events) if as_json else show(events))


async def _chat(opened: object, thread: str) -> None:
    from .ask import ask
    from .terminal import show, steps_console

    steps_console.print("Ask about the collection. An empty line or Ctrl-D ends the chat.")
    while True:
        try:
            question = await asyncio.to_thread(input, "\n› ")
        except EOFError:
            return
        if not question.strip():
            return
        with contextlib.suppress(asyncio.CancelledError):
            try:
                await show(ask(opened, question, thread))  # pyright: ignore[reportArgumentType] an Agent; imported late
            except (BrainFailed, CollectionError) as error:
                steps_console.print(f"error: {error}")


def ready_starter(folder: Path, encoder: Encoder) -> Path:
    """Return the starter collection's folder, its index built or brought up to date first."""
    if not starter_is_current(folder):
        with progress_bar("Indexing the starter collection") as progress:
            build_starter(folder, encoder, progress)
    return folder


if __name__ == "__main__":
    run_command(one_command(main), BrainFailed, BrainUnavailable)
