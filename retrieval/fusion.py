"""How the signs of a match become one score: token by token, by words, as a whole, and by words that stand together.

A question is matched in all four ways. A title or a name is not: words that stand together in it are mostly an artist's name,
which every text about the artist has. The weights were chosen on the tuning part of the benchmark, see `eval/LOG.md`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .words import content_stems

Floats = NDArray[np.floating[Any]]
LEXICAL_WEIGHT = 0.25
WHOLE_WEIGHT = 0.4
PHRASE_WEIGHT = 4.0
# Texts are read for phrases only among the best so far.
READ = 50
_ASKS = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)


def is_question(query: str) -> bool:
    """Say whether `query` asks; a title or a name does not.

    >>> is_question("Which bull has no horns?"), is_question("Bull Without Horns, Jean Moreau")
    (True, False)
    """
    return bool(_ASKS.search(query))


def fused(query: str, maxsim: Floats, bm25: Floats, cosine: Floats) -> Floats:
    """Return the sum of z-scores of the candidates' signs, each `(n,)`: weighted MaxSim, BM25, and the cosine of the whole.

    Raises:
        ValueError: the signs are not of the same candidates.
    """
    if not maxsim.shape == bm25.shape == cosine.shape:
        raise ValueError("every candidate needs every sign")
    score = standard(maxsim) + LEXICAL_WEIGHT * standard(bm25)
    return score + WHOLE_WEIGHT * standard(cosine) if is_question(query) else score


def phrase_scores(query: str, texts: Sequence[str]) -> Floats:
    """Return what to add to the scores of the best `READ` candidates for the phrases that they share with a question, `(n,)`.

    >>> phrase_scores("Who keeps the marble bull?", ["The bull of marble", "A marble bull"]).tolist()
    [0.0, 2.0]
    """
    asked = pairs(query) if is_question(query) else set()
    return np.array([PHRASE_WEIGHT * len(asked & pairs(text)) / len(asked) if asked else 0.0 for text in texts])


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
