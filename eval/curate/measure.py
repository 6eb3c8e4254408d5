"""How well the works at the head of a list are those that hung: figures by show, and pairs of methods on the same shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.metrics import Estimate, Floats, bootstrap
from retrieval.words import content_stems
from tools.curate.relevance.past import PastShow

CUT = 20
FIGURES = ("R-precision", "P@20", "NDCG@20", "no hit")
DRAWS, SWAPS = 1000, 10_000


@dataclass(frozen=True, slots=True)
class Compared:
    """A method against another on the same shows: the ratio of means with its interval, and the p-value of a permutation test."""

    ratio: Estimate
    difference: Estimate
    p: float


def figures(scores: Floats, show: PastShow) -> dict[str, float]:
    """Return the figures of one show; ties keep the order of the catalogue.

    R-precision, precision at 20 and NDCG at 20 with gains of 1 as in Manning, Raghavan and Schütze, Introduction to Information
    Retrieval, 2008, section 8.4; “no hit” is 1 where none of the first R works hung, R being how many did.

    >>> show = PastShow(id="s", museum="m", title="Winter", works=(0, 2), theme="thematic")
    >>> found = figures(np.array([0.9, 0.5, 0.1, 0.2]), show)
    >>> found["R-precision"], found["P@20"], found["no hit"]
    (0.5, 0.1, 0.0)
    """
    hung = np.zeros(len(scores), dtype=bool)
    hung[list(show.works)] = True
    found = hung[np.argsort(-scores, kind="stable")]
    gains = 1 / np.log2(np.arange(min(CUT, len(found))) + 2)
    best = gains[: min(CUT, len(show.works))].sum()
    hits = found[: len(show.works)].sum()
    return {
        "R-precision": float(hits / len(show.works)),
        "P@20": float(found[:CUT].sum() / CUT),
        "NDCG@20": float((found[:CUT] * gains).sum() / best),
        "no hit": float(hits == 0),
    }


def compared(ours: Floats, theirs: Floats, groups: Sequence[str], seed: int) -> Compared:
    """Compare two methods show by show; shows of one group, the words of their titles, rise and fall together.

    The interval of the ratio of means draws groups again (bootstrap); p is two-sided, from swapping the two methods at random in each
    group (Fisher's randomisation test, as in Smucker, Allan and Carterette, A comparison of statistical significance tests, 2007).
    """
    rng = np.random.default_rng(seed)
    places = np.unique(np.asarray(groups), return_inverse=True)[1]
    mine, other = (np.bincount(places, weights=values) for values in (ours, theirs))
    drawn = rng.integers(0, len(mine), (DRAWS, len(mine)))
    ratios = mine[drawn].sum(axis=1) / np.maximum(other[drawn].sum(axis=1), 1e-9)
    low, high = np.percentile(ratios, [2.5, 97.5])
    difference = mine - other
    swapped = np.abs(rng.choice([-1.0, 1.0], (SWAPS, len(mine))) @ difference)
    p = float((1 + (swapped >= abs(difference.sum()) - 1e-9).sum()) / (1 + SWAPS))
    ratio = Estimate(float(ours.mean() / max(theirs.mean(), 1e-9)), float(low), float(high), len(ours))
    return Compared(ratio, bootstrap(ours - theirs, seed, groups=groups), p)


def titled(show: PastShow) -> str:
    """Return the group of a show: the words of its title, whatever their order and endings."""
    return " ".join(sorted(set(content_stems(show.title))))


def parts(shows: Sequence[PastShow], late: int = 0) -> dict[str, NDArray[np.int64]]:
    """Return the places of all shows, of thematic and of monographic ones and, where only some are late, of those from `late` on."""
    about = np.array([show.theme for show in shows])
    found = {"all": np.arange(len(shows)), **{theme: np.flatnonzero(about == theme) for theme in ("thematic", "monographic")}}
    if late:
        places = np.arange(late, len(shows))
        found |= {"late years": places, "late years, thematic": places[about[late:] == "thematic"]}
    return {name: places for name, places in found.items() if len(places)}
