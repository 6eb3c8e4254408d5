"""An exhibition worded by a served model, over the real graph, client and protocol."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from agents.ask import Answer, Token, ask
from agents.assemble import Agent, agent
from agents.brains import choose_brain
from eval.faults.replies import Reply, Says, calls, error
from eval.faults.server import Server, serving
from retrieval.encoders.minilm import MiniLM
from tests.agents.vllm_brains import settings_for
from tests.agents.writing.model import writing

BRIEF = "Choose three works for an exhibition on winter"
TEXTS = {
    "w:ferry": "Two women in The Ferry sit in the stern and look back at the shore [f:1].",
    "w:pines": "The plate of Pines in Snow was bitten three times in acid [f:2].",
    "w:bull": "Both horns of the bull are lost [f:4].",
    "w:quarrel": "Jean Moreau gave The Quarrel to his sister in 1752 [f:3].",
}


def following(words: Callable[[str], Reply]) -> Callable[[dict[str, Any]], Reply]:
    """Return a server that hands each question on to `curate` and lets `words` write."""

    def reply(request: dict[str, Any]) -> Reply:
        said = str(request["messages"][-1]["content"])
        if "response_format" in request:
            return words(said)
        return calls(("curate", {"brief" if said == BRIEF else "change": said}))

    return reply


def pen(said: str) -> Reply:
    return Says(writing(TEXTS)(said))


@asynccontextmanager
async def opened(server: Server, minilm: MiniLM, collection: Path, home: Path, **values: Any) -> AsyncGenerator[Agent]:
    settings = settings_for(server.url, home=home, examples=False, vllm_deadline_s=5, **values)
    async with agent(settings, choose_brain("vllm", settings, minilm), minilm, collection) as made:
        yield made


async def labels(agent: Agent, *words: str) -> list[dict[str, Any]]:
    """Say words one after another; return the works of the show after each, with what their labels tell."""
    shows: list[dict[str, Any]] = []
    for said in words:
        events = [event async for event in ask(agent, said, "thread", seed=7)]
        last = events[-1]
        assert isinstance(last, Answer)
        assert last.proposal is not None
        assert not [event for event in events if isinstance(event, Token) and "labels" in event.text]
        shows.append(dict(last.proposal.exhibition))
    return shows


def said_of(show: dict[str, Any]) -> dict[str, str]:
    hung = [hung for section in show["sections"] for hung in section["works"]]
    return {each["piece"]["id"]: " ".join(said["text"] for said in each["label"]["text"]) for each in hung}


def written(request: dict[str, Any]) -> bool:
    return "response_format" in request


async def test_a_served_model_words_the_show_and_a_change_keeps_its_words(minilm: MiniLM, collection: Path, tmp_path: Path) -> None:
    with serving(always=following(pen)) as server:
        async with opened(server, minilm, collection, tmp_path) as made:
            first, second = await labels(made, BRIEF, "drop the second")
    told = said_of(first)
    assert all("".join(TEXTS[work].split(" [")[0]) in text for work, text in told.items() if work in TEXTS)
    assert said_of(second) == {work: text for work, text in told.items() if work in said_of(second)}
    # One call for the labels of the new show and one for its opening; the change asks for nothing.
    assert sum(map(written, server.requests)) == 2
    # Nobody follows these words as they come.
    assert not any(request.get("stream") for request in server.requests if written(request))
    assert {request["seed"] for request in server.requests} == {7}


@pytest.mark.parametrize("reply", [error(500), error(400, "no such grammar"), Says("no JSON"), Says("{", finish="length")])
async def test_a_server_that_cannot_write_loses_no_show(reply: Reply, minilm: MiniLM, collection: Path, tmp_path: Path) -> None:
    with serving(always=following(lambda _: reply)) as server:
        async with opened(server, minilm, collection, tmp_path) as made:
            [show] = await labels(made, BRIEF)
    assert any(said_of(show).values())
    assert show["notes"][-1].startswith("Nothing that vllm")


async def test_a_curator_may_have_no_model_write(minilm: MiniLM, collection: Path, tmp_path: Path) -> None:
    with serving(always=following(pen)) as server:
        async with opened(server, minilm, collection, tmp_path, write=False) as made:
            [show] = await labels(made, BRIEF)
    assert not any(map(written, server.requests))
    assert not any(said["writer"] for section in show["sections"] for hung in section["works"] for said in hung["label"]["text"])
    assert "rote" not in json.dumps(show["notes"])
