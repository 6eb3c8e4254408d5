"""What a person could hope for: shows of nearly the same title, and oracles that are told what no method is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval.metrics import Floats
from retrieval.words import content_stems
from tools.curate.relevance.ground import Ground
from tools.curate.relevance.past import PastShow
from tools.curate.relevance.tags import tags_of

TOLD = 3


def agreement(shows: Sequence[PastShow]) -> Floats:
    """Return for each pair of kept shows with the same words in the title the R-precision of the earlier one's works for the later.

    Works of the earlier show stand in no order, so hits among the first R are expected ones. Shows with half of their works in common
    are one show hung twice and were left out before.
    """
    found: list[float] = []
    for at, later in enumerate(shows):
        stems = set(content_stems(later.title))
        for earlier in shows[:at]:
            if earlier.museum == later.museum and set(content_stems(earlier.title)) == stems:
                common = len(set(earlier.works) & set(later.works))
                found.append(common * min(1.0, len(later.works) / len(earlier.works)) / len(later.works))
    return np.array(found)


def told_three(show: PastShow, ground: Ground, seed: int) -> float:
    """Return the R-precision for the rest of a show when three of its works, drawn at random, are told and likeness finds the others."""
    rng = np.random.default_rng([seed, show.works[0]])
    given = rng.choice(show.works, TOLD, replace=False)
    held = tags_of(ground).held
    weights = np.log(held.shape[0] / np.maximum(np.asarray(held.sum(axis=0)).ravel(), 1))
    alike = ground.meaning.whole @ ground.meaning.whole[given].mean(axis=0)
    shared = np.asarray(held @ (np.asarray(held[given].mean(axis=0)).ravel() * weights)).ravel()
    scores = (alike - alike.mean()) / alike.std() + (shared - shared.mean()) / max(shared.std(), 1e-9)
    scores[given] = -np.inf
    rest = set(show.works) - {int(work) for work in given}
    return len(rest & set(np.argsort(-scores, kind="stable")[: len(rest)].tolist())) / len(rest)
