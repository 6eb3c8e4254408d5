"""The tool that proposes exhibitions: what a model reads of them, what may be cited, and a talk read out of the messages."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from langchain_core.messages import ToolCall, ToolMessage
from langchain_core.tools import BaseTool

from retrieval.encoders.minilm import load_minilm
from retrieval.search import Searcher
from tools.curate.propose import Curator
from tools.curate.relevance.likeness import Encodings
from tools.curate.relevance.store import load_relevance
from tools.curate.show import read_show
from tools.curate.tool import curate_tool, exhibitions
from tools.errors import ToolError


@pytest.fixture(scope="module")
def opened() -> list[int]:
    return []


@pytest.fixture(scope="module")
def curate(searcher: Searcher, opened: list[int]) -> BaseTool:
    def open_curator() -> Curator:
        opened.append(1)
        return Curator.of(searcher, load_relevance(Encodings(load_minilm())))

    return curate_tool(open_curator)


def call(tool: BaseTool, before: list[Any], **arguments: Any) -> ToolMessage:
    asked = ToolCall(name="curate", args={"messages": before, **arguments}, id=f"call-{len(before)}", type="tool_call")
    return asyncio.run(tool.ainvoke(asked))


def works_of(message: ToolMessage) -> list[str]:
    return [hung.piece.id for hung in read_show(message.artifact["exhibition"]).works]


def test_a_brief_brings_back_a_show_whose_works_may_all_be_cited(curate: BaseTool) -> None:
    found = call(curate, [], brief="three works on the sea, at most one per artist")
    works = works_of(found)
    passages = {passage["id"]: passage for passage in found.artifact["passages"]}
    assert len(works) == 3
    assert {*works, "show:1"} <= passages.keys()
    assert all(f"[{work}]" in found.content for work in works)
    assert "at most one work by one maker" in passages["show:1"]["text"].lower()


def test_a_brief_without_a_theme_brings_back_works_too(curate: BaseTool) -> None:
    found = call(curate, [], brief="two works, one per artist")
    assert len(works_of(found)) == 2
    assert set(works_of(found)) <= {passage["id"] for passage in found.artifact["passages"]}


def test_what_it_brings_back_is_plain_json_and_reads_back_as_the_same_show(curate: BaseTool) -> None:
    document = call(curate, [], brief="two works on winter").artifact["exhibition"]
    assert read_show(json.loads(json.dumps(document))) == read_show(document)


def test_the_collection_is_opened_once_however_often_it_is_asked(curate: BaseTool, opened: list[int]) -> None:
    call(curate, [], brief="one work on snow")
    call(curate, [], brief="one work on rain")
    assert opened == [1]


def test_a_change_is_of_the_show_proposed_last_in_the_messages(curate: BaseTool) -> None:
    first = call(curate, [], brief="three works on the sea")
    second = call(curate, [first], change="drop the second")
    gone = works_of(first)[1]
    assert gone not in works_of(second)
    assert f"[{gone}]" in second.content
    assert second.artifact["passages"][0]["id"] == "show:2"


def test_what_was_changed_is_taken_back(curate: BaseTool) -> None:
    first = call(curate, [], brief="three works on the sea")
    second = call(curate, [first], change="drop the second")
    third = call(curate, [first, second], change="undo")
    assert works_of(third) == works_of(first)
    with pytest.raises(ToolError, match="nothing"):
        call(curate, [first, second, third], change="undo")


def test_a_reason_is_told_and_the_show_stays(curate: BaseTool) -> None:
    first = call(curate, [], brief="three works on the sea")
    told = call(curate, [first], change="why is the second one in?")
    assert told.artifact["turn"] == "explained"
    assert read_show(first.artifact["exhibition"]).works[1].piece.title in told.content
    assert [how for _, how in exhibitions([first, told])] == ["proposed", "explained"]


def test_rules_that_cannot_hold_together_are_told_and_may_be_cited(curate: BaseTool) -> None:
    found = call(curate, [], brief="400 paintings on the sea, all by Hokusai")
    assert found.artifact["exhibition"] is None
    assert found.artifact["turn"] == "impossible"
    assert all(sentence["text"] in found.content for sentence in found.artifact["passages"][0]["sentences"])
    assert "Size: 400 works" in found.content


def test_words_that_may_mean_two_things_are_asked_about_and_settled_by_a_number(curate: BaseTool) -> None:
    words = "two works on snow, no photographs, at least two photographs"
    asked = call(curate, [], brief=words)
    assert asked.artifact["turn"] == "asked"
    assert len(asked.artifact["options"]) > 1
    settled = call(curate, [asked], brief=words, reading=2)
    assert settled.artifact["exhibition"] is not None


@pytest.mark.parametrize("arguments", [{}, {"brief": "winter", "change": "drop the third"}, {"brief": "  "}])
def test_either_a_brief_or_a_change_is_needed(curate: BaseTool, arguments: dict[str, str]) -> None:
    with pytest.raises(ToolError, match="either a brief"):
        call(curate, [], **arguments)


def test_there_is_nothing_to_change_before_a_show_was_proposed(curate: BaseTool) -> None:
    with pytest.raises(ToolError, match="No exhibition has been proposed"):
        call(curate, [], change="drop the third")
