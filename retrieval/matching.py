"""Why a fragment matches: the words of a query, and how well each sentence meets them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .encoders import Encoded
from .maxsim import best_per_token
from .records import SentenceMatch
from .sentences import sentences
from .words import FUNCTION_WORDS

# A function word's token counts this much of a content word's in MaxSim.
FUNCTION_WEIGHT = 0.3
DIGITS = 4


@dataclass(frozen=True, slots=True)
class QueryWords:
    """An encoded query: a weight for each token, and which content word each token belongs to (-1: none)."""

    text: str
    encoded: Encoded
    weights: NDArray[np.float32]
    word: NDArray[np.int64]

    @classmethod
    def of(cls, query: str, encoded: Encoded, function_weight: float = FUNCTION_WEIGHT) -> QueryWords:
        """Weigh the tokens of `query`; function words, punctuation and tokens of no word count less. Weights sum to 1."""
        starts = [_content_word_start(query, a, b) for a, b in encoded.spans]
        word = np.array([-1 if start is None else start for start in starts])
        weights = np.where(word < 0, function_weight, 1.0).astype(np.float32)
        return cls(query, encoded, weights / weights.sum(), word)

    def weakest(self, best: NDArray[np.float32]) -> float:
        """Return the mean of `best` `(q,)` over the tokens of the content word that it meets worst; 1 without one."""
        return min((float(best[self.word == word].mean()) for word in set(self.word.tolist()) - {-1}), default=1.0)


def sentence_matches(text: str, tokens: NDArray[np.float32], places: NDArray[np.int16], asked: QueryWords) -> tuple[SentenceMatch, ...]:
    """Score each sentence of a fragment by the token vectors that lie in it, those of the heading added."""
    query = asked.encoded
    heading = tokens[places < 0]
    matches: list[SentenceMatch] = []
    for number, sentence in enumerate(sentences(text)):
        own = tokens[places == number]
        if len(own) == 0:  # beyond what the encoder reads
            continue
        best = best_per_token(query.tokens, np.concatenate([heading, own]), np.array([0]))[0]
        mean = own.mean(axis=0)
        cosine = float(mean @ query.vector / max(float(np.linalg.norm(mean)), 1e-6))
        matches.append(SentenceMatch(sentence, rounded(best @ asked.weights), rounded(cosine), rounded(asked.weakest(best))))
    return tuple(matches)


def _content_word_start(query: str, start: int, end: int) -> int | None:
    """Return where the content word that holds the token begins; None for a function word, punctuation or an empty span."""
    if start == end:
        return None
    while start > 0 and query[start - 1].isalnum():
        start -= 1
    while end < len(query) and query[end].isalnum():
        end += 1
    word = query[start:end]
    return start if any(c.isalnum() for c in word) and word.casefold() not in FUNCTION_WORDS else None


def rounded(value: float) -> float:
    """Return a score as it is shown; no zero has a sign.

    >>> rounded(0.123456), str(rounded(-0.00001))
    (0.1235, '0.0')
    """
    return round(float(value), DIGITS) + 0.0
