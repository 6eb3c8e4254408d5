from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.engine.calibrate import calibrate, mixtures, windows
from retrieval.engine.codes import Coder, Fragments, keys_of, make_book
from retrieval.engine.engine import Engine
from retrieval.engine.kernels import Kernels, load_kernels
from retrieval.engine.scan import Scan
from retrieval.engine.threads import Threads
from retrieval.errors import BadVectors, IndexUnusable
from retrieval.maxsim import maxsim

DIM, COUNT = 20, 5_000
Tokens = tuple[np.ndarray, np.ndarray]


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def fragments_of(tokens: np.ndarray, offsets: np.ndarray) -> Fragments:
    ids = [str(i) for i in range(len(offsets) - 1)]
    return Fragments(keys_of(ids, ids), tokens, offsets)


@pytest.fixture(scope="module")
def kernels(tmp_path_factory: pytest.TempPathFactory) -> Kernels:
    return load_kernels(tmp_path_factory.getbasetemp() / "kernels")


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    """Fragments on one of forty subjects each."""
    rng = np.random.default_rng(0)
    lengths = rng.integers(3, 12, COUNT)
    of = np.repeat(np.arange(COUNT), lengths)
    subjects = rng.standard_normal((40, DIM))[rng.integers(0, 40, COUNT)]
    return unit(subjects[of] + rng.standard_normal((len(of), DIM))), np.concatenate([[0], np.cumsum(lengths)])


def engine_of(tokens: Tokens, kernels: Kernels, candidates: int | None, pieces: int = 1) -> Engine:
    threads = Threads(2)
    rows, offsets = tokens
    book = make_book(rows, len(rows), candidates is None, kernels, threads)
    bounds = [(len(offsets) - 1) * i // pieces for i in range(pieces + 1)]
    coder = Coder.of(book, kernels, threads)
    segments = [coder.encode(fragments_of(rows[offsets[a] : offsets[b]], offsets[a : b + 1] - offsets[a])) for a, b in pairwise(bounds)]
    count = len(offsets) - 1
    return Engine(Scan(book, segments, kernels, threads), candidates, np.ones(count, np.bool_), np.arange(count))


@pytest.fixture(scope="module")
def exact(tokens: Tokens, kernels: Kernels) -> Engine:
    return engine_of(tokens, kernels, None, pieces=3)


@pytest.fixture(scope="module")
def scanned(tokens: Tokens, kernels: Kernels) -> Engine:
    return engine_of(tokens, kernels, 300, pieces=3)


def queries(tokens: Tokens, count: int) -> list[np.ndarray]:
    rng = np.random.default_rng(1)
    rows, offsets = tokens
    starts = offsets[rng.choice(COUNT, count, replace=False)]
    return [unit(rows[s : s + 6] + 0.3 * rng.standard_normal((6, DIM)) / DIM**0.5) for s in starts]


def even(query: np.ndarray) -> np.ndarray:
    return np.full(len(query), 1 / len(query), np.float32)


def recall(engine: Engine, tokens: Tokens) -> float:
    found: list[float] = []
    for query in queries(tokens, 40):
        best = np.argsort(-maxsim(query, tokens[0], tokens[1][:-1]))[:10]
        found.append(len(set(best) & set(engine.best(query, even(query), 10).positions)) / 10)
    return float(np.mean(found))


def test_bytes_and_their_rest_find_what_floats_find(exact: Engine, tokens: Tokens) -> None:
    assert recall(exact, tokens) >= 0.995


def test_scores_are_those_of_floats(exact: Engine, tokens: Tokens) -> None:
    (query,) = queries(tokens, 1)
    plain = maxsim(query, tokens[0], tokens[1][:-1], even(query))
    assert exact.scores(query, even(query), np.arange(COUNT)) == pytest.approx(plain, abs=1e-2)


def test_scores_of_the_best_are_those_of_floats_but_for_rounding(exact: Engine, tokens: Tokens) -> None:
    (query,) = queries(tokens, 1)
    found = exact.best(query, even(query), 10)
    plain = maxsim(query, tokens[0], tokens[1][:-1], even(query))[found.positions]
    assert found.scores == pytest.approx(plain, abs=1e-3)


def test_candidates_of_the_scan_hold_what_is_exact(scanned: Engine, tokens: Tokens) -> None:
    assert recall(scanned, tokens) >= 0.97


def test_in_pieces_or_whole_the_answer_is_the_same(exact: Engine, tokens: Tokens, kernels: Kernels) -> None:
    whole = engine_of(tokens, kernels, None)
    for query in queries(tokens, 5):
        one, other = exact.best(query, even(query), 20), whole.best(query, even(query), 20)
        assert (one.positions.tolist(), one.scores.tolist()) == (other.positions.tolist(), other.scores.tolist())


def test_numba_answers_as_the_compiled_kernels_do(scanned: Engine, tokens: Tokens) -> None:
    portable = engine_of(tokens, load_kernels(None), 300, pieces=3)
    for query in queries(tokens, 3):
        one, other = scanned.best(query, even(query), 20), portable.best(query, even(query), 20)
        assert (one.positions.tolist(), one.scores.tolist()) == (other.positions.tolist(), other.scores.tolist())


@given(st.integers(0, 2**32), st.floats(0, 1), st.integers(1, 10))
@settings(max_examples=40, deadline=None)
def test_a_mask_gives_the_best_of_what_it_allows(scanned: Engine, tokens: Tokens, seed: int, share: float, limit: int) -> None:
    rng = np.random.default_rng(seed)
    allowed = rng.random(COUNT) < share**4  # mostly few
    (query,) = queries(tokens, 1)
    found = scanned.best(query, even(query), limit, allowed)
    fitting = np.flatnonzero(allowed)
    scores = scanned.scan.refined(query, even(query), fitting)
    assert np.all(allowed[found.positions])
    assert len(found.positions) == min(limit, len(fitting))
    if len(fitting) <= 4_000:  # then all are scored
        assert found.positions.tolist() == fitting[np.lexsort((fitting, -scores))][:limit].tolist()


def test_what_is_gone_is_not_found(scanned: Engine, tokens: Tokens) -> None:
    (query,) = queries(tokens, 1)
    first = scanned.best(query, even(query), 1).positions[0]
    alive = scanned.alive.copy()
    alive[first] = False
    assert first not in Engine(scanned.scan, 300, alive, scanned.rows).best(query, even(query), 50).positions


@pytest.mark.parametrize("asked", [windows, mixtures])
def test_calibration_tells_the_recall_that_it_found(scanned: Engine, asked: Callable[..., list[np.ndarray]]) -> None:
    found = calibrate(scanned.scan, scanned.alive, asked(scanned.scan, scanned.alive, 20))
    assert found.queries == 20
    assert found.recall >= 0.995
    assert found.candidates is None or 100 <= found.candidates < COUNT // 2


def test_queries_of_several_fragments_need_more_candidates_than_those_of_one(scanned: Engine) -> None:
    needed = [calibrate(scanned.scan, scanned.alive, asked(scanned.scan, scanned.alive)).candidates for asked in (windows, mixtures)]
    assert needed[0] is not None
    assert needed[1] is None or needed[1] >= needed[0]


def test_more_dimensions_than_a_mean_keeps_are_projected(kernels: Kernels) -> None:
    rng = np.random.default_rng(0)
    rows, offsets = unit(rng.standard_normal((900, 200))), np.arange(0, 901, 9)
    engine = engine_of((rows, offsets), kernels, 10)
    assert engine.scan.segments[0].means.shape == (100, 128)
    assert engine.scan.fused(rows[18:27], even(rows[18:27])).argmax() == 2


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (np.full((2, DIM), np.nan, np.float32), "the query's vectors hold NaN or infinity; the encoder's weights are not sound"),
        (np.ones((2, 7), np.float32), f"the query's vectors have 7 dimensions, the collection's {DIM}; use the index's encoder"),
        (np.ones((0, DIM), np.float32), "a query needs a row for each token and a weight for each row; encode the text again"),
    ],
    ids=["NaN", "wrong size", "empty"],
)
def test_a_query_that_cannot_be_compared_is_refused(exact: Engine, query: np.ndarray, says: str) -> None:
    with pytest.raises(BadVectors) as refused:
        exact.best(query, even(query) if len(query) else np.zeros(0, np.float32), 10)
    assert str(refused.value) == says


