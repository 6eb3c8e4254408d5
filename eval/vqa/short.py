"""Marks of a short answer against a short reference: exact match, token F1, and whether the reference stands in it."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalised(text: str) -> str:
    """Return `text` in lower case without ASCII punctuation, articles and surplus space.

    As the official evaluation of SQuAD does (Rajpurkar et al., SQuAD, EMNLP 2016, section 6.1).

    >>> normalised("The  Eiffel-Tower!")
    'eiffeltower'
    """
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_NO_PUNCTUATION)).split())


def exact_match(answer: str, references: Sequence[str]) -> float:
    """Return 1 where the answer equals a reference once both are normalised, else 0.

    >>> exact_match("The Eiffel Tower.", ["eiffel tower"])
    1.0
    """
    return float(normalised(answer) in {normalised(reference) for reference in references})


def token_f1(answer: str, references: Sequence[str]) -> float:
    """Return the harmonic mean of precision and recall over normalised words, for the reference that it is highest for.

    Worked: “by a Venetian painter” and “a painter of Venice” share one of three and one of three words.

    >>> round(token_f1("by a Venetian painter", ["a painter of Venice"]), 4)
    0.3333
    >>> token_f1("", ["the"])
    1.0
    """
    return max(_f1(normalised(answer).split(), normalised(reference).split()) for reference in references)


def contains(answer: str, references: Sequence[str]) -> float:
    """Return 1 where all normalised words of a reference stand in the answer, side by side and in order, else 0.

    The mark for an answer in sentences; a reference of articles alone stands in none.

    >>> contains("It hangs in Rome, in the Galleria Borghese.", ["the galleria Borghese"]), contains("Romeo", ["Rome"])
    (1.0, 0.0)
    """
    told = f" {normalised(answer)} "
    return float(any(words and f" {words} " in told for words in (normalised(reference) for reference in references)))


def _f1(answer: Sequence[str], reference: Sequence[str]) -> float:
    if not answer or not reference:
        return float(answer == reference)
    shared = (Counter(answer) & Counter(reference)).total()
    return 2 * shared / (len(answer) + len(reference))
