"""Every path of the kernels gives the integers of a plain reference."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.engine.kernels import LANES, Kernels, load_kernels, load_portable
from retrieval.engine.native import LEVELS, load_native


@pytest.fixture(scope="module", params=[*LEVELS, "numba"])
def kernels(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Kernels:
    if request.param == "numba":
        return load_portable()
    found = load_native(tmp_path_factory.getbasetemp() / "kernels", LEVELS.index(request.param))
    if found is None:
        pytest.skip(f"needs a C compiler and a processor with {request.param}; install gcc")
    return found


@dataclass(frozen=True)
class Case:
    """Some fragments, centroids and a query in bytes."""

    rows: np.ndarray
    offsets: np.ndarray
    query: np.ndarray
    weights: np.ndarray
    rng: np.random.Generator

    @property
    def signed(self) -> np.ndarray:
        return self.rows.astype(np.int64) - 128

    @property
    def fragments(self) -> int:
        return len(self.offsets) - 1


@st.composite
def cases(draw: st.DrawFn) -> Case:
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    lengths = draw(st.lists(st.integers(1, 21), min_size=1, max_size=6))
    dim, asked = 4 * draw(st.integers(1, 33)), draw(st.integers(1, 70))
    extreme = draw(st.booleans())  # the ends of the range overflow first
    rows = rng.choice([1, 255], (sum(lengths), dim)) if extreme else rng.integers(1, 256, (sum(lengths), dim))
    query = rng.choice([-127, 127], (asked, dim)) if extreme else rng.integers(-127, 128, (asked, dim))
    weights = rng.integers(-(2**20), 2**20 + 1, asked)
    return Case(rows.astype(np.uint8), np.cumsum([0, *lengths]), query.astype(np.int8), weights.astype(np.int32), rng)


often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(cases())
@often
def test_maxsim_is_the_weighted_sum_of_the_best_products(kernels: Kernels, case: Case) -> None:
    places = case.rng.permutation(case.fragments)
    scores = np.zeros(len(places), np.int64)
    kernels.maxsim(case.rows, case.offsets, places, 0, len(places), case.query, case.weights, scores)
    best = np.maximum.reduceat(case.signed @ case.query.astype(np.int64).T, case.offsets[:-1], axis=0)
    assert scores.tolist() == (best @ case.weights.astype(np.int64))[places].tolist()


@given(cases())
@often
def test_refining_takes_both_bytes_of_a_component(kernels: Kernels, case: Case) -> None:
    fine = case.rng.integers(1, 256, case.rows.shape).astype(np.uint8)
    query = case.query.astype(np.int16) * 4
    places = case.rng.permutation(case.fragments)
    scores = np.zeros(len(places), np.int64)
    kernels.refine(case.rows, fine, case.offsets, places, 0, len(places), query, case.weights, scores)
    rows = case.signed * 16 + (fine.astype(np.int64) - 120) // 16
    best = np.maximum.reduceat(rows @ query.astype(np.int64).T, case.offsets[:-1], axis=0)
    assert scores.tolist() == (best @ case.weights.astype(np.int64))[places].tolist()


@given(cases(), st.integers(1, 4))
@often
def test_the_nearest_centroid_is_the_first_with_the_greatest_product(kernels: Kernels, case: Case, blocks: int) -> None:
    centroids = case.rng.integers(-3, 4, (LANES * blocks, case.rows.shape[1])).astype(np.int8)  # small, so that many are equal
    codes = np.zeros(len(case.rows), np.uint16)
    kernels.nearest(case.rows, 0, len(case.rows), centroids, codes)
    assert codes.tolist() == (case.signed @ centroids.astype(np.int64).T).argmax(axis=1).tolist()


@given(cases())
@often
def test_the_scan_takes_the_best_byte_of_a_fragments_centroids(kernels: Kernels, case: Case) -> None:
    asked, blocks = len(case.query), -(-len(case.query) // LANES)
    products = np.full((len(case.rows), blocks * LANES), 7, np.int32)
    kernels.products(case.rows, 0, len(case.rows), case.query, products)
    plain = case.signed @ case.query.astype(np.int64).T
    assert products.tolist() == np.pad(plain, ((0, 0), (0, blocks * LANES - asked))).tolist()
    scale = (255 / np.maximum(products.max(axis=0), 1)).astype(np.float32)
    table = np.zeros((blocks, len(case.rows), LANES), np.uint8)
    kernels.bytes_of(products, 0, len(case.rows), scale, table)
    exact = np.clip((products.astype(np.float32) * scale).astype(np.int32), 0, 255).reshape(-1, blocks, LANES).swapaxes(0, 1)
    assert table.tolist() == exact.tolist()
    codes = case.rng.integers(0, len(case.rows), int(case.offsets[-1])).astype(np.uint16)
    weights = np.zeros(blocks * LANES, np.int16)
    weights[:asked] = case.weights // 64
    scores = np.zeros(case.fragments, np.int32)
    kernels.scan_codes(codes, case.offsets, 0, case.fragments, table, weights, scores)
    best = np.maximum.reduceat(table.swapaxes(0, 1).reshape(len(case.rows), -1)[codes].astype(np.int64), case.offsets[:-1], axis=0)
    assert scores.tolist() == (best @ weights.astype(np.int64)).tolist()


@given(cases())
@often
def test_the_scan_of_means_is_a_product(kernels: Kernels, case: Case) -> None:
    scores = np.zeros(len(case.rows), np.int32)
    kernels.scan_means(case.rows, 0, len(case.rows), case.query[0], scores)
    assert scores.tolist() == (case.signed @ case.query[0].astype(np.int64)).tolist()


@given(cases(), st.floats(0.01, 300))
@often
def test_quantising_rounds_to_bytes_and_keeps_the_rest(kernels: Kernels, case: Case, scale: float) -> None:
    rows = case.rng.standard_normal((len(case.rows), case.rows.shape[1] - 1)).astype(np.float32)
    coarse, fine = np.zeros_like(case.rows), np.zeros_like(case.rows)
    kernels.quantise(rows, 0, len(rows), scale, coarse, fine)
    scaled = np.pad(rows * np.float32(scale), ((0, 0), (0, 1)))
    steps = np.clip(np.rint(scaled), -127, 127)
    rest = np.rint(np.clip(scaled - steps, np.float32(-0.5), np.float32(0.5)) * np.float32(254))
    assert coarse.tolist() == (steps + 128).astype(int).tolist()
    assert fine.tolist() == (rest + 128).astype(int).tolist()


@given(cases())
@often
def test_sums_are_of_the_rows_of_each_group(kernels: Kernels, case: Case) -> None:
    rows = case.signed.astype(np.float32)
    order, bounds = case.rng.permutation(len(rows)), np.concatenate([case.offsets, case.offsets[-1:]])  # the last group is empty
    sums = np.full((case.fragments + 1, rows.shape[1]), 7, np.float32)
    kernels.sums(rows, order, bounds, 0, len(sums), sums)
    assert sums.tolist() == [rows[order[a:b]].sum(axis=0).tolist() for a, b in pairwise(bounds)]


def test_a_share_leaves_the_others_alone(kernels: Kernels) -> None:
    rows, offsets = np.full((9, 4), 129, np.uint8), np.arange(10)
    scores = np.full(9, -1, np.int64)
    kernels.maxsim(rows, offsets, np.arange(9), 3, 6, np.ones((1, 4), np.int8), np.ones(1, np.int32), scores)
    assert scores.tolist() == [-1, -1, -1, 4, 4, 4, -1, -1, -1]


def test_without_a_place_for_native_kernels_numba_serves(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert [load_kernels(None).name, load_kernels(tmp_path / "file").name] == ["numba", "numba"]


def test_rows_that_vnni_cannot_read_are_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    native = load_native(tmp_path_factory.getbasetemp() / "kernels")
    if native is None:
        pytest.skip("needs a C compiler; install gcc")
    with pytest.raises(ValueError, match="rows of 3 are not a multiple of 4"):
        native.nearest(np.ones((1, 3), np.uint8), 0, 1, np.ones((32, 3), np.int8), np.zeros(1, np.uint16))
