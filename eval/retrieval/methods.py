"""Ways of finding, from words alone to the product: each ranks texts for a question and says what it costs to keep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.records import Fragment
from retrieval.search import LEXICAL_WEIGHT, QueryWords, Searcher
from retrieval.words import content_stems

from .vectors import Exact, Vectors

# Texts that are looked at: ranks beyond count as not found.
DEPTH = 100
# Passages taken for these: several may be of one text.
PASSAGES = 300


@dataclass(frozen=True, slots=True)
class Method:
    """A ranking: from a question to text ids, best first, each once; `size` is what it keeps, in bytes a passage.

    `encoding` is where its encoder notes its milliseconds, `owed` those of work that another method did for it.
    `answer` is what a person waits for, where that is not the ranking.
    """

    name: str
    rank: Callable[[str], Sequence[str]]
    size: float
    encoding: list[float] = field(default_factory=list[float])
    owed: list[float] = field(default_factory=list[float])
    answer: Callable[[str], object] | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """BM25 (Robertson and Zaragoza, 2009; bm25s, k1 1.5, b 0.75) over stems of the content words, heading included."""

    ranker: Any
    ids: Sequence[str]
    texts: Sequence[str]

    @classmethod
    def of(cls, fragments: Sequence[Fragment]) -> Words:
        """Index the fragments."""
        import bm25s

        ranker: Any = bm25s.BM25()
        ranker.index([content_stems(f"{f.topic or ''} {f.text}") for f in fragments], show_progress=False)
        return cls(ranker, [f.id for f in fragments], [f.about[0] for f in fragments])

    def scores(self, question: str) -> NDArray[np.float32]:
        """Return the score of each fragment, `(n,)`; zeros when no word of the question is known."""
        stems = [stem for stem in content_stems(question) if stem in self.ranker.vocab_dict]
        return self.ranker.get_scores(stems) if stems else np.zeros(len(self.texts), dtype=np.float32)

    @property
    def size(self) -> float:
        """Bytes a fragment of the sparse matrix."""
        kept: Any = self.ranker.scores
        return sum(part.nbytes for part in kept.values() if isinstance(part, np.ndarray)) / len(self.texts)


def by_words(words: Words) -> Method:
    """Rank by BM25; what shares no word is not found."""

    def rank(question: str) -> Sequence[str]:
        scores = words.scores(question)
        return best(words.texts, np.where(scores > 0, scores, -np.inf))

    return Method("BM25", rank, words.size)


def by_one_vector(vectors: Vectors, name: str) -> Method:
    """Rank exactly by the cosine of whole texts."""
    encoder = vectors.encoder

    def rank(question: str) -> Sequence[str]:
        return best(vectors.texts, vectors.whole @ encoder.encode([question])[0].vector)

    return Method(name, rank, vectors.whole.itemsize * encoder.dim, encoder.took)


def by_maxsim(exact: Exact, name: str) -> Method:
    """Rank exactly by MaxSim, all query tokens alike."""
    vectors = exact.vectors

    def rank(question: str) -> Sequence[str]:
        _, similar = exact.best(question)
        return best(vectors.texts, similar.sum(axis=1))

    return Method(name, rank, vectors.token_bytes, vectors.encoder.took, exact.owed)


def by_fusion(exact: Exact, words: Words, name: str) -> Method:
    """Rank exactly by the sum that the product ranks by: MaxSim with weighted words, and BM25, as z-scores."""
    vectors = exact.vectors
    places = {identity: row for row, identity in enumerate(words.ids)}
    order = np.array([places[identity] for identity in vectors.ids])

    def rank(question: str) -> Sequence[str]:
        encoded, similar = exact.best(question)
        meaning = similar @ QueryWords.of(question, encoded).weights
        return best(vectors.texts, _standard(meaning) + LEXICAL_WEIGHT * _standard(words.scores(question)[order]))

    return Method(name, rank, vectors.token_bytes + words.size, vectors.encoder.took, exact.owed)


def by_search(searcher: Searcher, encoding: list[float], size: float, name: str) -> Method:
    """Rank as the product does; ten passages, each with why it matched, are what is timed."""

    def rank(question: str) -> Sequence[str]:
        return list(dict.fromkeys(hit.about[0] for hit in searcher.search(question, limit=PASSAGES)))[:DEPTH]

    return Method(name, rank, size, encoding, answer=searcher.search)


def best(texts: Sequence[str], scores: NDArray[Any]) -> Sequence[str]:
    """Return the `DEPTH` best texts, each by its best passage; minus infinity is not found.

    >>> best(["a", "b", "a"], np.array([0.1, 0.5, 0.9]))
    ['a', 'b']
    """
    depth = min(PASSAGES, len(scores))
    top = np.argpartition(-scores, depth - 1)[:depth]
    ranked = top[np.lexsort((top, -scores[top]))]
    return list(dict.fromkeys(texts[int(row)] for row in ranked if scores[row] > -np.inf))[:DEPTH]


def _standard(values: NDArray[Any]) -> NDArray[Any]:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values)


def folder_bytes(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
