"""What a pronoun or a half-said question means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from agents.brains.offline.focus import Said, leans_on_before, understood

ADA = {"id": "m:ada-lindqvist", "name": "Ada Lindqvist", "gender": "female"}
JEAN = {"id": "m:jean-moreau", "name": "Jean Moreau", "gender": "male"}
FERRY = {"id": "w:ferry", "name": "The Ferry", "gender": None}
QUARREL = {"id": "w:quarrel", "name": "The Quarrel", "gender": None}


@pytest.fixture
def said(passage: Callable[..., Any]) -> Said:
    """Before: who painted The Ferry, which told of Ada Lindqvist, and in passing of Jean Moreau."""
    ferry = passage("f:1", "Ada Lindqvist painted The Ferry.", heading="The Ferry, Ada Lindqvist", about=[FERRY, ADA])
    quarrel = passage("f:2", "Jean Moreau drew The Quarrel.", heading="The Quarrel, Jean Moreau", about=[QUARREL, JEAN])
    return Said("Who painted The Ferry?", "Ada Lindqvist painted The Ferry [f:1].", [ferry, quarrel])


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("Who taught her?", True),
        ("And when?", True),
        ("Why?", True),
        ("What about The Quarrel?", True),
        ("Where is it?", True),
        ("Who taught Ada Lindqvist to draw, and in which town did that happen?", False),
        ("Who painted The Quarrel?", False),
    ],
)
def test_it_is_known_when_a_question_leans_on_the_one_before(text: str, leans: bool) -> None:
    assert leans_on_before(text) is leans


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Who taught her?", "Who taught Ada Lindqvist?"),
        ("Where was she born?", "Where was Ada Lindqvist born?"),
        ("And her teacher?", "Ada Lindqvist's teacher?"),
        ("and his teacher?", "Jean Moreau's teacher?"),
        ("Did he marry?", "Did Jean Moreau marry?"),
        ("When was the artist born?", "When was Ada Lindqvist born?"),
        ("What is the artist's best work?", "What is Ada Lindqvist's best work?"),
        ("When was it made?", "When was The Ferry made?"),
        ("What are its colours?", "What are The Ferry's colours?"),
        ("Where is this painting kept?", "Where is The Ferry kept?"),
        ("What about Pines in Snow?", "Who painted Pines in Snow?"),
        ("And Guernica?", "Who painted Guernica?"),
        ("When?", "When: Who painted The Ferry?"),
        ("And why?", "why: Who painted The Ferry?"),
        ("How large?", "How large (The Ferry)?"),
        ("Who painted The Quarrel?", "Who painted The Quarrel?"),
    ],
)
def test_what_is_left_out_is_filled_in(text: str, meant: str, said: Said) -> None:
    assert understood(text, said) == meant


def test_without_anyone_of_that_gender_the_pronoun_stays(said: Said) -> None:
    only_ada = Said(said.question, said.answer, said.passages[:1])
    assert understood("Who taught him in the year of the war?", only_ada) == "Who taught him in the year of the war (The Ferry)?"


def test_a_maker_whose_gender_is_not_known_fits_any_pronoun(passage: Callable[..., Any]) -> None:
    about = [{"id": "m:unknown", "name": "Kim Sol", "gender": None}]
    before = Said("Who wove it?", "Kim Sol wove it [f:1].", [passage("f:1", "Kim Sol wove it.", about=about)])
    assert [understood(f"Did {who} marry?", before) for who in ("he", "she")] == ["Did Kim Sol marry?"] * 2
