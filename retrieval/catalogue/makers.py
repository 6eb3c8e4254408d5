"""Several people with roles on one record: who made it, and what is told of a single maker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from retrieval.words import folded

# Those who are named on a record without having made the work.
_OTHERS = (
    "sitter", "subject", "depicted", "portrayed", "owner", "donor", "collector", "dealer", "patron", "commission", "publish", "verleger",
    "editeur", "uitgever", "client", "lender", "former", "auftraggeber", "provenance", "author of text", "dedicat",
)  # fmt: skip
# Makers first-hand; a printer or a workshop counts where none of these is named.
_FIRST = (
    "artist", "painter", "maker", "sculptor", "draughts", "drafts", "draftsman", "photograph", "designer", "creator", "architect",
    "kunstler",
    "maler", "artiste", "peintre", "kunstenaar", "schilder", "artista", "pittore", "engraver", "etcher", "printmaker", "potter", "weaver",
    "bildhauer", "zeichner", "calligraph", "attributed", "goldsmith", "silversmith", "carver", "author",
)  # fmt: skip
_PLAIN_QUALIFIERS = ("", "primary", "artist", "by", "none", "ja", "yes")


@dataclass(frozen=True, slots=True)
class Named:
    """Someone on a record; `qualifier` is the likes of “workshop of”."""

    name: str
    role: str = ""
    qualifier: str | None = None
    nationality: str | None = None
    born: int | None = None
    died: int | None = None
    gender: str | None = None

    @property
    def label(self) -> str:
        """The name as a label says it: “after Rembrandt”."""
        qualifier = (self.qualifier or "").strip()
        plain = folded(qualifier) in _PLAIN_QUALIFIERS or folded(self.name).startswith(folded(qualifier))
        return self.name if plain else f"{qualifier} {self.name}"


def maker_columns(people: Sequence[Named]) -> dict[str, Any]:
    """Return the columns of those who made a work; life and nationality only where there is one of them.

    >>> maker_columns([Named("Ada", "Artist", born=1850), Named("Bo", "Sitter")])
    {'artist': 'Ada', 'born': 1850}
    """
    makers = _makers([person for person in people if person.name.strip()])
    labels = list(dict.fromkeys(person.label for person in makers))
    if not labels:
        return {}
    if len(labels) > 1:
        return {"artist": labels}
    only = makers[0]
    # What is told of Rembrandt is not told of someone after Rembrandt.
    told = {} if only.label != only.name else {"nationality": only.nationality, "born": only.born, "died": only.died, "gender": only.gender}
    return {"artist": labels[0], **{name: value for name, value in told.items() if value is not None}}


def _makers(people: Sequence[Named]) -> Sequence[Named]:
    hands = [person for person in people if not _has(person.role, _OTHERS)]
    return [person for person in hands if _has(person.role, _FIRST)] or hands


def _has(role: str, words: Sequence[str]) -> bool:
    plain = folded(role)
    return any(word in plain for word in words)
