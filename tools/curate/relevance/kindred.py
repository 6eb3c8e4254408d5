"""A work fits a theme the better, the better the works most like it do."""

from __future__ import annotations

import numpy as np

from .likeness import Singles
from .terms import Floats

# Works that are evened out, the best ones; for each, how many of them that are most like it, in a small pool one in so many of it; and
# how much these count together.
BEST, KINDRED, ONE_IN, SHARE = 1_000, 10, 100, 1 / 3


def evened(scores: Floats, whole: Singles) -> Floats:
    """Return scores `(n,)` of which the best are drawn towards those of their likes, by vectors of unit length `(n, dim)`.

    As in Diaz, Regularizing ad hoc retrieval scores, 2005, one step over nearest neighbours. The others stay, below the best. A work
    that is like no other, or that has no vector, keeps its score, as do all in a pool of fewer than 100.

    >>> alike, other = [1.0, 0.0], [0.0, 1.0]
    >>> vectors = np.array([alike, other, alike] + [[0.0, 0.0]] * 97)
    >>> evened(np.array([3.0, 1.0, 0.0] + [-1.0] * 97), vectors)[:3].round(2).tolist()
    [2.0, 1.0, 1.0]
    """
    if not (kindred := min(KINDRED, len(scores) // ONE_IN)):
        return scores
    best = np.argsort(-scores, kind="stable")[:BEST]
    near = whole[best] @ whole[best].T
    np.fill_diagonal(near, 0)
    likest = np.argpartition(-near, kindred, axis=1)[:, :kindred]
    weights = np.take_along_axis(near, likest, axis=1).clip(0).astype(np.float64)
    total = weights.sum(axis=1)
    theirs = (weights * scores[best][likest]).sum(axis=1) / np.where(total > 0, total, 1)
    found = scores.copy()
    found[best] = np.where(total > 0, (1 - SHARE) * scores[best] + SHARE * theirs, scores[best])
    return found
