"""Who is only described in a question is found first, from the inside out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from agents.brains.offline.hops import Described, described, follow, person_in
from agents.brains.offline.reader import FEATURES, Read, Reader
from tools.observation import Passage

PAUL = {"id": "m:paul-moreau", "name": "Paul Moreau", "gender": "male"}
KARIN = {"id": "m:karin-holm", "name": "Karin Holm", "gender": "female"}
SWING = {"id": "w:swing", "name": "The Swing", "gender": None}


class Certain:
    """A judge for whom every sentence that names somebody from Bergen answers."""

    def logits(self, question: str, texts: Sequence[str]) -> list[float]:
        return [9.0 if "Bergen" in text else -9.0 for text in texts]


@pytest.fixture
def reader() -> Reader:
    return Reader([0.0] * len(FEATURES), 0.0, (0.0, 1.0, 0.0), 0.5, Certain())


@pytest.fixture
def swing(passage: Callable[..., Passage]) -> Passage:
    text = "The Swing is a painting by Paul Moreau (French, 1740–1800)."
    return passage("w:swing", text, heading="The Swing, Paul Moreau", kind="record", about=[SWING, PAUL])


@pytest.fixture
def taught(passage: Callable[..., Passage]) -> Passage:
    return passage("f:5", "Paul Moreau was taught by Karin Holm in Bergen.", heading="Paul Moreau", about=[PAUL])


@pytest.mark.parametrize(
    ("question", "phrase", "filled"),
    [
        ("Where was the painter of The Swing born?", "the painter of The Swing", "Where was N born?"),
        ("Who taught the teacher of the man who made The Swing?", "the man who made The Swing", "Who taught the teacher of N?"),
        ("When was the teacher of the painter of The Swing born?", "the painter of The Swing", "When was the teacher of N born?"),
        ("Where is the print by the wife of Jean Moreau kept?", "the wife of Jean Moreau", "Where is the print by N kept?"),
        ("Which print by the pupil of Ada Ek is in Bergen?", "the pupil of Ada Ek", "Which print by N is in Bergen?"),
        ("Who owned the cup of the potter who was born in Ife?", "the potter who was born in Ife", "Who owned the cup of N?"),
        ("In which town did Ada Ek's father work?", "Ada Ek's father", "In which town did N work?"),
        ("Did Ada Ek's husband paint?", "Ada Ek's husband", "Did N paint?"),
        ("Where did the painter of The Swing vanish?", "the painter of The Swing vanish", "Where did the painter of The Swing vanish (N)?"),
    ],
)
def test_the_innermost_description_gives_way_to_a_name(question: str, phrase: str, filled: str) -> None:
    found = described(question)
    assert found is not None
    assert (found.phrase, found.filled("N")) == (phrase, filled)


@pytest.mark.parametrize(
    "question",
    [
        "Who was the painter of The Swing?",
        "What was the name of the man who bought The Swing?",
        "Which sculptor was the teacher of Ada Ek?",
        "Who was Ada Ek's teacher in Bergen?",
        "Ada Ek's teacher in Bergen?",
        "Who wrote the letter to Ada Ek?",
        "Which nurse holds Ek's child in the picture?",
    ],
)
def test_a_question_that_asks_who_somebody_is_or_describes_nobody_has_no_hop(question: str) -> None:
    assert described(question) is None


def test_somebody_spoken_of_before_the_question_is_looked_for_by_what_was_said() -> None:
    found = described("Ada Ek encouraged another painter from Bergen: Where is that painter's picture of a boat kept?")
    assert found is not None
    assert found.asks == "Ada Ek encouraged another painter from Bergen"
    assert found.filled("Karin Holm") == "Where is Karin Holm's picture of a boat kept?"


def test_somebody_named_before_the_question_is_no_stranger() -> None:
    assert described("Ada Ek painted The Ferry: Where was that painter born?") is None


def test_a_record_at_hand_tells_the_maker_without_a_search(reader: Reader, swing: Passage) -> None:
    asked = "Where was the painter of The Swing born?"
    followed = follow(asked, {asked: [swing]}, reader)
    assert (followed.query, followed.search) == ("Where was Paul Moreau born?", "Where was Paul Moreau born?")
    assert [(step.name, step.read.passage["id"]) for step in followed.steps] == [("Paul Moreau", "w:swing")]


def test_what_no_record_tells_is_searched_for_step_by_step(reader: Reader, swing: Passage, taught: Passage) -> None:
    asked = "Where did the teacher of the painter of The Swing live?"
    found = {asked: [swing]}
    assert follow(asked, found, reader).search == "Who was the teacher of Paul Moreau?"
    found["Who was the teacher of Paul Moreau?"] = [taught]
    followed = follow(asked, found, reader)
    assert [step.name for step in followed.steps] == ["Paul Moreau", "Karin Holm"]
    assert followed.search == "Where did Karin Holm live?"
    found["Where did Karin Holm live?"] = []
    assert follow(asked, found, reader).search is None


def test_nobody_found_leaves_the_question_as_it_was(reader: Reader, passage: Callable[..., Passage]) -> None:
    asked = "Where did the teacher of Paul Moreau live?"
    found = {asked: [passage("f:9", "A boat.")], "Who was the teacher of Paul Moreau?": [passage("f:9", "A boat.")]}
    followed = follow(asked, found, reader)
    assert (followed.query, followed.steps, followed.search) == (asked, [], None)


@pytest.mark.parametrize(
    ("asked", "text", "name"),
    [
        ("Who was the teacher of Paul Moreau?", "In Rome Paul Moreau was taught by Karin Holm.", "Karin Holm"),
        ("Who was Moreau's teacher?", "Paul Moreau studied in Lyon under Louis Brun.", "Louis Brun"),
        ("Who was the father of Anna Moreau?", "Anna Moreau worked with her father, Paul Moreau, until June.", "Paul Moreau"),
        ("Who was Moreau's teacher?", "Paul Moreau studied in Lyon.", None),
    ],
)
def test_a_person_is_found_in_a_sentence(asked: str, text: str, name: str | None, passage: Callable[..., Passage]) -> None:
    told: Any = passage("f:1", text, about=[PAUL, KARIN])
    assert person_in(Read(text, told, 0, 1.0), asked, []) == name


def test_a_maker_by_a_possessive_is_told_by_the_work() -> None:
    assert Described("Where was The Swing's painter born?", 10, 29).work == "The Swing"
