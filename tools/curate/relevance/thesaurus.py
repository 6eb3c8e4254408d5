"""What the words of a theme stand for: “Impressionism” for years, makers and a people, “photography” for gelatin silver prints."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from retrieval.catalogue.years import year_range
from retrieval.records import Gender
from retrieval.words import content_stems, stem, words

from .terms import Group

FILE = Path(__file__).with_name("themes.json")
Years = tuple[int, int]
_KINDS: Mapping[str, Group] = {"what": "what", "people": "people", "who": "who", "subject": "subject"}
LONGEST = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """What some words stand for: stems by group, years, a gender."""

    kind: str
    stems: Mapping[Group, frozenset[str]]
    years: Years | None = None
    gender: Gender | None = None


@dataclass(frozen=True, slots=True)
class Meant:
    """What a theme stands for: stems by group beside its own words, the years it names or its words stand for, a gender.

    `named` says that the years stand in the theme in digits.
    """

    stems: Mapping[Group, frozenset[str]]
    years: Years | None
    named: bool
    gender: Gender | None
    entries: Sequence[tuple[str, Entry]] = field(default=())


def meant(theme: str) -> Meant:
    """Read what a theme stands for.

    >>> found = meant("American photographs, 1930-1945")
    >>> found.years, found.named, "gelatin" in found.stems["what"]
    ((1930, 1945), True, True)
    """
    found = list(_found(theme))
    stems: dict[Group, frozenset[str]] = {group: frozenset() for group in _KINDS.values()}
    for _, entry in found:
        for group, more in entry.stems.items():
            stems[group] |= more
    named = year_range(_with_digits(theme))
    spans = [entry.years for _, entry in found if entry.years]
    # Of several spans the narrowest is what is meant: “Impressionism in modern art”.
    years = named or min(spans, key=lambda span: span[1] - span[0], default=None)
    gender: Gender | None = next((entry.gender for _, entry in found if entry.gender), None)
    return Meant(stems, years, named is not None, gender, found)


def _found(theme: str) -> Iterator[tuple[str, Entry]]:
    spoken, known = [stem(word) for word in words(theme)], _entries()
    for size in range(1, LONGEST + 1):
        for first in range(len(spoken) - size + 1):
            for entry in known.get(" ".join(spoken[first : first + size]), ()):
                yield " ".join(words(theme)[first : first + size]), entry


_CENTURIES = {
    name: number
    for number, name in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
        "sixteenth seventeenth eighteenth nineteenth twentieth".split(), start=1,
    )
}  # fmt: skip
_CENTURIES["twenty-first"] = 21


def _with_digits(theme: str) -> str:
    """Return a theme with worded centuries in digits, where the word century stands: “Nineteenth-Century” is 19th century.

    >>> _with_digits("Nineteenth-Century Views")
    '19th century views'
    """
    plain = " ".join(words(theme))
    for name, number in _CENTURIES.items():
        plain = plain.replace(f"{name.replace('-', ' ')} century", f"{number}th century").replace(
            f"{name.replace('-', ' ')} centuries", f"{number}th century"
        )
    return plain if plain != " ".join(words(theme)) else theme


@functools.cache
def _entries() -> Mapping[str, Sequence[Entry]]:
    document: Mapping[str, Sequence[Mapping[str, Any]]] = json.loads(FILE.read_text(encoding="utf-8"))
    known: dict[str, list[Entry]] = {}
    for kind, rows in document.items():
        for row in rows:
            stems: dict[Group, frozenset[str]] = {}
            stems.update((group, frozenset(content_stems(row[name]))) for name, group in _KINDS.items() if name in row)
            entry = Entry(kind, stems, tuple(row["years"]) if "years" in row else None, row.get("gender"))
            for said in dict.fromkeys(" ".join(stem(word) for word in words(each.replace("_", " "))) for each in row["said"].split()):
                known.setdefault(said, []).append(entry)
    return known
