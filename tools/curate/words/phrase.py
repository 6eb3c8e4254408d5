"""What kind of works a phrase names: “works on paper”, “Dutch prints from the 1640s”, “photographs by women”."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from . import elements as read
from .made import paper, size, years
from .parts import Phrase
from .subjects import subject
from .vocabulary import Vocabulary

Reader = Callable[[str, int, Phrase, Vocabulary], int | None]


Names = Literal["after by", "known", "any"]


def phrase_at(
    text: str, at: int, vocabulary: Vocabulary, *, names: Names = "after by", subjects: bool = False, bare: bool = False
) -> Phrase | None:
    """Read the works that are named from a place of a text on; None where nothing is recognised.

    Args:
        text: The text.
        at: Where the phrase begins.
        vocabulary: The collection's words.
        names: Makers are read after “by” only, wherever a known name stands (“two Goyas”), or any name (“without Picasso”).
        subjects: Words of genre, style and subject count too: after “no”, “at least three” and the like.
        bare: “women” and “Dutch” alone are enough to mean works by them.
    """
    phrase = Phrase(end=at)
    # “Works on paper” and “works in oils” come before “works”, and that before “works since 1900”.
    readers: list[Reader] = [
        paper,
        read.kind,
        read.works,
        years,
        size,
        read.by_whom,
        read.from_where,
        read.gender if bare else read.gender_of_artists,
        read.people,
    ]
    readers += [read.people_alone] if bare else []
    readers += [read.known_maker] if names == "known" else [read.any_maker] if names == "any" else []
    readers += [subject] if subjects else []
    place = at
    while True:
        start = read.passed_over(text, place)
        end = next((end for reader in readers if (end := reader(text, start, phrase, vocabulary)) is not None), None)
        if end is None:
            break
        phrase.end = place = end
    return None if phrase.empty and not phrase.neutral else phrase
