from __future__ import annotations

import numpy as np
import pytest

from eval.metrics import bootstrap, ndcg_at, r_precision, rank_of


def test_an_interval_holds_the_mean_and_follows_from_its_seed() -> None:
    values = np.random.default_rng(3).random(200)
    found = bootstrap(values, seed=1)
    assert found == bootstrap(values, seed=1)
    assert found.low < found.value < found.high
    # The normal interval of a mean, which the bootstrap comes near to for many values.
    half = 1.96 * values.std() / np.sqrt(len(values))
    assert (found.low, found.high) == pytest.approx((values.mean() - half, values.mean() + half), abs=0.01)


def test_questions_that_rise_and_fall_together_widen_the_interval() -> None:
    values = np.repeat(np.random.default_rng(0).integers(0, 2, 40), 5)
    alone, together = bootstrap(values, seed=0), bootstrap(values, seed=0, groups=np.repeat(np.arange(40), 5))
    assert together.value == alone.value
    assert together.high - together.low > 1.8 * (alone.high - alone.low)  # the square root of five in the limit


def test_groups_of_one_change_nothing() -> None:
    values = np.random.default_rng(5).random(30)
    assert bootstrap(values, seed=2, groups=np.arange(30)) == bootstrap(values, seed=2)


def test_nothing_found_is_nothing_gained() -> None:
    assert (rank_of([], {"a"}), ndcg_at([], {"a"}, 5), r_precision([], {"a"})) == (None, 0.0, 0.0)


def test_all_right_first_is_the_most_that_can_be_gained() -> None:
    ranked = ["a", "b", "c", "x"]
    assert (ndcg_at(ranked, {"a", "b", "c"}, 5), r_precision(ranked, {"a", "b", "c"})) == (1.0, 1.0)
    assert ndcg_at(["x", *ranked], {"a", "b", "c"}, 5) < 1
