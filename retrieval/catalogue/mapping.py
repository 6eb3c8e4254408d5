"""Guess which column of a foreign table holds which field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from retrieval.errors import SourceError

from .cells import text_of, year_of
from .columns import COLUMN_NAMES, FIELDS, MAKER_NAMES, TEXT_FIELDS, TEXT_NAMES, plain, variants
from .shows import SHOWN
from .tables import Table
from .years import year_range

Holds = Literal["works", "makers", "texts", "nothing"]
# Columns that are named before the rest is counted.
NAMED = 8
# Prose, not a credit line or a list of exhibitions.
PROSE = 150
# Fields that words stand in: a column of numbers that is called so is a count or a key.
_WORDED = frozenset("title artist medium type culture place style genre holder credit name part_of inscription".split())
# What is said of use and of files is no text on art.
_TERMS = re.compile(r"rights|copyright|licen[cs]e|credit|url|uri\b|link|json|embedding", re.IGNORECASE)
_LOOSE_HOLDERS = frozenset("collection currentlocation owner standort sammlung coleccion collezione".split())
_MUSEUM = re.compile(
    r"mus[eé]|galler|galeri|institut|librar|bibliot|university|universit|stiftung|foundation|fond|academy|akademie|archiv|church|palace|"
    r"schloss|palais|palazzo|kunst|trust|national|castle|cathedral|abbey|pinacot|pinakothek|accademia|collection,",
    re.IGNORECASE,
)
# What is told of works alone.
_OF_WORKS = frozenset("medium material dimensions accession object_name".split())
_PERSONAL = ("born", "died", "life", "gender", "nationality")


@dataclass(frozen=True, slots=True)
class Link:
    """`column` holds keys of another table: its column `key`."""

    column: str
    table: str
    key: str


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What a table's rows are and which column each field is read from; `texts` become passages."""

    fields: Mapping[str, str]
    texts: Sequence[str]
    unused: Sequence[str] = ()
    holds: Holds = "works"
    links: Sequence[Link] = ()

    def describe(self, whole: bool = False) -> str:
        """Word the mapping for a person, one field a line; `whole` names every column that is not read."""
        lines = [f"  {field:<15} <- {column}" for field, column in self.fields.items()]
        lines += [f"  {'text':<15} <- {column}" for column in self.texts]
        lines += [f"  {link.column:<15} -> {link.table}.{link.key}" for link in self.links]
        return "\n".join([*lines, *([f"  not read: {few(self.unused, whole)}"] if self.unused else [])])


def few(names: Sequence[str], whole: bool = False) -> str:
    """Return the first names and how many more there are, or with `whole` all of them.

    >>> few(["id", "shelf"]), few([f"c{i}" for i in range(20)])
    ('id, shelf', 'c0, c1, c2, c3, c4, c5, c6, c7 and 12 more')
    """
    more = 0 if whole else len(names) - NAMED
    return f"{', '.join(names[:NAMED])} and {more} more" if more > 1 else ", ".join(names)


def guess_mapping(table: Table, given: Mapping[str, str], holds: Holds | None = None) -> ColumnMapping:
    """Map columns to fields: first what is `given`, then names that museums use.

    Args:
        table: what is read.
        given: field to column over the guess; a field given as "" is not read.
        holds: what a row is; guessed from the columns when None.

    Raises:
        SourceError: a field or column given does not exist.
    """
    _refuse_unknown(table, given)
    kind = holds or _guess_holds(table, given)
    names = {"works": COLUMN_NAMES, "makers": MAKER_NAMES, "texts": TEXT_FIELDS, "nothing": {}}[kind]
    fields = _fields(table, names, given)
    texts = [] if kind == "nothing" else _text_columns(table, given, set(fields.values()))
    if kind == "works":
        fields = _without_lives(table, fields, given)
    if kind == "texts" and not texts and not (fields.get("title") and set(SHOWN) & set(fields)):
        kind, fields = "nothing", {}
    return ColumnMapping(fields, texts, [c for c in table.columns if c not in {*fields.values(), *texts}], kind)


def _guess_holds(table: Table, given: Mapping[str, str]) -> Holds:
    if given.get("title"):
        return "works"
    as_works, as_maker = _fields(table, COLUMN_NAMES, given), _fields(table, MAKER_NAMES, given)
    titled = as_works.get("title")
    # “name” is a work's title or a person's name: what else is told decides.
    persons = sum(field in as_maker for field in _PERSONAL)
    if as_maker.get("name") and persons and not _OF_WORKS & set(as_works) and titled in (None, as_maker["name"]):
        return "makers"
    if _lists_exhibitions(table):
        return "texts"
    if titled or "object_name" in as_works:
        return "works"
    return "texts" if _text_columns(table, given, set(as_works.values())) else "nothing"


