"""Find makers and works by name, forgiving accents, order, titles left short and small misspellings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from retrieval.records import Artwork, Maker
from retrieval.words import words

Record = TypeVar("Record", Maker, Artwork)
SPELT_ALIKE = 88.0
NEAR = 70.0
WORD_NEAR = 80.0
_SMALL = frozenset("the a an of le la les il lo de der die das el los las l".split())


@dataclass(frozen=True, slots=True)
class Found(Generic[Record]):
    """`sure` are those that the name fits (more than one when it is ambiguous); `near` only resemble it."""

    sure: Sequence[Record]
    near: Sequence[Record]


def find_makers(name: str, makers: Mapping[str, Maker]) -> Found[Maker]:
    """Return the makers that `name`, an id, a full name or a part of one, may mean."""
    if name in makers:
        return Found([makers[name]], [])
    return _find(name, ((m, [m.name, *m.other_names]) for m in makers.values()))


def find_works(name: str, works: Mapping[str, Artwork]) -> Found[Artwork]:
    """Return the works that `name`, an id or a title or a part of one, may mean."""
    if name in works:
        return Found([works[name]], [])
    return _find(name, ((w, [w.title, *([w.original_title] if w.original_title else [])]) for w in works.values()))


def _find(name: str, candidates: Iterable[tuple[Record, list[str]]]) -> Found[Record]:
    asked = _key(name)
    if not asked:
        return Found([], [])
    keyed = [(record, [_key(n) for n in names]) for record, names in candidates]
    exact = [record for record, names in keyed if asked in names]
    if exact:
        return Found(exact, [])
    parts = set(asked)
    partial = [record for record, names in keyed if any(parts <= set(n) for n in names)]
    if partial:
        return Found(partial, [])
    texts = {(at, i): " ".join(n) for at, (_, names) in enumerate(keyed) for i, n in enumerate(names) if n}
    ranked = process.extract(" ".join(asked), texts, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR, limit=8)
    sure = [at for _, score, (at, i) in ranked if score >= SPELT_ALIKE and _each_word_near(asked, keyed[at][1][i])][:1]
    near = [at for _, _, (at, _) in ranked] or _near_in_one_word(asked, keyed)
    return Found([keyed[at][0] for at in sure], [keyed[at][0] for at in dict.fromkeys(near) if at not in sure])


def _each_word_near(asked: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Say whether every word asked for is spelt like one of the name: Anna Lindqvist is not Ada Lindqvist."""
    return all(process.extractOne(word, name, scorer=fuzz.ratio, score_cutoff=WORD_NEAR) for word in asked)


def _near_in_one_word(asked: tuple[str, ...], keyed: Sequence[tuple[Record, list[tuple[str, ...]]]]) -> list[int]:
    """Return the places of names with a word spelt like the last one asked for, as a surname alone is."""
    spelt = {(at, word): word for at, (_, names) in enumerate(keyed) for name in names for word in name if len(word) > 3}
    return [at for _, _, (at, _) in process.extract(asked[-1], spelt, scorer=fuzz.ratio, score_cutoff=WORD_NEAR, limit=3)]


def _key(name: str) -> tuple[str, ...]:
    found = words(name)
    return tuple(w for w in found if w not in _SMALL) or tuple(found)
