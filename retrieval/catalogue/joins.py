"""Find which columns of a source's tables hold keys of another of its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from retrieval.errors import SourceError

from .columns import plain
from .mapping import ColumnMapping, Link
from .survey import KEY, shared
from .tables import Table

# Distinct keys that must be found in the other table.
ENOUGH = 0.5
_MAKER = ("artist", "creator", "maker", "constituent", "person", "author", "painter", "kunstler", "artiste", "kunstenaar", "agent")
_WORK = ("object", "artwork", "work", "item", "werk", "oeuvre", "opera")
Mapped = Sequence[tuple[Table, ColumnMapping]]


def joined(tables: Mapped, given: Mapping[str, str] | None = None) -> list[tuple[Table, ColumnMapping]]:
    """Return the tables with the links that their column names and values show, or that are `given`.

    Args:
        tables: what a source holds.
        given: “table.column” to “table.column” over the guess; "" for no link.

    Raises:
        SourceError: a table or column given does not exist.
    """
    chosen = dict(given or {})
    _refuse_unknown(tables, chosen)
    linked: list[tuple[Table, ColumnMapping]] = []
    for table, mapping in tables:
        links = tuple(_links(table, mapping, tables, chosen))
        unused = [c for c in mapping.unused if c not in {link.column for link in links}]
        linked.append((table, replace(mapping, links=links, unused=unused)))
    return linked


def _links(table: Table, mapping: ColumnMapping, tables: Mapped, given: Mapping[str, str]) -> Iterator[Link]:
    for column in table.columns:
        name = f"{table.name}.{column}"
        if name in given:
            if given[name]:
                yield Link(column, *given[name].rsplit(".", 1))
            continue
        if mapping.holds not in ("works", "texts") or not table.seen.columns[column].filled:
            continue
        guesses = (_guess(table, column, mapping, other, theirs) for other, theirs in tables if other.name != table.name)
        if link := next((guess for guess in guesses if guess), None):
            yield link


def _guess(table: Table, column: str, mapping: ColumnMapping, other: Table, theirs: ColumnMapping) -> Link | None:
    # Works are told apart by their own keys; only makers are looked up from them.
    if theirs.holds not in (("makers",) if mapping.holds == "works" else ("makers", "works")):
        return None
    for key in (theirs.fields.get(field) for field in ("id", "accession")):
        if key and _named_alike(column, key, theirs.holds) and shared(table.seen.columns[column], other.seen.columns[key]) >= ENOUGH:
            return Link(column, other.name, key)
    return None


def _named_alike(column: str, key: str, holds: str) -> bool:
    ours, theirs = plain(column), plain(key)
    if ours == theirs:
        return ours != "id"
    entities = _MAKER if holds == "makers" else _WORK
    return bool(KEY.search(column)) and any(entity in ours for entity in entities)


def _refuse_unknown(tables: Mapped, given: Mapping[str, str]) -> None:
    known = {f"{table.name}.{column}" for table, _ in tables for column in table.columns}
    for name in (*given, *(value for value in given.values() if value)):
        if name not in known:
            raise SourceError(f"there is no column {name} to join; write --join TABLE.COLUMN=TABLE.COLUMN with names as they are printed")
