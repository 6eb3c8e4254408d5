from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import torch

from retrieval.encoders.minilm import unit
from retrieval.maxsim import maxsim
from retrieval.train.fit import Schedule, batch_of, fit
from retrieval.train.loss import contrastive, maxsim_scores
from retrieval.train.mining import Example, Library, mine
from retrieval.train.ragged import Ragged
from retrieval.train.ranking import Asked, maxsim_matrix, ranks
from retrieval.train.starts import principal, random, shortened, truncated

DIM, SIZE, TEXTS = 12, 4, 24
SCHEDULE = Schedule(batch=8, negatives=1, temperature=0.1, distilled=0.0, rate=0.02, steps=60, every=20, patience=5)


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Tensors this small are slower with two threads, and far slower when the machine is shared."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def invented(seed: int = 0) -> tuple[Asked, Library, list[Example]]:
    """Texts whose meaning lies in four coordinates, under noise in the other eight; a query shares only the meaning."""
    rng = np.random.default_rng(seed)
    meaning = rng.standard_normal((TEXTS, SIZE))

    def tokens(text: int, count: int) -> np.ndarray:
        return unit(np.hstack([meaning[text] + 0.3 * rng.standard_normal((count, SIZE)), 2 * rng.standard_normal((count, DIM - SIZE))]))

    passages = Ragged.of([tokens(text, 3 + text % 4) for text in range(TEXTS)])
    queries = Ragged.of([tokens(text, 2 + text % 3) for text in range(TEXTS)])
    weights = np.concatenate([np.full(n, 1 / n) for n in np.diff(queries.bounds)]).astype(np.float32)
    library = Library([f"text {n}" for n in range(TEXTS)], passages, unit(passages.rows[passages.bounds[:-1]]), np.arange(TEXTS))
    examples = [Example(n, n, ((n + 1) % TEXTS, (n + 2) % TEXTS), frozenset({n})) for n in range(TEXTS)]
    return Asked(queries, weights), library, examples


def test_training_finds_the_meaning_and_is_the_same_for_the_same_seed() -> None:
    asked, library, examples = invented()
    start = random(DIM, SIZE, seed=1)

    def judge(matrix: np.ndarray) -> float:
        scores = maxsim_matrix(*through(matrix, asked, library))
        return float(np.mean([1 / rank for rank in ranks(scores, range(TEXTS), [frozenset({n}) for n in range(TEXTS)])]))

    once, again = (fit(examples, asked, library, start, judge, SCHEDULE) for _ in range(2))
    assert np.array_equal(once.matrix, again.matrix)
    assert np.mean(once.losses[-10:]) < 0.7 * np.mean(once.losses[:10])
    assert judge(once.matrix) > judge(start) + 0.1
    other = fit(examples, asked, library, start, judge, replace(SCHEDULE, seed=7))
    assert not np.array_equal(once.matrix, other.matrix)


def test_what_does_not_gain_is_not_kept() -> None:
    asked, library, examples = invented()
    start = truncated(DIM, SIZE)
    falling = iter(range(100, 0, -1))
    fitted = fit(examples, asked, library, start, lambda _: float(next(falling)), SCHEDULE)
    assert np.array_equal(fitted.matrix, start)


def test_training_stops_when_patience_is_over() -> None:
    asked, library, examples = invented()
    schedule = replace(SCHEDULE, patience=1)
    fitted = fit(examples, asked, library, truncated(DIM, SIZE), lambda _: 0.5, schedule)
    assert [step for step, _ in fitted.looks] == [0, 20]


def test_scores_of_a_batch_equal_those_of_search() -> None:
    asked, library, examples = invented()
    batch = batch_of(examples[:5], asked, library, SCHEDULE, step=1)
    scores = maxsim_scores(batch.queries, batch.owner, batch.weights, batch.passages, batch.mask)
    rows = [example.passage for example in examples[:5]]
    for number, example in enumerate(examples[:5]):
        begin, end = asked.tokens.bounds[example.query : example.query + 2]
        some = library.tokens.take(rows)
        expected = maxsim(asked.tokens.at(example.query), some.rows, some.bounds[:-1], asked.weights[begin:end])
        np.testing.assert_allclose(scores[number, :5].numpy(), expected, atol=1e-5)


