from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from eval.engines.brute import numpy_floats, torch_bytes, torch_floats
from eval.engines.lance import write
from eval.engines.run import Comparison, Limits, evaluate
from eval.engines.synthetic import DIM, Kind, Synthetic
from eval.engines.truth import Truth, recall
from retrieval.maxsim import maxsim

KINDS: tuple[Kind, ...] = ("clustered", "hard")


@pytest.mark.parametrize("kind", KINDS)
def test_a_collection_is_the_same_for_the_same_seed(kind: Kind) -> None:
    one, other, third = Synthetic(kind, 50, 1).piece(0), Synthetic(kind, 50, 1).piece(0), Synthetic(kind, 50, 2).piece(0)
    assert np.array_equal(one.tokens, other.tokens)
    assert not np.array_equal(one.tokens[:40], third.tokens[:40])
    assert np.allclose(np.linalg.norm(one.tokens, axis=1), 1, atol=1e-5)
    assert (one.tokens.shape[1], len(one.offsets)) == (DIM, 51)


def test_pieces_hold_as_many_fragments_as_asked() -> None:
    assert [len(piece.offsets) - 1 for piece in Synthetic("hard", 4_100, 0).pieces()] == [2_000, 2_000, 100]


def test_clustered_tokens_are_nearer_to_each_other_than_hard_ones() -> None:
    nearest = {}
    for kind in KINDS:
        tokens = Synthetic(kind, 400, 0).piece(0).tokens
        similar = tokens[:500] @ tokens[10_000:].T
        nearest[kind] = float(np.median(similar.max(axis=1)))
    assert nearest["clustered"] > 0.7 > nearest["hard"]


def test_the_truth_seen_in_pieces_is_that_of_the_whole() -> None:
    made = Synthetic("hard", 2_050, 3)
    truth = Truth(made.queries(3))
    pieces = list(made.pieces())
    for piece in pieces:
        truth.see(piece)
    tokens = np.concatenate([piece.tokens for piece in pieces])
    starts = np.concatenate([pieces[0].offsets[:-1], pieces[1].offsets[:-1] + len(pieces[0].tokens)])
    plain = [np.argsort(-maxsim(query, tokens, starts))[:10].tolist() for query in truth.queries]
    assert truth.best().tolist() == plain


def test_general_purpose_products_find_what_is_true(tmp_path: Path) -> None:
    made = Synthetic("clustered", 200, 0)
    truth, piece = Truth(made.queries(4)), made.piece(0)
    truth.see(piece)
    searches = [make(piece.tokens, piece.offsets) for make in (numpy_floats, torch_floats, torch_bytes)]
    searches.append(write([piece], tmp_path).search(0))
    found = [recall([search(query) for query in truth.queries], truth.best()) for search in searches]
    assert found[:2] == [1.0, 1.0]
    assert min(found) >= 0.9


@pytest.mark.slow
def test_the_report_holds_every_engine_that_was_asked_for(tmp_path: Path) -> None:
    comparison = Comparison(tmp_path, tmp_path, None, Limits(brute=1_000, flat=0, lance=0, plaid=0), 0)
    report = evaluate([300, 600], ["hard"], comparison, "python -m eval engines")
    names = [row[0].split(",")[0] for table in report.tables for row in table.rows]
    assert names == ["ours", "ours", "numpy", "torch", "torch"] * 2
    assert all(measured["recall"] >= 0.95 for measured in report.document["measured"])
    assert any(note.startswith("our cost on hard vectors grows") for note in report.notes)
    assert list(report.plots) == ["engines.png"]
