"""The sides of a comparison."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agents.brains.offline.question import Asked
from agents.brains.offline.reader import Read
from agents.brains.offline.sides import sides_asked, speaks_of
from tools.observation import Passage


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Which is older, The Ferry or The Swing?", ["When was The Ferry made?", "When was The Swing made?"]),
        ("Which is wider, The Ferry or The Swing?", ["How high and wide is The Ferry?", "How high and wide is The Swing?"]),
        ("Compare Ada Ek and Karin Holm", ["What is special about Ada Ek?", "What is special about Karin Holm?"]),
        (
            "How does Ada Ek's use of ink differ from Karin Holm's?",
            ["How does Ada Ek's use of ink differ ?", "How does use of ink differ from Karin Holm's?"],
        ),
        ("Who taught Ada Ek and Karin Holm?", []),
        ("Compare the two", []),
    ],
)
def test_each_side_is_asked_for_by_itself(question: str, asked: list[str]) -> None:
    assert [side.text for side in sides_asked(Asked(question))] == asked


def test_a_side_is_called_as_the_question_calls_it() -> None:
    assert [side.side for side in sides_asked(Asked("How do Vermeer and Gerard ter Borch differ?"))] == ["Vermeer", "Gerard ter Borch"]


@pytest.mark.parametrize(
    ("side", "spoken"), [("The Swing", True), ("Paul Moreau", True), ("Winged Swing", False), ("Ada Ek", False), ("Moreau's Swing", True)]
)
def test_a_sentence_speaks_of_a_side_when_its_passage_names_most_of_it(side: str, spoken: bool, passage: Callable[..., Passage]) -> None:
    told = passage("f:1", "A lady loses her shoe.", heading="The Swing, Paul Moreau")
    assert speaks_of(Read("A lady loses her shoe.", told, 0, 1.0), side) is spoken
