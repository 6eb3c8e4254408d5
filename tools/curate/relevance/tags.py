"""Generalised tags of works: words of medium and type, people, makers, subjects, and twenty years of making."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .ground import Ground
from .likeness import Singles
from .past import PastShow
from .terms import Group

# Groups of words and the fields of the tags that they make; a description speaks of the subject.
FIELDS: dict[Group, str] = {"what": "what", "people": "people", "who": "who", "subject": "subject", "text": "subject"}
YEARS = 20
# Works that must have a tag for it to be one: so many, and in a large pool one of so many.
FEWEST_WORKS, ONE_OF = 4, 2_000
# A show's tag counts as if it had hung so many works more, drawn as the pool is.
SMOOTHING = 5.0
LEAST, MOST = -2.0, 4.0


@dataclass(frozen=True, slots=True)
class Tags:
    """Which work has which tag, sparse `(works, tags)`; a tag is named `field:stem` or `years:1880`.

    `labels` are the vectors of the tags as words, `(tags, dim)`; `places` finds a tag by its name, `years` pairs a year with a place.
    """

    names: Sequence[str]
    held: Any
    labels: Singles
    places: Mapping[str, int]
    years: Sequence[tuple[int, int]]

    def onto(self, names: Sequence[str]) -> Any:
        """Return which work has which tag of another list, sparse `(works, len(names))`; one that no work here has is empty."""
        from scipy.sparse import csr_matrix

        places = {name: place for place, name in enumerate(names)}
        kept = [(row, places[name]) for row, name in enumerate(self.names) if name in places]
        rows, columns = ([pair[side] for pair in kept] for side in (0, 1))
        move = csr_matrix((np.ones(len(kept), dtype=np.float32), (rows, columns)), shape=(len(self.names), len(names)))
        return (self.held @ move).tocsr()

    def aligned(self, names: Sequence[str], values: Singles) -> Singles:
        """Return values of named tags for the tags of this table, `(tags,)`; 0 for those not named."""
        known = dict(zip(names, values.tolist(), strict=True))
        return np.array([known.get(name, 0.0) for name in self.names], dtype=np.float32)

    def score(self, weights: Singles) -> Singles:
        """Return the summed weights of each work's tags over the root of how many it has, `(works,)`."""
        count = np.asarray(self.held.sum(axis=1)).ravel()
        return (np.asarray(self.held @ weights).ravel() / np.sqrt(np.maximum(count, 1))).astype(np.float32)


def tags_of(ground: Ground) -> Tags:
    """Return the tags of a pool's works."""
    if ground.kept_tags:
        return ground.kept_tags[0]
    found = dict(_holders(ground, max(FEWEST_WORKS, len(ground) // ONE_OF)))
    ground.kept_tags.append(_table({name: found[name] for name in sorted(found)}, ground))
    return ground.kept_tags[0]


def _holders(ground: Ground, fewest: int) -> Iterator[tuple[str, NDArray[np.intp]]]:
    """Yield each tag that enough works have, with their places."""
    stems = list(ground.terms.places)
    for named in dict.fromkeys(FIELDS.values()):
        counts: Any = sum(ground.terms.counts[group] for group in FIELDS if FIELDS[group] == named)
        held = counts.tocsc()
        for column in np.flatnonzero(np.diff(held.indptr) >= fewest).tolist():
            yield f"{named}:{stems[column]}", held.indices[held.indptr[column] : held.indptr[column + 1]]
    begun = ground.earliest // YEARS * YEARS
    for year in np.unique(begun[~np.isnan(begun)]).tolist():
        places = np.flatnonzero(begun == year)
        if len(places) >= fewest:
            yield f"years:{int(year)}", places


def lifts(held: Any, shows: Sequence[PastShow]) -> Singles:
    """Return by show how much oftener than in the pool each tag of `held` hung, `(shows, tags)`: the smoothed log ratio of shares."""
    pool = np.asarray(held.mean(axis=0)).ravel() + 1e-6
    hung = np.stack([np.asarray(held[list(show.works)].sum(axis=0)).ravel() for show in shows])
    counts: NDArray[np.float64] = np.array([len(show.works) for show in shows], dtype=np.float64)[:, None]
    ratio = (hung + SMOOTHING * pool) / ((counts + SMOOTHING) * pool)
    return np.clip(np.log(ratio), LEAST, MOST).astype(np.float32)


def _table(found: Mapping[str, NDArray[np.intp]], ground: Ground) -> Tags:
    from scipy.sparse import csr_matrix

    rows = np.concatenate([np.zeros(0, dtype=np.intp), *found.values()])
    columns = np.repeat(np.arange(len(found)), [len(holders) for holders in found.values()])
    held = csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(len(ground), len(found)))
    # As words: “lithograph”, “1880s”.
    words = [f"{tag}s" if named == "years" else tag for named, tag in (name.split(":", 1) for name in found)]
    labels = ground.encodings.of(words).whole if words else np.zeros((0, ground.encodings.encoder.dim), dtype=np.float32)
    years = [(int(name.removeprefix("years:")), place) for place, name in enumerate(found) if name.startswith("years:")]
    return Tags(list(found), held, labels, {name: place for place, name in enumerate(found)}, years)
