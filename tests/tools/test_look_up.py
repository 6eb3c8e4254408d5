"""`look_up` as the model calls it, over a real index."""

from __future__ import annotations

import pytest
from langchain_core.messages import ToolMessage
from langchain_core.tools import BaseTool

from retrieval.search import Searcher
from tools.errors import ToolError
from tools.look_up import look_up_tool


@pytest.fixture(scope="module")
def look_up(searcher: Searcher) -> BaseTool:
    return look_up_tool(searcher)


def called(tool: BaseTool, name: str) -> ToolMessage:
    return tool.invoke({"type": "tool_call", "name": tool.name, "id": "call-1", "args": {"name": name}})


def ids(message: ToolMessage) -> list[str]:
    return [p["id"] for p in message.artifact["passages"]]


@pytest.mark.parametrize("name", ["w:ferry", "The Ferry", "ferry", "Ferrry"])
def test_a_work_comes_with_its_record_first_and_what_is_told_of_it(look_up: BaseTool, name: str) -> None:
    message = called(look_up, name)
    assert ids(message) == ["w:ferry", "f:1"]
    assert str(message.content).startswith(
        "[w:ferry] The Ferry, Ada Lindqvist\nThe Ferry is a painting by Ada Lindqvist (Swedish, 1850–1920)."
    )


@pytest.mark.parametrize("name", ["m:ada-lindqvist", "Ada Lindqvist", "Lindqvist, Ada", "lindqvist"])
def test_a_maker_comes_with_the_record_first(look_up: BaseTool, name: str) -> None:
    found = ids(called(look_up, name))
    assert found[0] == "m:ada-lindqvist"
    assert "f:5" in found


def test_an_ambiguous_name_lists_the_choices_with_a_record_each(look_up: BaseTool) -> None:
    message = called(look_up, "Moreau")
    assert str(message.content).startswith(
        "“Moreau” may be any of these; say which you mean, or search for what sets it apart:\n"
        "- Jean Moreau (French, 1700–1760), m:jean-moreau\n"
        "- Paul Moreau (French, 1740–1800), m:paul-moreau\n\n"
        "[m:jean-moreau] Jean Moreau\n"
    )
    assert ids(message) == ["m:jean-moreau", "m:paul-moreau"]


def test_an_unknown_name_says_who_is_near(look_up: BaseTool) -> None:
    with pytest.raises(ToolError) as refused:
        called(look_up, "Adda Lundkwist")
    assert str(refused.value) == (
        "No work or maker called “Adda Lundkwist” is in this collection. Near in spelling: "
        "Ada Lindqvist (Swedish, 1850–1920), m:ada-lindqvist. Use search for what the name has to do with."
    )


def test_a_name_like_no_other_is_told_without_neighbours(look_up: BaseTool) -> None:
    with pytest.raises(ToolError) as refused:
        called(look_up, "Xochipilli")
    assert str(refused.value) == "No work or maker called “Xochipilli” is in this collection. Use search for what the name has to do with."


def test_an_empty_name_is_told(look_up: BaseTool) -> None:
    with pytest.raises(ToolError, match=r"^The query is empty."):
        called(look_up, "\n")
