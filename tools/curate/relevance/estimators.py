"""Six ways to tell how well works fit a theme, with one interface: fitted on past shows, then asked for any pool."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from .choice import Chosen, fit_choice
from .foretell import PRIOR as TAG_PRIOR
from .foretell import FromTags, fit_tags, likely_tags, matched, signs_of_tags
from .ground import Ground
from .habits import HABITS, Foretold, Habits, Learnt, Study, learn
from .kindred import evened
from .likeness import Encodings, Singles
from .past import Museum, PastShow
from .signals import COUNTED, NEAR, Signs, counted, near, standard
from .tags import tags_of
from .terms import Floats

TAGS = ("tags foretold",)
SIGNS = (*COUNTED, *NEAR, *HABITS, *TAGS)
# What a few years of looking at labels would say; a few hundred shows move it, and few shows move it little.
PRIOR: Mapping[str, float] = {
    **dict.fromkeys(COUNTED, 0.1),
    "words in who": 0.03, "few by its maker": 0.2, "large for its maker": 0.15, "meaning": 0.2, "late interaction": 0.2,
    "like works hung so": 0.3, "makers hung so": 0.1, "tags foretold": 0.2,
}  # fmt: skip
PULL = 0.5
# Works not hung that a ranking is learnt against, by show.
AGAINST = 300
ROUNDS = 150


class Estimator(Protocol):
    """Tells how well works fit a theme."""

    def fit(self, lessons: Lessons) -> Estimator:
        """Learn from past shows and return itself."""
        ...

    def scores(self, theme: str, ground: Ground) -> Floats:
        """Return a score a work, `(works,)`; higher fits better, and scores of two themes are not to be compared."""
        ...


@dataclass(frozen=True)
class Lessons:
    """Museums to learn from, with what all estimators need of them, found once."""

    studies: Sequence[Study]
    persons: Sequence[Museum]
    encodings: Encodings

    @cached_property
    def learnt(self) -> Learnt:
        """The habits of these museums."""
        return learn(self.studies, self.persons, self.encodings)

    @cached_property
    def tag_weights(self) -> Floats:
        """How much each sign speaks for a tag."""
        return fit_tags([(study.ground, show, self.learnt.held_out[show.id]) for study, show in self.shows], self.learnt.habits)

    @cached_property
    def shows(self) -> Sequence[tuple[Study, PastShow]]:
        """Every show to learn from, with its museum."""
        return [(study, show) for study in self.studies for show in study.museum.shows]

    @cached_property
    def signs(self) -> Mapping[str, Signs]:
        """All signs of every show, by its id, as they would be without that show."""
        for study in self.studies:
            study.ground.look([show.title for show in study.museum.shows])
        return {
            show.id: signs_of(show.title, study.ground, self.learnt.held_out[show.id], self.learnt.habits, self.tag_weights)
            for study, show in self.shows
        }

    def chosen(self, columns: Sequence[int]) -> list[Chosen]:
        """Return every show with some of its signs."""
        return [Chosen(self.signs[show.id][:, list(columns)], np.array(show.works)) for _, show in self.shows]


def signs_of(theme: str, ground: Ground, told: Foretold, habits: Habits, tag_weights: Floats) -> Signs:
    """Return all signs of a theme against every work, `(works, len(SIGNS))`."""
    likely = likely_tags(signs_of_tags(theme, ground, told, habits), tag_weights)
    return np.column_stack([counted(theme, ground), near(theme, ground), habits.signs(told, ground), standard([matched(likely, ground)])])


@dataclass
class TextStatistics:
    """(a) Engineered statistics of the text of fields, weighed by a conditional logit."""

    weights: Floats = field(default_factory=lambda: np.array([PRIOR[sign] for sign in COUNTED]))

    def fit(self, lessons: Lessons) -> TextStatistics:
        """Fit the weights of the statistics."""
        self.weights = fit_choice(lessons.chosen(range(len(COUNTED))), [PRIOR[sign] for sign in COUNTED], PULL)
        return self

    def scores(self, theme: str, ground: Ground) -> Floats:
        """Return the weighed statistics."""
        return counted(theme, ground) @ self.weights


@dataclass
class Embedding:
    """(b) The cosine of the title's vector with each work's; nothing is fitted."""

    def fit(self, lessons: Lessons) -> Embedding:
        """Return itself."""
        return self

    def scores(self, theme: str, ground: Ground) -> Floats:
        """Return the cosines."""
        return ground.to(theme).cosine.astype(np.float64)


@dataclass
class TagPredictor:
    """(d) A theme mapped to generalised tags by a fitted predictor, and matched to the works that have them."""

    habits: Habits | None = None
    weights: Floats = field(default_factory=lambda: np.array(TAG_PRIOR))

    def fit(self, lessons: Lessons) -> TagPredictor:
        """Learn which tags hang under which titles."""
        self.habits, self.weights = lessons.learnt.habits, lessons.tag_weights
        return self

    def scores(self, theme: str, ground: Ground) -> Floats:
        """Return how well works match the tags foretold."""
        return matched(self.tags(theme, ground), ground).astype(np.float64)

    def tags(self, theme: str, ground: Ground) -> Singles:
        """Return how likely each tag of the pool is under a theme, `(tags,)`."""
        habits = _fitted(self.habits)
        return likely_tags(signs_of_tags(theme, ground, habits.foretell(ground.to(theme).vector), habits), self.weights)


@dataclass
class TagsByModel:
    """(d) A theme mapped to generalised tags by a language model, and matched to the works that have them.

    `named` returns what the model named for a theme; `relevance.named` has the question to ask it and reads the reply.
    """

    named: Callable[[str], FromTags]

    def fit(self, lessons: Lessons) -> TagsByModel:
        """Return itself: the model has learnt elsewhere."""
        return self

    def scores(self, theme: str, ground: Ground) -> Floats:
        """Return how well works match the tags named."""
        return self.named(theme).scores(ground).astype(np.float64)

    def tags(self, theme: str, ground: Ground) -> Singles:
        """Return how much each tag of the pool weighs under a theme, `(tags,)`."""
        return self.named(theme).over(tags_of(ground).names)


@dataclass
class Signed:
    """What estimators over all signs share: habits and tags learnt, and the signs of a theme."""

    habits: Habits | None = None
    tag_weights: Floats = field(default_factory=lambda: np.array(TAG_PRIOR))

    def learn(self, lessons: Lessons) -> None:
        """Take over what was learnt of habits and tags."""
        self.habits, self.tag_weights = lessons.learnt.habits, lessons.tag_weights

    def signs(self, theme: str, ground: Ground) -> Signs:
        """Return all signs of a theme."""
        habits = _fitted(self.habits)
        return signs_of(theme, ground, habits.foretell(ground.to(theme).vector), habits, self.tag_weights)


@dataclass
class Ranking(Signed):
    """(c) Gradient boosting that ranks (LambdaMART) over all signs, with those of late interaction and of co-exhibition."""

    booster: Any = None
    seed: int = 0

    def fit(self, lessons: Lessons) -> Ranking:
        """Learn to rank the works hung above others of their pool."""
        import lightgbm

        self.learn(lessons)
        rng = np.random.default_rng(self.seed)
        rows, labels, sizes = zip(*(_against(show, rng) for show in lessons.chosen(range(len(SIGNS)))), strict=True)
        data = lightgbm.Dataset(np.concatenate(rows), np.concatenate(labels), group=list(sizes))
        how = {
            "objective": "lambdarank", "num_leaves": 7, "learning_rate": 0.05, "min_data_in_leaf": 200, "feature_fraction": 0.5,
            "bagging_fraction": 0.7, "bagging_freq": 1, "lambdarank_truncation_level": 50, "seed": self.seed, "verbose": -1,
            "deterministic": True, "num_threads": 1,
        }  # fmt: skip
        self.booster = lightgbm.train(how, data, ROUNDS)
        return self

    def scores(self, theme: str, ground: Ground) -> Floats:
        """Return the booster's scores."""
        return np.asarray(self.booster.predict(self.signs(theme, ground)), dtype=np.float64)


