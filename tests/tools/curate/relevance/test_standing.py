from __future__ import annotations

import numpy as np
import pytest

from tests.tools.curate.relevance.small_museum import Letters
from tools.curate.pool import Piece
from tools.curate.relevance.ground import prepare
from tools.curate.relevance.kindred import evened
from tools.curate.relevance.likeness import Encodings
from tools.curate.relevance.signals import COUNTED, Signs, counted
from tools.curate.relevance.standing import standing

FEW, LARGE = COUNTED.index("few by its maker"), COUNTED.index("large for its maker")


def _signs(theme: str) -> Signs:
    pool = [Piece(id=f"e:{n}", title="Leaf", maker="Ada Ek", height_cm=10.0 + n, width_cm=10.0) for n in range(9)]
    return counted(theme, prepare([*pool, Piece(id="h:1", title="Harbour", maker="Bo Holm")], Encodings(Letters())))


def test_the_only_work_by_a_maker_stands_out_unless_the_theme_names_the_maker_of_many() -> None:
    assert _signs("Harbour")[9, FEW] > _signs("Harbour")[0, FEW]
    assert (_signs("Ada Ek")[:, FEW] == 0).all()
    surname = _signs("The circle of Ek")[:, FEW]
    assert surname[9] > surname[0]


def test_a_work_is_large_among_those_of_its_maker_alone() -> None:
    large = _signs("Harbour")[:, LARGE]
    assert (np.diff(large[:9]) > 0).all()
    assert large[0] < large[9] < large[8]


def test_two_works_by_a_maker_are_few_in_a_small_pool_too() -> None:
    pool = [Piece(id="e:1", title="Harbour", maker="Ada Ek"), Piece(id="e:2", title="Leaf", maker="Ada Ek"), Piece(id="h", title="Leaf")]
    few = counted("Harbour", prepare(pool, Encodings(Letters())))[:, FEW]
    assert few.tolist() == pytest.approx([-np.log(2), -np.log(2), 0])


def test_works_of_unknown_makers_are_not_taken_for_one_maker() -> None:
    nobody = [Piece(id=f"n:{n}", title="Bowl") for n in range(5)]
    found = standing([*nobody, Piece(id="e", title="Leaf", maker="Ada Ek")], ["", "", "", "", "", "ada ek"])
    assert found.many.tolist() == [0.0] * 6
    assert found.large.tolist() == [0.0] * 6


def test_no_works_stand_nowhere() -> None:
    found = standing([], [])
    assert (found.many.shape, found.large.shape) == ((0,), (0,))


def test_the_best_works_are_evened_out_among_their_likes_and_stay_the_best() -> None:
    rng = np.random.default_rng(0)
    whole = rng.normal(size=(1_500, 8)).astype(np.float32)
    whole /= np.linalg.norm(whole, axis=1, keepdims=True)
    scores = rng.normal(size=1_500)
    found = evened(scores, whole)
    order = np.argsort(-scores)
    assert np.array_equal(found[order[1_000:]], scores[order[1_000:]])
    assert found[order[:1_000]].min() >= scores[order[1_000]]
    assert found[order[:1_000]].std() < scores[order[:1_000]].std()


def test_works_without_vectors_keep_their_scores() -> None:
    scores = np.arange(200.0)
    assert np.array_equal(evened(scores, np.zeros((200, 4), dtype=np.float32)), scores)
    assert evened(np.zeros(0), np.zeros((0, 4), dtype=np.float32)).shape == (0,)


def test_works_of_a_small_pool_are_not_likes_of_each_other() -> None:
    scores = np.array([3.0, 1.0, 2.0])
    assert np.array_equal(evened(scores, np.ones((3, 1), dtype=np.float32)), scores)
