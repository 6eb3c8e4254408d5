"""Read any museum's past shows: a folder with exhibitions, works and lists of what was hung, in any column names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from retrieval.catalogue.cells import text_of
from retrieval.catalogue.columns import plain
from retrieval.catalogue.mapping import ColumnMapping
from retrieval.catalogue.read import OwnLayout, Tables, Wanted, open_source
from retrieval.catalogue.shows import SHOWN
from retrieval.catalogue.staging import Staging
from retrieval.catalogue.survey import LONGEST_KEY, plain_key
from retrieval.catalogue.tables import Table
from retrieval.errors import SourceError
from retrieval.records import Artwork, Fragment, Maker
from tools.curate.pool import pieces_of

from .past import Listed, Museum, sifted

_SHOW = ("exhibition", "exhibit", "show", "ausstellung", "exposition", "esposizione", "mostra", "exposicion", "tentoonstelling", "activity")
_WORK = ("object", "artwork", "work", "item", "objekt", "werk", "oeuvre", "opera", "obra")
_PERSON = ("artist", "person", "constituent", "maker", "creator", "agent", "kunstler")
# Distinct values of a column that must be keys of the other table: more where its name does not say so. Few may be where it does,
# for most of what hangs in a show can be lent.
ENOUGH = 0.5
ENOUGH_NAMED = 0.05
# What a plain reader of the table of works would read.
_CELLS = ("title", "artist", "culture", "style", "date", "medium", "material", "type", "object_name", "part_of", "genre", "tags", "place")


@dataclass(frozen=True, slots=True)
class Hung:
    """The table that lists what was hung: its columns of shows and of works or persons."""

    table: Table
    show: str
    other: str
    of: Table
    key: str


@dataclass(frozen=True, slots=True)
class _Key:
    """A key of a table, its values, and words by which other tables' columns speak of what it numbers."""

    table: str
    column: str
    values: set[str]
    entities: Sequence[str]


def read_museum(folder: Path, wanted: Wanted | None = None, name: str | None = None) -> Museum:
    """Read a museum's works and past shows.

    Args:
        folder: holds a table of exhibitions, one of works (or of persons, where a museum lists no works) and one of what was hung.
        wanted: what a person says of columns, keys (`membership.exhibition=shows.number`) and tables over what is guessed.
        name: what to call the museum; the folder's name by default.

    Raises:
        SourceError: the folder cannot be read, or one of the three tables is not found; the sentence says which and what to do.
    """
    opened = open_source(folder, wanted)
    if isinstance(opened, OwnLayout):
        raise SourceError(f"{folder} is a collection without past shows; give a folder with tables of exhibitions and what was hung")
    joins = wanted.joins if wanted else {}
    shows, mapping = _table_of_shows(opened, folder)
    hung = _hung(opened, shows, mapping, joins, folder)
    museum = Museum(name=name or folder.resolve().name, fingerprint=opened.fingerprint)
    with Staging() as staging:
        opened.stage(staging)
        if dict(opened.mappings)[hung.of.name].holds == "makers":
            return _of_persons(museum, staging, hung, _titles(shows, mapping))
        return _of_works(museum, staging, opened, hung, list(_listed(shows, mapping, _linked(staging, hung))))


def _of_works(museum: Museum, staging: Staging, opened: Tables, hung: Hung, listed: Sequence[Listed]) -> Museum:
    makers = {maker.id: maker for maker in staging.records(Maker)}
    shown = {work for show in listed for work in show.works}
    works = [work for work in staging.records(Artwork) if work.id in shown]
    told: dict[str, list[str]] = {}
    for fragment in staging.records(Fragment):
        for work in fragment.about[:1]:
            told.setdefault(work, []).append(fragment.text)
    cells, names = _cells(staging, hung, opened.mappings[hung.of.name])
    pool = [
        replace(piece, type="; ".join(dict.fromkeys(filter(None, (piece.type, names.get(piece.id)))))) for piece in pieces_of(works, makers)
    ]
    texts = [" ".join(filter(None, (work.original_title, work.part_of, *told.get(work.id, ())))) for work in works]
    read = replace(museum, pool=tuple(pool), texts=tuple(texts), cells=tuple(cells.get(work.id, work.title) for work in works))
    return sifted(read, listed)


def _of_persons(museum: Museum, staging: Staging, hung: Hung, titles: Mapping[str, str]) -> Museum:
    names = {maker.id: maker.name for maker in staging.records(Maker)}
    together = _linked(staging, hung)
    persons = tuple(
        (title, tuple(dict.fromkeys(names[person] for person in together.get(key, ()) if person in names))) for key, title in titles.items()
    )
    return replace(museum, persons=tuple(each for each in persons if each[1]))


