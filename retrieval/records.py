"""The nouns of a collection: makers, works, fragments and what a search returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from pydantic import ConfigDict

Kind = Literal["shows", "made", "history", "maker", "movement", "technique", "relation", "record", "text", "picture"]
Gender = Literal["female", "male", "nonbinary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that belongs to a record: a file beside the source or a name in the picture store, and what is said of it."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    file: str
    caption: str | None = None
    licence: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """A person or workshop. Years before our era are negative; `life` is worded as on a label."""

    # Unknown keys in a shipped file are mistakes, not extras.
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    id: str
    name: str
    other_names: tuple[str, ...] = ()
    nationality: str | None = None
    continent: str | None = None
    born: int | None = None
    died: int | None = None
    life: str | None = None
    gender: Gender | None = None
    birthplace: str | None = None
    deathplace: str | None = None
    source: str | None = None
    url: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Artwork:
    """A work. Dimensions are centimetres; `earliest` and `latest` bound the year it was made.

    `other_makers` made it with `maker`; `attribution` is what the source says where nobody is simply its maker (“after Ada Ek”).
    `part_of` is a series, a portfolio or a larger work.
    `source` says who tells this (a museum, a file), `url` where it can be read, `licence` on what terms, `credit` the credit line.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    id: str
    title: str
    original_title: str | None = None
    maker: str | None = None
    other_makers: tuple[str, ...] = ()
    attribution: str | None = None
    culture: str | None = None
    date: str | None = None
    earliest: int | None = None
    latest: int | None = None
    medium: str | None = None
    type: str | None = None
    height_cm: float | None = None
    width_cm: float | None = None
    depth_cm: float | None = None
    dimensions: str | None = None
    holder: str | None = None
    accession: str | None = None
    place: str | None = None
    continent: str | None = None
    style: str | None = None
    genre: str | None = None
    tags: tuple[str, ...] = ()
    part_of: str | None = None
    acquired: str | None = None
    edition: str | None = None
    inscription: str | None = None
    picture: str | None = None
    credit: str | None = None
    source: str | None = None
    url: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A passage of text about works and makers (`about` holds their ids): what is searched and cited.

    `pictures` belong to the passage. `source`, `url` and `licence` are told as of a work.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    id: str
    text: str
    about: tuple[str, ...] = ()
    kind: Kind = "text"
    topic: str | None = None
    pictures: tuple[Picture, ...] = ()
    source: str | None = None
    url: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that a source holds, before it is encoded."""

    makers: Sequence[Maker] = ()
    works: Sequence[Artwork] = ()
    fragments: Sequence[Fragment] = ()


@dataclass(frozen=True, slots=True)
class SentenceMatch:
    """A sentence of a hit and how well it meets the query, see `retrieval.maxsim`.

    `maxsim` counts the heading's tokens in; `cosine` compares the whole query with the mean of the sentence's tokens;
    `weakest` is the similarity of the content word that the sentence and its heading meet worst.
    """

    text: str
    maxsim: float
    cosine: float
    weakest: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A fragment found, with what it is about and why it matched.

    `maxsim` is the weighted mean over the query's tokens of the best cosine, in [-1, 1]; `lexical` is the BM25 score
    (0 when no word is shared); `score` is the fusion that ranks. `source`, `url` and `licence` are "" where unknown.
    """

    id: str
    kind: Kind
    heading: str
    text: str
    about: tuple[str, ...]
    score: float
    maxsim: float
    lexical: float
    shared_words: tuple[str, ...] = ()
    sentences: tuple[SentenceMatch, ...] = field(default=())
    source: str = ""
    url: str = ""
    licence: str = ""

    @property
    def why(self) -> str:
        """Say in a few words why this fragment was returned."""
        meaning = f"meaning {self.maxsim:z.2f}"
        return f"{meaning}, words: {', '.join(self.shared_words)}" if self.shared_words else meaning


def origin_text(source: str, licence: str, url: str) -> str:
    """Word where a passage comes from and on what terms, for a citation; "" when nothing is known.

    >>> origin_text("Harbour Museum", "CC0 1.0", ""), origin_text("", "", "")
    ('Harbour Museum; CC0 1.0', '')
    """
    return "; ".join(part for part in (source, licence, url) if part)
