"""The text of a label, taken from passages."""

from __future__ import annotations

from retrieval.records import Hit, SentenceMatch
from tools.curate.pool import Piece
from tools.curate.show import Said, tell

WORK = Piece(id="w:1", title="The Ferry")


def _hit(identity: str, sentences: dict[str, float], about: tuple[str, ...] = ("w:1",), kind: str = "shows") -> Hit:
    matches = tuple(SentenceMatch(text, near, near, near) for text, near in sentences.items())
    return Hit(identity, kind, "The Ferry", " ".join(sentences), about, 1.0, 1.0, 0.0, (), matches)  # pyright: ignore[reportArgumentType]


def test_the_sentences_nearest_to_the_theme_are_told_with_their_fragment() -> None:
    passages = [_hit("f:1", {"Ice drifts by.": 0.9}), _hit("f:2", {"It was sold in 1840.": 0.8}), _hit("f:3", {"A dog barks.": 0.2})]
    assert tell("ice", WORK, passages) == (Said(text="Ice drifts by.", cites=("f:1",)), Said(text="A dog barks.", cites=("f:3",)))


def test_no_label_begins_with_a_sentence_that_leans_on_another() -> None:
    assert tell("ice", WORK, [_hit("f:1", {"It drifts.": 0.9, "The other one sinks.": 0.8})]) == ()


def test_a_sentence_that_leans_comes_with_the_one_before_it() -> None:
    assert tell("ice", WORK, [_hit("f:1", {"A ferry waits.": 0.1, "It is cold.": 0.9})]) == (
        Said(text="A ferry waits. It is cold.", cites=("f:1",)),
    )


def test_a_label_has_at_most_sixty_words() -> None:
    long = {f"Sentence {n} has five words.": 0.5 for n in range(40)}
    assert 40 <= sum(len(said.text.split()) for said in tell("ice", WORK, [_hit("f:1", long)])) <= 60


def test_a_sentence_too_long_for_a_label_is_not_cut() -> None:
    assert tell("ice", WORK, [_hit("f:1", {"Word " * 70 + "end.": 0.9})]) == ()


def test_of_a_passage_about_several_works_only_sentences_that_name_this_one_or_its_maker_are_told() -> None:
    sentences = {"The Swing is light.": 0.9, "The Ferry is dark.": 0.5, "Ada Lindqvist's water is still.": 0.4, "It is calm.": 0.4}
    work = Piece(id="w:1", title="The Ferry (second state)", maker="Lindqvist")
    told = tell("dark", work, [_hit("f:1", sentences, about=("w:1", "w:2"))])
    assert [said.text for said in told] == ["The Ferry is dark. Ada Lindqvist's water is still."]


def test_the_record_and_other_works_passages_are_not_told() -> None:
    assert tell("ice", WORK, [_hit("w:1", {"The Ferry is a painting.": 0.9}, kind="record"), _hit("f:2", {"A bull.": 0.9}, ("w:2",))]) == ()


def test_a_sentence_that_only_says_the_title_again_is_no_text() -> None:
    assert tell("ice", WORK, [_hit("f:1", {"The ferry.": 0.9}), _hit("f:2", {"A dog barks.": 0.2})]) == (
        Said(text="A dog barks.", cites=("f:2",)),
    )
