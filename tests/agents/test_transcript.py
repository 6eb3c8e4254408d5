"""Reading a run out of its messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from agents.transcript import LOOK, MEND, Step, calls_made, evidence, mends_asked, new_pictures, steps, text_of, turn, turns

PICTURE = HumanMessage(
    [{"type": "text", "text": "What is"}, {"type": "text", "text": "this?"}, {"type": "picture", "id": "image-1", "sha256": "a"}]
)
LOOKED = AIMessage("", name=LOOK, tool_calls=[{"name": "analyse", "args": {"picture": "image-1"}, "id": "look-1"}])
SEARCHED = AIMessage(
    "",
    tool_calls=[
        {"name": "search", "args": {"query": "wave", "artist": None}, "id": "call-1"},
        {"name": "search", "args": {"query": "boat"}, "id": "call-2"},
        {"name": "search", "args": {"query": "foam"}, "id": "call-3"},
    ],
)
ASKED_TO_MEND = HumanMessage("Mend it.", name=MEND)
ANSWER = AIMessage("It is a wave [f:1].")


@pytest.fixture
def run(wave: Any, passage: Callable[..., Any]) -> list[AnyMessage]:
    """A picture and a question about it, three calls of which one fails and one is not answered, a mended answer, thanks."""
    measured = ToolMessage("dark", tool_call_id="look-1", artifact={"passages": [passage("image-1", "It is dark.")]})
    found = ToolMessage("found", tool_call_id="call-1", artifact={"passages": [wave]}, response_metadata={"milliseconds": 1.5})
    failed = ToolMessage("no", tool_call_id="call-2", status="error")
    return [
        PICTURE,
        LOOKED,
        measured,
        SEARCHED,
        found,
        failed,
        AIMessage("Hm."),
        ASKED_TO_MEND,
        ANSWER,
        HumanMessage("Thanks"),
        AIMessage("Yes."),
    ]


def test_turns_begin_at_a_persons_words_only(run: list[AnyMessage]) -> None:
    assert turns(run) == [run[:9], run[9:]]
    assert turn(run) == run[9:]


def test_before_the_first_question_there_is_no_turn() -> None:
    assert (turn([]), turns([]), turn([AIMessage("Hello")])) == ([], [], [])


def test_words_are_read_without_pictures() -> None:
    assert text_of(PICTURE) == "What is this?"


def test_the_calls_of_the_brain_are_counted_without_the_first_look(run: list[AnyMessage]) -> None:
    assert (calls_made(run), mends_asked(run), calls_made(turn(run))) == (3, 1, 0)


def test_evidence_is_all_that_any_tool_brought(run: list[AnyMessage], wave: Any) -> None:
    found = evidence(run)
    assert list(found) == ["image-1", "f:1"]
    assert found["f:1"] == wave


def test_steps_pair_calls_with_what_came_back(run: list[AnyMessage]) -> None:
    assert steps(run) == [
        Step("analyse", {"picture": "image-1"}, None, ["image-1"]),
        Step("search", {"query": "wave"}, 1.5, ["f:1"]),
        Step("search", {"query": "boat"}, None, [], "no"),
        Step("search", {"query": "foam"}, None, ()),
    ]


@pytest.mark.parametrize(
    ("messages", "fresh"),
    [([PICTURE], ["image-1"]), ([PICTURE, LOOKED], []), ([PICTURE, HumanMessage("And?")], []), ([], [])],
)
def test_a_picture_is_new_until_it_was_looked_at_or_the_question_is_over(messages: list[AnyMessage], fresh: list[str]) -> None:
    assert new_pictures(messages) == fresh
