from __future__ import annotations

import numpy as np
import pytest

from retrieval.engine.cluster import Directions, assign, mean_projection, train
from retrieval.engine.kernels import Kernels, load_kernels
from retrieval.engine.quantise import as_bytes, scale_of
from retrieval.engine.threads import Threads

DIM = 16


@pytest.fixture(scope="module")
def kernels(tmp_path_factory: pytest.TempPathFactory) -> Kernels:
    return load_kernels(tmp_path_factory.getbasetemp() / "kernels")


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def rows_of(count: int) -> np.ndarray:
    return unit(np.random.default_rng(0).standard_normal((count, DIM)))


def test_rows_of_one_kind_share_a_centroid(kernels: Kernels) -> None:
    rng = np.random.default_rng(1)
    kinds = unit(rng.standard_normal((8, DIM)))
    of = rng.integers(0, 8, 2_000)
    rows = unit(kinds[of] + 0.05 * rng.standard_normal((2_000, DIM)))
    directions, means = train(rows, scale_of(rows), 32, kernels, Threads(2))
    codes = assign(as_bytes(rows, scale_of(rows)), directions, kernels, Threads(2))
    assert all(len(set(of[codes == code])) == 1 for code in set(codes.tolist()))
    assert np.einsum("nd,nd->n", means[codes], rows).mean() > 0.95


def test_what_cells_find_is_as_near_as_the_nearest_direction(kernels: Kernels) -> None:
    rows, threads = rows_of(6_000), Threads(2)
    grouped = Directions.of(unit(np.random.default_rng(2).standard_normal((8_192, DIM))), kernels, threads)
    assert len(grouped.cells) == 64
    asked = as_bytes(rows, scale_of(rows))
    found = assign(asked, grouped, kernels, threads)
    nearest = assign(asked, Directions(grouped.rows, grouped.cells[:0]), kernels, threads)
    similar = [np.einsum("nd,nd->n", grouped.rows[codes], rows) for codes in (found, nearest)]
    assert np.mean(found == nearest) > 0.5
    assert np.mean(similar[0]) > np.mean(similar[1]) - 0.04


def test_rows_that_are_all_alike_are_coded(kernels: Kernels) -> None:
    rows = np.tile(rows_of(1), (300, 1))
    directions = Directions.of(np.tile(rows_of(1), (4_096, 1)), kernels, Threads(2))
    assert set(assign(as_bytes(rows, 100), directions, kernels, Threads(2)).tolist()) == {0}


def test_a_number_that_the_kernels_cannot_compare_is_refused(kernels: Kernels) -> None:
    with pytest.raises(ValueError, match="33 centroids are not a multiple of 32"):
        train(rows_of(50), 100, 33, kernels, Threads(1))


def test_a_projection_keeps_products_of_rows_in_few_dimensions() -> None:
    rng = np.random.default_rng(0)
    rows = unit(rng.standard_normal((500, 60)) @ rng.standard_normal((60, 200)))
    projection = mean_projection(rows)
    assert projection is not None
    assert np.abs((rows @ projection) @ (rows @ projection).T - rows @ rows.T).max() < 1e-4
    assert mean_projection(rows[:, :128]) is None
