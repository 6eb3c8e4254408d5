from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from retrieval.encoders import Encoded
from retrieval.encoders.minilm import unit
from retrieval.train.ragged import Ragged
from retrieval.train.states import CHUNK, encoded


class Counting:
    """An encoder whose vectors follow from the text, and which counts what it is given."""

    name, version, dim, max_tokens = "counting", "1", 4, 8

    def __init__(self) -> None:
        self.seen = 0

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        self.seen += len(texts)
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> Encoded:
        parts = text.split()
        rows = unit(np.random.default_rng(len(text)).standard_normal((len(parts), self.dim)).astype(np.float32))
        starts = np.cumsum([0, *(len(part) + 1 for part in parts)])[:-1]
        return Encoded(rows, np.stack([starts, starts + [len(part) for part in parts]], axis=1), rows[0])


TEXTS = [f"the ferry number {n} {'crosses ' * (n % 3)}" for n in range(CHUNK + 5)]


def test_what_is_kept_equals_what_was_encoded_and_is_not_encoded_again(tmp_path: Path) -> None:
    encoder = Counting()
    first = encoded(TEXTS, encoder, tmp_path, lambda *_: None)
    again = encoded(TEXTS, encoder, tmp_path, lambda *_: None)
    assert encoder.seen == len(TEXTS)
    for states in (first, again):
        for number in (0, CHUNK - 1, CHUNK, CHUNK + 4):
            np.testing.assert_allclose(states.tokens.at(number), encoder.encode([TEXTS[number]])[0].tokens, atol=1e-3)
    np.testing.assert_array_equal(first.weights, again.weights)
    np.testing.assert_array_equal(first.whole, again.whole)


def test_a_run_that_stopped_goes_on_with_what_it_finished(tmp_path: Path) -> None:
    encoded(TEXTS[:CHUNK], Counting(), tmp_path, lambda *_: None)
    encoder = Counting()
    encoded(TEXTS, encoder, tmp_path, lambda *_: None)
    assert encoder.seen == 5


def test_function_words_weigh_less_and_weights_of_a_query_sum_to_one(tmp_path: Path) -> None:
    states = encoded(TEXTS[:3], Counting(), tmp_path, lambda *_: None)
    for number in range(3):
        weights = states.weights[states.tokens.bounds[number] : states.tokens.bounds[number + 1]]
        assert weights[0] < weights[1]
        np.testing.assert_allclose(weights.sum(), 1, atol=1e-6)


def test_some_texts_are_taken_with_their_weights(tmp_path: Path) -> None:
    states = encoded(TEXTS[:4], Counting(), tmp_path, lambda *_: None)
    some = states.take([2, 0])
    np.testing.assert_array_equal(some.tokens.at(0), states.tokens.at(2))
    np.testing.assert_array_equal(some.weights[: len(some.tokens.at(0))], states.weights[states.tokens.bounds[2] : states.tokens.bounds[3]])


def test_texts_are_spread_over_more_numbers_than_were_encoded(tmp_path: Path) -> None:
    states = encoded(TEXTS[:2], Counting(), tmp_path, lambda *_: None)
    spread = states.spread([1, 3], 5)
    assert len(spread.tokens) == 5
    np.testing.assert_array_equal(spread.tokens.at(3), states.tokens.at(1))
    assert len(spread.tokens.at(0)) == 0
    np.testing.assert_array_equal(spread.take([3, 1]).whole, states.take([1, 0]).whole)


def test_padding_is_masked() -> None:
    ragged = Ragged.of([np.ones((1, 2)), np.full((3, 2), 2.0)])
    filled, mask = ragged.padded([1, 0])
    assert mask.tolist() == [[True, True, True], [True, False, False]]
    assert filled[1].tolist() == [[1.0, 1.0], [0.0, 0.0], [0.0, 0.0]]
