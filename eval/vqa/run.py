"""Run a suite: read it, ask the agent or read its answers from a file, score it beside the baselines."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from agents.brains.errors import BrainFailed
from eval.report import Report
from retrieval.index.build import Progress

from .baselines import with_collection, without_collection
from .item import Item, Name, Suite
from .predictions import read_predictions, write_predictions
from .readers import read_suite
from .results import Answered, report
from .unfinished import Unfinished

if TYPE_CHECKING:
    from agents.assemble import Agent
    from retrieval.search import Searcher

# A server answers several at a time; more would only queue.
SERVER_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to run: with `predictions` nothing is asked; `limit` questions are drawn with `seed`, all where it is None."""

    suite: Name
    data: Path
    brain: str = "offline"
    collection: Path | None = None
    pictures: Path | None = None
    limit: int | None = None
    seed: int = 0
    predictions: Path | None = None

    @property
    def command(self) -> str:
        """Return the command that makes these figures."""
        options = {
            "--brain": None if self.predictions else self.brain, "--predictions": self.predictions, "--collection": self.collection,
            "--pictures": self.pictures, "--limit": self.limit, "--seed": self.seed,
        }  # fmt: skip
        told = " ".join(f"{option} {value}" for option, value in options.items() if value is not None)
        return f"python -m eval vqa --suite {self.suite} --data {self.data} {told}"


def evaluate(wanted: Wanted, keep: Path | None, bar: AbstractContextManager[Progress]) -> Report:
    """Return figures of a suite; answers are written to `keep`, where given, and until all are there, each to a file beside it.

    Raises:
        SourceError: the suite or the predictions are not as published, or answers beside `keep` are of another run.
        IndexUnusable: there is no such collection.
        BrainFailed: the model's server failed.
    """
    suite = read_suite(wanted.suite, wanted.data)
    asked = drawn(suite, wanted.limit, wanted.seed)
    file = wanted.predictions
    answered = _from_file(file, wanted, suite, asked) if file else asyncio.run(_from_agent(wanted, suite, asked, keep, bar))
    if keep is not None and file:
        write_predictions(answered.predictions, keep)
    return report(suite, asked, answered, wanted.command, wanted.seed)


def drawn(suite: Suite, limit: int | None, seed: int) -> list[Item]:
    """Return `limit` questions drawn with a seed, in the order of the file; all where there are no more."""
    if limit is None or limit >= len(suite.items):
        return list(suite.items)
    chosen = np.random.default_rng(seed).permutation(len(suite.items))[:limit]
    return [suite.items[i] for i in sorted(int(place) for place in chosen)]


def _from_file(file: Path, wanted: Wanted, suite: Suite, asked: Sequence[Item]) -> Answered:
    predictions, baselines = read_predictions(file, asked), without_collection(suite, asked, wanted.seed)
    if wanted.collection is None:
        return Answered(predictions, f"predictions of {file.name}", "none", baselines, asked=False)
    from retrieval.collections import open_with_its_encoder

    found = with_collection(suite, asked, open_with_its_encoder(wanted.collection))
    return Answered(predictions, f"predictions of {file.name}", wanted.collection.name, [*found, *baselines], asked=False)


async def _from_agent(
    wanted: Wanted, suite: Suite, asked: Sequence[Item], keep: Path | None, bar: AbstractContextManager[Progress]
) -> Answered:
    from .asking import Manner, predict

    agent, searcher = _opened(wanted.brain, wanted.collection)
    offline = agent.context.brain_name == "offline"
    manner = Manner(wanted.pictures, briefly=not offline, at_once=1 if offline else SERVER_AT_ONCE, seed=wanted.seed)
    unfinished = Unfinished(keep.with_suffix(f".part{keep.suffix}"), _about(wanted, suite, agent.context.brain_name)) if keep else None
    kept = unfinished.taken_up() if unfinished else {}
    with bar as progress:
        try:
            predictions = await predict(asked, agent, manner, progress, kept, unfinished.keep if unfinished else lambda _: None)
        except BrainFailed as error:
            raise BrainFailed(f"{error} {_what_is_kept(unfinished)}") from error
    if keep and unfinished:
        write_predictions(predictions, keep)
        unfinished.done()
    baselines = [*with_collection(suite, asked, searcher), *without_collection(suite, asked, wanted.seed)]
    taken_up = sum(item.id in kept for item in asked)
    return Answered(
        predictions, f"our agent, {agent.context.brain_name} brain", _collection(wanted), baselines, asked=True, taken_up=taken_up
    )


def _about(wanted: Wanted, suite: Suite, brain: str) -> dict[str, str]:
    """Return what has to be the same for answers of a run that stopped to be taken up; how many were drawn need not be."""
    questions = hashlib.sha256(repr(suite.items).encode()).hexdigest()[:12]
    return {
        "suite": suite.name, "questions": questions, "brain": brain, "collection": _collection(wanted),
        "pictures": str(wanted.pictures), "seed": str(wanted.seed),
    }  # fmt: skip


def _collection(wanted: Wanted) -> str:
    return wanted.collection.name if wanted.collection else "starter"


def _what_is_kept(unfinished: Unfinished | None) -> str:
    if unfinished is None:
        return "Nothing of the run is kept; give a folder with --report to go on after a stop."
    return f"What was answered is kept in {unfinished.file}, and the same command goes on from there."


def _opened(kind: str, collection: Path | None) -> tuple[Agent, Searcher]:
    """Open an agent whose threads live in memory alone, and the collection that it searches."""
    from langgraph.checkpoint.memory import InMemorySaver

    from agents.assemble import Agent, context_for, encodings_of, tools_for
    from agents.brains import choose_brain
    from agents.graph import build_graph
    from agents.settings import Settings
    from agents.writing import writer_of
    from retrieval.collections import open_with_its_encoder, ready_starter
    from retrieval.encoders import load_encoder
    from retrieval.pictures import PictureStore

    settings, encoder = Settings(), load_encoder("minilm")
    brain = choose_brain(kind, settings, encoder)
    searcher = open_with_its_encoder(collection or ready_starter(settings.starter, encoder), encoder)
    pictures = PictureStore(settings.home / "pictures")
    tools = tools_for(searcher, pictures, encodings_of(settings, encoder), writer=writer_of(brain, encoder))
    return Agent(build_graph(tools, InMemorySaver()), context_for(brain, tools, encoder, pictures)), searcher
