"""Choose the number of candidates by asking the collection about its own fragments and comparing with exact search."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .quantise import MIDDLE, Floats, checked_query
from .scan import Mask, Scan

DEPTH = 10
AIM = 0.995
LADDER = (100, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 4_000, 6_000, 8_000, 12_000, 16_000)
QUERIES = 48
# A window of a fragment's own tokens, with noise as long as this against a token's length.
WINDOW, WINDOW_NOISE = 32, 0.5
# A mixture of a few tokens of each of several fragments: as hard as people's questions, which windows are not.
OF_EACH, MIXED, MIXTURE_NOISE = 4, 3, 0.2


@dataclass(frozen=True, slots=True)
class Calibration:
    """How many candidates meet the aim, and the recall@10 against exact search that they have; None: no number does."""

    candidates: int | None
    recall: float
    queries: int


def calibrate(scan: Scan, alive: Mask, queries: list[Floats]) -> Calibration:
    """Return the fewest candidates of the ladder whose mean recall@10 of exact search is at least 0.995.

    The recall of each number is known from one ranking: of the exact best ten, how many stand that high in the first stage.
    """
    positions = np.flatnonzero(alive)
    ranks = np.concatenate([_ranks(scan, positions, query) for query in queries])
    fitting = [(count, float(np.mean(ranks < count))) for count in LADDER if count < len(positions) // 2]
    met = next((found for found in fitting if found[1] >= AIM), None)
    return Calibration(met[0], met[1], len(queries)) if met else Calibration(None, 1.0, len(queries))


def mixtures(scan: Scan, alive: Mask, count: int = QUERIES, seed: int = 0) -> list[Floats]:
    """Return queries of twelve tokens, four of each of three sampled fragments, with some noise, of unit length.

    They stand for questions: on the museum texts of `eval retrieval` the candidates that these need are those that AQUA's
    questions need, while windows of one fragment need a quarter as many.
    """
    rng = np.random.default_rng(seed)
    positions = np.flatnonzero(alive)
    drawn = rng.choice(positions, (min(count, len(positions)), MIXED))
    return [_noisy(np.concatenate([_some(scan, int(place), rng) for place in places]), MIXTURE_NOISE, rng) for places in drawn]


def windows(scan: Scan, alive: Mask, count: int = QUERIES, seed: int = 0) -> list[Floats]:
    """Return windows of sampled fragments' tokens with noise, of unit length, at most 32 rows each."""
    rng = np.random.default_rng(seed)
    positions = np.flatnonzero(alive)
    drawn = rng.choice(positions, min(count, len(positions)), replace=False)
    return [_noisy(_tokens(scan, int(place))[:WINDOW], WINDOW_NOISE, rng) for place in drawn]


def _some(scan: Scan, position: int, rng: np.random.Generator) -> Floats:
    rows = _tokens(scan, position)
    return rows[rng.integers(0, len(rows), OF_EACH)]


def _tokens(scan: Scan, position: int) -> Floats:
    number = int(np.searchsorted(scan.starts, position, side="right")) - 1
    segment, place = scan.segments[number], position - int(scan.starts[number])
    rows = segment.tokens[segment.offsets[place] : segment.offsets[place + 1], : scan.book.dim]
    return (rows.astype(np.float32) - MIDDLE) / np.float32(scan.book.scale)


def _noisy(rows: Floats, noise: float, rng: np.random.Generator) -> Floats:
    added = rng.standard_normal(rows.shape).astype(np.float32) * np.float32(noise / rows.shape[1] ** 0.5)
    noisy = rows + added * np.linalg.norm(rows, axis=1, keepdims=True)
    return (noisy / np.maximum(np.linalg.norm(noisy, axis=1, keepdims=True), 1e-9)).astype(np.float32)


def _ranks(scan: Scan, positions: NDArray[np.int64], query: Floats) -> NDArray[np.int64]:
    """Return the rank in the first stage of each of the exact best."""
    weights = np.full(len(query), 1 / len(query), np.float32)
    checked_query(query, weights, scan.book.dim)
    cheap = scan.fused(query, weights)
    best = cheap[scan.best_of(query, weights, positions, DEPTH)]
    return np.array([np.count_nonzero(cheap[positions] > score) for score in best])
