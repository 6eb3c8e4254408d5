"""A question taken apart."""

from __future__ import annotations

from typing import Any

import pytest

from agents.brains.offline.filters import filters_of
from agents.brains.offline.kinds import wanted
from agents.brains.offline.names import compared, names_of
from agents.brains.offline.pointers import points_back
from agents.brains.offline.question import Asked, parts_of


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Who painted The Ferry?", [Asked("Who painted The Ferry?")]),
        ("Who painted The Ferry and when?", [Asked("Who painted The Ferry"), Asked("when painted The Ferry")]),
        ("Who painted it and where is it kept?", [Asked("Who painted it"), Asked("where is it kept?")]),
        ("When and where was Hokusai born?", [Asked("When was Hokusai born?"), Asked("where was Hokusai born?")]),
        ("The Ferry: who painted it?", [Asked("who painted it?", "The Ferry")]),
        ("I saw The Ferry in Bergen. Who painted it?", [Asked("Who painted it?", "I saw The Ferry in Bergen")]),
        ("I saw The Ferry. Who painted the Night Watch?", [Asked("Who painted the Night Watch?")]),
        ("Who is Hokusai? How did he die?", [Asked("Who is Hokusai?"), Asked("How did he die?")]),
        ("Hello, could you tell me who painted The Ferry?", [Asked("who painted The Ferry?")]),
        ("the ferry", [Asked("the ferry")]),
        ("", [Asked("")]),
    ],
)
def test_a_question_is_cut_into_what_it_asks(question: str, parts: list[Asked]) -> None:
    assert parts_of(question) == parts


def test_no_more_than_five_parts_are_asked() -> None:
    question = "Who made it, and when was it made, and where is it kept, and why was it made, and how big is it, and who owned it?"
    assert len(parts_of(question)) == 5


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Who painted The Ferry?", ["The Ferry"]),
        ("What did J. M. W. Turner paint?", ["J. M. W. Turner"]),
        ("Does Turner's Temeraire move?", ["Turner", "Temeraire"]),
        ("Is “the night watch” by Rembrandt van Rijn?", ["the night watch", "Rembrandt van Rijn"]),
        ("What sets Artemisia's Judith apart from the Night Watch?", ["Artemisia", "Judith", "Night Watch"]),
        ("why is the sky blue", []),
        ("Who taught Élisabeth Vigée Le Brun?", ["Élisabeth Vigée Le Brun"]),
        ("Is Girl with a Pearl Earring in Delft?", ["Girl with a Pearl Earring in Delft"]),
    ],
)
def test_names_are_runs_of_capitals_and_what_is_quoted(text: str, names: list[str]) -> None:
    assert names_of(text) == names


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Compare Monet and Turner", ["Monet", "Turner"]),
        ("Compare Monet with Vigée Le Brun", ["Monet", "Vigée Le Brun"]),
        ("Which is older, the Night Watch or the Mona Lisa?", ["Night Watch", "Mona Lisa"]),
        ("What do Nampeyo and Maria Martinez share?", ["Nampeyo", "Maria Martinez"]),
        ("How does Artemisia's Judith differ from Caravaggio's Judith?", ["Artemisia Judith", "Caravaggio"]),
        ("Which is larger?", []),
    ],
)
def test_sides_of_a_comparison_are_named(question: str, sides: list[str]) -> None:
    assert compared(question) == sides


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("paintings before 1700", {"to_year": 1699, "medium": "painting"}),
        ("works made up to 1700", {"to_year": 1700}),
        ("prints after 1850", {"from_year": 1851, "medium": "print"}),
        ("anything between 1600 and 1650", {"from_year": 1600, "to_year": 1650}),
        ("photographs from the 1930s", {"from_year": 1930, "to_year": 1939, "medium": "photograph"}),
        ("sculptures of the 17th century", {"from_year": 1601, "to_year": 1700, "medium": "sculpture"}),
        ("prints by Katsushika Hokusai", {"artist": "Katsushika Hokusai", "medium": "print"}),
        ("works about winter", {}),
    ],
)
def test_limits_in_words_become_filters(question: str, filters: dict[str, Any]) -> None:
    assert filters_of(question) == filters


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("Who painted it?", "person"),
        ("Which sculptor carved it?", "person"),
        ("When was it made?", "time"),
        ("In which century was it woven?", "time"),
        ("Which is older?", "time"),
        ("Which museum owns it?", "museum"),
        ("Where is it kept now?", "museum"),
        ("Where was she born?", "place"),
        ("How tall is it?", "size"),
        ("How many figures are in it?", "number"),
        ("What is it made of?", "material"),
        ("Why is the sky gold?", "reason"),
        ("What does it show?", "any"),
    ],
)
def test_a_part_wants_one_kind_of_thing(part: str, kind: str) -> None:
    assert wanted(part) == kind


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("Who taught her?", True),
        ("When was this painting made?", True),
        ("Where did the artist live?", True),
        ("Did they meet?", True),
        ("Who taught Artemisia, and did she marry?", False),
        ("Who is the painter of The Ferry?", False),
        ("What is the painting in Bergen called?", False),
        ("Who taught Artemisia?", False),
    ],
)
def test_a_pronoun_points_back_unless_a_name_before_it_explains_it(text: str, back: bool) -> None:
    assert points_back(text) is back
