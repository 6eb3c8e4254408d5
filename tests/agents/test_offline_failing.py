"""The offline brain when tools fail: once more, then otherwise, then aloud."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.tools import BaseTool, tool
from langgraph.checkpoint.memory import InMemorySaver

from agents.ask import Answer, ask
from agents.assemble import Agent, context_for
from agents.brains import Brain
from agents.brains.offline.brain import OfflineBrain
from agents.graph import build_graph
from retrieval.pictures import PictureStore
from retrieval.search import Searcher
from tools.errors import ToolError
from tools.look_up import look_up_tool
from tools.observation import Observation
from tools.search import search_tool


def failing(whole: BaseTool, how: str, times: int) -> BaseTool:
    """Return a search that refuses or finds nothing the first `times`."""
    calls: list[str] = []

    @tool(parse_docstring=True, response_format="content_and_artifact")
    def search(query: str, limit: int = 6, artist: str | None = None) -> tuple[str, Observation]:
        """Search the collection.

        Args:
            query: What to look for.
            limit: How many.
            artist: Whose.
        """
        calls.append(query)
        if len(calls) > times:
            done = whole.invoke({"name": "search", "args": {"query": query, "artist": artist}, "id": "1", "type": "tool_call"})
            return done.content, done.artifact
        if how == "refuses":
            raise ToolError("The search is out of order.")
        return "Nothing.", {"passages": []}

    return search


@pytest.fixture
def asked(searcher: Searcher, offline_brain: OfflineBrain, tmp_path: Path) -> Callable[..., Any]:
    async def answer(question: str, how: str, times: int, also: Sequence[BaseTool] = ()) -> Answer:
        tools = [failing(search_tool(searcher), how, times), *also]
        pictures = PictureStore(tmp_path)
        brain = Brain(offline_brain, "offline", "")
        agent = Agent(build_graph(tools, InMemorySaver()), context_for(brain, tools, searcher.encoder, pictures))
        async for event in ask(agent, question, "t"):
            if isinstance(event, Answer):
                return event
        raise AssertionError("no answer")

    return answer


@pytest.mark.parametrize("how", ["refuses", "finds nothing"])
async def test_a_search_that_fails_once_is_made_again(how: str, asked: Callable[..., Any]) -> None:
    told = await asked("Who painted The Ferry?", how, 1)
    assert [step.arguments for step in told.steps] == [{"query": "Who painted The Ferry?", "limit": 8}] * 2
    assert "The Ferry is a painting by Ada Lindqvist (Swedish, 1850–1920) [w:ferry]." in told.answer


async def test_a_list_that_fails_once_is_made_again(asked: Callable[..., Any]) -> None:
    told = await asked("Show me works by Ada Lindqvist", "refuses", 1)
    assert {c.id for c in told.citations} >= {"w:ferry", "w:pines"}


async def test_a_search_that_keeps_failing_is_told_and_not_made_for_ever(asked: Callable[..., Any]) -> None:
    told = await asked("Who painted The Ferry?", "refuses", 99)
    assert len(told.steps) == 2
    assert told.answer == "I couldn't look it up, for the search of this collection failed and failed again when I tried once more."


async def test_without_search_the_name_is_looked_up_and_that_is_said(asked: Callable[..., Any], searcher: Searcher) -> None:
    told = await asked("Who painted The Ferry?", "refuses", 99, [look_up_tool(searcher)])
    assert [step.tool for step in told.steps] == ["search", "search", "look_up"]
    assert "by Ada Lindqvist" in told.answer
    assert told.answer.endswith("I couldn't search this collection just now, so I looked it up by name.")


async def test_a_refusal_that_is_about_what_was_asked_is_not_tried_again(asked: Callable[..., Any]) -> None:
    told = await asked("Show me paintings by Ruisdael", "refuses", 0)
    assert len(told.steps) == 1
