"""How the signs of a match become one score: token by token, as a whole, by words shared, and by words that stand together.

A question is matched in all four ways. A title or a name is matched token by token and by words: those that stand together in it
are mostly an artist's name, which every text about the artist has. BM25 proposes candidates and scores none: set among others as a
z-score, the little that a few chance words share looks as large as a whole question found word for word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .words import content_stems

Floats = NDArray[np.floating[Any]]
# Chosen together on the tuning part of the benchmark, see eval/LOG.md.
WHOLE_WEIGHT = 0.4
WORD_WEIGHT = 1.0
PHRASE_WEIGHT = 4.0
# Texts are read for words and phrases only among the best so far.
READ = 50
_ASKS = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)


def is_question(query: str) -> bool:
    """Say whether `query` asks; a title or a name does not.

    >>> is_question("Which bull has no horns?"), is_question("Bull Without Horns, Jean Moreau")
    (True, False)
    """
    return bool(_ASKS.search(query))


def fused(query: str, maxsim: Floats, cosine: Floats) -> Floats:
    """Return the z-score of the candidates' weighted MaxSim `(n,)`; for a question that of the whole texts' cosine is added.

    Raises:
        ValueError: the signs are not of the same candidates.
    """
    if maxsim.shape != cosine.shape:
        raise ValueError("every candidate needs every sign")
    return standard(maxsim) + (WHOLE_WEIGHT if is_question(query) else 0.0) * standard(cosine)


def word_scores(query: str, texts: Sequence[str]) -> Floats:
    """Return what the words that they share with the query add to the scores of the best `READ` candidates, `(n,)`.

    The share of the query's content words that a text has counts `WORD_WEIGHT`; for a question the share of its pairs of words that
    stand together in the text too counts `PHRASE_WEIGHT`.

    >>> word_scores("Which marble bull?", ["The bull of marble", "A marble bull", "Wood"]).tolist()
    [1.0, 5.0, 0.0]
    """
    asked = content_stems(query)
    phrases = set(pairwise(asked)) if is_question(query) else set[tuple[str, str]]()
    found = map(content_stems, texts)
    return np.array([
        WORD_WEIGHT * _share(set(asked), set(stems)) + PHRASE_WEIGHT * _share(phrases, set(pairwise(stems))) for stems in found
    ])  # fmt: skip


def pairs(text: str) -> set[tuple[str, str]]:
    """Return the stems of content words that follow one another, function words between them left out.

    >>> sorted(pairs("a bowl of rice, eaten"))
    [('bowl', 'rice'), ('rice', 'eaten')]
    """
    stems = content_stems(text)
    return set(pairwise(stems))


def standard(values: Floats) -> Floats:
    """Return z-scores; zeros when all values are alike."""
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values)


def _share(asked: Set[Any], found: Set[Any]) -> float:
    return len(asked & found) / len(asked) if asked else 0.0
