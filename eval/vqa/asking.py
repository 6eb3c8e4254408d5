"""Ask our agent the questions of a suite, each in a thread of its own, with the picture where its file is at hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agents.ask import Answer, ask
from agents.assemble import Agent
from agents.brains.errors import ReplyUnusable, RequestRefused
from agents.citations import cited_sentences
from eval.agent.play import seed_of
from prompts import render
from retrieval.errors import PictureRefused
from retrieval.index.build import Progress
from retrieval.pictures import read_picture_file
from retrieval.words import folded

from .item import Item
from .predictions import Prediction
from .wording import wording


@dataclass(frozen=True, slots=True)
class Manner:
    """How to ask: where pictures lie, whether to ask for brevity, how many questions may wait at a time, and the seed of their seeds.

    A model can be asked to be brief; the offline brain quotes sentences whatever it is asked.
    """

    pictures: Path | None = None
    briefly: bool = False
    at_once: int = 1
    seed: int = 0


async def predict(
    items: Sequence[Item],
    agent: Agent,
    manner: Manner,
    progress: Progress,
    kept: Mapping[str, Prediction],
    keep: Callable[[Prediction], None],
) -> list[Prediction]:
    """Ask every question that is not in `kept`, hand each answer to `keep`, and return all answers in the order of the items.

    A question that the model cannot answer (its picture is refused, its context is full, its reply is unusable) has an error
    and an empty answer, and the others go on.

    Raises:
        BrainFailed: the model's server failed.
    """
    gate, done = asyncio.Semaphore(manner.at_once), 0

    async def one(number: int, item: Item) -> Prediction:
        nonlocal done
        if (found := kept.get(item.id)) is None:
            async with gate:
                found = await _asked(item, f"vqa-{number}", agent, manner)
            keep(found)
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


async def _asked(item: Item, thread: str, agent: Agent, manner: Manner) -> Prediction:
    try:
        return await _predicted(item, thread, agent, manner)
    except (RequestRefused, ReplyUnusable, PictureRefused) as error:
        return Prediction(item.id, "", error=f"{type(error).__name__}: {error}")
    finally:
        await agent.forget(thread)


async def _predicted(item: Item, thread: str, agent: Agent, manner: Manner) -> Prediction:
    picture = picture_of(item, manner.pictures)
    asked = wording(item, picture is not None, manner.briefly)
    answer = await _answer(agent, asked, thread, picture, seed_of(manner.seed, item.id, 0))
    refused = folded(render("refusals/dont_know")).rstrip(".") in folded(answer.answer) and not answer.citations
    told = "" if refused else " ".join(sentence.text for sentence in cited_sentences(answer.answer))
    usage = answer.usage
    return Prediction(item.id, told, refused, picture is not None, usage["seconds"], usage["input_tokens"], usage["output_tokens"])


def picture_of(item: Item, folder: Path | None) -> bytes | None:
    """Return the bytes of the item's picture, None where its file is not in the folder."""
    file = folder / item.picture if folder else None
    return read_picture_file(file) if file and file.is_file() else None


async def _answer(agent: Agent, question: str, thread: str, picture: bytes | None, seed: int) -> Answer:
    async for event in ask(agent, question, thread, picture, seed):
        if isinstance(event, Answer):
            return event
    raise RuntimeError("a turn ended without an answer")
