from __future__ import annotations

import numpy as np

from eval.encoders import EXACT, Measured, Way, starter_texts
from eval.encoders_lossy import openvino_bfloat16
from retrieval.encoders.minilm import MiniLM, load_minilm


def measured(difference: float) -> Measured:
    return Measured(Way("a way", lambda threads: load_minilm("torch", threads)), {}, difference, 1.0, None)


def test_what_is_further_than_the_bound_is_refused() -> None:
    assert measured(EXACT).exact
    assert not measured(EXACT * 1.01).exact


def test_texts_are_as_many_as_asked_for_however_small_the_collection() -> None:
    few, many = starter_texts(3), starter_texts(5000)
    assert (len(few), len(many)) == (3, 5000)
    assert len(few[0]) >= len(few[1]) >= len(few[2]) > 500
    assert len(set(many)) < 5000


def test_a_lower_precision_runs_and_stays_near(minilm: MiniLM) -> None:
    text = "A ferry crosses the fjord at dusk."
    near, plain = openvino_bfloat16(1).encode([text])[0], minilm.encode([text])[0]
    assert np.abs(near.tokens - plain.tokens).max() < 0.05
    assert near.spans.tolist() == plain.spans.tolist()
