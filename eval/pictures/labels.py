"""Do the nearest pictures have the same label, such as the maker or the style?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from eval.metrics import Floats
from retrieval.pictures.likeness import apart
from retrieval.pictures.look import FAMILIES, Family

DEPTH = 10
# A label that fewer pictures have cannot fill the places.
LEAST_OF_A_KIND = 5
Distances = NDArray[np.float32]


def of_label(distances: Distances, asked: NDArray[np.int64], labels: NDArray[np.str_]) -> tuple[Floats, Floats]:
    """Return precision at ten and average precision of each query, the query itself left out.

    Average precision is the mean of the precisions at each relevant rank (Manning, Raghavan and Schütze, Introduction to
    Information Retrieval, 2008, section 8.4). An empty label is none, and a rare one is not asked for.

    Args:
        distances: `(q, n)`, of the queries to all pictures.
        asked: `(q,)`, which of the pictures the queries are.
        labels: `(n,)`.

    >>> line = np.abs(np.arange(6)[:, None] - np.arange(6)[None]).astype(np.float32)
    >>> precision, average = of_label(line[:1], np.array([0]), np.array(["a", "b", "a", "a", "a", "a"]))
    >>> precision.round(2).tolist(), average.round(2).tolist()
    ([0.4], [0.68])
    """
    names, kind, counts = np.unique(labels, return_inverse=True, return_counts=True)
    precisions: list[float] = []
    averages: list[float] = []
    for line, own in zip(distances, asked, strict=True):
        if not names[kind[own]] or counts[kind[own]] < LEAST_OF_A_KIND:
            continue
        order = np.argsort(line, kind="stable")
        hit = (kind == kind[own])[order[order != own]]
        ranks = np.flatnonzero(hit) + 1
        precisions.append(float(hit[:DEPTH].sum()) / DEPTH)
        averages.append(float((np.arange(1, len(ranks) + 1) / ranks).mean()))
    return np.array(precisions), np.array(averages)


def by_family(looks: NDArray[np.float16], queries: NDArray[np.float16]) -> dict[Family, Distances]:
    """Return the distances `(q, n)` of queries to looks in each family."""
    lines = [apart(one, looks) for one in queries]
    return {family: np.stack([line[family] for line in lines]) for family in FAMILIES}
