"""What a show is made from: the pool, how well each work fits the theme and why, and the collection that tells of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders import Encoder
from retrieval.index.open import Index
from retrieval.records import Hit
from retrieval.words import words
from tools.curate.pool import Piece
from tools.errors import ToolError

from .records import Said

# Of a work, so many are read before its label is worded.
PASSAGES = 8


class Collection(Protocol):
    """What is asked of a `retrieval.search.Searcher`."""

    @property
    def index(self) -> Index:
        """The opened collection."""
        ...

    @property
    def encoder(self) -> Encoder:
        """The encoder that made it."""
        ...

    def about(self, identity: str, query: str, limit: int = 6) -> list[Hit]:
        """Return the record of a work, then the passages about it that fit a query best."""
        ...


def told_of(piece: Piece, theme: str, collection: Collection, most: int = PASSAGES) -> list[Hit]:
    """Return the record of a work and the passages about it that fit the theme best; a show may have no theme."""
    asked = next(text for text in (theme, piece.title, "work") if words(text))
    return [hit for hit in collection.about(piece.id, asked, most) if piece.id in hit.about]


class Why(Protocol):
    """Says why a work fits a theme: words of the brief, facts, past shows."""

    def __call__(self, theme: str, piece: Piece, /) -> Sequence[str]:
        """Return the reasons, the weightiest first."""
        ...


class Teller(Protocol):
    """Words the text of a label from passages, each part with the ids of those that it is drawn from."""

    def __call__(self, theme: str, piece: Piece, passages: Sequence[Hit], /) -> Sequence[Said]:
        """Return the text; nothing when the passages tell nothing."""
        ...


def _no_reasons(theme: str, piece: Piece, /) -> Sequence[str]:
    """Say nothing of why a work fits."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """A pool of n works with their relevance (n,), which of them show each facet of the theme (n,), and their collection."""

    pool: Sequence[Piece]
    scores: NDArray[np.float64]
    collection: Collection
    why: Why = _no_reasons
    facets: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict[str, NDArray[np.bool_]])

    def places(self, chosen: Sequence[Piece]) -> list[int]:
        """Return the places of works in the pool; raise `ToolError` for one that is not the pool's own."""
        place = {piece.id: at for at, piece in enumerate(self.pool)}
        for piece in chosen:
            if piece.id not in place or self.pool[place[piece.id]] != piece:
                raise ToolError(f"there is no work {piece.id} as given in this collection; choose among its own works")
        return [place[piece.id] for piece in chosen]
