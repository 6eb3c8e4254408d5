"""Twelve faults of the model's server, through the real graph."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agents.assemble import Agent, agent
from agents.brains import Brain
from agents.brains.vllm import Patience, load_vllm_brain
from agents.settings import Settings
from eval.faults.catalogue import faults
from eval.faults.leaks import Held, Repeated, held, repeat
from eval.faults.replies import MODEL
from eval.faults.run import leaked, report
from eval.faults.turn import Outcome, with_fault
from prompts import render
from retrieval.encoders.minilm import MiniLM

FAULTS = {fault.name: fault for fault in faults()}
PATIENCE = Patience(silence_s=0.8, whole_s=4, pause_s=0.1)


@pytest.fixture
async def opened(collection: Path, minilm: MiniLM, tmp_path: Path) -> AsyncIterator[Agent]:
    settings = Settings(home=tmp_path)
    async with agent(settings, Brain(load_vllm_brain(settings, MODEL), "vllm", ""), minilm, collection) as one:
        yield one


def test_there_are_twelve() -> None:
    assert len(FAULTS) == 12


@pytest.mark.parametrize("name", FAULTS)
async def test_a_lasting_fault_ends_in_its_typed_error_within_the_deadline(opened: Agent, name: str) -> None:
    ended = await with_fault(opened, FAULTS[name], False, PATIENCE)
    assert (ended.error, ended.right) == (FAULTS[name].ends_in.__name__, True)
    assert ended.said.rstrip().endswith(".")


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if fault.heals])
async def test_a_passing_fault_is_healed_by_the_client(opened: Agent, name: str) -> None:
    ended = await with_fault(opened, FAULTS[name], True, PATIENCE)
    assert (ended.error, ended.said.split("\n")[0]) == (None, render("refusals/dont_know"))


async def test_faults_leave_nothing_behind(opened: Agent) -> None:
    before = held()
    repeated = await repeat(opened, 12)
    assert len(repeated.outcomes) == 12
    assert not leaked(repeated)
    assert held().tasks == before.tasks


def test_the_report_counts_a_fault_right_only_when_both_its_ends_are() -> None:
    good, bad = Outcome("stall", None, "said", 0.5, 6, True), Outcome("stall", "ServerBusy", "busy.", 9.0, 6, False)
    told = report([good, good], [good, bad], None)
    assert [row[-1] for row in told.tables[0].rows] == ["yes", "no"]
    assert told.notes[0].startswith("1 of 2 faults end in the right")
    assert told.document["passing"][1]["said"] == "busy."


def test_more_held_than_before_is_a_leak() -> None:
    before = Held(1, 9, 7)
    assert leaked(Repeated([], before, Held(1, 9, 8), 1.0))
    assert not leaked(Repeated([], before, Held(1, 8, 7), 1.0))
