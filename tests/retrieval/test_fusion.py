from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fusion import LEXICAL_WEIGHT, fused, is_question, phrase_scores, standard

MAXSIM, BM25, COSINE = np.array([0.9, 0.5, 0.1]), np.array([0.0, 0.0, 6.0]), np.array([0.1, 0.8, 0.2])


def test_a_title_is_matched_without_its_meaning_as_a_whole() -> None:
    plain = standard(MAXSIM) + LEXICAL_WEIGHT * standard(BM25)
    np.testing.assert_allclose(fused("Bull, Jean Moreau", MAXSIM, BM25, COSINE), plain)
    asked = fused("Which bull is it?", MAXSIM, BM25, COSINE)
    assert asked[1] > plain[1]


def test_signs_that_are_alike_for_all_decide_nothing() -> None:
    same = np.full(3, 0.7)
    np.testing.assert_allclose(fused("Who?", MAXSIM, same, same), standard(MAXSIM))


def test_words_that_stand_together_count_for_a_question_alone() -> None:
    texts = ["The ferry at dusk", "Dusk, and then a ferry", ""]
    assert phrase_scores("what is a ferry at dusk", texts).tolist() == [4.0, 0.0, 0.0]
    assert phrase_scores("Ferry at dusk", texts).tolist() == [0.0, 0.0, 0.0]


def test_a_question_of_one_word_has_no_phrase() -> None:
    assert phrase_scores("Why lamps?", ["lamps"]).tolist() == [0.0]


@pytest.mark.parametrize(("query", "asks"), [("whose hands", True), ("In what year", True), ("Howard at Whitby", False), ("", False)])
def test_a_question_bears_a_word_that_asks(query: str, asks: bool) -> None:
    assert is_question(query) is asks


def test_candidates_without_a_sign_are_refused() -> None:
    with pytest.raises(ValueError, match="every candidate"):
        fused("Who?", MAXSIM, BM25[:2], COSINE)


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_phrase_score_lies_between_nothing_and_its_weight(query: str, text: str) -> None:
    (score,) = phrase_scores(query, [text])
    assert 0 <= score <= 4
