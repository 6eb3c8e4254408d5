"""The words of a show by a language model: what it may write from, and what stays of a show's words when it is changed.

Works, sections and order are chosen without the model, so that they are the same whoever words the show.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Protocol

from retrieval.errors import SourceError
from retrieval.records import origin_text
from tools.curate.brief import Brief
from tools.curate.pool import Piece
from tools.observation import Passage, observed

from .grounds import Collection, told_of
from .material import material
from .records import Hung, Said, Show, Source
from .written import note_of


@dataclass(frozen=True, slots=True)
class Subject:
    """A work to write about, and all that may be told of it, the best first: its record and passages, each as it is to be shown."""

    piece: Piece
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What was written: labels by work, title and statement; what is not there, or "", could not be had.

    `trouble` says in a sentence why a model's server did not answer, "" where it did.
    """

    labels: Mapping[str, tuple[Said, ...]] = field(default_factory=dict[str, tuple[Said, ...]])
    title: str = ""
    statement: tuple[Said, ...] = ()
    trouble: str = ""


class Writer(Protocol):
    """Words a show. What it returns is held to its passages: every sentence cites ids that it was shown, and they support it."""

    @property
    def name(self) -> str:
        """The model, as it is named to a curator."""
        ...

    async def write(self, brief: Brief, subjects: Sequence[Subject], begun: str) -> Words:
        """Write labels, and where it is `begun` with these sentences, the rest of a statement and a title; raise nothing."""
        ...


async def worded(show: Show, before: Show | None, writer: Writer | None, collection: Collection) -> Show:
    """Return a show in its own words: those of the show before as far as it stays, new ones by the writer, and else quotations.

    Args:
        show: The show, quoting the collection.
        before: The show that it was changed from.
        writer: A language model; without one everything new is quoted.
        collection: What tells of the works.
    """
    stays = before if before and _same(show.brief, before.brief) else None
    kept = await asyncio.to_thread(_keeping, show, stays, collection) if stays else show
    words, subjects = Words(), list[Subject]()
    if writer:
        had = {hung.piece.id for hung in stays.works} if stays else set[str]()
        new = [hung.piece for hung in show.works if hung.piece.id not in had]
        subjects = await asyncio.to_thread(_subjects, new, show.brief, collection)
        if subjects:
            words = await writer.write(show.brief, subjects, "" if stays else show.statement[0].text)
    told = _with(kept, words)
    sources = _sources(told, [*show.sources, *(stays.sources if stays else ()), *_shown(subjects)])
    note = note_of(told, writer.name if writer and subjects else "", words.trouble)
    return replace(told, sources=sources, notes=(*told.notes, *([note] if note else [])))


def _same(now: Brief, before: Brief) -> bool:
    """Say whether words that were found for one brief suit the other."""
    return (now.theme, now.language, now.audience) == (before.theme, before.language, before.audience)


def _keeping(show: Show, before: Show, collection: Collection) -> Show:
    """Return a show with the labels of the show before, its title, and of its statement what was written of works that stay."""
    texts = {hung.piece.id: hung.label.text for hung in before.works}
    kept = _labelled(show, texts)
    here = {hung.piece.id for hung in show.works}
    gone = texts.keys() - here
    said = [said for said in before.statement if said.writer and not _rests_on(said, gone, collection)]
    statement = (show.statement[0], *said) if said else show.statement
    return replace(kept, statement=statement, title=before.title if show.brief.title == before.brief.title else show.title)


def _rests_on(said: Said, gone: Set[str], collection: Collection) -> bool:
    """Say whether a sentence cites a passage about a work that left, or one that the collection holds no more."""
    try:
        return any(identity in gone for cite in said.cites for identity in (cite, *collection.index.fragment(cite)["about"]))
    except SourceError:
        return True


def _subjects(pieces: Iterable[Piece], brief: Brief, collection: Collection) -> list[Subject]:
    """Return the works of which more is told than their records say, which the labels have already."""
    found: list[Subject] = []
    for piece in pieces:
        shown = material(piece, told_of(piece, brief.theme, collection))
        passages = observed([hit for hit, _ in shown], collection.index)["passages"]
        for passage, (_, text) in zip(passages, shown, strict=True):
            passage["text"] = text
        if any(passage["kind"] != "record" for passage in passages):
            found.append(Subject(piece, tuple(passages)))
    return found


def _with(show: Show, words: Words) -> Show:
    """Return a show with what was written put in; a title that the person gave stays."""
    statement = (show.statement[0], *words.statement) if words.statement else show.statement
    return replace(_labelled(show, words.labels), title=show.brief.title or words.title or show.title, statement=statement)


def _labelled(show: Show, texts: Mapping[str, tuple[Said, ...]]) -> Show:
    def told(hung: Hung) -> Hung:
        return replace(hung, label=replace(hung.label, text=texts.get(hung.piece.id) or hung.label.text))

    return replace(show, sections=tuple(replace(part, works=tuple(map(told, part.works))) for part in show.sections))


def _shown(subjects: Sequence[Subject]) -> list[Source]:
    passages = [passage for subject in subjects for passage in subject.passages]
    return [Source(id=p["id"], about=p["heading"], origin=origin_text(p["source"], p["licence"], p["url"])) for p in passages]


def _sources(show: Show, known: Sequence[Source]) -> tuple[Source, ...]:
    """Return the works' records and what labels and statement cite, in hanging order."""
    by_id = {source.id: source for source in reversed(known)}
    cites = [i for hung in show.works for i in (hung.piece.id, *(cite for said in hung.label.text for cite in said.cites))]
    cites += [cite for said in show.statement for cite in said.cites]
    return tuple(by_id[cite] for cite in dict.fromkeys(cites) if cite in by_id)