@dataclass
class Blend(Signed):
    """Ours: every sign of the four kinds, weighed by a conditional logit that starts from a prior."""

    weights: Floats = field(default_factory=lambda: np.array([PRIOR[sign] for sign in SIGNS]))

    def fit(self, lessons: Lessons) -> Blend:
        """Fit the weights of all signs."""
        self.learn(lessons)
        self.weights = fit_choice(lessons.chosen(range(len(SIGNS))), [PRIOR[sign] for sign in SIGNS], PULL)
        return self

    def scores(self, theme: str, ground: Ground) -> Floats:
        """Return the weighed signs, evened out."""
        return self.weighed(self.signs(theme, ground), ground)

    def weighed(self, signs: Signs, ground: Ground) -> Floats:
        """Return the scores that signs of a pool add up to, `(works,)`, those of the best evened out among their likes."""
        return evened(signs @ self.weights, ground.meaning.whole)


def _against(show: Chosen, rng: np.random.Generator) -> tuple[Signs, Floats, int]:
    others = np.setdiff1d(np.arange(len(show.signs)), show.hung)
    drawn = rng.choice(others, min(AGAINST, len(others)), replace=False)
    rows = np.concatenate([show.hung, drawn])
    return show.signs[rows], np.concatenate([np.ones(len(show.hung)), np.zeros(len(drawn))]), len(rows)


def _fitted(habits: Habits | None) -> Habits:
    if habits is None:
        raise RuntimeError("an estimator is fitted before it is asked; call fit")
    return habits
