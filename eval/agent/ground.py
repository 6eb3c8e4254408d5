"""What is true of a task's collection: its records, the words of every passage, and which works a text names."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agents.citations import cited_sentences
from retrieval.catalogue import read_catalogue
from retrieval.catalogue.wording import record_fragments
from retrieval.collections import STARTER
from retrieval.errors import SourceError
from retrieval.records import Artwork, Catalogue, Maker
from retrieval.words import folded, words

from .task import OVERLAYS, Task

_ITEM = re.compile(r"^\s*(?:[-*•]|\d{1,3}[.)])\s+")
# A title that nobody would write by chance.
LEAST_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Ground:
    """A collection as the scorer knows it: records by id, every passage's text and what it is about by the passage's id."""

    works: Mapping[str, Artwork]
    makers: Mapping[str, Maker]
    texts: Mapping[str, str]
    about: Mapping[str, Sequence[str]]
    titles: Mapping[str, Sequence[str]]

    def __contains__(self, identity: object) -> bool:
        return identity in self.texts

    def works_in(self, answer: str) -> list[str]:
        """Return the ids of the works that an answer shows, in order: cited by id, or called by title in a line or sentence."""
        found: list[str] = []
        for piece in _pieces(answer):
            found += self._works_of(piece)
        return list(dict.fromkeys(found))

    def items(self, answer: str) -> list[list[str]]:
        """Return for each item of the answer's lists the works in it; none for an item that is no work of the collection."""
        return [self._works_of(line) for line in answer.splitlines() if _ITEM.match(line)]

    def names(self, answer: str, identity: str) -> bool:
        """Say whether an answer cites an id or calls its record by name."""
        if any(identity in sentence.ids for sentence in cited_sentences(answer)):
            return True
        if identity in self.works:
            return identity in self.works_in(answer)
        maker = self.makers.get(identity)
        return maker is not None and _called(folded(answer), folded(maker.name))

    def _works_of(self, piece: str) -> list[str]:
        cited = [i for sentence in cited_sentences(piece) for i in sentence.ids]
        if works := [i for i in cited if i in self.works]:
            return works
        told = folded(piece)
        near = {w for i in cited for w in self.about.get(i, ()) if w in self.works}
        called = [work for title, ids in self.titles.items() if _called(told, title) for work in self._meant(ids, near, told)]
        # A sentence on one work alone shows it, though it may call it “Vermeer's girl”.
        return called or (list(near) if len(near) == 1 else [])

    def _meant(self, ids: Sequence[str], near: set[str], told: str) -> list[str]:
        """Return which of the works with a title is meant: what the citation is about, else the one whose maker is named."""
        if cited := [i for i in ids if i in near]:
            return cited
        return [i for i in ids if self._maker_named(i, told) or (len(ids) == 1 and len(words(self.works[i].title)) > 1)]

    def _maker_named(self, work: str, told: str) -> bool:
        maker = self.makers.get(self.works[work].maker or "")
        return maker is not None and _called(told, folded(maker.name.split()[-1]))


def ground_of(catalogue: Catalogue) -> Ground:
    """Return the ground truth that a catalogue gives."""
    passages = [*record_fragments(catalogue), *catalogue.fragments]
    titles: dict[str, list[str]] = {}
    # The longest first, so that “David” is not found in “The David Vases”.
    for work in sorted(catalogue.works, key=lambda work: -len(work.title)):
        for title in {folded(work.title), folded(re.sub(r"\s*\(.*?\)", "", work.title)).strip()}:
            titles.setdefault(title, []).append(work.id)
    return Ground(
        works={work.id: work for work in catalogue.works},
        makers={maker.id: maker for maker in catalogue.makers},
        texts={passage.id: passage.text for passage in passages},
        about={passage.id: passage.about for passage in passages},
        titles={title: tuple(ids) for title, ids in titles.items() if len(title) >= LEAST_LETTERS},
    )


@functools.cache
def ground_for(overlay: str | None, overlays: Path = OVERLAYS) -> Ground:
    """Return the ground truth of the starter collection with the rows of an overlay."""
    return ground_of(catalogue_with(overlay, overlays))


def catalogue_with(overlay: str | None, overlays: Path = OVERLAYS) -> Catalogue:
    """Return the starter collection with an overlay's rows after its own; raise `SourceError` when there is no such overlay."""
    own = read_catalogue(STARTER).catalogue
    if overlay is None:
        return own
    folder = overlays / overlay
    if not (folder / "works").is_dir():
        raise SourceError(f"there is no overlay {folder}; lay it out as works/, makers/ and fragments/ of JSON lines")
    more = read_catalogue(folder).catalogue
    return Catalogue((*own.makers, *more.makers), (*own.works, *more.works), (*own.fragments, *more.fragments))


def ground_of_task(task: Task, overlays: Path = OVERLAYS) -> Ground:
    """Return the ground truth that a task is scored by."""
    return ground_for(task.overlay, overlays)


def _pieces(answer: str) -> list[str]:
    """Return the lines of a list whole, and other lines sentence by sentence."""
    pieces: list[str] = []
    for line in answer.splitlines():
        pieces += [line] if _ITEM.match(line) else [sentence.raw for sentence in cited_sentences(line)]
    return pieces


def _called(told: str, name: str) -> bool:
    """Say whether a name stands in a text, both folded."""
    # The plain look first: thousands of titles are asked for, and few stand in a line.
    return name in told and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", told) is not None
