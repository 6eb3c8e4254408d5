"""`search` as the model calls it, over a real index."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.messages import ToolMessage
from langchain_core.tools import BaseTool

from retrieval.search import Searcher
from tools.errors import ToolError
from tools.search import search_tool


@pytest.fixture(scope="module")
def search(searcher: Searcher) -> BaseTool:
    return search_tool(searcher)


def called(tool: BaseTool, **arguments: Any) -> ToolMessage:
    return tool.invoke({"type": "tool_call", "name": tool.name, "id": "call-1", "args": arguments})


def ids(message: ToolMessage) -> list[str]:
    return [p["id"] for p in message.artifact["passages"]]


def test_the_best_passage_comes_first_in_words_and_as_plain_values(search: BaseTool) -> None:
    message = called(search, query="Who taught Ada Lindqvist?")
    best = message.artifact["passages"][0]
    assert str(message.content).startswith(
        "[f:5] Ada Lindqvist\nAda Lindqvist was taught by the engraver Karin Holm in Bergen. Lindqvist kept a rowing boat all her life.\n"
    )
    assert (best["id"], best["kind"], best["heading"]) == ("f:5", "maker", "Ada Lindqvist")
    assert best["about"] == [{"id": "m:ada-lindqvist", "name": "Ada Lindqvist", "gender": "female"}]
    assert [s["text"] for s in best["sentences"]] == [
        "Ada Lindqvist was taught by the engraver Karin Holm in Bergen.",
        "Lindqvist kept a rowing boat all her life.",
    ]
    assert {type(s[figure]) for s in best["sentences"] for figure in ("maxsim", "cosine", "weakest")} == {float}


def test_words_and_values_tell_of_the_same_passages(search: BaseTool) -> None:
    message = called(search, query="snow", limit=4)
    assert [line[1 : line.index("]")] for line in str(message.content).splitlines() if line.startswith("[")] == ids(message)


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ({"artist": "Lindqvist", "limit": 12}, {"f:1", "f:2", "f:5", "m:ada-lindqvist", "w:ferry", "w:pines"}),
        ({"to_year": -1, "limit": 12}, {"f:4", "w:bull"}),
        ({"medium": "etching", "limit": 12}, {"f:2", "w:pines"}),
        ({"has_picture": True, "limit": 12}, set()),  # named, and not there
        ({"licence": "CC0", "limit": 12}, {"w:ferry"}),
        ({"artist": "Moreau", "from_year": 1770, "to_year": 1780, "medium": "oil"}, {"w:swing"}),
    ],
)
def test_filters_keep_what_is_not_asked_for_out(search: BaseTool, arguments: dict[str, Any], found: set[str]) -> None:
    assert set(ids(called(search, query="boats and horns", **arguments))) == found


@pytest.mark.parametrize(("limit", "count"), [(-3, 1), (0, 1), (2, 2), (500, 12)])
def test_a_limit_is_held_between_1_and_12(search: BaseTool, limit: int, count: int) -> None:
    assert len(ids(called(search, query="a work", limit=limit))) == count


def test_nothing_found_is_said_with_the_filters(search: BaseTool) -> None:
    message = called(search, query="bull", from_year=2000, medium="neon")
    assert message.content == "Nothing in this collection fits “bull” with from year 2000, medium neon."
    assert message.artifact == {"passages": []}


def test_an_unknown_artist_is_told_with_who_is_near(search: BaseTool) -> None:
    with pytest.raises(ToolError, match="no artist called “Ada Lundkvist” is in this collection; the nearest names are Ada Lindqvist"):
        called(search, query="boats", artist="Ada Lundkvist")


def test_an_empty_query_is_told(search: BaseTool) -> None:
    with pytest.raises(ToolError, match=r"^The query is empty. Say in words what to look for.$"):
        called(search, query=" ")
