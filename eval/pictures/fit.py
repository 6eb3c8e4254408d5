"""Fit the scales and weights of likeness on the tune part."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.build import Progress
from retrieval.pictures.likeness import SCALES, Likeness, likeness_from
from retrieval.pictures.look import FAMILIES, Family, look_of

from .copies import CHANGES
from .labels import Distances, by_family, of_label
from .read import LABELS, Pictures, opened, read_pictures

SHARES = (0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1)
RANDOM_PAIRS = 20_000
COPIES = 60
_COMPOSITION, _TEXTURE = (0.25, 0.5, 0.75, 1.0, 1.5), (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)


def fit(data: Path, seed: int, into: Path = SCALES, progress: Progress = lambda *_: None) -> Mapping[str, Any]:
    """Fit, write and return scales and weights, with the score of every choice.

    Scales are quantiles of the distances between random pictures of one table, as many pairs of each. Weights are the best of a
    grid by the mean of P@10 over the labels and of the share of changed copies that find their original, in equal parts. Queries
    are of the part “tune”, what they search is “train” and “tune”.
    """
    sets = [read_pictures(data, table, ("train", "tune"), "tune", progress) for table in LABELS]
    rng = np.random.default_rng(seed)
    random = [_random_pairs(pictures.looks, rng) for pictures in sets]
    distances = {f: [round(float(x), 4) for x in np.quantile(np.concatenate([r[f] for r in random]), SHARES)] for f in FAMILIES}
    fitted: dict[str, Any] = {"weights": dict.fromkeys(FAMILIES, 1.0), "shares": SHARES, "distances": distances}
    labelled = [by_family(pictures.looks, pictures.looks[pictures.asked]) for pictures in sets]
    copied = [_copied(pictures, rng) for pictures in sets]
    scores: dict[str, float] = {}
    for composition, texture in itertools.product(_COMPOSITION, _TEXTURE):
        weights = dict(zip(FAMILIES, (1.0, composition, texture), strict=True))
        likeness = likeness_from({**fitted, "weights": weights})
        scores[json.dumps(weights)] = _score(sets, labelled, copied, likeness)
    fitted["weights"] = json.loads(max(scores, key=lambda weights: scores[weights]))
    into.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    return {**fitted, "scores": scores}


def _random_pairs(looks: NDArray[np.float16], rng: np.random.Generator) -> dict[Family, Distances]:
    drawn = rng.choice(len(looks), min(RANDOM_PAIRS // 100, len(looks) // 2), replace=False)
    rest = np.setdiff1d(np.arange(len(looks)), drawn)
    others = rng.choice(rest, min(100, len(rest)), replace=False)
    return {family: found.ravel() for family, found in by_family(looks[others], looks[drawn]).items()}


def _copied(pictures: Pictures, rng: np.random.Generator) -> tuple[NDArray[np.int64], dict[Family, Distances]]:
    """Return which originals were copied, each in every way, and the distances of the copies to all pictures."""
    drawn = rng.choice(pictures.asked, min(COPIES, len(pictures.asked)), replace=False)
    looks = np.stack([look_of(change(opened(pictures.jpegs[i]))) for i in drawn for change in CHANGES.values()])
    return np.repeat(drawn, len(CHANGES)), by_family(pictures.looks, looks)


def _score(
    sets: Sequence[Pictures],
    labelled: Sequence[Mapping[Family, Distances]],
    copied: Sequence[tuple[NDArray[np.int64], Mapping[Family, Distances]]],
    likeness: Likeness,
) -> float:
    precisions = [
        of_label(likeness.together(found), pictures.asked, pictures.labels[label])[0].mean()
        for pictures, found in zip(sets, labelled, strict=True)
        for label in LABELS[pictures.table]
    ]
    found = [(likeness.together(distances).argmin(axis=1) == originals).mean() for originals, distances in copied]
    return round(float(np.mean(precisions) + np.mean(found)) / 2, 4)
