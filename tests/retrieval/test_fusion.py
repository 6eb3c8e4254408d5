from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fusion import PHRASE_WEIGHT, WORD_WEIGHT, fused, is_question, standard, word_scores

MAXSIM, COSINE = np.array([0.9, 0.5, 0.1]), np.array([0.1, 0.8, 0.2])


def test_a_title_is_matched_token_by_token_alone() -> None:
    np.testing.assert_allclose(fused("Bull, Jean Moreau", MAXSIM, COSINE), standard(MAXSIM))


def test_a_question_is_matched_as_a_whole_too() -> None:
    asked = fused("Which bull is it?", MAXSIM, COSINE)
    assert asked[1] > standard(MAXSIM)[1]
    assert asked[0] < standard(MAXSIM)[0]


def test_a_sign_that_is_alike_for_all_decides_nothing() -> None:
    np.testing.assert_allclose(fused("Who?", MAXSIM, np.full(3, 0.7)), standard(MAXSIM))


def test_candidates_without_a_sign_are_refused() -> None:
    with pytest.raises(ValueError, match="every candidate"):
        fused("Who?", MAXSIM, COSINE[:2])


def test_words_that_stand_together_count_for_a_question_alone() -> None:
    texts = ["The ferry at dusk", "Dusk, and then a ferry", ""]
    assert word_scores("what is a ferry at dusk", texts).tolist() == [WORD_WEIGHT + PHRASE_WEIGHT, WORD_WEIGHT, 0.0]
    assert word_scores("Ferry at dusk", texts).tolist() == [WORD_WEIGHT, WORD_WEIGHT, 0.0]


def test_chance_words_count_by_their_share() -> None:
    assert word_scores("Which lamp hangs over what harbour quay?", ["A lamp."]).tolist() == [WORD_WEIGHT / 4]


def test_a_query_without_content_words_shares_none() -> None:
    assert word_scores("who is it", ["who is it"]).tolist() == [0.0]


@pytest.mark.parametrize(("query", "asks"), [("whose hands", True), ("In what year", True), ("Howard at Whitby", False), ("", False)])
def test_a_question_bears_a_word_that_asks(query: str, asks: bool) -> None:
    assert is_question(query) is asks


@given(st.text(max_size=80), st.text(max_size=80))
def test_shared_words_score_between_nothing_and_their_weights(query: str, text: str) -> None:
    (score,) = word_scores(query, [text])
    assert 0 <= score <= WORD_WEIGHT + PHRASE_WEIGHT
