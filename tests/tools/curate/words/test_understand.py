"""Plain words into a brief: held to a table, and to what must hold of any text."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.tools.curate.words.expected import POOL, WOMEN, Row
from tests.tools.curate.words.phrasings import ALL
from tools.curate.brief import Brief, Rule, Trait, checked, read_brief
from tools.curate.pool import Piece
from tools.curate.words import Question, Vocabulary, answered, brief_of, vocabulary_of
from tools.curate.words.draft import tidied

VOCABULARY = vocabulary_of(POOL)
PHRASES = [row.asked for row in ALL]


def read(asked: str, vocabulary: Vocabulary = VOCABULARY) -> Brief:
    brief = brief_of(asked, vocabulary)
    assert isinstance(brief, Brief)
    return brief


def ask(asked: str) -> Question[Brief]:
    question = brief_of(asked, VOCABULARY)
    assert isinstance(question, Question)
    return question


@pytest.mark.parametrize("row", ALL, ids=PHRASES)
def test_plain_words_are_read_as_they_are_meant(row: Row) -> None:
    brief = read(row.asked)
    assert replace(brief, assumed=()) == row.brief
    assert len(brief.assumed) == len(row.aloud)
    assert all(any(word.lower() in sentence.lower() for sentence in brief.assumed) for word in row.aloud)


def test_a_loose_word_is_read_aloud() -> None:
    assert read("winter and ice since the war, a small show").assumed == (
        "“small” was read as 8 works.",
        "“since the war” was read as after the Second World War: 1945 and later.",
    )


def test_a_part_of_the_world_that_the_collection_does_not_tell_is_no_rule() -> None:
    untold = vocabulary_of([replace(piece, place=None, nationality=None, continent=None) for piece in POOL])
    assert read("love in Japanese prints, ten works", untold).theme == "love, Japanese"
    brief = read("ten works on snow in northern Europe", untold)
    assert (brief.theme, brief.rules) == ("snow in northern Europe", ())
    assert brief.assumed == (
        "The collection does not say where its works or makers come from, so “northern Europe” guides the theme and is no rule.",
    )


def test_a_kind_is_asked_in_the_field_that_the_collection_writes() -> None:
    typed = vocabulary_of([Piece(id="a", title="A", type="on paper, print"), Piece(id="b", title="B", medium="Graphite on paper")])
    assert read("ten works on war, only prints", typed).rules[0].trait == Trait(field="type", words=("print",))
    assert read("ten works on war, only drawings", typed).rules[0].trait == Trait(field="medium", words=("graphite",))


def test_the_famous_maker_is_meant_where_several_share_a_name() -> None:
    pool = [Piece(id=f"w{at}", title="", maker="Joseph Mallord William Turner") for at in range(9)]
    brief = read("ten works on storms by Turner", vocabulary_of([*pool, Piece(id="w9", title="", maker="Percy Turner")]))
    assert brief.rules[0].trait == Trait(field="maker", words=("Joseph Mallord William Turner",))
    assert brief.assumed == ("“Turner” was read as Joseph Mallord William Turner, by whom the collection has most works.",)


def test_loans_cannot_be_told_where_many_hold_the_works() -> None:
    many = vocabulary_of([replace(piece, holder=f"Museum {at}") for at, piece in enumerate(POOL)])
    brief = read("ten works on snow, no loans", many)
    assert (brief.theme, brief.rules) == ("snow", ())
    assert brief.assumed == (
        "The collection names 18 holders, so “no loans” is no rule here; say whose works to take, as in “only works held by …”.",
    )


@pytest.mark.parametrize(
    ("asked", "language", "rules"),
    [
        ("十二件关于冬天和孤独的作品，1600年至1850", "Chinese",
         (Rule(kind="only", trait=Trait(from_year=1600, to_year=1850), said="1600年至1850"),)),
        ("冬の静けさについての十二点", "Japanese", ()),
        ("Douze œuvres sur l'hiver et la solitude dans le nord", "French", ()),
        ("Zwölf Werke über den Winter und die Einsamkeit", "German", ()),
    ],
)  # fmt: skip
def test_a_brief_in_another_language_is_the_theme_and_says_so(asked: str, language: str, rules: tuple[Rule, ...]) -> None:
    brief = read(asked)
    assert (brief.theme, brief.size, brief.rules) == (asked, 12, rules)
    assert brief.assumed == (
        f"The brief is in {language}, of which only years and ids are read here, so all of it is the theme of a show of 12 works; "
        "say rules and size in English to have them kept.",
    )


@pytest.mark.parametrize(
    ("asked", "sentence", "options"),
    [
        ("at least five sculptures, only paintings", "“at least five sculptures” and “only paintings” cannot hold together",
         ["leave out “at least five sculptures”", "leave out “only paintings”"]),
        ("ten works, at least twelve prints", "“at least twelve prints” and ten works cannot hold together",
         ["make it twelve works", "leave out “at least twelve prints”"]),
        ("ten works on ice, before 1700, after 1800", "“before 1700” and “after 1800” cannot hold together",
         ["leave out “before 1700”", "leave out “after 1800”"]),
        ("ten works on ice, seven paintings, at least six prints",
         "“seven paintings”, “at least six prints” and ten works cannot hold together",
         ["make it 13 works", "leave out “seven paintings”", "leave out “at least six prints”"]),
        ("ten works on ice including w:wave, not w:wave", "“including w:wave” and “not w:wave” cannot hold together",
         ["leave out “including w:wave”", "leave out “not w:wave”"]),
        ("ten works on ice, no photographs, at least two photographs",
         "“no photographs” and “at least two photographs” cannot hold together",
         ["leave out “no photographs”", "leave out “at least two photographs”"]),
        ("ten works on ice, at least four by women, at most two by women",
         "“at least four by women” and “at most two by women” cannot hold together",
         ["leave out “at least four by women”", "leave out “at most two by women”"]),
        ("ten works on ice, only women artists, at least three by men",
         "“only women artists” and “at least three by men” cannot hold together",
         ["leave out “only women artists”", "leave out “at least three by men”"]),
    ],
)  # fmt: skip
def test_a_contradiction_is_asked_about_once(asked: str, sentence: str, options: list[str]) -> None:
    question = ask(asked)
    assert question.sentence == f"{sentence}; which should give way?"
    assert [option.said for option in question.options] == options
    # Whatever is answered, nothing more is asked: each option is a whole brief.
    assert all(checked(option.meant) == option.meant for option in question.options)


def test_an_answer_is_understood_by_number_or_words() -> None:
    question = ask("ten works, at least twelve prints")
    larger = answered(question, "1")
    assert larger is not None
    assert (larger.size, len(larger.rules)) == (12, 1)
    assert answered(question, "make it twelve") == larger
    left_out = answered(question, "the second")
    assert left_out is not None
    assert (left_out.size, left_out.rules) == (10, ())
    assert answered(question, "perhaps") is None


@pytest.mark.parametrize("asked", ["", "   ", "?!", "make me a show", "an exhibition please", "hello"])
def test_nothing_asked_is_asked_about(asked: str) -> None:
    question = ask(asked)
    assert question.sentence == "What should the show be about? Say a theme in a few words."
    assert [option.meant.size for option in question.options] == [12]


def test_what_looks_like_a_rule_and_is_none_is_said() -> None:
    assert read("ten works on ice that must hum").assumed == ("No rule was understood in “ice that must hum”; it is read as the theme.",)


def test_a_brief_longer_than_a_page_is_read_in_part() -> None:
    brief = read("ten works on snow " + "and snow " * 2000)
    assert brief.size == 10
    assert brief.assumed == ("Only the first 2,000 letters of the brief were read.",)


def whole(asked: str) -> None:
    """Hold what is read of a text to what any brief must be: a size of 1 to 500, rules that make sense, in the person's own words."""
    read = brief_of(asked, VOCABULARY)
    for brief in [option.meant for option in read.options] if isinstance(read, Question) else [read]:
        assert 1 <= brief.size <= 500
        assert checked(brief) == brief
        assert brief.asked == tidied(asked)[:2000]
        assert all(rule.said and rule.said in brief.asked for rule in brief.rules)


