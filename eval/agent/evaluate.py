"""Put a run together: tasks, stage, systems; and what comes of its samples."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from agents.brains import choose_brain
from agents.context import Switches
from agents.settings import Settings
from retrieval.collections import open_with_its_encoder
from retrieval.encoders import Encoder, load_encoder
from retrieval.errors import SourceError
from retrieval.search import Searcher

from .overlay import open_overlay
from .play import Prices
from .run import Plan, Progress, begin, run
from .sample import Sample, scored
from .score import SCORER
from .stage import Stage
from .systems import PEERS, Ours
from .task import OVERLAYS, TASKS, Task, fingerprint, read_tasks

SAMPLES = "samples.jsonl"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command was asked for."""

    brain: str = "offline"
    tasks: Path = TASKS
    only: str | None = None
    trials: int = 1
    seed: int = 0
    peers: bool = False
    prices: Prices = field(default_factory=Prices)
    at_once: int = 2
    switches: Sequence[str] = ()
    resume: bool = False
    report: Path | None = None


def version_of(tasks: Path) -> str:
    """Return the benchmark's version: of its tasks, its overlays and its scorer."""
    return f"{SCORER}-{fingerprint([tasks, OVERLAYS], SCORER)}"


def tasks_of(folder: Path, only: str | None) -> list[Task]:
    """Return the tasks of a folder, of one kind or of those with this id; raise `SourceError` when there are none."""
    tasks = read_tasks(folder)
    kept = [task for task in tasks if only is None or only in (task.kind, task.id)]
    if not kept:
        raise SourceError(f"no task is of the kind {only}; use one of {', '.join(sorted({task.kind for task in tasks}))}, or a task's id")
    return kept


def evaluate(wanted: Wanted, progress: Progress) -> list[Sample]:
    """Run what is wanted and return its samples; they are written to the report's folder as they are done."""
    version = version_of(wanted.tasks)
    if wanted.resume and wanted.report is None:
        raise SourceError("there is nothing to resume without --report; give the folder of the run that stopped")
    file = wanted.report / SAMPLES if wanted.report else None
    kept = begin(file, wanted.resume, version) if file else []
    systems = (Ours(), *PEERS) if wanted.peers else (Ours(),)
    plan = Plan(
        tasks_of(wanted.tasks, wanted.only), systems, wanted.trials, wanted.seed, version, wanted.prices, wanted.at_once, kept
    )  # fmt: skip
    return asyncio.run(run(plan, stage_for(wanted.brain, switched(wanted.switches)), file, progress))


def stage_for(brain: str, switches: Switches) -> Stage:
    """Return the stage with a brain on the starter collection, which is built when it is not there."""
    from retrieval.collections import ready_starter

    settings, encoder = Settings(), load_encoder("minilm")
    chosen = choose_brain(brain, settings, encoder)
    starter = ready_starter(settings.starter, encoder)
    kept = settings.home / "eval" / "agent"

    def opened(overlay: str | None) -> Searcher:
        return _opened(overlay, starter, kept, encoder)

    return Stage(chosen, encoder, kept / "pictures", opened, switches)


def _opened(overlay: str | None, starter: Path, kept: Path, encoder: Encoder) -> Searcher:
    if overlay is None:
        return open_with_its_encoder(starter, encoder)
    return open_overlay(overlay, starter, kept, encoder)


def switched(given: Sequence[str]) -> Switches:
    """Return the agent's switches as people have them, those given by “name=on” or “name=off” changed.

    Raises:
        SourceError: there is no such switch.
    """
    known = {each.name for each in fields(Switches)}
    switches = Switches(examples=True)
    for text in given:
        name, _, value = text.partition("=")
        if name not in known or value not in ("on", "off"):
            raise SourceError(f"there is no switch {text}; write one of {', '.join(sorted(known))} with =on or =off")
        switches = replace(switches, **{name: value == "on"})
    return switches


def scored_again(samples: Sequence[Sample], folder: Path) -> list[Sample]:
    """Score samples by the tasks and the scorer as they are now, without running them.

    Raises:
        SourceError: a sample is of a task that is no longer there.
    """
    tasks = {task.id: task for task in read_tasks(folder)}
    if gone := next((sample.task for sample in samples if sample.task not in tasks), None):
        raise SourceError(f"there is no task {gone} in {folder}; score with the tasks that were run")
    version = version_of(folder)
    return [scored(replace(sample, version=version), tasks[sample.task]) for sample in samples]
