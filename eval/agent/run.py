"""Run tasks by systems and trials, side by side, each sample written as soon as it is done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.errors import SourceError

from .play import Prices, play
from .sample import Sample, read_samples, write_samples
from .stage import Stage
from .systems import System
from .task import Task

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run: `kept` are samples of an earlier run that need not be run again."""

    tasks: Sequence[Task]
    systems: Sequence[System]
    trials: int
    seed: int
    version: str
    prices: Prices = field(default_factory=Prices)
    at_once: int = 2
    kept: Sequence[Sample] = ()

    def left(self) -> list[tuple[System, Task, int]]:
        """Return what is still to be run."""
        done = {sample.key for sample in self.kept}
        every = [(system, task, trial) for system in self.systems for task in self.tasks for trial in range(self.trials)]
        return [(system, task, trial) for system, task, trial in every if (system.name, task.id, trial) not in done]


async def run(plan: Plan, stage: Stage, file: Path | None, progress: Progress) -> list[Sample]:
    """Run what is left of a plan; return all its samples in order, those that were kept with them."""
    left, room = plan.left(), asyncio.Semaphore(plan.at_once)
    # Built before the clock runs, and not inside the loop, where all others would wait for it.
    for overlay in dict.fromkeys(task.overlay for _, task, _ in left):
        stage.searcher(overlay)
    done: list[Sample] = []

    async def one(system: System, task: Task, trial: int) -> None:
        async with room:
            sample = await play(stage, system, task, trial, plan.seed, plan.version, plan.prices)
        done.append(sample)
        if file is not None:
            with file.open("a", encoding="utf-8") as lines:
                lines.write(f"{sample.line()}\n")
        progress(len(done), len(left))

    await asyncio.gather(*(one(*each) for each in left))
    return _in_order(plan, [*plan.kept, *done])


def begin(file: Path, resume: bool, plan_version: str) -> list[Sample]:
    """Make the file of samples ready: empty, or with those of an earlier run that broke nothing.

    Raises:
        SourceError: it is to be resumed and its samples are of another version of the benchmark.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    kept = [sample for sample in read_samples(file) if sample.error is None] if resume and file.is_file() else []
    if other := next((sample.version for sample in kept if sample.version != plan_version), None):
        raise SourceError(f"{file} holds samples of version {other}, and this is {plan_version}; leave --resume out to run all again")
    write_samples(file, kept)
    return kept


def _in_order(plan: Plan, samples: Sequence[Sample]) -> list[Sample]:
    systems = {system.name: place for place, system in enumerate(plan.systems)}
    tasks = {task.id: place for place, task in enumerate(plan.tasks)}
    known = [s for s in samples if s.system in systems and s.task in tasks and s.trial < plan.trials]
    return sorted(known, key=lambda s: (systems[s.system], tasks[s.task], s.trial))
