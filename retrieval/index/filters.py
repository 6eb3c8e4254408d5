"""Filters on a search, as expressions and never as strings of SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from retrieval.errors import SourceError
from retrieval.records import Maker
from retrieval.words import words

from .names import find_makers
from .open import Index
from .terms import terms_name

if TYPE_CHECKING:
    from lancedb.expr import Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a fragment must be about. Years are inclusive, negative before our era; None asks for nothing.

    Of several artists, media, holders or licences one is enough; a text without a word in it asks for nothing. A work has a holder
    when each word asked for begins a word of the name of who keeps it or of who tells of it; likewise a licence, by its usual name:
    “CC BY” fits CC BY-SA too, and what is CC0 is in the public domain. A picture counts that the collection holds, not one that is
    only named.
    A work belongs to a range of years when the years that it may have been made in overlap the range. It has a medium when
    each word asked for begins a word of its medium or type: “oil paint” fits an oil painting, “tin” does not. A passage on several
    works counts from the earliest of them to the latest, so one that compares works far apart also fits the years between.
    """

    artist: str | tuple[str, ...] | None = None
    from_year: int | None = None
    to_year: int | None = None
    medium: str | tuple[str, ...] | None = None
    holder: str | tuple[str, ...] | None = None
    has_picture: bool | None = None
    licence: str | tuple[str, ...] | None = None


class UnfitFilter(SourceError):
    """A filter that nothing can fit; the message says how to mend it."""


class UnknownArtist(UnfitFilter):
    """No maker in the collection has this name."""


def expression(wanted: Filter, index: Index) -> Expr | None:
    """Return the filter as a LanceDB expression, or None when it asks for nothing.

    Raises:
        UnknownArtist: nobody of that name is in the collection; the message names who is near.
    """
    from lancedb.expr import col, lit

    if wanted.from_year is not None and wanted.to_year is not None and wanted.from_year > wanted.to_year:
        raise UnfitFilter(f"the years run backwards, from {wanted.from_year} to {wanted.to_year}; give the earlier one first")
    parts: list[Expr] = []
    if named := [maker for name in _several(wanted.artist) for maker in _makers(name, index)]:
        parts.append(reduce(or_, [col("makers").contains(lit(f"|{maker.id}|")) for maker in named]))
    if wanted.from_year is not None:
        parts.append(col("latest") >= lit(wanted.from_year))
    if wanted.to_year is not None:
        parts.append(col("earliest") <= lit(wanted.to_year))
    parts += _worded("medium", wanted.medium) + _worded("holders", wanted.holder)
    parts += _worded("terms", [terms_name(one) for one in _several(wanted.licence)])
    if wanted.has_picture is not None:
        parts.append(col("has_picture") == lit(wanted.has_picture))
    return reduce(and_, parts) if parts else None


def fitting(wanted: Filter, index: Index) -> set[str]:
    """Return the ids of all fragments that fit a filter; raise as `expression` does."""
    where = expression(wanted, index)
    found = index.fragments.search()
    found = found if where is None else found.where(where)
    return set(found.select(["id"]).to_arrow()["id"].to_pylist())


def _several(wanted: str | Sequence[str] | None) -> Sequence[str]:
    return [one for one in ([wanted] if isinstance(wanted, str) else wanted or ()) if one]


def _worded(column: str, wanted: str | Sequence[str] | None) -> list[Expr]:
    """Return that `column`, folded words with spaces between, holds all the words of one of the texts wanted; nothing when none has any."""
    from lancedb.expr import col, func, lit

    spaced = func("concat", lit(" "), col(column))
    asked = [words(one) for one in _several(wanted)]
    each = [reduce(and_, [spaced.contains(lit(_beginning(word))) for word in own]) for own in asked if own]
    return [reduce(or_, each)] if each else []


def _beginning(word: str) -> str:
    """Return what a text of spaced words holds where `word` begins; Chinese and Japanese are written without spaces."""
    return word if word[0] >= "\u2e80" else f" {word}"


def _makers(artist: str, index: Index) -> Sequence[Maker]:
    found = find_makers(artist, index.makers)
    if not found.sure:
        near = f"; the nearest names are {', '.join(m.name for m in found.near[:3])}" if found.near else ""
        raise UnknownArtist(f"no artist called “{artist}” is in this collection{near}; search without the artist or with another name")
    return found.sure
