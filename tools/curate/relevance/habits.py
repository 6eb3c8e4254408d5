"""What past shows teach of themes in general: which works, makers and words hang under which titles, learnt by linear maps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.words import folded

from .ground import Ground
from .likeness import Encodings, Singles
from .past import Museum, PastShow
from .signals import Signs, standard
from .tags import Tags, lifts, tags_of

HABITS = ("like works hung so", "makers hung so")
# Ridge of the maps, and shows that a maker and a word must have been in.
RIDGE = 2.0
FEWEST_SHOWS = 3
# Makers of a museum that lists persons alone; more would make the weights large and say little.
MOST_MAKERS = 3000


@dataclass(frozen=True, slots=True)
class Study:
    """A museum whose works are made ready, with its past shows."""

    museum: Museum
    ground: Ground


@dataclass(frozen=True, slots=True)
class Map:
    """A linear map from a title's vector to what hung under such titles: `matrix` `(dim, targets)` about `mean` `(targets,)`."""

    matrix: Singles
    mean: Singles

    def __call__(self, vector: Singles) -> Singles:
        """Return what is foretold for one title."""
        return (self.mean + vector @ self.matrix).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Foretold:
    """What would hang under a title: the mean vector of the works about the pool's, lifts of tags, and how likely makers are."""

    works: Singles
    tags: Singles
    makers: Singles


@dataclass(frozen=True, slots=True)
class Habits:
    """Maps from a title's vector to what hung under such titles, with the names of tags and makers."""

    works: Map
    tags: Map
    makers: Map
    tag_names: Sequence[str]
    maker_names: Sequence[str]

    def foretell(self, vector: Singles) -> Foretold:
        """Return what would hang under a title of this vector."""
        return Foretold(self.works(vector), self.tags(vector), self.makers(vector))

    def signs(self, told: Foretold, ground: Ground) -> Signs:
        """Return what habit says of every work, `(works, len(HABITS))`: works standardised over the pool, makers over all that are known.

        A pool may hold few makers that anything is known of; over such a pool the least hint would be a great one.
        """
        whole = ground.meaning.whole
        makers = dict(zip(self.maker_names, standard([told.makers])[:, 0].tolist(), strict=True))
        hung = np.array([makers.get(maker, 0.0) for maker in ground.makers], dtype=np.float32)
        return np.column_stack([standard([(whole - whole.mean(axis=0)) @ told.works]), hung])


@dataclass(frozen=True, slots=True)
class Learnt:
    """Habits, and for each show learnt from (by its id) what they would have foretold without it."""

    habits: Habits
    held_out: Mapping[str, Foretold]


def learn(studies: Sequence[Study], persons: Sequence[Museum], encodings: Encodings) -> Learnt:
    """Learn habits from museums' shows; `persons` are museums that list who was shown, not what."""
    shows = [(study, show) for study in studies for show in study.museum.shows]
    titles = encodings.of([show.title for _, show in shows]).whole
    tables = [tags_of(study.ground) for study in studies]
    names = _tag_names(studies, tables)
    works = _ridge(titles, np.stack([mean_work(study.ground, show) for study, show in shows]))
    risen = [lifts(table.onto(names), study.museum.shows) for study, table in zip(studies, tables, strict=True)]
    words = _ridge(titles, np.concatenate(risen))
    makers, their_names = _makers(shows, persons, encodings)
    held_out = {show.id: Foretold(works.without(row), words.without(row), makers.without(row)) for row, (_, show) in enumerate(shows)}
    return Learnt(Habits(works.map, words.map, makers.map, names, their_names), held_out)


@dataclass(frozen=True, slots=True)
class _Ridge:
    """A map, and what it foretells of each row that it was learnt from, without that row."""

    map: Map
    told: Singles
    target: Singles
    hat: NDArray[np.float64]

    def without(self, row: int) -> Singles:
        # The residual of a row left out of a ridge regression is its residual over 1 - its leverage (Allen's PRESS, 1974).
        left = (self.target[row] - self.told[row]) / (1 - self.hat[row])
        return (self.target[row] - left).astype(np.float32)


def _ridge(titles: Singles, target: Singles) -> _Ridge:
    mean = target.mean(axis=0)
    x = titles.astype(np.float64)
    inverse = np.linalg.inv(x.T @ x + RIDGE * np.eye(x.shape[1]))
    matrix = (inverse @ (x.T @ (target - mean))).astype(np.float32)
    found = Map(matrix, mean.astype(np.float32))
    return _Ridge(found, mean + titles @ matrix, target, ((x @ inverse) * x).sum(axis=1))


def mean_work(ground: Ground, show: PastShow) -> Singles:
    """Return the mean vector of the works of a show about that of its museum's, `(dim,)`."""
    whole = ground.meaning.whole
    return whole[list(show.works)].mean(axis=0) - whole.mean(axis=0)


def _tag_names(studies: Sequence[Study], tables: Sequence[Tags]) -> list[str]:
    hung: Counter[str] = Counter()
    for study, table in zip(studies, tables, strict=True):
        for show in study.museum.shows:
            columns: list[int] = np.unique(table.held[list(show.works)].indices).tolist()
            hung.update([table.names[column] for column in columns])
    return sorted(name for name, count in hung.items() if count >= FEWEST_SHOWS)


def _makers(shows: Sequence[tuple[Study, PastShow]], persons: Sequence[Museum], encodings: Encodings) -> tuple[_Ridge, list[str]]:
    hung = [(show.title, {study.ground.makers[work] for work in show.works} - {""}) for study, show in shows]
    listed = [(title, {folded(name) for name in names}) for museum in persons for title, names in museum.persons if title]
    often = Counter(name for _, names in (*hung, *listed) for name in names)
    names = sorted(name for name, count in often.most_common(MOST_MAKERS) if count >= FEWEST_SHOWS)
    places = {name: place for place, name in enumerate(names)}
    target = np.zeros((len(hung) + len(listed), len(names)), dtype=np.float32)
    for row, (_, shown) in enumerate((*hung, *listed)):
        columns = [places[name] for name in shown if name in places]
        # Many names in one show say less of each; a name that hangs everywhere says nothing of a theme.
        target[row, columns] = 1 / np.sqrt(max(len(shown), 1))
    target /= np.maximum(np.sqrt((target**2).sum(axis=0)), 1e-6)
    titles = encodings.of([title for title, _ in (*hung, *listed)]).whole
    return _ridge(titles, target), names
