"""How well the works at the head of a list are those that hung: figures by show, and pairs of methods on the same shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.metrics import Estimate, Floats, bootstrap
from tools.curate.relevance.past import PastShow

CUT = 20
FIGURES = ("R-precision", "P@20", "NDCG@20", "no hit")
SWAPS = 10_000


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


def compared(ours: Floats, theirs: Floats, seed: int) -> Compared:
    """Compare two methods show by show.

    The interval of the ratio of means draws shows again (bootstrap); p is two-sided, from swapping the two methods at random in each
    show (Fisher's randomisation test, as in Smucker, Allan and Carterette, A comparison of statistical significance tests, 2007).
    """
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, len(ours), (1000, len(ours)))
    ratios = ours[drawn].mean(axis=1) / np.maximum(theirs[drawn].mean(axis=1), 1e-9)
    low, high = np.percentile(ratios, [2.5, 97.5])
    difference = ours - theirs
    swapped = np.abs((rng.choice([-1.0, 1.0], (SWAPS, len(ours))) @ difference) / len(ours))
    p = float((1 + (swapped >= abs(difference.mean()) - 1e-12).sum()) / (1 + SWAPS))
    ratio = Estimate(float(ours.mean() / max(theirs.mean(), 1e-9)), float(low), float(high), len(ours))
    return Compared(ratio, bootstrap(difference, seed), p)


def split(values: Sequence[Mapping[str, float]], shows: Sequence[PastShow], figure: str) -> dict[str, Floats]:
    """Return one figure by show: of all, of thematic and of monographic shows."""
    known = np.array([each[figure] for each in values])
    about = np.array([show.theme for show in shows])
    return {"all": known, "thematic": known[about == "thematic"], "monographic": known[about == "monographic"]}
