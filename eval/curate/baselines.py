"""What the estimators are held to: chance, popularity, words, one vector, late interaction."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from retrieval.words import content_stems
from tools.curate.relevance.estimators import Lessons
from tools.curate.relevance.ground import Ground
from tools.curate.relevance.terms import Floats


@dataclass
class Chance:
    """Works in an order drawn for each title."""

    seed: int

    def fit(self, lessons: Lessons) -> Chance:
        """Return itself."""
        return self

    def scores(self, theme: str, ground: Ground) -> Floats:
        """Return random scores, the same for one title and seed."""
        return np.random.default_rng([self.seed, zlib.crc32(theme.encode())]).random(len(ground))


@dataclass
class Popularity:
    """Works by how often they hung in the years learnt from; those of a museum never seen are all alike, in drawn order."""

    seed: int
    hung: Counter[str] = field(default_factory=Counter[str])

    def fit(self, lessons: Lessons) -> Popularity:
        """Count how often each work hung."""
        self.hung = Counter(study.museum.pool[work].id for study, show in lessons.shows for work in show.works)
        return self

    def scores(self, theme: str, ground: Ground) -> Floats:
        """Return the counts, ties in drawn order."""
        counts = np.array([self.hung[piece.id] for piece in ground.pool], dtype=np.float64)
        return counts + Chance(self.seed).scores("", ground) * 0.5


@dataclass
class TfIdf:
    """The baseline of the benchmark's notes: cosine of TF-IDF of words and pairs of words over all cells of a work's row."""

    cells: Sequence[str]

    def fit(self, lessons: Lessons) -> TfIdf:
        """Return itself; the words are weighed over the pool."""
        return self

    def scores(self, theme: str, ground: Ground) -> Floats:
        """Return the cosines."""
        words, works = self._table
        return (works @ words.transform([theme]).T).toarray().ravel()

    @cached_property
    def _table(self) -> tuple[Any, Any]:
        from sklearn.feature_extraction.text import TfidfVectorizer

        words = TfidfVectorizer(stop_words="english", sublinear_tf=True, ngram_range=(1, 2))
        return words, words.fit_transform(self.cells)


@dataclass
class Bm25:
    """BM25 over the stems of a work's record and texts."""

    def fit(self, lessons: Lessons) -> Bm25:
        """Return itself."""
        return self

    def scores(self, theme: str, ground: Ground) -> Floats:
        """Return BM25."""
        return ground.terms.bm25(content_stems(theme))


@dataclass
class LateInteraction:
    """MaxSim of the title's words with each work's, untrained."""

    def fit(self, lessons: Lessons) -> LateInteraction:
        """Return itself."""
        return self

    def scores(self, theme: str, ground: Ground) -> Floats:
        """Return MaxSim."""
        return ground.to(theme).maxsim.astype(np.float64)


@dataclass
class Oracle:
    """Knows of each show how much oftener every tag hung in it, and nothing of the works themselves: no method can."""

    weights: Mapping[str, Any]

    def fit(self, lessons: Lessons) -> Oracle:
        """Return itself."""
        return self

    def scores(self, theme: str, ground: Ground) -> Floats:
        """Return how well works match the tags of the show of this title."""
        from tools.curate.relevance.tags import tags_of

        return tags_of(ground).score(np.maximum(self.weights[theme], 0)).astype(np.float64)
