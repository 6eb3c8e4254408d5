"""The works that a show may be chosen from, each with how well it fits the theme."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from retrieval.search import Searcher
from retrieval.words import FUNCTION_WORDS, stem

from .brief import Brief, Rule
from .choose import Conflict, choose
from .pool import Piece
from .relevance.ground import Ground
from .relevance.model import Relevance
from .relevance.stored import keeps_vectors, stored, texts_of
from .relevance.terms import as_written
from .traits import holds

# Works of which the collection keeps no vectors that can be used are encoded anew: of more than so many, the most fitting alone.
SHORTLIST = 2_000
FOR_EACH_RULE = 200


@dataclass(frozen=True, slots=True)
class Rated:
    """Works with their relevance to a theme, `(n,)`, z-scored, which of them show each facet of it, and what is to be said of them.

    `rated_among` are all those among which they were scored.
    """

    pool: Sequence[Piece]
    scores: NDArray[np.float64]
    facets: Mapping[str, NDArray[np.bool_]]
    rated_among: Sequence[Piece]
    notes: tuple[str, ...] = ()

    def among(self, may: Collection[str]) -> Rated:
        """Return those that are among some ids, scored as among all."""
        places = [at for at, piece in enumerate(self.pool) if piece.id in may]
        facets = {word: has[places] for word, has in self.facets.items() if has[places].any()}
        return replace(self, pool=[self.pool[at] for at in places], scores=self.scores[places], facets=facets)


def rate(
    theme: str, asked: Brief, works: Sequence[Piece], searcher: Searcher, relevance: Relevance, may: Collection[str] | None = None
) -> Rated | Conflict:
    """Return the works to choose from, of a large collection too all of them, unless another encoder made it.

    Args:
        theme: What the show is about.
        asked: The brief that it is chosen by.
        works: Those of the collection.
        searcher: The collection, opened.
        relevance: Says how well works fit.
        may: The ids of those that may be chosen; all without it.
    """
    if not keeps_vectors(searcher, relevance.encodings.encoder):
        return _encoded(theme, asked, [piece for piece in works if may is None or piece.id in may], searcher, relevance)
    ids = [piece.id for piece in works]
    if not relevance.is_ready(works):
        relevance.ground(works, texts_of(searcher, ids), mean=lambda: stored(searcher, ids))
    found = _rated(theme, works, relevance)
    return found if may is None else found.among(may)


def facets_of(theme: str, ground: Ground) -> Mapping[str, NDArray[np.bool_]]:
    """Return for each content word of the theme which works' records have it, `(n,)`; a word that none has is left out."""
    spoken: dict[str, str] = {}
    for word, written in as_written(theme).items():
        if word not in FUNCTION_WORDS:
            spoken.setdefault(stem(word), written)
    columns = {word: ground.terms.places[root] for root, word in spoken.items() if root in ground.terms.places}
    found = {word: ground.terms.every[:, [column]].toarray().ravel() > 0 for word, column in columns.items()}
    return {word: has for word, has in found.items() if has.any()}


def _encoded(theme: str, asked: Brief, works: Sequence[Piece], searcher: Searcher, relevance: Relevance) -> Rated | Conflict:
    """Rate works that are encoded anew; of too many those that fit best by their words, and those nearest by search."""
    if len(works) <= SHORTLIST:
        return _rated(theme, works, relevance)
    by_words = _standard(relevance.scores_by_words(theme, works))
    # Whether rules can hold together does not depend on relevance: with this show among them, some show can be chosen.
    possible = choose(works, by_words, {}, asked)
    if isinstance(possible, Conflict):
        return possible
    near = [identity for hit in searcher.search(theme, limit=SHORTLIST // 2) for identity in hit.about]
    wanted = {*possible.ids, *near, *_best(works, by_words, asked.rules)}
    pool = [piece for piece in works if piece.id in wanted]
    note = f"Chosen among the {len(pool):,} works that fit best by their words and by search, of {len(works):,}."
    return replace(_rated(theme, pool, relevance), notes=(note,))


def _best(works: Sequence[Piece], scores: NDArray[np.float64], rules: Iterable[Rule]) -> list[str]:
    """Return the works that fit best, of all and of those with the trait of each rule; those that a rule names stay in any case."""
    order = [works[at] for at in np.argsort(-scores, kind="stable").tolist()]
    found = [piece.id for piece in order[: SHORTLIST // 2]]
    for trait in (rule.trait for rule in rules if rule.trait):
        found += [*trait.ids, *[piece.id for piece in order if holds(trait, piece)][:FOR_EACH_RULE]]
    return found


def _rated(theme: str, pool: Sequence[Piece], relevance: Relevance) -> Rated:
    scores = _standard(np.asarray(relevance.scores(theme, pool), np.float64))
    return Rated(pool, scores, facets_of(theme, relevance.ground(pool)) if pool else {}, pool)


def _standard(values: NDArray[np.float64]) -> NDArray[np.float64]:
    spread = float(values.std()) if values.size else 0.0
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)
