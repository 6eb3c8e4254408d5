"""Run the faults and report: what each ended in, when, and what a thousand of them left behind."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from agents.assemble import Agent, agent
from agents.brains import Brain
from agents.brains.errors import BrainFailed
from agents.brains.vllm import Patience, load_vllm_brain
from agents.settings import Settings
from eval.report import Report, Table
from retrieval.encoders import load_encoder

from .catalogue import Fault, faults, good
from .leaks import Repeated, repeat
from .replies import MODEL
from .turn import Outcome, with_fault

# A stall of 30 s has to show within the silence, and every try within the whole.
PATIENCE = Patience(silence_s=2, whole_s=6)


def evaluate(collection: Path, count: int) -> Report:
    """Ask through each fault, lasting and passing, then `count` faults more for what they leave behind."""
    return asyncio.run(_evaluated(collection, count))


async def _evaluated(collection: Path, count: int) -> Report:
    async with _agent(collection) as opened:
        # The first search and the first call of a process load much, which is no fault's time.
        await with_fault(opened, Fault("none", good(), BrainFailed), True, PATIENCE)
        lasting, passing = [[await with_fault(opened, fault, passes, PATIENCE) for fault in faults()] for passes in (False, True)]
        repeated = await repeat(opened, count) if count else None
    return report(lasting, passing, repeated)


@asynccontextmanager
async def _agent(collection: Path) -> AsyncGenerator[Agent]:
    """Open the real agent on a collection, with its threads in a folder that goes away; each fault brings a brain of its own."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        brain = Brain(load_vllm_brain(settings, MODEL), "vllm", "")
        async with agent(settings, brain, load_encoder("minilm"), collection) as opened:
            yield opened


def report(lasting: Sequence[Outcome], passing: Sequence[Outcome], repeated: Repeated | None) -> Report:
    """Return tables of both, and a document with every sentence that a person would read."""
    right = [first.right and second.right for first, second in zip(lasting, passing, strict=True)]
    rows = [_row(first, second) for first, second in zip(lasting, passing, strict=True)]
    columns = ["fault", "when it lasts", "s", "when it passes", "s", "deadline s", "right"]
    notes = [f"{sum(right)} of {len(right)} faults end in the right typed error or in the answer, within the deadline."]
    document: dict[str, Any] = {
        "lasting": [asdict(outcome) for outcome in lasting],
        "passing": [asdict(outcome) for outcome in passing],
        "right": sum(right),
        "faults": len(right),
    }
    tables = [Table("Faults of the model's server", columns, rows)]
    if repeated:
        wrong = [outcome for outcome in repeated.outcomes if not outcome.right]
        tables.append(_held_table(repeated))
        notes.append(
            f"{len(repeated.outcomes)} faults in {repeated.seconds:.0f} s; {len(wrong)} of them were told as another typed error than "
            "theirs, as a machine too busy to answer within the shorter limits makes of any fault a silence."
        )
        document["repeated"] = {
            "count": len(repeated.outcomes), "wrong": [asdict(outcome) for outcome in wrong],
            "before": asdict(repeated.before), "after": asdict(repeated.after), "leaked": leaked(repeated),
        }  # fmt: skip
    return Report("Faults of the model's server", tables, notes, document)


def leaked(repeated: Repeated) -> bool:
    """Say whether more is held after the faults than before."""
    before, after = asdict(repeated.before), asdict(repeated.after)
    return any(after[kind] > before[kind] for kind in before)


def _row(lasting: Outcome, passing: Outcome) -> list[str]:
    right = "yes" if lasting.right and passing.right else "no"
    ends = [(outcome.error or "answer", f"{outcome.seconds:.2f}") for outcome in (lasting, passing)]
    return [lasting.fault, *ends[0], *ends[1], f"{lasting.deadline_s:g}", right]


def _held_table(repeated: Repeated) -> Table:
    before, after = asdict(repeated.before), asdict(repeated.after)
    rows = [[kind, str(before[kind]), str(after[kind])] for kind in before]
    return Table(f"Held by the process before and after {len(repeated.outcomes)} faults", ["what", "before", "after"], rows)
