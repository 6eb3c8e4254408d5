"""A name that several records bear."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agents.brains.offline.namesakes import Namesakes, namesakes, narrowed, titled_in
from tools.observation import Passage

SUPPERS = {"w:supper-ek": ("The Supper", "Ada Ek"), "w:supper-holm": ("The Supper", "Karin Holm"), "w:late": ("The Late Supper", "Ada Ek")}
VERSIONS = {
    "w:ferry": ("The Ferry", "Ada Ek"),
    "w:ferry-2": ("The Ferry (second version)", "Ada Ek"),
    "w:wave": ("Under the Wave (The Big Wave)", "Ek"),
}
MAKERS = {"m:jean-moreau": "Jean Moreau", "m:paul-moreau": "Paul Moreau", "m:moreau-smit": "Moreau Smit"}


@pytest.fixture
def passages(passage: Callable[..., Passage]) -> list[Passage]:
    works = [
        passage(i, f"{title} is a painting by {maker}.", heading=f"{title}, {maker}", about=[{"id": i, "name": title, "gender": None}])
        for i, (title, maker) in SUPPERS.items()
    ]
    makers = [passage(i, f"{n} drew.", heading=n, about=[{"id": i, "name": n, "gender": None}]) for i, n in MAKERS.items()]
    return [*works, *makers]


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("Who painted The Supper?", ["w:supper-ek", "w:supper-holm"]),
        ("How large is The Supper by Ada Ek?", ["w:supper-ek", "w:supper-holm"]),
        ("Who painted The Late Supper?", None),
        ("Who was Moreau?", ["m:jean-moreau", "m:paul-moreau"]),
        ("Who was Paul Moreau?", None),
        ("Which Moreau painted The Late Supper?", None),
        ("Who painted the boats at sea?", None),
        ("What was eaten at supper?", None),
    ],
)
def test_records_that_a_name_fits_equally_well_are_found(question: str, ids: list[str] | None, passages: list[Passage]) -> None:
    found = namesakes(question, passages)
    assert (list(found.ids) if found else None) == ids


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("Who painted The Supper?", ["w:supper-ek", "w:supper-holm"]),
        ("How large is The Supper by Ada Ek?", ["w:supper-ek"]),
        ("How large is The Supper by Rembrandt?", None),
        ("Which brand of bread is on The Supper?", None),
    ],
)
def test_what_else_is_said_tells_them_apart(question: str, ids: list[str] | None, passages: list[Passage]) -> None:
    alike = Namesakes("The Supper", ["w:supper-ek", "w:supper-holm"])
    found = narrowed(question, alike, passages)
    assert (list(found.ids) if found else None) == ids


def test_a_title_is_known_in_small_letters_when_it_has_two_words(passages: list[Passage]) -> None:
    assert titled_in("who painted the late supper", passages)
    assert not titled_in("who was at the supper", passages)


@pytest.mark.parametrize(("question", "ids"), [("When was The Ferry made?", ["w:ferry", "w:ferry-2"]), ("Who made The Big Wave?", None)])
def test_versions_of_a_work_bear_its_name(question: str, ids: list[str] | None, passage: Callable[..., Passage]) -> None:
    found = namesakes(
        question, [passage(i, "It.", heading=t, about=[{"id": i, "name": t, "gender": None}]) for i, (t, _) in VERSIONS.items()]
    )
    assert (list(found.ids) if found else None) == ids


def test_a_question_about_a_work_does_not_mean_the_maker_of_that_name(passage: Callable[..., Passage]) -> None:
    named = {"w:a": "Moreau at Home", "w:b": "Moreau in Rome", "m:jean-moreau": "Jean Moreau"}
    found = namesakes(
        "When was Moreau painted?", [passage(i, "It.", heading=n, about=[{"id": i, "name": n, "gender": None}]) for i, n in named.items()]
    )
    assert found is not None
    assert list(found.ids) == ["w:a", "w:b"]
