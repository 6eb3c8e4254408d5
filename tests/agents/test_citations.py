"""Sentences, their citations, and what these support."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.citations import Cited, citations, cited_sentences, unsupported, without
from retrieval.encoders.minilm import MiniLM
from tools.observation import Passage

WAVE = "Katsushika Hokusai made The Great Wave about 1831. It was never painted in oil. Nineteen men row three boats."
FERRY = "Ada Lindqvist painted The Ferry in Bergen in 1885. The fjord lies calm at dusk. No bridge crossed it before 1902."


@pytest.fixture
def evidence(passage: Callable[..., Passage]) -> dict[str, Passage]:
    return {
        "f:1": passage("f:1", WAVE),
        "f:2": passage("f:2", FERRY, heading="The Ferry, Ada Lindqvist"),
        "image-1": passage("image-1", "Its main colours are dark blue (41%) and cream (30%).", heading="The picture shown"),
    }


@pytest.fixture
def failing(evidence: dict[str, Passage], letters: Any) -> Callable[..., list[str]]:
    return lambda answer, asked="": unsupported(answer, evidence, letters, asked)


@pytest.mark.parametrize(
    ("answer", "cited"),
    [
        ("It is a print [f:1].", [("It is a print.", ("f:1",))]),
        ("It is a print. [f:1]", [("It is a print.", ("f:1",))]),
        ("It is a print.[f:1] It is blue [f:2].", [("It is a print.", ("f:1",)), ("It is blue.", ("f:2",))]),
        ("It is a print [f:1][f:2]. [f:3]", [("It is a print.", ("f:1", "f:2", "f:3"))]),
        ("It is a print [f:1, w:great-wave; tate:N01234].", [("It is a print.", ("f:1", "w:great-wave", "tate:N01234"))]),
        ("Blue [f:1], and a print [f:1].", [("Blue, and a print.", ("f:1",))]),
        ("Its colours are warm [image-1].", [("Its colours are warm.", ("image-1",))]),
        ("Made c. 1831 [f:1]. By J. M. W. Turner [f:2].", [("Made c. 1831.", ("f:1",)), ("By J. M. W. Turner.", ("f:2",))]),
        ("He called it “a wave.” [f:1] It broke [f:2].", [("He called it “a wave.”", ("f:1",)), ("It broke.", ("f:2",))]),
        ("- It is a print [f:1].\n- It is blue. [f:2]", [("It is a print.", ("f:1",)), ("It is blue.", ("f:2",))]),
        ("1. It is a print [f:1].\n2) It is blue [f:2]", [("It is a print.", ("f:1",)), ("It is blue", ("f:2",))]),
        ("它是版画。[f:1]它是蓝色的[f:2]。", [("它是版画。", ("f:1",)), ("它是蓝色的。", ("f:2",))]),
        ("See [1] or [the label].", [("See [1] or [the label].", ())]),
        ("\n[f:1]\n", []),
        ("", []),
    ],
)
def test_sentences_are_cut_with_their_citations(answer: str, cited: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(s.text, s.ids) for s in cited_sentences(answer)] == cited


def test_a_sentence_keeps_its_words_as_they_were_written() -> None:
    assert cited_sentences("  -  Ships,  [f:2] many. [f:1]  ") == [Cited("Ships, many.", "Ships,  [f:2] many. [f:1]", ("f:2", "f:1"))]


def test_citations_are_listed_once_in_order() -> None:
    assert citations("A [f:2]. B [f:1, f:2].\nC [image-1].") == ["f:2", "f:1", "image-1"]


@pytest.mark.parametrize(
    "answer",
    [
        "Katsushika Hokusai made The Great Wave about 1831 [f:1].",
        "It was never painted in oil [f:1].",
        "The Great Wave was never painted in oil. [f:1]",
        "Three boats are rowed by 19 men [f:1].",
        "The Ferry was painted in Bergen in 1885 by Ada Lindqvist [f:2].",
        "Painted in 1885, The Ferry is by Lindqvist [f:2].",
        "Although calm, the fjord lies at dusk [f:2].",
        "Its main colours are dark blue (41%) and cream (30%) [image-1].",
        "Hokusai made The Great Wave, and Lindqvist painted The Ferry [f:1, f:2].",
        "1. The Ferry was painted in 1885 [f:2].",
    ],
)
def test_what_the_source_says_is_supported(answer: str, failing: Callable[..., list[str]]) -> None:
    assert failing(answer) == []


@pytest.mark.parametrize(
    "answer",
    [
        "Katsushika Hokusai made The Great Wave about 1832 [f:1].",
        "Katsushika Hokusai made The Great Wave [f:2].",
        "Twenty men row three boats [f:1].",
        "The Great Wave was made by Hiroshige [f:1].",
        "Monet made The Great Wave [f:1].",
        "Lely made The Great Wave [f:1].",
        "Manfred made The Great Wave [f:1].",
        "Katsushika Hokusai never made The Great Wave [f:1].",
        "It was painted in oil [f:1].",
        "Ada Lindqvist did not paint The Ferry in Bergen [f:2].",
        "The fjord does not lie calm at dusk [f:2].",
        "A bridge crossed the fjord before 1902 [f:2].",
        "Hokusai made The Great Wave about 1831 [f:9].",
        "Hokusai made The Great Wave about 1831 [f:1, f:9].",
        "Hokusai made The Great Wave about 1831.",
        "Hokusai made The Great Wave about 1831 [1].",
        "Hokusai drew courtesans and ghosts for a living [f:1].",
        "It did so [f:1].",
    ],
)
def test_what_the_source_does_not_say_is_not_supported(answer: str, failing: Callable[..., list[str]]) -> None:
    assert failing(answer) == [answer]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Did Monet make The Great Wave?", "Monet made The Great Wave [f:1]."),
        ("Was The Great Wave made in 1700?", "The Great Wave was made in 1700 [f:1]."),
        ("Did Monet make The Great Wave?", "Monet made The Great Wave."),
    ],
)
def test_a_question_makes_nothing_true(asked: str, answer: str, failing: Callable[..., list[str]]) -> None:
    assert failing(answer, asked) == [answer]


@pytest.mark.parametrize(
    "answer",
    [
        "I don't know from this collection.",
        "I don’t know from this collection: “who taught Monet?”",
        "I couldn't find when Monet died.",
        "Sorry, I cannot say.",
        "Hello. Ask me about the works and artists of this collection, in plain words.",
        "You are welcome.",
        "Here are works of this collection on the theme:",
        "Do you mean the print or the painting?",
        "This collection has no work by Monet.",
        "Let me know what else you want to see.",
    ],
)
def test_questions_greetings_and_refusals_are_no_facts(answer: str, failing: Callable[..., list[str]]) -> None:
    assert failing(answer, asked="Who taught Monet?") == []


@pytest.mark.parametrize(
    "answer",
    [
        "I can tell you that Hokusai was poor.",
        "I can tell you that the painter was deaf.",
        "I found the artist was a spy.",
        "I don't know who taught her, but her father drank.",
        "I have 12 works by Monet.",
        "Hello, the painter was deaf.",
        "Here is a secret: the painter was deaf.",
        "The nearest relative of the painter was a goldsmith.",
        "(The painter was deaf.)",
        "This collection has no work by Manet.",
    ],
)
def test_a_sentence_about_oneself_that_smuggles_in_a_fact_is_one(answer: str, failing: Callable[..., list[str]]) -> None:
    assert failing(answer, asked="Who taught Monet?") == [answer]


def test_the_sayings_of_the_offline_brain_are_no_facts(failing: Callable[..., list[str]]) -> None:
    from prompts import names, render, variables

    sayings = [*(n for n in names() if n.startswith("offline/") and not variables(n)), "refusals/dont_know"]
    assert {name: failing(render(name)) for name in sayings} == {name: [] for name in sayings}
    assert failing(render("offline/no_artist", name="Ruisdael"), asked="works by Ruisdael") == []


def test_a_paraphrase_is_supported_by_meaning(evidence: dict[str, Passage], minilm: MiniLM) -> None:
    assert unsupported("The water of the fjord is still at dusk [f:2].", evidence, minilm) == []


def test_a_likely_sentence_on_something_else_is_not(evidence: dict[str, Passage], minilm: MiniLM) -> None:
    answer = "Fishermen mend their nets on the shore at dusk [f:2]."
    assert unsupported(answer, evidence, minilm) == [answer]


@given(st.integers(min_value=0, max_value=99_999), st.sampled_from(["1885", "1902"]))
def test_a_number_that_the_source_has_not_is_never_supported(number: int, written: str) -> None:
    class NoEncoder:
        name, version, dim, max_tokens = "none", "1", 1, 1

        def encode(self, texts: Any) -> Any:
            raise AssertionError("numbers need no encoder")

    source: Any = {"id": "f:2", "heading": "The Ferry, Ada Lindqvist", "text": FERRY}
    sentence = next(s for s in FERRY.split(". ") if written in s).rstrip(".")
    changed = f"{sentence.replace(written, str(number))} [f:2]."
    expected = [] if str(number) in ("1885", "1902") else [changed]
    assert unsupported(changed, {"f:2": source}, NoEncoder()) == expected


def test_cutting_leaves_the_rest_untouched() -> None:
    paragraph, bullets, numbered = (
        "Two  works. [f:1]  Blue sky [f:2]. Red sea [f:3].",
        "  - Gold [f:4]. Lead [f:5].\n  - Iron. [f:6]",
        "1. Tin  [f:7].\n2. Zinc [f:8].",
    )
    answer = f"{paragraph}\n\n{bullets}\n\n{numbered}"
    kept = "Two  works. [f:1]  Red sea [f:3].\n\n  - Lead [f:5].\n\n1. Tin  [f:7]."
    assert without(answer, ["Blue sky [f:2].", "Gold [f:4].", "Iron. [f:6]", "Zinc [f:8]."]) == kept


def test_cutting_nothing_changes_nothing() -> None:
    answer = "1. A  wave. [f:1]\n\n   - Blue [f:2]"
    assert without(answer, []) == answer


def test_cutting_all_leaves_nothing() -> None:
    answer = "- A wave. [f:1]\n- Blue [f:2]"
    assert without(answer, [s.raw for s in cited_sentences(answer)]) == ""


@given(
    st.lists(
        st.sampled_from([f"{s} [f:1]." for s in WAVE.split(". ")] + ["Monet came [f:1].", "It rains.", "Why?", "\n", "- "]), max_size=8
    )
)
def test_an_answer_that_was_cut_once_is_not_cut_again(pieces: list[str]) -> None:
    class Unlike:
        name, version, dim, max_tokens = "unlike", "1", 1, 1

        def encode(self, texts: Any) -> Any:
            raise AssertionError("verbatim sentences need no encoder")

    source: Any = {"id": "f:1", "heading": "The Great Wave", "text": WAVE}
    answer = " ".join(pieces)
    once = without(answer, unsupported(answer, {"f:1": source}, Unlike()))
    assert unsupported(once, {"f:1": source}, Unlike()) == []
    assert without(once, unsupported(once, {"f:1": source}, Unlike())) == once
