"""What speaks for a work under a theme, one number a sign: shared words, what they stand for, years, standing, meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.records import Gender
from retrieval.words import content_stems

from .ground import Ground
from .terms import Floats, Group
from .thesaurus import Meant, Years, meant

Signs = NDArray[np.float32]
# Groups of words that tell more where a theme names them than all words together.
NAMED_IN: tuple[Group, ...] = ("who", "credit")
# Signs that engineered statistics of text give, and those of meaning.
COUNTED = (
    "words", *(f"words in {group}" for group in NAMED_IN), "maker named",
    "medium meant", "people meant", "maker meant", "subject meant", "years", "gender meant", "few by its maker", "large for its maker",
)  # fmt: skip
NEAR = ("meaning", "late interaction")
# Standard scores beyond this say no more.
MOST = 8.0


def counted(theme: str, ground: Ground) -> Signs:
    """Return the engineered statistics of a theme against every work, `(works, len(COUNTED))`.

    Each is standardised over the pool but the last two, natural logs: where nobody made more than two works, that says little.
    """
    stems, stands = list(dict.fromkeys(content_stems(theme))), meant(theme)
    named = ground.naming(stems)
    columns = [
        ground.terms.bm25(stems),
        *(ground.terms.coverage(stems, group) for group in NAMED_IN),
        named,
        *_stood_for(stands, ground),
        _in_years(stands.years, ground),
        _of_gender(stands.gender, ground),
    ]
    # A show about a maker hangs as many of the works as there are.
    few = -ground.standing.many * (1 - named)
    return np.column_stack([standard(columns), few, ground.standing.large]).astype(np.float32)


def near(theme: str, ground: Ground) -> Signs:
    """Return how near every work lies to a theme in meaning, `(works, len(NEAR))`, standardised over the pool."""
    found = ground.to(theme)
    return standard([found.cosine, found.maxsim])


def standard(columns: Sequence[NDArray[np.floating]]) -> Signs:
    """Return columns as standard scores over the pool, cut at ±8; a column that tells nothing apart is 0.

    >>> standard([np.array([1.0, 3.0]), np.array([5.0, 5.0])]).tolist()
    [[-1.0, 0.0], [1.0, 0.0]]
    """
    signs = np.column_stack(columns).astype(np.float32)
    if not len(signs):  # a small pool may have no tags
        return signs
    spread = signs.std(axis=0)
    return np.clip((signs - signs.mean(axis=0)) / np.where(spread > 1e-9, spread, 1), -MOST, MOST)


def _stood_for(stands: Meant, ground: Ground) -> list[Floats]:
    """Return for medium, people and maker whether a work has any word that the theme stands for, and for its subject how many."""
    most: Mapping[Group, int] = {"what": 1, "people": 1, "who": 1, "subject": 2}
    return [np.minimum(_held(ground, group, stands.stems[group]), several) for group, several in most.items()]


def _held(ground: Ground, group: Group, stems: frozenset[str]) -> Floats:
    columns = ground.terms.columns(sorted(stems))
    if not columns:
        return np.zeros(len(ground))
    return np.asarray((ground.terms.counts[group][:, columns] > 0).sum(axis=1)).ravel().astype(np.float64)


def _in_years(years: Years | None, ground: Ground) -> Floats:
    """Return the share of a work's years that lies in those meant; a work without years is as the mean."""
    if years is None:
        return np.zeros(len(ground))
    first, last = years
    share = (np.minimum(ground.latest, last) - np.maximum(ground.earliest, first) + 1).clip(0) / (ground.latest - ground.earliest + 1)
    return np.where(np.isnan(share), _mean(share), share)


def _of_gender(gender: Gender | None, ground: Ground) -> Floats:
    if gender is None:
        return np.zeros(len(ground))
    return np.array([piece.gender == gender for piece in ground.pool], dtype=np.float64)


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else 0.0
