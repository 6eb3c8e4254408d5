"""From a brief to a show: works scored for the theme, chosen under the rules, hung and labelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.search import Searcher
from retrieval.words import content_stems
from tools.errors import ToolError

from .brief import Brief
from .choose import Conflict, choose
from .pool import Piece, pieces
from .relevance.likeness import worded
from .relevance.model import Relevance
from .show import Grounds, Show, make_show
from .traits import judged
from .words import Change, Order, asked_now, candidates

# Every work of a larger collection would have to be encoded anew for relevance; the nearest by search stand for it.
SHORTLIST = 2_000
FOR_EACH_RULE = 200


@dataclass(frozen=True, slots=True)
class Curator:
    """Proposes shows from one collection."""

    searcher: Searcher
    relevance: Relevance
    works: Sequence[Piece]

    @classmethod
    def of(cls, searcher: Searcher, relevance: Relevance) -> Curator:
        """Read the works of a collection.

        Raises:
            ToolError: it holds none.
        """
        works = pieces(searcher.index)
        if not works:
            raise ToolError("this collection holds no works to hang, only texts; name one that was built from a catalogue of works")
        return cls(searcher, relevance, works)

    def propose(self, brief: Brief) -> Show | Conflict:
        """Return the show that is worth most under the brief's rules, or the rules that cannot hold together."""
        return self._among(*self._pool(brief), brief, brief)

    def change(self, change: Change) -> Show | Conflict:
        """Return a show by what a person asked to change; what they did not ask to change stays."""
        pool, notes = self._pool(asked_now(change))
        may = {piece.id for piece in candidates(change, pool)} | set(change.gone)  # the brief's own rules keep out what is gone
        return self._among(
            [piece for piece in pool if piece.id in may], [*notes, *change.notes], asked_now(change), change.brief, change.order
        )

    def _among(
        self, pool: Sequence[Piece], notes: Sequence[str], asked: Brief, brief: Brief, order: Order | None = None
    ) -> Show | Conflict:
        """Choose by what is asked now, and hang it as a show of `brief`."""
        raw = np.asarray(self.relevance.scores(brief.theme, pool), np.float64)
        scores = _standard(raw)
        facets = facets_of(brief.theme, pool)
        choice = choose(pool, scores, facets, asked)
        if isinstance(choice, Conflict):
            return choice
        chosen = [piece for piece in pool if piece.id in set(choice.ids)]
        grounds = Grounds(
            pool=pool, scores=scores, collection=self.searcher, facets=facets,
            why=lambda theme, piece: self.relevance.why(theme, piece, pool),
        )  # fmt: skip
        # The show says itself what it assumes of sizes.
        aloud = [*notes, *(note for note in choice.notes if "width" not in note)]
        return make_show(brief, chosen, grounds, notes=aloud, first=order.first_traits[0] if order and order.first_traits else None)

    def _pool(self, brief: Brief) -> tuple[list[Piece], list[str]]:
        """Return the works to choose from, and what is to be said of it."""
        if len(self.works) <= SHORTLIST:
            return list(self.works), []
        found = {identity for hit in self.searcher.search(brief.theme, limit=SHORTLIST) for identity in hit.about}
        for rule in brief.rules:
            trait = rule.trait
            if trait is not None:
                fitting = [piece.id for piece in self.works if judged(trait, piece)]
                found.update(fitting if trait.ids else fitting[:FOR_EACH_RULE])
        pool = [piece for piece in self.works if piece.id in found]
        return pool, [f"Chosen among the {len(pool):,} works nearest to the theme by search, of {len(self.works):,}."]


def facets_of(theme: str, pool: Sequence[Piece]) -> Mapping[str, NDArray[np.bool_]]:
    """Return for each content word of the theme which works' records have it, `(n,)`; a word that none has is left out."""
    stems = [set(content_stems(worded(piece))) for piece in pool]
    asked = dict.fromkeys(content_stems(theme))
    facets = {word: np.array([word in own for own in stems], np.bool_) for word in asked}
    return {word: has for word, has in facets.items() if has.any()}


def _standard(values: NDArray[np.float64]) -> NDArray[np.float64]:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)
