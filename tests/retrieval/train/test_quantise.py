from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.encoders.minilm import unit
from retrieval.train.quantise import by_all, by_row, half, signs, ways


def rows(seed: int = 0) -> np.ndarray:
    return unit(np.random.default_rng(seed).standard_normal((40, 32)).astype(np.float32))


@given(seed=st.integers(0, 1000), bits=st.sampled_from([4, 8]))
def test_a_number_moves_by_half_a_step_at_most(seed: int, bits: int) -> None:
    given_rows = rows(seed)
    step = np.abs(given_rows).max(axis=1, keepdims=True) / (2 ** (bits - 1) - 1)
    assert (np.abs(by_row(bits)(given_rows) - given_rows) <= step / 2 + 1e-6).all()


def test_every_step_down_the_ladder_loses_more() -> None:
    error = {name: float(np.abs(kept.restored(rows()) - rows()).mean()) for name, kept in ways(largest=1.0).items()}
    assert error["16 bits"] < error["8 bits, a scale a vector"] < error["8 bits, one scale"] < error["4 bits, a scale a vector"]
    assert error["4 bits, a scale a vector"] < error["1 bit"]


def test_one_scale_clips_what_lies_beyond_it() -> None:
    assert by_all(8, 0.5)(np.array([[0.9, -0.7, 0.25]], np.float32)).round(2).tolist() == [[0.5, -0.5, 0.25]]


def test_signs_are_unit_vectors() -> None:
    np.testing.assert_allclose(np.linalg.norm(signs(rows()), axis=1), 1, atol=1e-6)


def test_half_precision_reads_back_what_numpy_keeps() -> None:
    np.testing.assert_array_equal(half(rows()), rows().astype(np.float16))


@pytest.mark.parametrize(
    ("name", "size"),
    [("16 bits", 256), ("8 bits, a scale a vector", 130), ("8 bits, one scale", 128), ("4 bits, a scale a vector", 66), ("1 bit", 16)],
)
def test_bytes_a_token_of_128_numbers(name: str, size: float) -> None:
    assert ways(1.0)[name].bytes_a_token(128) == size
