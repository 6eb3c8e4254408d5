from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.maxsim import ALONE, PIECES, best_per_token, maxsim

DIM = 4
Sequences = list[np.ndarray]


def unit_rows(count: int, seed: int) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, DIM)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@st.composite
def queries(draw: st.DrawFn) -> np.ndarray:
    return unit_rows(draw(st.integers(1, 5)), draw(st.integers(0, 2**32)))


@st.composite
def collections(draw: st.DrawFn) -> Sequences:
    lengths = draw(st.lists(st.integers(1, 6), min_size=1, max_size=6))
    seed = draw(st.integers(0, 2**32))
    return [unit_rows(length, seed + number) for number, length in enumerate(lengths)]


def score(query: np.ndarray, sequences: Sequences, weights: np.ndarray | None = None) -> np.ndarray:
    starts = np.cumsum([0, *(len(s) for s in sequences[:-1])])
    return maxsim(query, np.concatenate(sequences), starts, weights)


@given(queries(), collections())
def test_it_equals_a_plain_double_loop(query: np.ndarray, sequences: Sequences) -> None:
    plain = [sum(max(float(np.dot(q, t)) for t in tokens) for q in query) for tokens in sequences]
    assert score(query, sequences) == pytest.approx(plain, abs=1e-5)


@given(queries(), collections())
def test_scoring_together_equals_scoring_one_by_one(query: np.ndarray, sequences: Sequences) -> None:
    alone = [float(score(query, [tokens])[0]) for tokens in sequences]
    assert score(query, sequences) == pytest.approx(alone, abs=1e-5)


@given(queries(), collections(), st.randoms())
def test_the_order_of_tokens_does_not_matter(query: np.ndarray, sequences: Sequences, random) -> None:
    shuffled = [tokens[random.sample(range(len(tokens)), len(tokens))] for tokens in sequences]
    assert score(query, shuffled) == pytest.approx(score(query, sequences), abs=1e-5)


@given(queries(), collections(), st.integers(0, 2**32))
def test_another_token_never_lowers_a_score(query: np.ndarray, sequences: Sequences, seed: int) -> None:
    longer = [np.concatenate([tokens, unit_rows(1, seed)]) for tokens in sequences]
    assert np.all(score(query, longer) >= score(query, sequences) - 1e-5)


@given(queries(), collections())
def test_a_token_given_twice_changes_nothing(query: np.ndarray, sequences: Sequences) -> None:
    doubled = [np.concatenate([tokens, tokens[:1]]) for tokens in sequences]
    assert score(query, doubled) == pytest.approx(score(query, sequences), abs=1e-5)


@given(queries(), collections())
def test_weights_of_one_are_the_plain_sum(query: np.ndarray, sequences: Sequences) -> None:
    assert score(query, sequences, np.ones(len(query), np.float32)) == pytest.approx(score(query, sequences), abs=1e-5)


def test_a_weight_of_zero_leaves_its_token_out() -> None:
    query, sequences = unit_rows(2, 1), [unit_rows(3, 2), unit_rows(2, 3)]
    assert score(query, sequences, np.array([1, 0], np.float32)) == pytest.approx(score(query[:1], sequences), abs=1e-6)


@pytest.mark.parametrize("pieces", [0.5, 1, 1.5, 7, PIECES, PIECES + 1])
def test_long_sequences_are_scored_in_pieces_as_they_are_whole(pieces: float) -> None:
    query = unit_rows(64, 1)
    tokens = unit_rows(int(pieces * ALONE / query.size), 2)
    starts = np.arange(0, len(tokens), 100)
    whole = np.maximum.reduceat(query.astype(np.float64) @ tokens.T.astype(np.float64), starts, axis=1).T
    np.testing.assert_allclose(best_per_token(query, tokens, starts), whole, atol=1e-6)


@pytest.mark.parametrize(
    ("rows", "starts"),
    [(3, [0, 0]), (3, [0, 2, 2]), (3, [0, 3]), (3, [1]), (3, [0, 2, 1]), (0, [0])],
    ids=["first empty", "middle empty", "last empty", "a row before the first", "backwards", "no rows"],
)
def test_an_empty_sequence_is_refused(rows: int, starts: list[int]) -> None:
    with pytest.raises(ValueError, match="sequences must be non-empty"):
        maxsim(unit_rows(1, 1), np.zeros((rows, DIM), np.float32), np.array(starts))


def test_no_sequences_have_no_scores() -> None:
    nothing = np.zeros((0, DIM), np.float32), np.zeros(0, np.int64)
    assert (best_per_token(unit_rows(2, 1), *nothing).shape, maxsim(unit_rows(2, 1), *nothing).shape) == ((0, 2), (0,))
