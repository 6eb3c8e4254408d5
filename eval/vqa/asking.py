"""Ask our agent the questions of a suite, each in a thread of its own, with the picture where its file is at hand."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agents.ask import Answer, ask
from agents.assemble import Agent
from agents.citations import cited_sentences
from prompts import render
from retrieval.index.build import Progress
from retrieval.pictures import read_picture_file
from retrieval.words import folded

from .item import Item
from .predictions import Prediction
from .wording import wording


@dataclass(frozen=True, slots=True)
class Manner:
    """How to ask: where pictures lie, whether to ask for brevity, and how many questions may wait at a time.

    A model can be asked to be brief; the offline brain quotes sentences whatever it is asked.
    """

    pictures: Path | None = None
    briefly: bool = False
    at_once: int = 1


async def predict(items: Sequence[Item], agent: Agent, manner: Manner, progress: Progress) -> list[Prediction]:
    """Ask every question and return the answers in the order of the items.

    Raises:
        BrainFailed: the model's server failed; what was answered before is lost.
    """
    gate, done = asyncio.Semaphore(manner.at_once), 0

    async def one(number: int, item: Item) -> Prediction:
        nonlocal done
        async with gate:
            found = await _predicted(item, f"vqa-{number}", agent, manner)
        done += 1
        progress(done, len(items))
        return found

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(number, item)) for number, item in enumerate(items)]
    except ExceptionGroup as failed:
        # A server that fails one question fails those beside it: the first says it for all.
        raise failed.exceptions[0] from None
    return [task.result() for task in tasks]


async def _predicted(item: Item, thread: str, agent: Agent, manner: Manner) -> Prediction:
    picture = picture_of(item, manner.pictures)
    answer = await _answer(agent, wording(item, picture is not None, manner.briefly), thread, picture)
    await agent.forget(thread)
    refused = folded(render("refusals/dont_know")).rstrip(".") in folded(answer.answer) and not answer.citations
    told = "" if refused else " ".join(sentence.text for sentence in cited_sentences(answer.answer))
    return Prediction(item.id, told, refused, picture is not None, answer.usage["seconds"])


def picture_of(item: Item, folder: Path | None) -> bytes | None:
    """Return the bytes of the item's picture, None where its file is not in the folder."""
    file = folder / item.picture if folder else None
    return read_picture_file(file) if file and file.is_file() else None


async def _answer(agent: Agent, question: str, thread: str, picture: bytes | None) -> Answer:
    async for event in ask(agent, question, thread, picture):
        if isinstance(event, Answer):
            return event
    raise RuntimeError("a turn ended without an answer")