def test_a_passage_that_answers_too_is_no_negative() -> None:
    asked, library, examples = invented()
    both = frozenset({0, 1})
    chosen = [Example(0, 0, (1,), both), Example(1, 1, (0,), both)]
    batch = batch_of(chosen, asked, library, SCHEDULE, step=1)
    assert batch.ignored.tolist() == [[False, True, True, True], [True, False, True, True]]
    assert float(contrastive(batch, torch.eye(DIM), 0.1)) == pytest.approx(0.0, abs=1e-6)
    assert float(contrastive(batch_of(examples[:2], asked, library, SCHEDULE, 1), torch.eye(DIM), 0.1)) > 0


def test_scores_that_are_those_before_projection_cost_nothing_when_all_is_distilled() -> None:
    asked, library, examples = invented()
    batch = batch_of(examples[:6], asked, library, SCHEDULE, step=1)
    turned = torch.linalg.qr(torch.randn(DIM, DIM, generator=torch.Generator().manual_seed(0)))[0]
    assert float(contrastive(batch, turned, 0.1, distilled=1.0)) == pytest.approx(0.0, abs=1e-5)
    assert float(contrastive(batch, turned[:, :3], 0.1, distilled=1.0)) > 0.01
    half = float(contrastive(batch, turned[:, :3], 0.1, distilled=0.5))
    whole = [float(contrastive(batch, turned[:, :3], 0.1, distilled=share)) for share in (0.0, 1.0)]
    assert half == pytest.approx(sum(whole) / 2, rel=1e-5)


def test_the_hardest_negatives_are_mined_and_no_answer_is_among_them() -> None:
    asked, library, _ = invented()
    (example,) = mine([f"text {n}" for n in range(TEXTS)], asked, library.whole, [(3, 3, frozenset({3, 4}))], library)
    assert (example.query, example.passage) == (3, 3)
    assert not {3, 4} & set(example.negatives)
    scores = maxsim_matrix(asked, library.tokens)[3]
    assert list(scores[list(example.negatives)]) == sorted(scores[list(example.negatives)], reverse=True)


def test_principal_directions_keep_what_lies_in_them() -> None:
    plane = np.random.default_rng(0).standard_normal((50, 2)) @ np.random.default_rng(1).standard_normal((2, DIM))
    matrix = principal(plane, 2)
    np.testing.assert_allclose(plane @ matrix @ matrix.T, plane, atol=1e-4)


@pytest.mark.parametrize("matrix", [truncated(DIM, SIZE), random(DIM, SIZE, 0), principal(np.eye(DIM), SIZE)])
def test_every_start_has_orthonormal_columns(matrix: np.ndarray) -> None:
    np.testing.assert_allclose(matrix.T @ matrix, np.eye(SIZE), atol=1e-5)


def test_blocks_do_not_change_a_score() -> None:
    asked, library, _ = invented()
    whole = maxsim_matrix(asked, library.tokens)
    np.testing.assert_allclose(maxsim_matrix(asked, library.tokens, passage_rows=7, query_rows=5), whole, atol=1e-5)


def through(matrix: np.ndarray, asked: Asked, library: Library) -> tuple[Asked, Ragged]:
    queries = Ragged(unit(asked.tokens.rows @ matrix), asked.tokens.bounds)
    return Asked(queries, asked.weights), Ragged(unit(library.tokens.rows @ matrix), library.tokens.bounds)


def test_a_shortened_projection_keeps_more_than_cutting_it_off() -> None:
    _, library, _ = invented()
    matrix = random(DIM, 8, seed=3)
    rows = library.tokens.rows
    whole = unit(rows @ matrix)
    errors = [np.abs(small @ small.T - whole @ whole.T).mean() for small in (rows @ shortened(matrix, rows, 4), rows @ matrix[:, :4])]
    assert shortened(matrix, rows, 4).shape == (DIM, 4)
    assert errors[0] < errors[1]
