"""Hard negatives: passages that look like the answer, by words or by meaning, and are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.words import content_stems

from .ragged import Ragged
from .ranking import Asked, maxsim_matrix

# Passages proposed by BM25 and by whole vectors, each; the hardest of both by MaxSim are kept.
PROPOSED = 25
KEPT = 10


@dataclass(frozen=True, slots=True)
class Example:
    """A query, a passage that answers it, passages that look like it, and the texts that answer: all as numbers."""

    query: int
    passage: int
    negatives: tuple[int, ...]
    answers: frozenset[int]


@dataclass(frozen=True, slots=True)
class Library:
    """Passages to learn from: their words, token vectors, whole vectors `(n, dim)` and the number of each one's text."""

    words: Sequence[str]
    tokens: Ragged
    whole: NDArray[Any]
    texts: NDArray[np.int64]


def mine(
    queries: Sequence[str], asked: Asked, whole: NDArray[Any], wanted: Sequence[tuple[int, int, frozenset[int]]], library: Library
) -> list[Example]:
    """Return an example for each of `wanted`: number of the query, the text that answers, all texts that answer."""
    by_words, of_text = _ranker(library.words), _passages_of(library.texts)
    found: list[Example] = []
    proposals: dict[int, list[int]] = {}
    for query, text, answers in wanted:
        if query not in proposals:
            proposals[query] = _proposed(queries[query], whole[query], by_words, library)
        own = of_text[text]
        rivals = [row for row in proposals[query] if int(library.texts[row]) not in answers]
        rows = [*own, *rivals]
        one = Asked(asked.tokens.take([query]), asked.weights[asked.tokens.bounds[query] : asked.tokens.bounds[query + 1]])
        scores = maxsim_matrix(one, library.tokens.take(rows))[0]
        hardest = np.argsort(-scores[len(own) :], kind="stable")[:KEPT]
        found.append(Example(query, own[int(scores[: len(own)].argmax())], tuple(rivals[i] for i in hardest), answers))
    return found


def _ranker(words: Sequence[str]) -> Any:
    import bm25s

    ranker: Any = bm25s.BM25()
    ranker.index([content_stems(text) for text in words], show_progress=False)
    return ranker


def _passages_of(texts: NDArray[np.int64]) -> dict[int, list[int]]:
    of_text: dict[int, list[int]] = {}
    for row, text in enumerate(texts.tolist()):
        of_text.setdefault(text, []).append(row)
    return of_text


def _proposed(query: str, vector: NDArray[Any], by_words: Any, library: Library) -> list[int]:
    stems = [stem for stem in content_stems(query) if stem in by_words.vocab_dict]
    scores = by_words.get_scores(stems) if stems else np.zeros(len(library.words))
    depth = min(PROPOSED, len(scores))
    lexical = np.argsort(-scores, kind="stable")[:depth]
    near = np.argsort(-(library.whole.astype(np.float32) @ vector.astype(np.float32)), kind="stable")[:depth]
    return sorted({*lexical.tolist(), *near.tolist()})
