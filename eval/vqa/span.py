"""A short answer out of a sentence: what the sentence tells beyond the question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.sentences import sentences
from retrieval.words import FUNCTION_WORDS, content_stems, folded, stem

SHORT = 5
_PIECE = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\w\s]")
_WHO = re.compile(r"\b(?:who|whom|whose)\b", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:when|what year|which year|what century|how many|how much)\b", re.IGNORECASE)


def best_sentence(question: str, text: str) -> str:
    """Return the sentence that shares most of the question's stems, the first of equals; "" of no text.

    >>> best_sentence("who was inspired by memling", "The panel is small. The hands, too, are inspired by Memling.")
    'The hands, too, are inspired by Memling.'
    """
    asked = set(content_stems(question))
    return max(sentences(text), key=lambda sentence: len(asked & set(content_stems(sentence))), default="")


def span_left(question: str, text: str) -> str:
    """Return the longest run of words of the best sentence that the question does not hold; an answer of a few words stays as it is.

    The papers' readers are trained to give such a span (AQUA's is a fine-tuned XLNet). This rule is ours and untrained, so that
    sentences can be held to references of a few words at all: runs end at punctuation and at words of the question; for “who” those
    with a name come first, for “when” and “how many” those with a number; function words at the ends fall away.

    >>> span_left("who are the hands, too inspired by", "The hands, too, are inspired by Memling.")
    'Memling'
    >>> span_left("when was it sold", "It was sold in 1840 in Paris.")
    '1840 in Paris'
    """
    if len(text.split()) <= SHORT:
        return text.strip().rstrip(".")
    runs = [run for run in map(_trimmed, _runs(question, best_sentence(question, text))) if run]
    return " ".join(max(runs, key=lambda run: (_fits(question, run), _weight(run)), default=[]))


def _runs(question: str, sentence: str) -> list[list[str]]:
    asked = set(content_stems(question))
    runs: list[list[str]] = [[]]
    for piece in _PIECE.findall(sentence):
        if not piece[0].isalnum() or stem(folded(piece).removesuffix("'s")) in asked:
            runs.append([])
        else:
            runs[-1].append(piece)
    return runs


def _trimmed(run: Sequence[str]) -> list[str]:
    telling = [place for place, word in enumerate(run) if folded(word) not in FUNCTION_WORDS]
    return list(run[telling[0] : telling[-1] + 1]) if telling else []


def _fits(question: str, run: Sequence[str]) -> bool:
    if _WHO.search(question):
        return any(word[0].isupper() for word in run)
    return not _WHEN.search(question) or any(word[0].isdigit() for word in run)


def _weight(run: Sequence[str]) -> int:
    return sum(folded(word) not in FUNCTION_WORDS for word in run)
