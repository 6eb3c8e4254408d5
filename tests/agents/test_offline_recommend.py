"""What is near to a work that somebody likes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolCall, ToolMessage

from agents.brains.offline.conversation import Conversation, call_id, read_conversation
from agents.brains.offline.recommend import plan_recommended, recommended, recommends
from tools.observation import Passage

FERRY = (
    "The Ferry is a painting by Ada Ek. The Ferry is in the style Realism and of the genre landscape. "
    "The subjects of The Ferry are boat, fjord."
)
PIER = "The Pier is a print by Karin Holm. The subjects of The Pier are boat, gulls."


@pytest.fixture
def records(passage: Callable[..., Passage]) -> list[Passage]:
    def record(identity: str, title: str, text: str) -> Passage:
        told = [{"text": f"{part}.", "maxsim": 0.5, "cosine": 0.5, "weakest": 0.5} for part in text.rstrip(".").split(". ")]
        about = [{"id": identity, "name": title, "gender": None}]
        return passage(identity, text, heading=f"{title}, Ek", kind="record", about=about, sentences=told)

    return [record("w:ferry", "The Ferry", FERRY), record("w:pier", "The Pier", PIER)]


def talk(question: str, *results: list[Passage]) -> Conversation:
    """Return a conversation in which each call brought one of these back."""
    messages: list[AnyMessage] = [HumanMessage(question)]
    for round_, found in enumerate(results):
        identity = call_id(1, round_, 0)
        messages.append(AIMessage("", tool_calls=[ToolCall(name="search", args={"query": f"{question}{round_}"}, id=identity)]))
        messages.append(ToolMessage("…", tool_call_id=identity, artifact={"passages": found}))
    return read_conversation(messages)


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("I love The Ferry. What else might I like?", True),
        ("If I enjoy Ada Ek, what should I look at?", True),
        ("I like boats. Show me more.", False),
        ("Who else liked The Ferry?", False),
        ("Show me works similar to The Ferry", True),
        ("I love The Ferry. Who painted it?", False),
        ("I love The Ferry. Plan an exhibition of ten more works.", False),
    ],
)
def test_whoever_names_what_they_like_and_wants_more_is_understood(question: str, asks: bool) -> None:
    assert recommends(question) is asks


def test_more_is_searched_for_by_what_the_record_of_the_work_tells(records: list[Passage]) -> None:
    (call,) = plan_recommended(talk("I love The Ferry. What else is here?", records)).calls
    assert call.arguments["query"] == "in the style Realism and of the genre landscape. boat, fjord."


def test_a_theme_that_is_asked_for_goes_before_likeness(records: list[Passage]) -> None:
    (call,) = plan_recommended(talk("I love The Ferry. Show me other works with gulls.", records)).calls
    assert call.arguments["query"] == "The subjects are gulls."


def test_what_is_liked_is_not_recommended(records: list[Passage]) -> None:
    planned = plan_recommended(talk("I love The Ferry. What else is here?", records, records))
    assert recommended(planned) == "\n".join(
        ["Here are works of this collection that are near to it in style or subject:", "- The Pier is a print by Karin Holm [w:pier]."]
    )


def test_nothing_near_is_not_known(records: list[Passage]) -> None:
    planned = plan_recommended(talk("I love The Ferry. What else is here?", records, []))
    assert recommended(planned) == "I don't know from this collection."