@settings(max_examples=150, deadline=None)
@given(asked=st.text(max_size=200))
@example("1 000 000 works, 0 prints, ¦¦¦, 12 m of wall by by by")
@example("only only no no at least at least half of half, 1-1-1, -5 works, 0 BC, a third of a third")
def test_any_text_is_read_without_a_fault(asked: str) -> None:
    whole(asked)


words = st.sampled_from(
    "at least most no more than only half a third of works prints by women Goya Dutch artists from Japan before after 1700 1850 the 17th "
    "century wider 150 cm 18 metres wall per artist maker on paper and or , ; . with without including w:wave twelve ten 3 two dozen "
    "exactly in northern Europe called “Night” for children labels French about winter sea BC 1880s since the war small".split()
)


@settings(max_examples=300, deadline=None)
@given(said=st.lists(words, max_size=25))
def test_any_order_of_a_curators_words_is_read_without_a_fault(said: list[str]) -> None:
    whole(" ".join(said))


@pytest.mark.parametrize("row", ALL[:40], ids=PHRASES[:40])
def test_a_brief_from_words_goes_to_json_and_back(row: Row) -> None:
    assert read_brief(json.dumps(asdict(read(row.asked)))) == read(row.asked)


def test_women_alone_are_what_works_show() -> None:
    assert read("ten works on women and war").rules == ()
    assert read("ten works on war, at least three women").rules[0] == Rule(
        kind="at_least", count=3, trait=WOMEN, said="at least three women"
    )


@pytest.mark.parametrize("unit", [" ", "¦", "Goya, ", "is are be ", "and ", "prints and ", "A ", "1", "no more than "])
@pytest.mark.timeout(20)
def test_words_that_go_on_and_on_are_read_soon(unit: str) -> None:
    whole(unit * (4000 // len(unit)))
