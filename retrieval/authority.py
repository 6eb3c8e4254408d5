"""Compare makers' life dates and nationalities with an authority table, and say where the two differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from .catalogue.tables import read_table
from .check import Problem
from .records import Maker
from .words import folded, words

# A country as the authority's places end with it, folded, and the adjectives that fit somebody born there.
ADJECTIVES: Mapping[str, tuple[str, ...]] = {
    "australia": ("australian",), "belgie": ("belgian", "flemish"), "bharat": ("indian",), "brasil": ("brazilian",),
    "canada": ("canadian",), "colombia": ("colombian",), "cuba": ("cuban",), "danmark": ("danish",), "deutschland": ("german",),
    "eire": ("irish",), "espana": ("spanish",), "france": ("french",), "iran": ("iranian",), "italia": ("italian",), "kenya": ("kenyan",),
    "al-lubnan": ("lebanese",), "mexico": ("mexican",), "nederland": ("dutch",), "new zealand": ("new zealand",),
    "nihon": ("japanese",), "norge": ("norwegian",), "polska": ("polish",), "portugal": ("portuguese",), "romania": ("romanian",),
    "rossiya": ("russian",), "schweiz": ("swiss",), "south africa": ("south african",), "as-sudan": ("sudanese",),
    "taehan min'guk": ("korean",), "ukrayina": ("ukrainian",), "united kingdom": ("british", "english", "scottish", "welsh"),
    "united states": ("american",), "zhonghua": ("chinese",),
}  # fmt: skip


def differences(makers: Iterable[Maker], authority: Path, settled: Mapping[str, str]) -> list[Problem]:
    """Return where makers differ from a table with columns name, yearOfBirth, yearOfDeath and placeOfBirth.

    Names match in any order of their words. Somebody may be of another country than that of their birth: such a difference is
    told too, and `settled` holds, by maker id, why one stands.
    """
    known = {frozenset(words(str(row["name"]))): row for row in read_table(authority).rows()}
    found: list[Problem] = []
    for maker in makers:
        names = (maker.name, *maker.other_names)
        row = next((known[key] for name in names if (key := frozenset(words(name))) in known), None)
        if row is not None and maker.id not in settled:
            found += [*_lives(maker, row, authority.name), *_nationality(maker, row, authority.name)]
    return found


def _lives(maker: Maker, row: Mapping[str, Any], table: str) -> Iterator[Problem]:
    for ours, column, event in ((maker.born, "yearOfBirth", "birth"), (maker.died, "yearOfDeath", "death")):
        theirs = row.get(column)
        if ours is not None and theirs is not None and theirs == theirs and int(theirs) != ours:
            yield Problem(maker.id, f"year of {event} is {ours} here and {int(theirs)} in {table}")


def _nationality(maker: Maker, row: Mapping[str, Any], table: str) -> Iterator[Problem]:
    country = str(row.get("placeOfBirth") or "").rsplit(",", 1)[-1].strip()
    fitting = ADJECTIVES.get(folded(country))
    if fitting and maker.nationality and not any(adjective in folded(maker.nationality) for adjective in fitting):
        yield Problem(maker.id, f"is {maker.nationality} here and was born in {country} according to {table}")
