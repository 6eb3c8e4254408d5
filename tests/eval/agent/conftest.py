"""A stage over the invented collection with the offline brain, and tasks for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agents.brains import Brain
from agents.brains.offline import load_offline_brain
from agents.brains.offline.brain import OfflineBrain
from eval.agent.stage import Stage
from eval.agent.task import Expect, Fact, Task, Turn
from retrieval.encoders.minilm import MiniLM
from retrieval.search import Searcher


@pytest.fixture(scope="session")
def offline_brain(minilm: MiniLM) -> OfflineBrain:
    return load_offline_brain(minilm)


@pytest.fixture
def stage(searcher: Searcher, minilm: MiniLM, offline_brain: OfflineBrain, tmp_path: Path) -> Stage:
    return Stage(Brain(offline_brain, "offline", ""), minilm, tmp_path / "pictures", lambda overlay: searcher)


@pytest.fixture
def task() -> Callable[..., Task]:
    """A task that asks in turns and expects these words in the last answer."""

    def of(*said: str, expects: str = "Lindqvist", identity: str = "fact-01", **values: object) -> Task:
        turns = [Turn(say=text) for text in said[:-1]]
        turns.append(Turn(say=said[-1], expect=Expect(facts=(Fact(any=(expects,)),))))
        return Task.model_validate({"id": identity, "kind": "fact", "cluster": "a", **values, "turns": [t.model_dump() for t in turns]})

    return of
