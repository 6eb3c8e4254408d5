"""A proposed exhibition waits for a person: accepted, rejected, changed, or left for another question."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from agents.ask import Answer, ask
from agents.assemble import Agent, context_for, tools_for
from agents.brains import Brain
from agents.brains.offline.brain import OfflineBrain
from agents.context import Switches
from agents.graph import build_graph
from retrieval.encoders.minilm import MiniLM
from retrieval.pictures import PictureStore
from retrieval.search import Searcher
from tools.curate.relevance.likeness import Encodings

BRIEF = "Choose three works for an exhibition on winter, at most one per artist"
Opened = Callable[[bool], Agent]


@pytest.fixture
def opened(searcher: Searcher, minilm: MiniLM, offline_brain: OfflineBrain, tmp_path: Path) -> Opened:
    def of(approve: bool) -> Agent:
        pictures = PictureStore(tmp_path / "pictures")
        tools = tools_for(searcher, pictures, Encodings(minilm))
        context = context_for(Brain(offline_brain, "offline", ""), tools, minilm, pictures, Switches(approve=approve))
        return Agent(build_graph(tools, InMemorySaver()), context)

    return of


async def say(agent: Agent, words: str) -> Answer:
    last = [event async for event in ask(agent, words, "thread")][-1]
    assert isinstance(last, Answer)
    return last


def works_of(answer: Answer) -> list[str]:
    assert answer.proposal is not None
    return [hung["piece"]["id"] for section in answer.proposal.exhibition["sections"] for hung in section["works"]]


async def test_a_proposal_waits_for_a_word_and_is_told_in_full(opened: Opened) -> None:
    answer = await say(opened(True), BRIEF)
    assert answer.proposal is not None
    assert answer.proposal.state == "waiting"
    assert all(f"[{work}]" in answer.answer for work in works_of(answer))
    assert "Say yes" in answer.answer
    assert set(works_of(answer)) <= {citation.id for citation in answer.citations}


@pytest.mark.parametrize(("word", "state"), [("Yes!", "accepted"), ("no, thanks", "rejected")])
async def test_yes_accepts_it_and_no_rejects_it(opened: Opened, word: str, state: str) -> None:
    agent = opened(True)
    proposed = await say(agent, BRIEF)
    answer = await say(agent, word)
    assert answer.proposal is not None
    assert answer.proposal.state == state
    assert works_of(answer) == works_of(proposed)
    told = all(f"[{work}]" in answer.answer for work in works_of(proposed))
    assert told == (state == "accepted")


async def test_other_words_change_it_and_the_change_waits_again(opened: Opened) -> None:
    agent = opened(True)
    before = works_of(await say(agent, BRIEF))
    changed = await say(agent, "drop the second")
    assert changed.proposal is not None
    assert changed.proposal.state == "waiting"
    assert before[1] not in works_of(changed)
    accepted = await say(agent, "yes")
    assert accepted.proposal is not None
    assert (accepted.proposal.state, works_of(accepted)) == ("accepted", works_of(changed))


async def test_another_question_is_answered_and_the_proposal_still_waits(opened: Opened) -> None:
    agent = opened(True)
    proposed = await say(agent, BRIEF)
    other = await say(agent, "Who made Pines in Snow?")
    assert "Lindqvist" in other.answer
    assert other.proposal is None
    accepted = await say(agent, "ok")
    assert accepted.proposal is not None
    assert (accepted.proposal.state, works_of(accepted)) == ("accepted", works_of(proposed))


async def test_why_a_work_is_in_is_told_with_its_reasons(opened: Opened) -> None:
    agent = opened(True)
    await say(agent, BRIEF)
    told = await say(agent, "why is the first one in?")
    assert "number" in told.answer
    assert "[show:2]" in told.answer
    assert "left out because" not in told.answer


async def test_a_script_that_asks_nobody_takes_what_is_proposed(opened: Opened) -> None:
    answer = await say(opened(False), BRIEF)
    assert answer.proposal is not None
    assert answer.proposal.state == "accepted"
    assert all(f"[{work}]" in answer.answer for work in works_of(answer))
    assert "left out because" not in answer.answer


async def test_yes_to_nothing_is_a_word_like_any_other(opened: Opened) -> None:
    assert (await say(opened(True), "yes")).proposal is None


async def test_the_graph_stops_at_an_interrupt_which_a_program_may_resume(opened: Opened) -> None:
    agent = opened(True)
    await say(agent, BRIEF)
    config: Any = {"configurable": {"thread_id": "thread"}}
    [stopped] = (await agent.graph.aget_state(config)).interrupts
    assert len(stopped.value["exhibition"]["sections"]) >= 1
    done = await agent.graph.ainvoke(Command(resume="yes"), config, context=agent.context)
    assert [message.name for message in done["messages"][-2:-1]] == ["accepted"]


async def test_what_may_mean_two_things_is_asked_and_settled_by_the_next_words(opened: Opened) -> None:
    agent = opened(True)
    asked = await say(agent, "Choose two works for an exhibition on snow, no photographs, at least two photographs")
    assert asked.proposal is None
    assert "which should give way" in asked.answer
    settled = await say(agent, "the second")
    assert settled.proposal is not None
    assert len(works_of(settled)) == 2


async def test_rules_that_cannot_hold_together_are_told_and_nothing_waits(opened: Opened) -> None:
    answer = await say(opened(True), "Curate an exhibition of 400 paintings on the sea, all by Hokusai")
    assert answer.proposal is None
    assert "Hokusai" in answer.answer
    assert "left out because" not in answer.answer
