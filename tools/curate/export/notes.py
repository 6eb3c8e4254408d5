"""Citations as numbered notes, in the order in which a reader meets them."""

from __future__ import annotations

from dataclasses import dataclass

from tools.curate.show import Said, Show, Source


@dataclass(frozen=True, slots=True)
class Note:
    """A passage that is cited, and its number."""

    number: int
    source: Source


def notes_of(show: Show) -> list[Note]:
    """Return the passages that the statement and the labels cite."""
    texts: list[Said] = [*show.statement, *(said for hung in show.works for said in hung.label.text)]
    cites = dict.fromkeys(cite for said in texts for cite in said.cites)
    known = {source.id: source for source in show.sources}
    return [Note(number, known[cite]) for number, cite in enumerate((cite for cite in cites if cite in known), 1)]


def records_of(show: Show) -> list[Source]:
    """Return the works' own records of which the catalogue says where they come from."""
    works = {hung.piece.id for hung in show.works}
    return [source for source in show.sources if source.id in works and source.origin]
