"""Are the tags that a theme is mapped to those of the show? By field, against the commonest tag of the pool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from eval.metrics import Estimate, share
from tools.curate.relevance.foretell import TAG_FIELDS, best_by_field, tags_of_show
from tools.curate.relevance.ground import Ground
from tools.curate.relevance.likeness import Singles
from tools.curate.relevance.past import PastShow
from tools.curate.relevance.tags import tags_of


class Teller(Protocol):
    """Maps a theme to tags."""

    def tags(self, theme: str, ground: Ground) -> Singles:
        """Return how likely each tag of a pool is under a theme, `(tags,)`."""
        ...


@dataclass(frozen=True, slots=True)
class TagAccuracy:
    """The share of shows whose first told tag of a field marks them, and that of the commonest tag; over shows marked in the field."""

    field: str
    ours: Estimate
    commonest: Estimate


def tag_accuracy(teller: Teller, shows: Sequence[PastShow], ground: Ground) -> list[TagAccuracy]:
    """Measure the first told tag of each field; where no tag of the field is told, the answer counts as wrong."""
    tags = tags_of(ground)
    often = np.asarray(tags.held.sum(axis=0)).ravel()
    common = best_by_field(tags.names, (often / often.sum()).astype(np.float32))
    right: dict[str, list[tuple[bool, bool]]] = {field: [] for field in TAG_FIELDS}
    for show in shows:
        marks = {tags.names[column] for column in tags_of_show(tags, show)}
        told = best_by_field(tags.names, teller.tags(show.title, ground))
        for field in TAG_FIELDS:
            if any(mark.startswith(f"{field}:") for mark in marks):
                right[field].append((bool(marks & set(told[field])), bool(marks & set(common[field]))))
    return [
        TagAccuracy(field, share([ours for ours, _ in found]), share([theirs for _, theirs in found]))
        for field, found in right.items()
        if found
    ]
