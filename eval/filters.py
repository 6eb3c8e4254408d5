"""Random filters against a reference in plain Python: the index must give exactly the rows that the records say."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Any

from retrieval.index.filters import Filter, UnfitFilter, fitting
from retrieval.index.names import find_makers
from retrieval.index.open import Index
from retrieval.index.terms import term_words, terms_name
from retrieval.pictures.table import works_with_pictures
from retrieval.records import Artwork, Maker
from retrieval.words import words

from .report import Report, Table

# What a filter may be asked by mistake or in malice: quotes, wildcards, SQL, scripts, accents in two forms, nothing.
NASTY = (
    "", " ", "'", '"', "''", "%", "_", "\\", "|", "||", ";", "`id`", "\n", "\0", "' OR 1=1 --",
    "x'); DROP TABLE fragments; --", "NULL", "null", "true", "1", "0", "-1", "🎨", "👩🏽\u200d🎨", "e\u0301", "É", "油",
    "油彩", "水墨画", "رسم", "ציור", "\u202egnitniap", "ﬁ", "İ", "ß", "ǅ", "½", "a" * 300, "oil' AND '1'='1", "oil%", "o_l",
    "oil\\", "|m:", "Ⅳ", "한국", "ｏｉｌ", "oil\u00a0canvas", "-", "–", ".*", "[a-z]", "${x}", "{}",
)  # fmt: skip
YEARS = (-30_000, -2400, -1, 0, 1, 1500, 1885, 2026, 2100, 2**31 - 1, -(2**31), 10**12)
Bits = int


@dataclass(frozen=True, slots=True)
class Trial:
    """One filter: the rows that the reference and the index gave, None where the filter was refused."""

    wanted: Filter
    expected: int | None
    differing: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say of one fragment, read without the columns that the index filters by."""

    makers: frozenset[str]
    earliest: int | None
    latest: int | None
    media: tuple[str, ...]
    holders: tuple[str, ...]
    terms: tuple[str, ...]
    has_picture: bool


class Reference:
    """The filter in plain Python. Sets of rows are integers, one bit a row, kept for each criterion met before."""

    def __init__(self, index: Index) -> None:
        rows = index.fragments.search().select(["id", "about", "source", "licence"]).to_arrow().to_pylist()
        self.ids: Sequence[str] = [row["id"] for row in rows]
        self._index = index
        pictured = works_with_pictures(index.folder)
        self._facts = [facts_of(row, index, pictured) for row in rows]
        self._known: dict[tuple[str, object], Bits] = {}

    def fitting(self, wanted: Filter) -> set[str] | None:
        """Return the ids of the rows that fit, or None where the filter must be refused."""
        if wanted.from_year is not None and wanted.to_year is not None and wanted.from_year > wanted.to_year:
            return None
        artists = [find_makers(name, self._index.makers).sure for name in _texts(wanted.artist)]
        if not all(artists):
            return None
        fit: Bits = (1 << len(self.ids)) - 1
        if artists:
            fit &= self._any("maker", [maker.id for named in artists for maker in named], lambda facts, it: it in facts.makers)
        fit &= self._worded("medium", wanted.medium, lambda facts: facts.media)
        fit &= self._worded("holder", wanted.holder, lambda facts: facts.holders)
        fit &= self._worded("licence", [terms_name(text) for text in _texts(wanted.licence)], lambda facts: facts.terms)
        if (first := wanted.from_year) is not None:
            fit &= self._rows(("from", first), lambda facts: facts.latest is not None and facts.latest >= first)
        if (last := wanted.to_year) is not None:
            fit &= self._rows(("to", last), lambda facts: facts.earliest is not None and facts.earliest <= last)
        if wanted.has_picture is not None:
            fit &= self._rows(("picture", wanted.has_picture), lambda facts: facts.has_picture is wanted.has_picture)
        return {self.ids[place] for place in _places(fit)}

    def _worded(self, kind: str, wanted: str | Sequence[str] | None, own: Callable[[Facts], Sequence[str]]) -> Bits:
        asked = [" ".join(found) for text in _texts(wanted) if (found := words(text))]
        if not asked:
            return (1 << len(self.ids)) - 1
        return self._any(kind, asked, lambda facts, text: all(any(_begins(word, has) for has in own(facts)) for word in text.split()))

    def _any(self, kind: str, choices: Iterable[str], fits: Callable[[Facts, str], bool]) -> Bits:
        found: Bits = 0
        for choice in choices:
            found |= self._rows((kind, choice), lambda facts, choice=choice: fits(facts, choice))
        return found

    def _rows(self, key: tuple[str, object], fits: Callable[[Facts], bool]) -> Bits:
        if key not in self._known:
            self._known[key] = int("".join("1" if fits(facts) else "0" for facts in reversed(self._facts)) or "0", 2)
        return self._known[key]


def evaluate(index: Index, filters: int, seed: int) -> Report:
    """Ask `filters` random filters of an index and of the reference, and count the rows that differ."""
    reference = Reference(index)
    draw = Draw(index, random.Random(seed))
    began = time.perf_counter()
    trials = [tried(draw.filter(), reference, index) for _ in range(filters)]
    return _report(trials, len(reference.ids), time.perf_counter() - began, seed)


def tried(wanted: Filter, reference: Reference, index: Index) -> Trial:
    """Compare the two answers to one filter; a refusal by one alone differs in every row."""
    expected = reference.fitting(wanted)
    try:
        found = fitting(wanted, index)
    except UnfitFilter:
        found = None
    if expected is None or found is None:
        return Trial(wanted, None if expected is None else len(expected), 0 if found is expected else len(reference.ids))
    return Trial(wanted, len(expected), len(expected ^ found))


