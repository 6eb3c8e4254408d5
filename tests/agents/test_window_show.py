"""A show of thirty works in a short context: what labels tell goes first, and every work keeps the number by which it may be named."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolCall, ToolMessage
from langchain_core.tools import BaseTool

from agents.assemble import tools_for
from agents.context import Budget, Context, Switches
from agents.prompt import prompt
from retrieval.catalogue import Reading
from retrieval.collections import open_collection
from retrieval.encoders.minilm import MiniLM
from retrieval.index.build import build_index
from retrieval.pictures import PictureStore
from retrieval.records import Artwork, Catalogue, Fragment, Maker
from tools.curate.relevance.likeness import Encodings

WORKS = 40
LONG = "The river runs past the mill, under the bridge and down to the harbour, where barges wait for the tide to turn. "
NOBODY: Any = None  # no brain is asked


@pytest.fixture(scope="module")
def tools(minilm: MiniLM, tmp_path_factory: pytest.TempPathFactory) -> list[BaseTool]:
    """The tools over forty invented works, each with a passage as long as a label."""
    numbers = range(1, WORKS + 1)
    makers = [Maker(id=f"m:{n}", name=f"Painter Number{n}", gender="female") for n in numbers]
    works = [
        Artwork(id=f"w:river-{n}", title=f"River Bend {n}", maker=f"m:{n}", earliest=1800 + n, latest=1800 + n, medium="Oil on canvas")
        for n in numbers
    ]
    told = [Fragment(id=f"f:{n}", kind="shows", about=(f"w:river-{n}",), text=f"River Bend {n} shows a bend. {LONG * 2}") for n in numbers]
    folder = tmp_path_factory.mktemp("rivers")
    build_index(Reading(Catalogue(makers, works, told), {}, {}, "0" * 64), folder, minilm, "rivers")
    return tools_for(open_collection(folder, minilm), PictureStore(folder), Encodings(minilm))


async def curated(tools: list[BaseTool], before: list[AnyMessage], **arguments: str) -> list[AnyMessage]:
    """Return a call of the tool with what it brings back."""
    curate = next(tool for tool in tools if tool.name == "curate")
    call = ToolCall(name="curate", args={"messages": before, **arguments}, id=f"call-{len(before)}", type="tool_call")
    result: ToolMessage = await curate.ainvoke(call)
    return [HumanMessage("Please"), AIMessage("", tool_calls=[call | {"args": arguments}]), result]


def numbered(said: str) -> list[int]:
    return [int(number) for number in re.findall(r"^(\d+)\. River Bend", said, re.MULTILINE)]


def context(tools: list[BaseTool], tokens: int, folder: Path) -> Context:
    budget = Budget(context_tokens=tokens)
    return Context(NOBODY, "nobody", tools, NOBODY, PictureStore(folder), budget, Switches(examples=True))


async def test_thirty_works_changed_twice_fit_and_each_can_still_be_named(tools: list[BaseTool], tmp_path: Path) -> None:
    messages = await curated(tools, [], brief="thirty works on rivers")
    for change in ("drop the third", "drop the fourth"):
        messages += await curated(tools, messages, change=change)
    sent = prompt(messages, context(tools, 12_000, tmp_path)).messages
    assert numbered(sent[-1].text) == list(range(1, 29))
    assert all(f"[w:river-{n}]" in sent[-1].text for n in re.findall(r"River Bend (\d+),", sent[-1].text))


async def test_what_labels_tell_goes_before_the_works_do_and_the_last_first(tools: list[BaseTool], tmp_path: Path) -> None:
    messages = await curated(tools, [], brief="thirty works on rivers")
    seen: set[tuple[bool, bool]] = set()
    for tokens in range(9000, 5400, -200):
        sent = prompt(messages, context(tools, tokens, tmp_path)).messages[-1].text
        works, labelled = numbered(sent), [int(n) for n in re.findall(r"^(\d+)\. .*\n +River Bend \d+ shows", sent, re.MULTILINE)]
        assert works == list(range(1, len(works) + 1))
        assert labelled == works[: len(labelled)]
        assert not labelled or len(works) == 30
        seen.add((len(works) == 30, bool(labelled)))
    assert seen == {(True, True), (True, False), (False, False)}
