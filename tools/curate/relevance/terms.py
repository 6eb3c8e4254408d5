"""The words of a pool's works, by what they tell: subject, text, maker, people, medium, credit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from retrieval.words import content_stems, words
from tools.curate.pool import Piece

Group = Literal["subject", "text", "who", "people", "what", "credit"]
GROUPS: tuple[Group, ...] = ("subject", "text", "who", "people", "what", "credit")
Floats = NDArray[np.float64]
# BM25 as in Robertson and Zaragoza, The probabilistic relevance framework, 2009, section 3.2.
K1, B = 1.2, 0.75


def grouped(piece: Piece, text: str = "") -> dict[Group, str]:
    """Return what is told of a work by group; a culture tells of maker and people alike."""
    told: dict[Group, Sequence[str | None]] = {
        "subject": (piece.title, piece.genre, piece.style, *piece.tags),
        "text": (text,),
        "who": (piece.maker, piece.attribution),
        "people": (piece.nationality, piece.culture, piece.place, piece.continent),
        "what": (piece.medium, piece.type),
        "credit": (piece.credit,),
    }
    return {group: " ".join(part for part in parts if part) for group, parts in told.items()}


def as_written(text: str) -> dict[str, str]:
    """Return the words of a text as they are compared, with how they are written there.

    >>> as_written("Europe's winters")
    {'europe': 'Europe', 's': 's', 'winters': 'winters'}
    """
    return {word: written for written in re.findall(r"[^\W_]+", text) for word in words(written)}


@dataclass(frozen=True)
class Terms:
    """How often each stem stands in each group of each work: `counts[group]` is sparse by columns,
    `(works, stems)`."""

    places: Mapping[str, int]
    counts: Mapping[Group, Any]
    shared: Mapping[str, int]

    @cached_property
    def every(self) -> Any:
        """Counts over all groups but the credit line, which names donors and not themes."""
        return sum(self.counts[group] for group in GROUPS if group != "credit")

    @cached_property
    def idf(self) -> Floats:
        """The inverse document frequency of every stem: log((n + 1) / (df + 0.5))."""
        n, found = self.every.shape[0], (self.every + self.counts["credit"]) > 0
        return np.log((n + 1) / (np.asarray(found.sum(axis=0)).ravel() + 0.5))

    @cached_property
    def length(self) -> Floats:
        """The length of each work's words over the mean, `(works,)`."""
        length = np.asarray(self.every.sum(axis=1)).ravel()
        return length / max(length.mean(), 1e-9)

    def columns(self, stems: Sequence[str]) -> list[int]:
        """Return the columns of those stems that the pool knows, each once."""
        return [self.places[stem] for stem in dict.fromkeys(stems) if stem in self.places]

    def weight(self, stems: Sequence[str]) -> float:
        """Return the summed idf of distinct stems; one that no work has weighs as the rarest."""
        rarest = float(np.log((self.every.shape[0] + 1) / 0.5))
        return sum(float(self.idf[self.places[stem]]) if stem in self.places else rarest for stem in dict.fromkeys(stems))

    def coverage(self, stems: Sequence[str], group: Group) -> Floats:
        """Return the share of the stems' idf that a group of each work holds, in [0, 1]."""
        columns = self.columns(stems)
        held = np.asarray((self.counts[group][:, columns] > 0) @ self.idf[columns]).ravel()
        return held / max(self.weight(stems), 1e-9)

    def bm25(self, stems: Sequence[str]) -> Floats:
        """Return BM25 over all groups, `(works,)`."""
        columns = self.columns(stems)
        counts = self.every[:, columns].toarray()
        return (counts * (K1 + 1) / (counts + K1 * (1 - B + B * self.length[:, None]))) @ self.idf[columns]


def terms_of(pool: Sequence[Piece], texts: Sequence[str]) -> Terms:
    """Count the stems of works; `texts` holds one description a work, "" for none."""
    from scipy.sparse import csc_matrix

    told = [grouped(piece, text) for piece, text in zip(pool, texts, strict=True)]
    # Makers, media and credit lines recur: of a large pool most texts are counted before.
    once = {text: Counter(content_stems(text)) for text in {text for each in told for text in each.values()}}
    stems: dict[Group, list[Counter[str]]] = {group: [once[each[group]] for each in told] for group in GROUPS}
    known = {stem for found in stems.values() for counter in found for stem in counter}
    places = {stem: place for place, stem in enumerate(sorted(known))}
    counts: dict[Group, Any] = {}
    for group, found in stems.items():
        rows = [row for row, counter in enumerate(found) for _ in counter]
        columns = [places[stem] for counter in found for stem in counter]
        values = [float(count) for counter in found for count in counter.values()]
        counts[group] = csc_matrix((values, (rows, columns)), shape=(len(pool), len(places)))
    return Terms(places, counts, Counter(stem for found in stems.values() for counter in found for stem in counter))
