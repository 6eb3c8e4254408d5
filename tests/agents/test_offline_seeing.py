"""Questions that need a picture, or something said before, to be understood."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from agents.brains.offline.conversation import read_conversation
from agents.brains.offline.seeing import sees_nothing
from tools.observation import Passage


@pytest.fixture
def passages(passage: Callable[..., Passage]) -> list[Passage]:
    about = [{"id": "w:ferry", "name": "The Night Ferry", "gender": None}]
    other = [{"id": "w:swing", "name": "The Swing", "gender": None}]
    return [
        passage("f:1", "A woman holds a lantern on the deck.", heading="The Night Ferry", about=about),
        passage("f:2", "A woman holds a fan.", heading="The Swing", about=other),
    ]


@pytest.mark.parametrize(
    ("question", "unseen"),
    [
        ("What is the woman holding?", True),
        ("What colour is her hat?", True),
        ("How many people are in the picture?", True),
        ("Is there a dog in the background?", True),
        ("Who painted it?", True),
        ("When was she born?", True),
        ("What is the woman in The Swing holding?", False),
        ("what is the woman in the night ferry holding", False),
        ("What is the woman with the lantern on the deck holding?", False),
        ("What is aquatint?", False),
        ("Is there a print of a woman holding a fan?", False),
        ("Which paintings show the woman holding a fan?", False),
        ("who wear a hat and a coat", True),
        ("what animal is on the bench", True),
        ("What is this?", True),
        ("How do you print from a plate?", False),
    ],
)
def test_a_question_about_what_nobody_has_shown_is_known(question: str, unseen: bool, passages: list[Passage]) -> None:
    assert sees_nothing(read_conversation([HumanMessage(question)]), passages) is unseen


def test_what_was_spoken_of_before_is_known(passages: list[Passage]) -> None:
    talk = read_conversation(
        [HumanMessage("Who painted The Swing?"), AIMessage("Paul Moreau [f:2]."), HumanMessage("What is she holding?")]
    )
    assert not sees_nothing(talk, passages)
