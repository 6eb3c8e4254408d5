"""Works that a brief names by maker and title, or by a part of a title: “Cole's View from Mount Holyoke has to be among them”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tools.curate.brief import Rule, Trait

from .draft import TAKEN, Draft
from .makers import maker_at
from .vocabulary import Vocabulary, folded_title

_BE = r"(?:must|has to|have to|should|needs? to|is to|are to|ought to|will have to)\s+(?:definitely\s+|really\s+|also\s+|please\s+)?"
_THERE = (
    r"(?:in(?:\s+(?:it|there|here|the (?:show|exhibition|display|selection)))?|(?:among|one of) (?:them|these|the works)"
    r"|included|shown|there|part of (?:it|the show)|on (?:the )?(?:wall|show|view|display)|a must)"
)
_ASKED = re.compile(
    rf"(?:,?\s+(?:{_BE}(?:be|hang|stay|come)\s+{_THERE}|{_BE}(?:appear|feature)|is (?:a must|essential|non-negotiable)"
    r"|(?:must be |is )?(?:included|among (?:them|these))))(?![\w'-])",
    re.IGNORECASE,
)
# Words of a title that are too few to tell a work by.
_FEWEST = 2
_START = re.compile(r"(?<![\w'-])(?=[\w\"])")


@dataclass(frozen=True, slots=True)
class Called:
    """The works that a name may mean, in the order of the collection."""

    said: str
    ids: tuple[str, ...]


def read_called(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out the works that must be in, where what must be in is named first."""
    for found in draft.found(_ASKED):
        before = re.split(rf"[.;:!?\n{TAKEN}]", draft.left[: found.start()])[-1]
        first = found.start() - len(before)
        for start in (first + place.start() for place in _START.finditer(before)):
            if called := called_so(draft.left[start : found.start()], vocabulary, part=True):
                must_be_in(draft, start, found.end(), called, vocabulary)
                break


def must_be_in(draft: Draft, start: int, end: int, called: Called, vocabulary: Vocabulary) -> None:
    """Keep that a work must be in; of several of a name the first is taken, and that is said."""
    first = called.ids[:1]
    if len(called.ids) > 1:
        draft.assume(f"{len(called.ids)} works are called “{called.said}”; the first of them, {called.ids[0]}, was taken.")
    title = vocabulary.called.get("".join(first), called.said)
    draft.rule(start, end, Rule(kind="include", trait=Trait(ids=first, called=f"“{title}”")))


def called_so(said: str, vocabulary: Vocabulary, *, part: bool = False) -> Called | None:
    """Return the works that are called so: “Hokusai's Great Wave”, “The Great Wave by Hokusai”, “The Great Wave”; None where none is.

    With `part`, a part of one work's title is enough, where it is of several words and begins with a capital.
    """
    said = said.strip(" \t\n\"',")
    if ids := vocabulary.titles.get(folded_title(said), ()):
        return Called(said, ids) if re.sub(r"^(?:the|a|an)\s+", "", said, flags=re.IGNORECASE)[:1].isupper() else None
    if ids := _of_maker(said, vocabulary):
        return Called(said, ids)
    return Called(said, ids) if part and (ids := _in_title(said, vocabulary)) else None


def _of_maker(said: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the works by a named maker in whose titles the other words stand together; those that are called so whole come first."""
    for whose, title in _maker_and_title(said):
        # “With etchings by Goya” are etchings, whatever a work by Goya is called.
        if not title.strip("\"' ")[:1].isupper():
            continue
        maker = maker_at(whose, 0, vocabulary, sure=False)
        if maker is None or re.sub(r"'s?$", "", whose[maker.end :].strip()):
            continue
        asked = folded_title(title.strip("\"' "))
        theirs = [work for name in maker.names for work in vocabulary.by_maker.get(name, ())]
        exact = tuple(identity for identity, known in theirs if known == asked)
        return exact or tuple(identity for identity, known in theirs if asked and f" {asked} " in f" {known} ")
    return ()


def _maker_and_title(said: str) -> list[tuple[str, str]]:
    """Return the ways to part a name into a maker's and a title."""
    owners = [(said[: found.start()], said[found.end() :]) for found in re.finditer(r"'s?\s+", said)]
    makers = [(said[found.end() :], said[: found.start()]) for found in re.finditer(r",?\s+by\s+", said, re.IGNORECASE)]
    return [(whose, re.sub(r"^(?:the|a|an)\s+", "", title, flags=re.IGNORECASE)) for whose, title in [*owners, *makers] if whose and title]


def _in_title(said: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the work of whose title, and of no other's, words are a part."""
    asked = folded_title(said)
    if len(asked.split()) < _FEWEST or not re.sub(r"^(?:the|a|an)\s+", "", said, flags=re.IGNORECASE)[:1].isupper():
        return ()
    ids = tuple(identity for title, found in vocabulary.titles.items() if f" {asked} " in f" {title} " for identity in found)
    return ids if len(ids) == 1 else ()
