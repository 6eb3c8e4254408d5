"""Read any museum's past shows: a folder with exhibitions, works and lists of what was hung, in any column names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from retrieval.catalogue.cells import text_of
from retrieval.catalogue.mapping import ColumnMapping
from retrieval.catalogue.read import Wanted
from retrieval.catalogue.staging import Staging
from retrieval.catalogue.survey import Row, plain_key
from retrieval.catalogue.tables import Table
from retrieval.records import Artwork, Fragment, Maker
from tools.curate.pool import pieces_of

from .keys import key_of, keys_in
from .layout import Hung, Told
from .opened import day_comes_first, opening
from .past import Listed, Museum, sifted
from .source import Source, open_museum

# What a plain reader of the table of works would read.
_CELLS = ("title", "artist", "culture", "style", "date", "medium", "material", "type", "object_name", "part_of", "genre", "tags", "place")


def read_museum(folder: Path, wanted: Wanted | None = None, name: str | None = None) -> Museum:
    """Read a museum's works and past shows.

    Args:
        folder: holds a table of exhibitions, one of works (or of persons, where a museum lists no works) and one of what was hung; or
            two of these in one table, see `layout`. What its `mapping.toml` says goes over the guess.
        wanted: what a person says of columns, keys (`membership.exhibition=shows.number`) and tables over what is guessed.
        name: what to call the museum; the folder's name by default.

    Raises:
        SourceError: the folder cannot be read, or one of the three tables is not found; the sentence says which and what to do.
    """
    source = open_museum(folder, wanted or Wanted())
    museum = Museum(name=name or folder.resolve().name, fingerprint=source.opened.fingerprint)
    with Staging() as staging:
        if source.hung.of is not None:
            source.opened.stage(staging)
        if source.lists_persons:
            linked = _linked(source, _persons(staging, source))
            museum = replace(museum, persons=_of_persons(source.told, linked))
        else:
            linked = _linked(source, _keyed(staging, source.hung.of, source.hung.key))
            museum = _of_works(museum, staging, source, list(_listed(source.told, linked)))
    return replace(museum, reading=(*source.reading, f"{sum(map(len, linked.values()))} works or persons hung in {len(linked)} shows"))


def _of_works(museum: Museum, staging: Staging, source: Source, listed: Sequence[Listed]) -> Museum:
    makers = {maker.id: maker for maker in staging.records(Maker)}
    shown = {work for show in listed for work in show.works}
    works = _made(staging, source, [work for work in staging.records(Artwork) if work.id in shown])
    told: dict[str, list[str]] = {}
    for fragment in staging.records(Fragment):
        for work in fragment.about[:1]:
            told.setdefault(work, []).append(fragment.text)
    cells, names = _cells(staging, source.hung, source.opened.mappings)
    pool = [
        replace(piece, type="; ".join(dict.fromkeys(filter(None, (piece.type, names.get(piece.id)))))) for piece in pieces_of(works, makers)
    ]
    texts = [" ".join(filter(None, (work.original_title, work.part_of, *told.get(work.id, ())))) for work in works]
    read = replace(museum, pool=tuple(pool), texts=tuple(texts), cells=tuple(cells.get(work.id, work.title) for work in works))
    return sifted(read, listed)


def _made(staging: Staging, source: Source, works: list[Artwork]) -> list[Artwork]:
    """Return works with their makers where a table of its own says who made what."""
    if source.made is None or source.hung.of is None:
        return works
    keys = _keyed(staging, source.made.work.table, source.made.work.column)
    persons = _keyed(staging, source.made.maker.table, source.made.maker.column)
    made: dict[str, dict[str, None]] = {}
    for row in source.made.table.rows():
        work, maker = keys.get(key_of(row.get(source.made.work_column))), persons.get(key_of(row.get(source.made.maker_column)))
        if work and maker:
            made.setdefault(work, {})[maker] = None
    return [
        replace(work, maker=found[0], other_makers=tuple(found[1:])) if not work.maker and (found := list(made.get(work.id, ()))) else work
        for work in works
    ]


def _of_persons(told: Told, linked: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((show.title, names) for show in _listed(told, {}) if (names := linked.get(show.id)))


def _persons(staging: Staging, source: Source) -> Mapping[str, str] | None:
    """Return the names of persons by key; None where the list of what was hung names them itself."""
    if source.hung.of is None:
        return None
    names = {maker.id: maker.name for maker in staging.records(Maker)}
    return {key: names[person] for key, person in _keyed(staging, source.hung.of, source.hung.key).items() if person in names}


def _keyed(staging: Staging, table: Table | None, column: str) -> dict[str, str]:
    """Return the records of a table by their keys as other tables may write them."""
    found: dict[str, str] = {}
    for row in table.rows() if table else ():
        if record := staging.named(f"{table.name}.{column}", plain_key(text_of(row.get(column)) or "")) if table else None:
            found.setdefault(key_of(row.get(column)), record)
    return found


def _cells(staging: Staging, hung: Hung, mappings: Mapping[str, ColumnMapping]) -> tuple[dict[str, str], dict[str, str]]:
    """Return by work all that its row says, and what it calls the object where another column classifies it."""
    cells: dict[str, str] = {}
    names: dict[str, str] = {}
    if hung.of is None:
        return cells, names
    mapping = mappings[hung.of.name]
    columns = [*(mapping.fields[name] for name in _CELLS if name in mapping.fields), *mapping.texts]
    object_name = mapping.fields.get("object_name")
    for row in hung.of.rows():
        if not (work := staging.named(f"{hung.of.name}.{hung.key}", plain_key(text_of(row.get(hung.key)) or ""))):
            continue
        cells[work] = " ".join(text for column in columns if (text := _worded(row.get(column))))
        if object_name and (called := text_of(row.get(object_name))):
            names[work] = called
    return cells, names


def _linked(source: Source, known: Mapping[str, str] | None) -> dict[str, tuple[str, ...]]:
    """Return the works (or names) hung, by the key of their show, in the order in which they are listed; those not `known` are left out."""
    shows = _shows_by(source.told, source.hung.show_key)
    hung = source.hung
    found: dict[str, dict[str, None]] = {}
    for row in hung.table.rows():
        others = _names_in(row.get(hung.other)) if known is None else [known[k] for k in keys_in(row.get(hung.other), known) if k in known]
        for key in keys_in(row.get(hung.show), shows):
            if others and key in shows:
                found.setdefault(shows[key], {}).update(dict.fromkeys(others))
    return {show: tuple(records) for show, records in found.items()}


def _shows_by(told: Told, column: str) -> dict[str, str]:
    """Return the keys of shows by what another table calls them."""
    found: dict[str, str] = {}
    for row in _told_rows(told):
        if spoken := key_of(row.get(column)):
            found.setdefault(spoken, key_of(row.get(told.key)))
    return found


def _listed(told: Told, hung: Mapping[str, tuple[str, ...]]) -> Iterator[Listed]:
    """Yield each show once, as first told; of its several rows, one a venue, the earliest opening counts."""
    fields = told.fields
    day_first = day_comes_first(row.get(fields.get("begin", "")) for row in told.table.seen.sample)
    shows: dict[str, Listed] = {}
    for row in _told_rows(told):
        key = key_of(row.get(told.key))
        begin = opening(row.get(fields.get("begin", "")), day_first)
        if not key:
            continue
        if there := shows.get(key):
            shows[key] = replace(there, begin=min(filter(None, (there.begin, begin)), default=""))
            continue
        shows[key] = Listed(
            id=key, title=text_of(row.get(fields["title"])) or "", begin=begin,
            overview=text_of(row.get(fields.get("overview", ""))) or "", works=hung.get(key, ()),
        )  # fmt: skip
    yield from shows.values()


def _told_rows(told: Told) -> Iterator[Row]:
    """Yield a row for each show: where a work's row lists several beside each other, one for each of them."""
    columns = list(told.fields.values())
    for row in told.table.rows():
        lists = {column: cell for column in columns if isinstance(cell := row.get(column), list)}
        if not lists or not isinstance(row.get(told.key), list):
            yield row
            continue
        for at in range(max(map(len, lists.values()))):
            yield {**row, **{column: cell[at] if at < len(cell) else None for column, cell in lists.items()}}


def _names_in(value: Any) -> list[str]:
    return [text for each in (value if isinstance(value, list) else [value]) if (text := text_of(each))]


def _worded(value: Any) -> str:
    return " ".join(filter(None, map(text_of, value))) if isinstance(value, list) else text_of(value) or ""
