"""Spreads, prefaces and works by name: held to briefs that were written before their reading, and what is said where it is no rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tools.curate.words.expected import PHOTOGRAPH, POOL, TEXTILE, bare, only, per_maker, spread
from tests.tools.curate.words.spreads import HELD_BACK, OPEN
from tools.curate.brief import Brief, Rule, Trait
from tools.curate.words import Question, Vocabulary, brief_of, vocabulary_of

VOCABULARY = vocabulary_of([replace(piece, picture=f"{piece.id}.jpg") for piece in POOL])


def read(asked: str, vocabulary: Vocabulary = VOCABULARY) -> Brief:
    brief = brief_of(asked, vocabulary)
    assert not isinstance(brief, Question)
    return brief


@pytest.mark.parametrize(("asked", "meant"), [*OPEN, *HELD_BACK], ids=[asked for asked, _ in (*OPEN, *HELD_BACK)])
def test_a_brief_is_read_as_it_was_meant(asked: str, meant: Brief) -> None:
    assert bare(read(asked)) == bare(meant)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("from three countries at least", spread("country", 3)),
        ("from more than two continents", spread("continent", 3)),
        ("from fewer than three centuries", spread("century", None, 2)),
        ("from three countries", spread("country", 3, 3)),
        ("not from more than two decades", spread("decade", None, 2)),
        ("at least five different makers", spread("maker", 5)),
        ("by ten different artists", per_maker(1)),
        ("by ten makers", per_maker(1)),
        ("by four makers", spread("maker", 4, 4)),
        ("each by another photographer", per_maker(1)),
        ("each from a different maker or culture", spread("maker_or_culture", 10)),
        ("no two from the same country", spread("country", 10)),
        ("one per continent", spread("continent", 10)),
        ("in three media", spread("medium", 3, 3)),
        ("with artists of at least four nationalities", spread("nationality", 4)),
        ("no more than two kinds of work", spread("type", None, 2)),
        ("from at least two museums", spread("holder", 2)),
        ("by at least two makers or more", spread("maker", 2)),
        ("three continents", spread("continent", 3, 3)),
        ("by at least two photographers", replace(spread("maker", 2), trait=PHOTOGRAPH)),
        ("with one work from each continent", spread("continent", 3)),
        ("by several artists", spread("maker", 2)),
        ("from all over the world", spread("continent", 3)),
    ],
)
def test_a_spread_is_read_with_its_bound(said: str, rule: Rule) -> None:
    brief = read(f"Ten works on the sea, {said}")
    assert (brief.theme, bare(brief).rules) == ("the sea", (rule,))


@pytest.mark.parametrize(
    "asked",
    [
        "ten works on two centuries of trade",
        "ten works on love with at least two people",
        "ten works on love, two people",
        "ten works on the lives of two artists",
        "ten works about the last two decades",
    ],
)
def test_what_works_show_is_no_spread(asked: str) -> None:
    assert not [rule for rule in read(asked).rules if rule.kind in ("spread", "per_maker")]


def test_a_loose_spread_is_read_aloud() -> None:
    brief = read("Ten works on the sea from different continents")
    assert bare(brief).rules == (spread("continent", 2),)
    assert brief.assumed == ("“from different continents” was read as at least two continents; say how many to have more.",)


def test_what_the_collection_does_not_tell_is_no_spread_and_that_is_said() -> None:
    untold = vocabulary_of([replace(piece, continent=None) for piece in POOL])
    brief = read("Ten works on the sea from at least three continents", untold)
    assert (brief.theme, brief.rules) == ("the sea", ())
    assert brief.assumed == ("The collection does not tell the continent of its works, so “from at least three continents” is no rule.",)


def test_a_collection_without_pictures_keeps_no_rule_of_them() -> None:
    brief = read("Ten works on the sea, only works with pictures", vocabulary_of(POOL))
    assert (brief.theme, brief.rules) == ("the sea", ())
    assert brief.assumed == ("The collection has no pictures, so “only works with pictures” is no rule.",)


def test_a_preface_is_passed_over_aloud() -> None:
    brief = read("The wall is narrow: eight paintings, none of them wider than 60 cm.")
    assert brief.theme == ""
    assert "“The wall is narrow” was passed over: it was not read as the theme." in brief.assumed


def test_more_continents_than_works_are_asked_about() -> None:
    question = brief_of("Three works on the sea from at least five continents", VOCABULARY)
    assert isinstance(question, Question)
    assert [option.said for option in question.options] == ["make it five works", "leave out “from at least five continents”"]


def test_of_several_works_of_a_name_the_first_is_taken_aloud() -> None:
    twice = vocabulary_of([*POOL, replace(POOL[3], id="w:wave-2")])
    brief = read("Hokusai's Great Wave must be in it, ten works on the sea", twice)
    assert [rule.trait.ids for rule in brief.rules if rule.trait] == [("w:wave",)]
    assert brief.assumed == ("2 works are called “Hokusai's Great Wave”; the first of them, w:wave, was taken.",)


def test_etchings_by_a_maker_are_no_title() -> None:
    assert not [rule for rule in read("Ten works on war, with etchings by Goya").rules if rule.kind == "include"]


@pytest.mark.parametrize("left", ["no museum more than twice", "by eight women", "not all from one continent", "no two alike"])
def test_a_rule_that_is_not_understood_is_said_to_be_none(left: str) -> None:
    brief = read(f"Twelve works on gardens, {left}")
    assert brief.rules == ()
    assert any(left in sentence for sentence in brief.assumed)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        (
            "We want nine works on harvest with makers from three countries or more",
            Brief(theme="harvest", size=9, rules=(spread("nationality", 3),)),
        ),
        (
            "Four textiles, each from another country, for our members' evening",
            Brief(theme="", size=4, rules=(only(TEXTILE), spread("country", 4))),
        ),
        ("Show ten works on dance, all pictured", Brief(theme="dance", size=10, rules=(only(Trait(field="picture")),))),
        ("A tour for teenagers on identity, eight works", Brief(theme="identity", size=8, audience="teenagers")),
    ],
)
def test_what_asks_and_where_it_hangs_is_no_theme(asked: str, meant: Brief) -> None:
    brief = read(asked)
    assert bare(brief) == bare(meant)
    assert not any("passed over" in sentence for sentence in brief.assumed)


@pytest.mark.parametrize(
    ("asked", "theme"),
    [
        ("I love winter. Ten works.", "winter"),
        ("Wish you were here: ten works", "Wish you were here"),
        ("The river is wide. Ten works of art.", "The river is wide"),
        ("My mother is a fish, ten works", "My mother is a fish"),
        ("Ten works on life in our collection of letters", "life in our collection of letters"),
        ("Ten works on waiting for the summer", "waiting for the summer"),
        ("Ten works on a room with a view", "a room with a view"),
    ],
)
def test_a_theme_that_is_like_a_preface_stays(asked: str, theme: str) -> None:
    assert read(asked).theme == theme