def _cells(staging: Staging, hung: Hung, mapping: ColumnMapping) -> tuple[dict[str, str], dict[str, str]]:
    """Return by work all that its row says, and what it calls the object where another column classifies it."""
    columns = [*(mapping.fields[name] for name in _CELLS if name in mapping.fields), *mapping.texts]
    object_name = mapping.fields.get("object_name")
    cells: dict[str, str] = {}
    names: dict[str, str] = {}
    for row in hung.of.rows():
        if not (work := staging.named(f"{hung.of.name}.{hung.key}", _key(row.get(hung.key)))):
            continue
        cells[work] = " ".join(text for column in columns if (text := _worded(row.get(column))))
        if object_name and (called := text_of(row.get(object_name))):
            names[work] = called
    return cells, names


def _table_of_shows(opened: Tables, folder: Path) -> tuple[Table, ColumnMapping]:
    found = [
        (sum(word in plain(table.name) for word in _SHOW) + bool(set(SHOWN) & set(mapping.fields)), number)
        for number, (table, mapping) in enumerate(opened.tables)
        if mapping.holds == "texts" and "title" in mapping.fields and "id" in mapping.fields
    ]
    if not found or max(found)[0] == 0:
        names = ", ".join(table.name for table, _ in opened.tables)
        raise SourceError(f"no table of {folder} lists exhibitions with key and title ({names}); say which with --holds TABLE=texts")
    return opened.tables[max(found, key=lambda each: (each[0], -each[1]))[1]]


def _hung(opened: Tables, shows: Table, mapping: ColumnMapping, joins: Mapping[str, str], folder: Path) -> Hung:
    """Find the table with keys of shows beside keys of works or, failing these, of persons."""
    values = {table.name: _values(table) for table, _ in opened.tables}
    show_key = _Key(shows.name, mapping.fields["id"], values[shows.name][mapping.fields["id"]], _SHOW)
    for kind, entities in (("works", _WORK), ("makers", _PERSON)):
        for of, theirs in ((table, m) for table, m in opened.tables if m.holds == kind):
            keys = [theirs.fields[name] for name in ("id", "accession") if name in theirs.fields]
            for table, key in ((table, key) for table, _ in opened.tables for key in dict.fromkeys(keys)):
                if table.name in (shows.name, of.name):
                    continue
                show = _column(table, values[table.name], show_key, joins)
                other = _column(table, values[table.name], _Key(of.name, key, values[of.name][key], entities), joins, but=show)
                if show and other:
                    return Hung(table, show, other, of, key)
    raise SourceError(
        f"no table of {folder} lists what was hung, with a key of {shows.name} beside one of works or persons; "
        f"say which columns with --join TABLE.COLUMN={shows.name}.{show_key.column}"
    )


def _column(table: Table, values: Mapping[str, set[str]], of: _Key, joins: Mapping[str, str], but: str | None = None) -> str | None:
    """Return the column that holds keys of another table: one that is given, or named alike, or else whose values fit best."""
    ranked: list[tuple[bool, bool, float, str]] = []
    for column, distinct in values.items():
        if joins.get(f"{table.name}.{column}") == f"{of.table}.{of.column}":
            return column
        overlap = len(distinct & of.values) / max(len(distinct), 1)
        named = any(entity in plain(column) for entity in of.entities)
        if column != but and overlap >= (ENOUGH_NAMED if named else ENOUGH) and len(distinct) > 1:
            ranked.append((plain(column) == plain(of.column) and plain(column) != "id", named, overlap, column))
    return max(ranked)[3] if ranked else None


def _linked(staging: Staging, hung: Hung) -> dict[str, tuple[str, ...]]:
    """Return the records hung, by the key of their show."""
    found: dict[str, dict[str, None]] = {}
    for row in hung.table.rows():
        if identity := staging.named(f"{hung.of.name}.{hung.key}", _key(row.get(hung.other))):
            found.setdefault(_key(row.get(hung.show)), {})[identity] = None
    return {show: tuple(records) for show, records in found.items()}


def _listed(shows: Table, mapping: ColumnMapping, hung: Mapping[str, tuple[str, ...]]) -> Iterator[Listed]:
    fields = mapping.fields
    for row in shows.rows():
        key = _key(row.get(fields["id"]))
        yield Listed(
            id=key, title=text_of(row.get(fields["title"])) or "", begin=text_of(row.get(fields.get("begin", ""))) or "",
            overview=" ".join(text for column in mapping.texts[:1] if (text := text_of(row.get(column)))), works=hung.get(key, ()),
        )  # fmt: skip


def _titles(shows: Table, mapping: ColumnMapping) -> dict[str, str]:
    return {_key(row.get(mapping.fields["id"])): text_of(row.get(mapping.fields["title"])) or "" for row in shows.rows()}


def _values(table: Table) -> dict[str, set[str]]:
    """Return the distinct values of every column that could be keys."""
    found: dict[str, set[str]] = {column: set() for column in table.columns}
    for row in table.rows():
        for column, value in row.items():
            if column in found and len(key := _key(value)) <= LONGEST_KEY:
                found[column].add(key)
    return {column: values - {""} for column, values in found.items()}


def _key(value: Any) -> str:
    return plain_key(value) if isinstance(value, int | float | str) else ""


def _worded(value: Any) -> str:
    return " ".join(filter(None, map(text_of, value))) if isinstance(value, list) else text_of(value) or ""
