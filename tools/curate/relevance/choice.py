"""Weights of signs, learnt as a choice among all works of a pool: those hung are the chosen ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .signals import Signs
from .terms import Floats

# Steps of the optimiser at most.
STEPS = 80


@dataclass(frozen=True, slots=True)
class Chosen:
    """A show to learn from: the signs of all works of its pool, and the places of those hung."""

    signs: Signs
    hung: NDArray[np.int64]


def fit_choice(shows: Sequence[Chosen], prior: Sequence[float], pull: float) -> Floats:
    """Fit weights, none below 0, that make the works hung likely among their pool.

    A conditional logit (McFadden, Conditional logit analysis of qualitative choice behavior, 1974): the mean over shows of the mean
    log-probability of a work hung, each show alike, less `pull` times the squared distance from `prior`. With a few hundred shows the
    prior keeps signs that one museum never uses from being unlearnt.
    """
    from scipy.optimize import minimize

    start = np.asarray(prior, dtype=np.float64)
    loss = _loss(shows, start, pull)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(start), options={"maxiter": STEPS})
    return np.asarray(found.x, dtype=np.float64)


def _loss(shows: Sequence[Chosen], prior: Floats, pull: float) -> Callable[[Floats], tuple[float, Floats]]:
    hung = [show.signs[show.hung].mean(axis=0).astype(np.float64) for show in shows]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros_like(weights)
        for show, mean in zip(shows, hung, strict=True):
            scores = show.signs @ weights.astype(np.float32)
            likely = np.exp(scores - scores.max())
            total += float(scores.max() + np.log(likely.sum()) - mean @ weights)
            slope += (likely @ show.signs) / likely.sum() - mean
        away = weights - prior
        return total / len(shows) + pull * float(away @ away), slope / len(shows) + 2 * pull * away

    return loss
