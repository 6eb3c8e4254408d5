"""The agent's tasks under inspect_ai: `inspect eval eval/inspect_tasks.py --model none`, then `inspect view`.

The model that inspect names is not used: our agent is the solver, with the brain that `-T brain=vllm` names, and our scorer scores.
inspect's decorators register the task where they stand, so the library is imported at the top.
"""

from __future__ import annotations

import functools
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inspect_ai import Task as InspectTask
from inspect_ai import task
from inspect_ai.dataset import MemoryDataset
from inspect_ai.dataset import Sample as InspectSample
from inspect_ai.model import ChatMessageAssistant, ChatMessageUser, ModelOutput
from inspect_ai.scorer import Score, Scorer, Target, accuracy, grouped, scorer, stderr
from inspect_ai.solver import Generate, Solver, TaskState, solver

# inspect reads this file from its path, and our packages are installed nowhere.
sys.path.insert(0, str(Path(__file__).parents[1]))

from eval.agent.evaluate import stage_for, switched, tasks_of, version_of
from eval.agent.play import Prices, play
from eval.agent.stage import Stage
from eval.agent.systems import Ours
from eval.agent.task import TASKS, Task

KEPT = "sample"


@task
def cicerone(brain: str = "offline", only: str | None = None, seed: int = 0) -> InspectTask:
    """Put the tasks to our agent; `only` is a kind or a task's id. Trials are inspect's epochs.

    Args:
        brain: auto, offline or vllm.
        only: A kind of task, or a task's id.
        seed: Seed of every call of a brain that samples.
    """
    tasks = tasks_of(TASKS, only)
    return InspectTask(
        dataset=MemoryDataset([_inspected(each) for each in tasks], name="cicerone"),
        solver=scripted_person(brain, seed),
        scorer=end_state(),
        version=version_of(TASKS),
    )


@solver
def scripted_person(brain: str, seed: int) -> Solver:
    """Let the scripted person talk with our agent, turn by turn."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        played = Task.model_validate(state.metadata["task"])
        sample = await play(_stage(brain), Ours(), played, state.epoch - 1, seed, version_of(TASKS), Prices())
        state.messages = [message for said in sample.exchanges for message in (ChatMessageUser(content=said.said), _answered(said.answer))]
        state.output = ModelOutput.from_content(model=sample.brain, content=sample.exchanges[-1].answer if sample.exchanges else "")
        state.store.set(KEPT, asdict(sample))
        return state

    return solve


@scorer(metrics=[accuracy(), stderr(cluster="cluster"), grouped(accuracy(), "kind", all=False)])
def end_state() -> Scorer:
    """Score as the benchmark does: what was said in the end, not the way to it."""

    async def score(state: TaskState, target: Target) -> Score:
        kept: dict[str, Any] = state.store.get(KEPT)
        calls = len(kept["calls"])
        told = "; ".join(kept["missed"]) or "everything that was asked for"
        return Score(value=1 if kept["passed"] else 0, answer=state.output.completion, explanation=told, metadata={"calls": calls})

    return score


def _inspected(given: Task) -> InspectSample:
    about = {"task": given.model_dump(mode="json"), "kind": given.kind, "cluster": given.cluster}
    return InspectSample(id=given.id, input=given.turns[-1].say, target=given.today or "", metadata=about)


def _answered(text: str) -> ChatMessageAssistant:
    return ChatMessageAssistant(content=text)


@functools.cache
def _stage(brain: str) -> Stage:
    return stage_for(brain, switched([]))