class Draw:
    """Draws filters from what a collection holds, from pieces of it and from what is nasty."""

    def __init__(self, index: Index, chance: random.Random) -> None:
        self._chance = chance
        works, makers = list(index.works.values()), list(index.makers.values())
        self._artists = self._pool(name for maker in makers for name in (maker.id, maker.name, *maker.other_names))
        self._media = self._pool(text for work in works for text in (work.medium, work.type) if text)
        self._holders = self._pool(text for work in works for text in (work.holder, work.source) if text)
        self._licences = self._pool(text for work in works if (text := work.licence))
        self._years = self._pool(year for work in works for year in (work.earliest, work.latest) if year is not None)

    def filter(self) -> Filter:
        """Return the next filter; each criterion is asked for in about half of them."""
        first, last = self._year(), self._year()
        if first is not None and last is not None and self._chance.random() < 0.9:
            first, last = min(first, last), max(first, last)
        return Filter(
            artist=self._text(self._artists, pieces=False), from_year=first, to_year=last, medium=self._text(self._media),
            holder=self._text(self._holders), has_picture=self._chance.choice((None, None, True, False)),
            licence=self._text(self._licences),
        )  # fmt: skip

    def _text(self, pool: Sequence[str], pieces: bool = True) -> str | tuple[str, ...] | None:
        match self._chance.randrange(8):
            case 0 | 1 | 2 | 3:
                return None
            case 4 | 5:
                return self._one(pool, pieces)
            case _:
                return tuple(self._one(pool, pieces) for _ in range(self._chance.randrange(4)))

    def _one(self, pool: Sequence[str], pieces: bool) -> str:
        whole = self._chance.choice(pool) if pool else ""
        match self._chance.randrange(6):
            case 0:
                return self._chance.choice(NASTY)
            case 1:
                return whole.swapcase()
            case 2 if pieces:
                start = self._chance.randrange(len(whole) + 1)
                return whole[start : start + self._chance.randrange(1, 9)]
            case 3 if pieces:
                return f"{whole} {self._chance.choice(NASTY)}"
            case _:
                return whole

    def _year(self) -> int | None:
        return self._chance.choice((None, None, self._chance.choice(YEARS), self._chance.choice(self._years or YEARS)))

    def _pool(self, values: Iterable[Any]) -> Sequence[Any]:
        """Return at most 200 of the distinct values, so that the reference meets the same one again."""
        distinct = list(dict.fromkeys(values))
        return self._chance.sample(distinct, min(200, len(distinct)))


def facts_of(row: dict[str, Any], index: Index, pictured: Set[str]) -> Facts:
    """Return what the records say of a fragment that is about them; works bound the years, else the makers' lives."""
    works = [index.works[i] for i in row["about"] if i in index.works]
    makers = [index.makers[i] for i in row["about"] if i in index.makers]
    by = {i for work in works for i in (work.maker, *work.other_makers) if i}
    starts = [w.earliest for w in works] if works else [m.born for m in makers]
    ends = [w.latest for w in works] if works else [_end_of_life(m) for m in makers]
    return Facts(
        makers=frozenset(by | {maker.id for maker in makers}),
        earliest=min((year for year in starts if year is not None), default=None),
        latest=max((year for year in ends if year is not None), default=None),
        media=_words_of(works, "medium", "type"),
        holders=(*_words_of(works, "holder", "source"), *words(row["source"])),
        terms=tuple(term_words(row["licence"])),
        has_picture=any(work.id in pictured for work in works),
    )


def _words_of(works: Sequence[Artwork], *fields: str) -> tuple[str, ...]:
    return tuple(word for work in works for field in fields for word in words(getattr(work, field) or ""))


def _end_of_life(maker: Maker) -> int | None:
    """One without a year of death may have lived a hundred years."""
    return maker.born + 100 if maker.died is None and maker.born is not None else maker.died


def _begins(word: str, has: str) -> bool:
    """Say whether a word begins another; scripts from CJK on are written without spaces, so there it may stand anywhere."""
    return word in has if word[0] >= "\u2e80" else has.startswith(word)


def _texts(wanted: str | Sequence[str] | None) -> list[str]:
    return [text for text in ((wanted,) if isinstance(wanted, str) else wanted or ()) if text]


def _places(bits: Bits) -> Iterable[int]:
    return (place for place, bit in enumerate(reversed(f"{bits:b}")) if bit == "1")


def _report(trials: Sequence[Trial], rows: int, seconds: float, seed: int) -> Report:
    wrong = [trial for trial in trials if trial.differing]
    refused = sum(trial.expected is None for trial in trials)
    empty = sum(trial.expected == 0 for trial in trials)
    counts = {"filters": len(trials), "rows": rows, "rows_compared": rows * len(trials), "refused": refused, "empty": empty,
              "mismatches": len(wrong), "seconds": round(seconds, 1), "seed": seed}  # fmt: skip
    table = Table(
        "Random filters against plain Python",
        list(counts),
        [[f"{value:,}" if name != "seed" else str(value) for name, value in counts.items()]],
    )
    notes = [f"{trial.wanted}: {trial.differing} rows differ" for trial in wrong[:20]]
    return Report(
        "Filters",
        [table],
        notes or ["every filter gave exactly the rows of the reference"],
        {**counts, "wrong": [str(t.wanted) for t in wrong]},
    )
