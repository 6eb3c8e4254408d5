"""Ways of finding, from words alone to the product: each ranks texts for a question and says what it costs to keep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.fusion import READ, fused, word_scores
from retrieval.index.filters import Filter
from retrieval.matching import QueryWords
from retrieval.records import Fragment
from retrieval.search import CANDIDATES, Searcher
from retrieval.words import content_stems

from .vectors import Exact, Vectors

# Texts that are looked at: ranks beyond count as not found.
DEPTH = 100
# Passages taken for these: several may be of one text.
PASSAGES = 300


Ranking = Callable[[str, str | None], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Method:
    """A ranking: from a question, and the source to keep to or None, to text ids, best first, each once.

    `size` is what it keeps, in bytes a passage.

    `encoding` is where its encoder notes its milliseconds, `owed` those of work that another method did for it.
    `answer` is what a person waits for, where that is not the ranking.
    """

    name: str
    rank: Ranking
    size: float
    encoding: list[float] = field(default_factory=list[float])
    owed: list[float] = field(default_factory=list[float])
    answer: Callable[[str, str | None], object] | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """BM25 (Robertson and Zaragoza, 2009; bm25s, k1 1.5, b 0.75) over stems of the content words, heading included."""

    ranker: Any
    fragments: Sequence[Fragment]
    texts: Sequence[str]

    @classmethod
    def of(cls, fragments: Sequence[Fragment]) -> Words:
        """Index the fragments."""
        import bm25s

        ranker: Any = bm25s.BM25()
        ranker.index([content_stems(f"{f.topic or ''} {f.text}") for f in fragments], show_progress=False)
        return cls(ranker, fragments, [f.about[0] for f in fragments])

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

    def rank(question: str, source: str | None = None) -> Sequence[str]:
        scores = words.scores(question)
        return best(words.texts, np.where(scores > 0, scores, -np.inf), source)

    return Method("BM25", rank, words.size)


def by_one_vector(vectors: Vectors, name: str) -> Method:
    """Rank exactly by the cosine of whole texts."""
    encoder = vectors.encoder

    def rank(question: str, source: str | None = None) -> Sequence[str]:
        return best(vectors.texts, vectors.whole @ encoder.encode([question])[0].vector, source)

    return Method(name, rank, vectors.whole.itemsize * encoder.dim, encoder.took)


def by_maxsim(exact: Exact, name: str) -> Method:
    """Rank exactly by MaxSim, all query tokens alike."""
    vectors = exact.vectors

    def rank(question: str, source: str | None = None) -> Sequence[str]:
        _, similar = exact.best(question)
        return best(vectors.texts, similar.sum(axis=1), source)

    return Method(name, rank, vectors.token_bytes, vectors.encoder.took, exact.owed)


def by_fusion(exact: Exact, words: Words, name: str) -> Method:
    """Rank by the score that the product ranks by (see `retrieval.fusion`), its signs exact and its candidates the exact best."""
    vectors = exact.vectors
    places = {fragment.id: row for row, fragment in enumerate(words.fragments)}
    order = np.array([places[identity] for identity in vectors.ids])

    def rank(question: str, source: str | None = None) -> Sequence[str]:
        encoded, similar = exact.best(question)
        fit = of_source(vectors.texts, source)
        meaning = np.where(fit, similar @ QueryWords.of(question, encoded).weights, -np.inf)
        lexical = np.where(fit, words.scores(question)[order], 0.0)
        first = np.union1d(_top(meaning, CANDIDATES), _top(np.where(lexical > 0, lexical, -np.inf), CANDIDATES))
        scores = np.full(len(meaning), -np.inf)
        scores[first] = fused(question, meaning[first], vectors.whole[first] @ encoded.vector)
        read = _top(scores, READ)
        scores[read] += word_scores(question, [_searched(words.fragments[row]) for row in order[read]])
        return best(vectors.texts, scores)

    return Method(name, rank, vectors.token_bytes + words.size, vectors.encoder.took, exact.owed)


def by_search(searcher: Searcher, encoding: list[float], size: float, name: str) -> Method:
    """Rank as the product does; ten passages, each with why it matched, are what is timed."""

    def rank(question: str, source: str | None = None) -> Sequence[str]:
        hits = searcher.search(question, Filter(holder=source), limit=PASSAGES)
        return list(dict.fromkeys(hit.about[0] for hit in hits))[:DEPTH]

    def answer(question: str, source: str | None = None) -> object:
        return searcher.search(question, Filter(holder=source))

    return Method(name, rank, size, encoding, answer=answer)


def best(texts: Sequence[str], scores: NDArray[Any], source: str | None = None) -> Sequence[str]:
    """Return the `DEPTH` best texts of a source, each by its best passage; minus infinity is not found.

    >>> best(["s:a", "s:b", "s:a", "t:c"], np.array([0.1, 0.5, 0.9, 0.2]), "s")
    ['s:a', 's:b']
    """
    ranked = _top(np.where(of_source(texts, source), scores, -np.inf), PASSAGES)
    return list(dict.fromkeys(texts[int(row)] for row in ranked))[:DEPTH]


def of_source(texts: Sequence[str], source: str | None) -> NDArray[np.bool_]:
    """Return which texts are of a source, `(n,)`; all without one."""
    return np.array([source is None or text.startswith(f"{source}:") for text in texts])


def _top(scores: NDArray[Any], count: int) -> NDArray[np.int64]:
    """Return the places of the `count` best above minus infinity, best first; of equals the earlier."""
    depth = min(count, len(scores))
    top = np.argpartition(-scores, depth - 1)[:depth]
    ranked = top[np.lexsort((top, -scores[top]))]
    return ranked[scores[ranked] > -np.inf]


def _searched(fragment: Fragment) -> str:
    return f"{fragment.topic}. {fragment.text}" if fragment.topic else fragment.text


def folder_bytes(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
