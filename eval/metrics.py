"""Metrics of ranked lists, and intervals around them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Estimate:
    """The mean over `n` questions, and the ends of its 95 % interval."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def found_at(ranks: Sequence[int | None], k: int) -> Floats:
    """Return for each question 1 when its rank, counted from 1, is at most `k`, else 0; None was not found.

    >>> found_at([1, 3, None], 2).tolist()
    [1.0, 0.0, 0.0]
    """
    return np.array([rank is not None and rank <= k for rank in ranks], dtype=np.float64)


def recall_at(ranks: Sequence[int | None], k: int) -> float:
    """Return the share of questions whose one relevant text is among the first `k`.

    With one relevant text a question this is recall at k (Manning, Raghavan and Schütze, Introduction to Information
    Retrieval, 2008, section 8.4).

    >>> recall_at([1, 3, None, 2], 2)
    0.5
    """
    return float(found_at(ranks, k).mean())


def reciprocal(ranks: Sequence[int | None]) -> Floats:
    """Return 1 / rank for each question, 0 for one that was not found.

    >>> reciprocal([1, 4, None]).tolist()
    [1.0, 0.25, 0.0]
    """
    return np.array([0.0 if rank is None else 1 / rank for rank in ranks])


def mrr(ranks: Sequence[int | None]) -> float:
    """Return the mean reciprocal rank of the first relevant result (Voorhees, TREC-8 question answering, 1999).

    >>> mrr([1, 2, None, 4])
    0.4375
    """
    return float(reciprocal(ranks).mean())


def rank_of(ranked: Sequence[str], relevant: Collection[str]) -> int | None:
    """Return the rank, counted from 1, of the first relevant text; None when there is none.

    With several relevant texts the share of questions whose rank is at most k is success at k (Craswell and Hawking,
    Overview of the TREC-2004 Web track, 2004), which is recall at k when there is one.

    >>> rank_of(["a", "b", "c"], {"c", "b"})
    2
    """
    return next((at for at, text in enumerate(ranked, start=1) if text in relevant), None)


def ndcg_at(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Return the normalised discounted cumulative gain of the first `k`, relevant texts gaining 1 and others nothing.

    Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, 2002, with discount log2(rank + 1).

    >>> ndcg_at(["a", "x", "b"], {"a", "b"}, 5)
    0.9197207891481876
    """
    gained = sum(1 / np.log2(at + 1) for at, text in enumerate(ranked[:k], start=1) if text in relevant)
    return float(gained / sum(1 / np.log2(at + 1) for at in range(1, min(k, len(relevant)) + 1)))


def r_precision(ranked: Sequence[str], relevant: Collection[str]) -> float:
    """Return the share of relevant texts among as many first results as there are relevant texts.

    Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, section 8.4.

    >>> r_precision(["a", "x", "b"], {"a", "b"})
    0.5
    """
    return sum(text in relevant for text in ranked[: len(relevant)]) / len(relevant)


def share(values: ArrayLike) -> Estimate:
    """Return a share of yes and no with its 95 % Wilson score interval, which does not shrink to nothing at 0 and 1.

    Wilson, Probable inference, the law of succession, and statistical inference, 1927.

    >>> print(share([True, True, True, True]))
    1.000 [0.510, 1.000]
    """
    known = np.asarray(values, dtype=np.float64)
    n, p, z = len(known), float(known.mean()), 1.959964
    centre, half = p + z * z / (2 * n), z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    scale = 1 + z * z / n
    return Estimate(p, max((centre - half) / scale, 0.0), min((centre + half) / scale, 1.0), n)


def bootstrap(values: ArrayLike, seed: int, resamples: int = RESAMPLES, groups: ArrayLike | None = None) -> Estimate:
    """Return the mean of one value a question with its 95 % percentile bootstrap interval.

    Questions are drawn again with replacement (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section
    13.3); with `groups`, one name a question, whole groups are (Field and Welsh, Bootstrapping clustered data, 2007), because
    questions on one text rise and fall together. Give differences of two methods on the same questions for a paired interval.

    >>> print(bootstrap([1, 1, 1, 0], seed=0))
    0.750 [0.250, 1.000]
    >>> print(bootstrap([0.5, 0.5], seed=0))
    0.500 [0.500, 0.500]
    >>> print(bootstrap([1, 1, 0, 0], seed=0, groups=["a", "a", "b", "b"]))
    0.500 [0.000, 1.000]
    """
    known = np.asarray(values, dtype=np.float64)
    if len(known) == 0:
        raise ValueError("an interval needs at least one value")
    places = np.arange(len(known)) if groups is None else np.unique(np.asarray(groups), return_inverse=True)[1]
    sums, counts = np.bincount(places, weights=known), np.bincount(places)
    rng = np.random.default_rng(seed)
    drawn = (rng.integers(0, len(sums), len(sums)) for _ in range(resamples))
    means = np.array([sums[rows].sum() / counts[rows].sum() for rows in drawn])
    low, high = np.percentile(means, [2.5, 97.5])
    return Estimate(float(known.mean()), float(low), float(high), len(known))
