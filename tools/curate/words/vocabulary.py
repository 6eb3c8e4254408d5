"""The collection's own words, by which a brief is recognised and spelt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from retrieval.words import stem, words
from tools.curate.brief import Field
from tools.curate.pool import Piece

_FIELDS: tuple[Field, ...] = ("type", "medium", "genre", "style", "tag", "nationality", "place", "continent", "holder")
# A field that tells of fewer works than this part of the collection cannot carry a rule about all works.
TELLING = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What a collection calls its makers, works and their facts.

    `makers` counts the works of each name, and `named` gives the names in which a folded word stands; `holders` counts the works of each
    museum, or of each source where no museum is told; `titles` gives the ids by folded title, and
    `called` the title by id, and `by_maker` the ids and folded titles by the name of who made them; `known` holds all
    stems that stand in a field, written one after another, and `written` the words of titles and fields as they are; `telling`
    is the part of the works, 0 to 1, of which a field tells.
    """

    works: int = 0
    makers: Mapping[str, int] = field(default_factory=dict[str, int])
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    holders: Mapping[str, int] = field(default_factory=dict[str, int])
    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    by_maker: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict[str, tuple[tuple[str, str], ...]])
    ids: frozenset[str] = frozenset()
    called: Mapping[str, str] = field(default_factory=dict[str, str])
    known: Mapping[Field, str] = field(default_factory=dict[Field, str])
    written: frozenset[str] = frozenset()
    telling: Mapping[Field, float] = field(default_factory=dict[Field, float])
    pictured: bool = False

    @property
    def prefixes(self) -> frozenset[str]:
        """Return what stands before the colon in the ids."""
        return frozenset(identity.partition(":")[0] for identity in self.ids if ":" in identity)

    def has(self, in_field: Field, said: str) -> bool:
        """Say whether a word or words stand together in what the catalogue writes in a field."""
        stems = _stems(said)
        return bool(stems) and f" {stems} " in self.known.get(in_field, "")

    def writes(self, said: str) -> bool:
        """Say whether a word stands in any title, name or field."""
        return said in self.named or said in self.written

    def known_of(self, in_field: Field, candidates: Iterable[str]) -> tuple[str, ...]:
        """Return those of some words that the catalogue writes in a field."""
        return tuple(word for word in candidates if self.has(in_field, word))

    def tells(self, in_field: Field) -> bool:
        """Say whether the catalogue tells a field of enough works for a rule about it."""
        return self.telling.get(in_field, 0.0) >= TELLING


def vocabulary_of(pool: Sequence[Piece]) -> Vocabulary:
    """Return the words of the works of a pool."""
    titles: dict[str, list[str]] = {}
    theirs: dict[str, list[tuple[str, str]]] = {}
    for piece in pool:
        title = folded_title(piece.title)
        titles.setdefault(title, []).append(piece.id)
        if piece.maker:
            theirs.setdefault(piece.maker, []).append((piece.id, title))
    makers = Counter(piece.maker for piece in pool if piece.maker)
    named: dict[str, list[str]] = {}
    for name in makers:
        for word in dict.fromkeys(words(name)):
            named.setdefault(word, []).append(name)
    values: dict[Field, list[str]] = {name: [value for piece in pool for value in _values(name, piece)] for name in _FIELDS}
    return Vocabulary(
        works=len(pool),
        makers=makers,
        named={word: tuple(names) for word, names in named.items()},
        holders=Counter(owner for piece in pool if (owner := piece.holder or piece.source)),
        titles={title: tuple(ids) for title, ids in titles.items() if title},
        by_maker={name: tuple(found) for name, found in theirs.items()},
        ids=frozenset(piece.id for piece in pool),
        called={piece.id: piece.title for piece in pool},
        known={name: f" {' | '.join(map(_stems, dict.fromkeys(found)))} " for name, found in values.items()},
        written=frozenset(word for said in {*titles, *(value for found in values.values() for value in found)} for word in words(said)),
        telling={name: sum(1 for piece in pool if _values(name, piece)) / max(len(pool), 1) for name in _FIELDS},
        pictured=any(piece.picture for piece in pool),
    )


def folded_title(title: str) -> str:
    """Return a title as it is compared: “The Great Wave” and “great wave” are the same."""
    said = words(title)
    return " ".join(said[1:] if said[:1] and said[0] in ("the", "a", "an") and len(said) > 1 else said)


def _values(name: Field, piece: Piece) -> tuple[str, ...]:
    if name == "tag":
        return piece.tags
    if name == "holder":
        return tuple(text for text in (piece.holder, piece.source) if text)
    value = getattr(piece, name)
    return (value,) if value else ()


def _stems(text: str) -> str:
    return " ".join(stem(word) for word in words(text))
