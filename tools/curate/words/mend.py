"""Words of a brief or a wish that are misspelt: “twelv”, “photogaphs”, “at leats”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from .vocabulary import Vocabulary

# What rules are said with. Shorter words are too near to others to be mended.
_WORDS = tuple(
    """eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty between without nothing nobody exclude
    excluding including include exactly maximum minimum chronological chronologically something
    another instead replace remove painting paintings
    photograph photographs photography drawing drawings sculpture sculptures textile textiles ceramics watercolour watercolours watercolor
    watercolors lithograph
    lithographs engraving engravings exhibition century centuries before women artist artists museum display""".split()
)
_SHORTEST = 5
_AT = re.compile(r"(?<![\w-])at (?P<word>[a-z]{4,6})(?![\w-])", re.IGNORECASE)
_WORD = re.compile(r"(?<![\w'-])[a-z]+(?![\w'-])")
# Words of their own, or other words' endings, that are one letter away.
_RIGHT = frozenset("last lest past best post host printing printings even seven".split())

_FORMS = frozenset(("s", "d"))


@dataclass(frozen=True, slots=True)
class Mended:
    """A text with its words put right, and what was done, a sentence each."""

    text: str
    notes: tuple[str, ...]


def mended(text: str, vocabulary: Vocabulary) -> Mended:
    """Put right the words that rules are said with where one letter is wrong; words of the collection are left alone.

    >>> mended("twelv works, at leats three prints", Vocabulary()).text
    'twelve works, at least three prints'
    """
    notes: list[str] = []

    def put_right(found: re.Match[str]) -> str:
        said = found[0].lower()
        if len(said) < _SHORTEST or said in _WORDS or said in _RIGHT or vocabulary.writes(said):
            return found[0]
        near = [word for word in _WORDS if word[0] == said[0] and OSA.distance(said, word, score_cutoff=1) == 1]
        # Another form of a word is no mistake.
        near = [word for word in near if not _FORMS & {word.removeprefix(said), said.removeprefix(word)}]
        if len(near) != 1:
            return found[0]
        notes.append(f"“{found[0]}” was read as “{near[0]}”.")
        return near[0]

    def at_least(found: re.Match[str]) -> str:
        said = found["word"].lower()
        near = [word for word in ("least", "most") if OSA.distance(said, word, score_cutoff=1) == 1]
        if said in _RIGHT or said in ("least", "most") or not near:
            return found[0]
        notes.append(f"“{found[0]}” was read as “at {near[0]}”.")
        return f"at {near[0]}"

    return Mended(_WORD.sub(put_right, _AT.sub(at_least, text)), tuple(notes))
