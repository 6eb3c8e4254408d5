"""The text of a label without a language model: the sentences about the work that come nearest to the theme, as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.records import Hit
from retrieval.sentences import sentences
from retrieval.words import words
from tools.curate.pool import Piece

from .material import gives_orders, names
from .records import Said

MOST_WORDS = 60
# A sentence that begins so leans on the one before it.
_LEANS = re.compile(
    r"""(?:it|its|he|his|him|she|her|hers|they|their|this|that|these|those|both|another|others?|but|and|so|yet|then|here|there|such
    |one\ of\ (?:them|these)|the\ (?:other|others|latter|former|same)|neither|either|in\ it|each|instead|however|later|also
    |two\ more)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# What shows the work comes before how it was made and what befell it.
_ORDER = ("shows", "text", "made", "technique", "history", "relation", "maker", "movement")
# Neither the record, which the tombstone repeats, nor what tells of a picture's look.
_UNTOLD = frozenset(("record", "picture"))


@dataclass(frozen=True, slots=True)
class Run:
    """Sentences that stand together in one fragment, and how near they come to the theme."""

    text: str
    fragment: str
    kind: str
    nearness: float

    @property
    def length(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def tell(theme: str, piece: Piece, passages: Sequence[Hit], most_words: int = MOST_WORDS) -> tuple[Said, ...]:
    """Return the sentences of the passages that are nearest to the theme, at most about `most_words` in all and from two fragments.

    Nothing is reworded: a run of sentences begins with one that stands alone and is taken whole from its fragment.
    """
    runs = sorted(_runs(piece, passages, most_words), key=lambda run: (-run.nearness, run.fragment, run.text))
    taken: list[Run] = []
    for run in runs:
        room = most_words - sum(other.length for other in taken)
        if run.length <= room and run.fragment not in {other.fragment for other in taken} and len(taken) < 2:
            taken.append(run)
    taken.sort(key=lambda run: (_ORDER.index(run.kind) if run.kind in _ORDER else len(_ORDER), run.fragment))
    return tuple(Said(text=run.text, cites=(run.fragment,)) for run in taken)


def _runs(piece: Piece, passages: Sequence[Hit], most_words: int) -> Iterator[Run]:
    for hit in passages:
        if hit.kind in _UNTOLD or piece.id not in hit.about or gives_orders(hit.text):
            continue
        # A passage about several works tells of the others too: each sentence must name this one or its maker.
        told = [(s.text, (s.maxsim + s.cosine) / 2) for s in hit.sentences] or [(text, 0.0) for text in sentences(hit.text)]
        for first in range(len(told)):
            for last in range(first + 1, len(told) + 1):
                run = told[first:last]
                text = " ".join(sentence for sentence, _ in run)
                alone = len(hit.about) == 1 or all(names(sentence, piece) for sentence, _ in run)
                if len(text.split()) <= most_words and not leans(text) and alone and not _is_title(text, piece):
                    yield Run(text, hit.id, hit.kind, _nearness([near for _, near in run]))


def _nearness(values: Sequence[float]) -> float:
    """Return the best of a run, and a little more for a run that goes on: one sentence is a short label."""
    return max(values) + 0.02 * (len(values) - 1) + 0.25 * sum(values) / len(values)


def leans(text: str) -> bool:
    """Say whether a text begins by pointing to what was said before it."""
    return bool(_LEANS.match(text.lstrip("“\"'‘(")))


def _is_title(text: str, piece: Piece) -> bool:
    """Say whether a sentence is no more than the title, which stands on the label already."""
    return words(text) == words(piece.title)
