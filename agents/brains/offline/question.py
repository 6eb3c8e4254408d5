"""Take a question apart into the things that it asks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.sentences import sentences
from retrieval.words import content_stems

from .names import names_of
from .pointers import points_back

MOST_PARTS = 5
_AUXILIARIES = "did|does|do|was|were|is|are|can|has|had"
_PREPOSED = "by whom|in what|in which|for whom|to whom|at which|from which|on what|with what"
_ASKS = rf"(?:who|whom|whose|what|when|where|why|how|which|{_PREPOSED}|{_AUXILIARIES})"
_WH = rf"(?:who|whom|whose|what|when|where|why|how|which|with whom|{_PREPOSED})"
_AUXILIARY = rf"(?:{_AUXILIARIES})\s+(?:he|she|it|they|his|her|its|their|there|the|this|that|any)"
_CUT = re.compile(
    rf":\s+(?={_WH}\b)"
    rf"|\s*(?:[,;–—-]\s*|\s)(?:and|but|or|also|plus)\s+(?:also\s+)?(?=(?:{_WH}|{_AUXILIARY})\b)"
    rf"|\s*[;,–—]\s+(?={_WH}\b)",
    re.IGNORECASE,
)
_TWO_WORDS = re.compile(
    r"^(?P<a>who|when|where|why|how|what)\s+and\s+(?P<b>who|when|where|why|how|by whom|for whom|what)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    rf"^(?:(?:and|but|so|or|also)\s+)?(?:{_ASKS}|compare|contrast|describe|explain|name|list|give|show|find|tell)\b", re.IGNORECASE
)
_POLITE = re.compile(
    r"^(?:(?:hi|hello|hey|please|sorry|ok|okay|well|so|um)\b[\s,!]*)*(?:(?:can|could|would) you (?:please )?)?"
    r"(?:(?:please )?(?:tell (?:me|us)|explain to me|say|remind me|i(?:'d| would) (?:like|love) to know|i want to know|do you know"
    r"|i wonder|any idea)[\s,:]+)?"
    r"(?=(?:about\s+)?\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked. `context` is what the person said about it before asking (“The helmet from Sutton Hoo: …”).

    An optional part helps another one and is not missed when nothing answers it; it asks of one `side` of a comparison.
    """

    text: str
    context: str = ""
    optional: bool = False
    side: str = ""

    @property
    def whole(self) -> str:
        """Return context and question together."""
        return f"{self.context}: {self.text}" if self.context else self.text


def parts_of(question: str) -> list[Asked]:
    """Return what a question asks, one thing a part, in order.

    >>> [p.text for p in parts_of("When and where was Hokusai born?")]
    ['When was Hokusai born?', 'where was Hokusai born?']
    >>> [p.whole for p in parts_of("The Night Watch: who painted it, and when was it cut down?")]
    ['The Night Watch: who painted it', 'The Night Watch: when was it cut down?']
    """
    found: list[Asked] = []
    statement = ""
    for sentence in sentences(question):
        pieces = _pieces(_POLITE.sub("", sentence))
        first = next((i for i, piece in enumerate(pieces) if _BEGINS.match(piece)), None)
        if first is None:
            statement = f"{statement} {sentence}".strip()
            continue
        said = ", ".join(pieces[:first])
        needs = said or (statement if any(points_back(p) or not names_of(p) for p in pieces[first:]) else "")
        found += [Asked(piece, needs.strip(" ,;:.")) for piece in _rejoined(pieces[first:])]
    return found[:MOST_PARTS] or [Asked(question.strip())]


def _pieces(sentence: str) -> list[str]:
    if double := _TWO_WORDS.match(sentence):
        return [f"{double['a']} {double['rest']}", f"{double['b']} {double['rest']}"]
    return [piece.strip(" ,;") for piece in _CUT.split(sentence) if piece.strip(" ,;")]


def _rejoined(pieces: list[str]) -> list[str]:
    """Join a piece without content (“and why?”) to the one before it."""
    whole: list[str] = []
    for piece in pieces:
        if whole and not content_stems(piece) and not points_back(piece):
            whole.append(f"{piece.rstrip('?')} {_without_ask(whole[0])}")
        else:
            whole.append(piece)
    return whole


def _without_ask(text: str) -> str:
    return re.sub(rf"^{_ASKS}\s+", "", text, flags=re.IGNORECASE)