@pytest.mark.parametrize(
    ("rows", "offsets", "says"),
    [
        (np.full((2, DIM), np.inf), [0, 2], "the index holds NaN or infinite vectors; delete it and build it again"),
        (np.ones((2, 8)), [0, 2], f"the index holds vectors of 8 dimensions, not {DIM}; build it again"),
        (np.ones((2, DIM)), [0, 0, 2], "a fragment in the index has no token vectors; delete the index and build it again"),
    ],
    ids=["infinite", "wrong size", "empty"],
)
def test_vectors_that_cannot_be_coded_are_refused(exact: Engine, rows: np.ndarray, offsets: list[int], says: str) -> None:
    scan = exact.scan
    with pytest.raises(IndexUnusable) as refused:
        Coder.of(scan.book, scan.kernels, scan.threads).encode(fragments_of(rows.astype(np.float32), np.array(offsets)))
    assert str(refused.value) == says


def test_an_empty_collection_has_no_best(kernels: Kernels, tmp_path: Path) -> None:
    threads = Threads(1)
    book = make_book(np.zeros((0, DIM), np.float32), 0, True, kernels, threads)
    nothing = Engine(Scan(book, [], kernels, threads), None, np.zeros(0, np.bool_), np.zeros(0, np.int64))
    found = nothing.best(np.ones((1, DIM), np.float32), np.ones(1, np.float32), 10)
    assert (found.positions.tolist(), nothing.positions(np.array([1, 2])).tolist()) == ([], [-1, -1])
