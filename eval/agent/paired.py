"""Two systems or two runs on the same tasks: the mean difference, its interval and how likely chance alone makes one as large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.metrics import Estimate, bootstrap

from .figures import Outcome

FLIPS = 9999


@dataclass(frozen=True, slots=True)
class Paired:
    """The mean of a - b over `n` common tasks with its interval, the chance of one as large, and how often each was better."""

    difference: Estimate
    chance: float
    better: int
    worse: int
    tasks: Sequence[str]


def paired(a: Sequence[Outcome], b: Sequence[Outcome], seed: int) -> Paired | None:
    """Compare task by task on the share of trials that passed; None when no task is common.

    The interval draws whole clusters again. The chance is of a randomisation test: under no difference each cluster's differences
    might as well have the other sign (Fisher, The Design of Experiments, 1935, section 21; whole blocks as in Winkler et al.,
    Multi-level block permutation, 2015), counted with the observed one (Phipson and Smyth, Permutation p-values should never be
    zero, 2010).
    """
    others = {outcome.task: outcome for outcome in b}
    common = [(outcome, others[outcome.task]) for outcome in a if outcome.task in others]
    if not common:
        return None
    differences = np.array([x.passed / x.trials - y.passed / y.trials for x, y in common])
    clusters = [x.cluster for x, _ in common]
    return Paired(
        bootstrap(differences, seed, groups=clusters),
        _chance(differences, clusters, seed),
        int((differences > 0).sum()),
        int((differences < 0).sum()),
        [x.task for (x, _), d in zip(common, differences, strict=True) if d != 0],
    )


def _chance(differences: np.ndarray, clusters: Sequence[str], seed: int) -> float:
    places = np.unique(np.asarray(clusters), return_inverse=True)[1]
    sums = np.bincount(places, weights=differences)
    signs = np.random.default_rng(seed).choice((-1.0, 1.0), size=(FLIPS, len(sums)))
    as_large = np.abs(signs @ sums) >= abs(float(sums.sum())) - 1e-12
    return float((1 + as_large.sum()) / (1 + FLIPS))
