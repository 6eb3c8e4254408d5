"""From a brief to a show: works scored for the theme, chosen under the rules, hung and labelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from retrieval.search import Searcher
from tools.errors import ToolError

from .brief import Brief
from .choose import Conflict, choose
from .lightness import Lightness
from .order import Order
from .pool import Piece, pieces
from .rate import Rated, rate
from .relevance.model import Relevance
from .show import Arrangement, Grounds, Show, make_show
from .words import Change, asked_now, candidates


@dataclass(frozen=True, slots=True)
class Curator:
    """Proposes shows from one collection."""

    searcher: Searcher
    relevance: Relevance
    works: Sequence[Piece]
    # How light the pictures of works are, by id, for words such as “darker”.
    lightness: Mapping[str, float] = field(default_factory=dict[str, float])

    @classmethod
    def of(cls, searcher: Searcher, relevance: Relevance) -> Curator:
        """Read the works of a collection.

        Raises:
            ToolError: it holds none.
        """
        works = pieces(searcher.index)
        if not works:
            raise ToolError("this collection holds no works to hang, only texts; name one that was built from a catalogue of works")
        return cls(searcher, relevance, works, Lightness(searcher.index.place.folder))

    def propose(self, brief: Brief) -> Show | Conflict:
        """Return the show that is worth most under the brief's rules, or the rules that cannot hold together."""
        found = rate(brief.theme, brief, self.works, self.searcher, self.relevance)
        return self._among(found, brief, brief, arrangement=Arrangement(order=Order(by=brief.order)))

    def change(self, change: Change, before: Show) -> Show | Conflict:
        """Return a show by what a person asked to change; what they did not ask to change stays, and hangs as it did `before`."""
        asked = asked_now(change)
        may = {piece.id for piece in candidates(change, self.works)} | set(change.gone)  # the brief's own rules keep out what is gone
        found = rate(change.brief.theme, asked, self.works, self.searcher, self.relevance, may)
        return self._among(found, asked, change.brief, change.notes, arrangement=_arrangement(change, before))

    def _among(
        self, found: Rated | Conflict, asked: Brief, brief: Brief, notes: Sequence[str] = (), *, arrangement: Arrangement
    ) -> Show | Conflict:
        """Choose by what is asked now, and hang it as a show of `brief`."""
        if isinstance(found, Conflict):
            return found
        choice = choose(found.pool, found.scores, found.facets, asked)
        if isinstance(choice, Conflict):
            return choice
        ids = set(choice.ids)
        grounds = Grounds(
            pool=found.pool, scores=found.scores, collection=self.searcher, facets=found.facets,
            why=lambda theme, piece: self.relevance.why(theme, piece, found.rated_among),
        )  # fmt: skip
        chosen = [piece for piece in found.pool if piece.id in ids]
        return make_show(brief, chosen, grounds, notes=[*found.notes, *notes, *choice.notes], arrangement=arrangement)


def _arrangement(change: Change, before: Show) -> Arrangement:
    """Return how a changed show hangs: with another theme, or where new sections are asked for, it is parted anew."""
    order = change.order or Order()
    stays = before.brief.theme == change.brief.theme and order.by != "sections"
    order = order if stays or order.by else replace(order, by=change.brief.order)
    return Arrangement(before=before.sections if stays else (), order=order, instead=change.instead)
