"""Genres, styles, subjects and materials in a phrase, as the catalogue writes them."""

from __future__ import annotations

import re

from retrieval.words import FUNCTION_WORDS
from tools.curate.brief import Field, Trait

from .elements import OR
from .parts import Phrase
from .vocabulary import Vocabulary

_SUBJECT = re.compile(r"[^\W\d_][\w'-]*(?:[ -][^\W\d_][\w'-]*){0,2}")
_SUBJECT_FIELDS: tuple[Field, ...] = ("genre", "style", "tag", "medium")
_NO_SUBJECTS = FUNCTION_WORDS | frozenset("least per max maximum minimum up within without among".split())


def subject(text: str, at: int, phrase: Phrase, vocabulary: Vocabulary) -> int | None:
    """Read a genre, a style, a subject or a material that the catalogue writes: “portraits”, “plaster”."""
    found = _SUBJECT.match(text, at)
    if found is None or phrase.kinds or phrase.traits or phrase.makers:
        return None
    said = found[0].split(" ")
    for count in range(len(said), 0, -1):
        words = " ".join(said[:count])
        if words.split()[0].lower() in _NO_SUBJECTS or words.split()[-1].lower() in _NO_SUBJECTS:
            continue
        fields: list[Field] = [name for name in _SUBJECT_FIELDS if vocabulary.has(name, words)]
        if fields:
            name = fields[0]
            return _listed(text, at + len(words), phrase, name, words, vocabulary)
    return None


def _listed(text: str, end: int, phrase: Phrase, name: Field, first: str, vocabulary: Vocabulary) -> int:
    """Keep a subject and those of its field that are listed after it."""
    found = [first.lower()]
    while (joint := OR.match(text, end)) and (further := re.compile(r"[^\W\d_][\w'-]*").match(text, joint.end())):
        if not vocabulary.has(name, further[0]):
            break
        found.append(further[0].lower())
        end = further.end()
    phrase.traits.append(Trait(field=name, words=tuple(found)))
    return end
