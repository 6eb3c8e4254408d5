"""The measures give the values that their papers, their libraries' pages or pencil and paper give."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from eval.metrics import bootstrap
from eval.vqa.bleu import bleu, bleus, counts
from eval.vqa.overlap import cider, gleu, meteor, rouge_l
from eval.vqa.resample import Draws
from eval.vqa.short import contains, exact_match, token_f1
from eval.vqa.span import span_left
from eval.vqa.words import in_vocabulary, tokens, vocabulary_of

# Papineni et al., BLEU, ACL 2002, section 2.1: candidate 1 of example 1, its three references, and example 2.
GUIDE = "It is a guide to action which ensures that the military always obeys the commands of the party."
REFERENCES = (
    "It is a guide to action that ensures that the military will forever heed Party commands.",
    "It is the guiding principle which guarantees the military forces always being under the command of the Party.",
    "It is the practical guide for the army always to heed the directions of the party.",
)
WORSE = "It is to insure the troops forever hearing the activity guidebook that party direct."


def many(*texts: str) -> list[list[str]]:
    return [tokens(text) for text in texts]


def test_bleus_counts_are_those_of_its_paper() -> None:
    matched = counts(tokens(GUIDE), many(*REFERENCES))
    assert (matched[0], matched[4], matched[1], matched[5]) == (17, 18, 10, 17)
    worse = counts(tokens(WORSE), many(*REFERENCES))
    assert (worse[0], worse[4], worse[1], worse[5]) == (8, 14, 1, 13)


def test_clipped_precision_counts_a_word_no_oftener_than_a_reference_does() -> None:
    found = counts("the the the the the the the".split(), many("The cat is on the mat.", "There is a cat on the mat."))
    assert (found[0], found[4]) == (2, 7)


def test_bleu_is_as_on_nltks_page() -> None:
    # nltk.translate.bleu_score.sentence_bleu, first example of its documentation: 0.5045 for these references without full stops.
    assert bleu(np.array(counts(tokens(GUIDE), many(*REFERENCES))), 4) == pytest.approx(0.5045666840058485, abs=1e-9)


def test_a_short_answer_pays_for_its_length_as_the_paper_says() -> None:
    # All words match, two against three: exp(1 - 3/2).
    assert bleu(np.array(counts(["red", "boat"], [["red", "boat", "lake"]])), 1) == pytest.approx(np.exp(-0.5))


def test_bleu_of_many_is_as_the_captioning_scorer_and_sacrebleus_corpus_have_it() -> None:
    from pycocoevalcap.bleu.bleu_scorer import BleuScorer
    from sacrebleu.metrics.bleu import BLEU

    answers, wanted = [GUIDE, WORSE], [REFERENCES, REFERENCES[:1]]
    found = bleus([counts(tokens(a), many(*several)) for a, several in zip(answers, wanted, strict=True)], Draws.of(["p", "q"], seed=0))
    captioning = BleuScorer(n=4)
    for answer, several in zip(answers, wanted, strict=True):
        captioning += (" ".join(tokens(answer)), [" ".join(each) for each in many(*several)])
    expected, _ = captioning.compute_score(option="closest")
    assert [found[f"BLEU-{order}"].value for order in (1, 2, 3, 4)] == pytest.approx(expected, abs=1e-6)
    streams = [[" ".join(tokens(several[i])) if i < len(several) else None for several in wanted] for i in range(3)]
    whole = BLEU(tokenize="none", smooth_method="none", force=True).corpus_score([" ".join(tokens(a)) for a in answers], streams)
    assert found["BLEU-4"].value == pytest.approx(whole.score / 100)


def test_bleus_interval_draws_whole_pictures() -> None:
    perfect, none = counts(["red", "boat"], [["red", "boat"]]), counts(["tree", "man"], [["red", "boat"]])
    apart = bleus([perfect, none], Draws.of(["a", "b"], seed=0))["BLEU-1"]
    together = bleus([perfect, none], Draws.of(["a", "a"], seed=0))["BLEU-1"]
    assert (apart.value, apart.low, apart.high) == pytest.approx((0.5, 0.0, 1.0))
    assert (together.value, together.low, together.high) == pytest.approx((0.5, 0.5, 0.5))


def test_all_figures_share_the_draws_that_one_alone_has() -> None:
    rng = np.random.default_rng(5)
    groups = [f"{i}.jpg" for i in rng.integers(0, 7, 30)]
    values = {"f1": rng.random(30), "held": (rng.random(30) > 0.5).astype(float)}
    together = Draws.of(groups, seed=3).means(values)
    for name, estimate in together.items():
        alone = bootstrap(values[name], 3, groups=groups)
        assert (estimate.value, estimate.low, estimate.high, estimate.n) == pytest.approx((alone.value, alone.low, alone.high, alone.n))


@pytest.mark.parametrize(
    ("answer", "expected"),
    # Matched n-grams over the greater number of n-grams: 2 of 22, and all.
    [("the the the the the the the", 2 / 22), ("the cat is on the mat", 1.0), ("", 0.0)],
)
def test_gleu_is_the_lesser_of_precision_and_recall(answer: str, expected: float) -> None:
    assert gleu(answer.split(), ["the cat is on the mat".split()]) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("answer", "expected"),
    # The worked examples of METEOR's Wikipedia article; by hand: F times 1 - 0.5 (chunks / matches)^3.
    [
        ("on the mat sat the cat", 0.5),
        ("the cat sat on the mat", 1 - 0.5 / 6**3),
        ("the cat was sat on the mat", (10 / (9 + 7 / 6)) * (1 - 0.5 * (2 / 6) ** 3)),
        ("the cats sat on the mats", 1 - 0.5 / 6**3),
        ("", 0.0),
    ],
)
def test_meteor_of_exact_and_stemmed_words_is_as_worked_by_hand(answer: str, expected: float) -> None:
    assert meteor(answer.split(), ["the cat sat on the mat".split()]) == pytest.approx(expected, abs=1e-6)


def test_meteor_knows_no_synonyms() -> None:
    assert meteor(["ship"], [["boat"]]) == 0.0


@pytest.mark.parametrize(
    # Lin, ROUGE, 2004, section 3.1: S2 and S3 against S1, whose F are 0.75 and 0.5.
    ("answer", "expected"),
    [("police kill the gunman", 0.75), ("the gunman kill police", 0.5), ("", 0.0)],
)
def test_rouge_l_is_as_in_its_paper(answer: str, expected: float) -> None:
    assert rouge_l(answer.split(), ["police killed the gunman".split()]) == pytest.approx(expected)


def test_rouge_l_takes_the_reference_that_fits_best() -> None:
    assert rouge_l(["red", "boat"], [["green", "tree"], ["red", "boat"]]) == 1.0


def test_cider_of_the_very_reference_is_ten_and_of_strange_words_nothing() -> None:
    told = [["a", "red", "boat", "sails"], ["green", "trees", "stand", "still"]]
    assert cider(told, [[each] for each in told]).tolist() == pytest.approx([10.0, 10.0])
    assert cider([["x"], ["y"]], [[each] for each in told]).tolist() == [0.0, 0.0]


def test_cider_is_as_worked_by_hand() -> None:
    unigrams, bigrams, length = 2 / np.sqrt(6), 1 / np.sqrt(2), np.exp(-1 / 72)
    found = cider([["red", "boat", "lake"], []], [[["red", "boat"]], [["green", "tree"]]])
    assert found.tolist() == pytest.approx([10 * length * (unigrams + bigrams) / 4, 0.0])


@pytest.mark.parametrize(
    ("answer", "references", "exact", "f1", "held"),
    [
        ("The Virgin.", ["virgin"], 1.0, 1.0, 1.0),
        ("by Hans Memling", ["Memling"], 0.0, 0.5, 1.0),
        ("Romeo", ["Rome"], 0.0, 0.0, 0.0),
        ("", ["Rome"], 0.0, 0.0, 0.0),
        ("boat", ["ship", "the boat"], 1.0, 1.0, 1.0),
        ("It hangs in the Louvre, in Paris.", ["Paris, Louvre"], 0.0, 2 * 2 / 8, 0.0),
    ],
)
def test_short_answers_are_marked_as_squad_marks_them(answer: str, references: Sequence[str], exact: float, f1: float, held: float) -> None:
    assert (exact_match(answer, references), token_f1(answer, references), contains(answer, references)) == pytest.approx((exact, f1, held))


@pytest.mark.parametrize(
    ("question", "answer", "span"),
    [
        ("who are the hands, too inspired by", "The hands, too, are inspired by Memling.", "Memling"),
        ("when was the picture sold", "The picture hung in a hall. The picture was sold in 1840, they say.", "1840"),
        ("who gave it to his sister", "Jean Moreau gave it to his dear sister.", "Jean Moreau"),
        ("what crosses the water", "A boat.", "A boat"),
        ("what crosses the water", "", ""),
    ],
)
def test_the_span_is_what_the_sentence_tells_beyond_the_question(question: str, answer: str, span: str) -> None:
    assert span_left(question, answer) == span


def test_words_are_the_same_with_and_without_accents_case_and_punctuation() -> None:
    assert tokens("Dürer’s HARE (1502), twice. Again!") == tokens("durer's hare 1502 twice again")


def test_the_filter_lets_only_words_of_the_references_through() -> None:
    vocabulary = vocabulary_of([many("A red boat."), many("A tree.", "The trees.")])
    assert in_vocabulary(tokens("A crimson boat and a tree"), vocabulary) == ["a", "boat", "a", "tree"]
