"""A theme mapped to generalised tags, which are then matched to works: the words, what they stand for, likeness and habit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.words import content_stems

from .choice import Chosen, fit_choice
from .ground import Ground
from .habits import Foretold, Habits
from .likeness import Singles
from .past import PastShow
from .signals import Signs, standard
from .tags import YEARS, Tags, lifts, tags_of
from .terms import Floats
from .thesaurus import meant

SIGNS = ("said", "stood for", "alike", "hung so")
PRIOR = (0.5, 0.4, 0.4, 0.3)
PULL = 0.1
# A show's tag: hung this much oftener than in the pool (natural log), by this share of its works.
LIFT, SHARE = 0.7, 0.2
# Tags that a theme is mapped to.
KEPT = 40
TAG_FIELDS = ("what", "people", "who", "subject", "years")


def signs_of_tags(theme: str, ground: Ground, told: Foretold, habits: Habits) -> Signs:
    """Return what speaks for each tag of the pool under a theme, `(tags, len(SIGNS))`, standardised over the tags."""
    tags = tags_of(ground)
    spoken, stands = frozenset(content_stems(theme)), meant(theme)
    stood = {f"{group}:{stem}" for group, stems in stands.stems.items() for stem in stems}
    first, last = stands.years or (1, 0)
    said, meant_so = np.zeros(len(tags.names)), np.zeros(len(tags.names))
    said[[place for stem in spoken for field in TAG_FIELDS[:-1] if (place := tags.places.get(f"{field}:{stem}")) is not None]] = 1
    meant_so[[place for name in stood if (place := tags.places.get(name)) is not None]] = 1
    meant_so[[place for year, place in tags.years if first <= year + YEARS - 1 and year <= last]] = 1
    alike, hung_so = tags.labels @ ground.to(theme).vector, tags.aligned(habits.tag_names, told.tags)
    return standard([said, meant_so, alike, hung_so])


def fit_tags(shows: Sequence[tuple[Ground, PastShow, Foretold]], habits: Habits) -> Floats:
    """Fit how much each sign speaks for a tag: those of past shows are chosen among the tags of their pools."""
    chosen = [
        Chosen(signs_of_tags(show.title, ground, told, habits), np.array(hung))
        for ground, show, told in shows
        if (hung := tags_of_show(tags_of(ground), show))
    ]
    return fit_choice(chosen, PRIOR, PULL) if chosen else np.array(PRIOR)


def tags_of_show(tags: Tags, show: PastShow) -> list[int]:
    """Return the columns of the tags that mark a show."""
    share = np.asarray(tags.held[list(show.works)].mean(axis=0)).ravel()
    return [int(column) for column in np.flatnonzero((lifts(tags.held, [show])[0] >= LIFT) & (share >= SHARE))]


def likely_tags(signs: Signs, weights: Floats) -> Singles:
    """Return how likely each tag is, the few likeliest alone, `(tags,)`."""
    if not len(signs):
        return np.zeros(0, dtype=np.float32)
    scores = signs @ weights.astype(np.float32)
    likely = np.exp(scores - scores.max())
    likely[np.argsort(-likely, kind="stable")[KEPT:]] = 0
    return (likely / likely.sum()).astype(np.float32)


def matched(likely: Singles, ground: Ground) -> Singles:
    """Return how well works match likely tags, `(works,)`: the summed likelihood of those that they have."""
    return np.asarray(tags_of(ground).held @ likely).ravel()


def best_by_field(names: Sequence[str], likely: Singles, most: int = 1) -> Mapping[str, Sequence[str]]:
    """Return the likeliest tags of each field."""
    order: list[int] = np.argsort(-likely, kind="stable").tolist()
    return {field: [names[at] for at in order if names[at].startswith(f"{field}:") and likely[at] > 0][:most] for field in TAG_FIELDS}


@dataclass(frozen=True, slots=True)
class FromTags:
    """Tags that somebody else names for a theme, such as a language model: a tag, and how much it weighs."""

    weights: Mapping[str, float]

    def over(self, names: Sequence[str]) -> Singles:
        """Return the weights of tags, `(len(names),)`; 0 for those not named."""
        return np.array([self.weights.get(name, 0.0) for name in names], dtype=np.float32)

    def scores(self, ground: Ground) -> Singles:
        """Return how well works match the tags named, `(works,)`; a tag that no work here has counts for nothing."""
        return matched(self.over(tags_of(ground).names), ground)