def _lists_exhibitions(table: Table) -> bool:
    key = [c for c in table.columns if plain(c) in ("exhibitionid", "exhibitcode", "exhibitid", "ausstellungid", "expositionid")]
    return bool(key) and "medium" not in _fields(table, COLUMN_NAMES, {})


def _fields(table: Table, names: Mapping[str, Sequence[str]], given: Mapping[str, str]) -> dict[str, str]:
    forms = {column: variants(column) for column in table.columns}
    fields = {field: column for field, column in given.items() if column and field in names}
    taken = set(given.values())
    # Exact names of all fields come before shortened ones of any.
    for depth in (1, None):
        for field, known in names.items():
            if field in fields or field in given:
                continue
            found = _column(table, known, {c: f[:depth] for c, f in forms.items() if c not in taken}, field)
            if found:
                fields[field] = found
                taken.add(found)
    return {field: fields[field] for field in names if field in fields}


def _column(table: Table, known: Sequence[str], forms: Mapping[str, Sequence[str]], field: str) -> str | None:
    for name in known:
        for column, shapes in forms.items():
            if name in shapes and _fits(table, column, field):
                return column
    return None


def _fits(table: Table, column: str, field: str) -> bool:
    seen = table.seen.columns[column]
    if not seen.filled or (field in _WORDED and seen.numeric):
        return False
    if field == "holder" and plain(column) in _LOOSE_HOLDERS and not _holds_museums(table, column):
        return False
    # A text is no label, and an address is no word.
    return not (field in _WORDED and (seen.prose > 2 * PROSE or (seen.texts and seen.addresses == seen.texts)))


def _holds_museums(table: Table, column: str) -> bool:
    """Say whether a column names museums: “Collection” also heads the names of bequests, and “Location” those of store rooms."""
    told = [text for row in table.seen.sample if (text := text_of(row.get(column)))]
    return 2 * sum(bool(_MUSEUM.search(text)) for text in told) >= len(told)


def _text_columns(table: Table, given: Mapping[str, str], taken: set[str]) -> list[str]:
    if "text" in given:
        return [given["text"]] if given["text"] else []
    free = [c for c in table.columns if c not in taken and table.seen.columns[c].filled and not _TERMS.search(c)]
    named = {c: min(TEXT_NAMES.index(v) for v in variants(c) if v in TEXT_NAMES) for c in free if set(variants(c)) & set(TEXT_NAMES)}
    ordered = sorted((c for c in named if not table.seen.columns[c].numeric), key=lambda c: named[c])
    return [*ordered, *(c for c in free if c not in named and table.seen.columns[c].prose > PROSE)]


def _without_lives(table: Table, fields: dict[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Read columns of begin and end as the makers' lives where the dates of the works say so, as MoMA's do."""
    pair = {"earliest", "latest"}
    if pair <= set(fields) and "born" not in fields and not _are_lives(table, fields):
        return _with_lives_beside(table, fields)
    if not pair <= set(fields) or pair & set(given) or not _are_lives(table, fields):
        return fields
    moved = {name: column for name, column in fields.items() if name not in pair}
    return {**moved, "born": moved.get("born", fields["earliest"]), "died": moved.get("died", fields["latest"])}


def _with_lives_beside(table: Table, fields: dict[str, str]) -> dict[str, str]:
    """Read a second pair of begin and end as the makers' lives where the first is the works', as in exports of TMS."""
    free = {plain(column): column for column in table.columns if column not in fields.values()}
    for names in (("begindate", "enddate"), ("beginyear", "endyear")):
        begin, end = (free.get(name) for name in names)
        if begin and end and _are_lives(table, {**fields, "earliest": begin, "latest": end}):
            return {**fields, "born": begin, "died": end}
    return fields


def _are_lives(table: Table, fields: Mapping[str, str]) -> bool:
    spans: list[int] = []
    ages: list[int] = []
    for row in table.seen.sample:
        begin, end = (year_of(text_of(row.get(fields[name]))) for name in ("earliest", "latest"))
        made = year_range(text_of(row.get(fields.get("date", ""))))
        spans += [end - begin] if begin and end else []
        ages += [made[1] - begin] if begin and made else []
    return bool(spans and ages) and 25 < median(spans) < 100 and 15 < median(ages) < 90


def _refuse_unknown(table: Table, given: Mapping[str, str]) -> None:
    for field, column in given.items():
        if field not in FIELDS:
            raise SourceError(f"there is no field “{field}”; use one of: {', '.join(FIELDS)}")
        if column and column not in table.columns:
            raise SourceError(f"{table.name} has no column “{column}”; it has: {', '.join(table.columns[:30])}")
