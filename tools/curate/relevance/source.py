"""Open a museum's folder of past shows: its tables, what each of them is, and what a person says of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from retrieval.catalogue.mapping import ColumnMapping
from retrieval.catalogue.read import OwnLayout, Tables, Wanted, open_source
from retrieval.catalogue.tables import Table
from retrieval.errors import OtherEncoding, SourceError

from .history import with_histories
from .layout import PERSON_WORDS, WORK_WORDS, Finder, Hung, Mapped, Side, Told

MAPPING = "mapping.toml"
# What spreadsheets and databases write and the ingest does not read.
_CLOSED = (".xlsx", ".xls", ".ods", ".mdb", ".accdb", ".sqlite", ".db", ".zip", ".gz", ".pdf", ".docx", ".txt")


@dataclass(frozen=True, slots=True)
class Made:
    """A table that pairs works with makers: its two columns, and the keys that they hold."""

    table: Table
    work_column: str
    work: Side
    maker_column: str
    maker: Side


@dataclass(frozen=True, slots=True)
class Source:
    """A museum's tables, where its shows are told and what was hung; `made` is a table that pairs works with makers, if there is one."""

    opened: Tables
    told: Told
    hung: Hung
    made: Made | None
    reading: tuple[str, ...]

    @property
    def lists_persons(self) -> bool:
        """Whether persons were listed and not works."""
        return self.hung.of is None or self.opened.mappings[self.hung.of.name].holds == "makers"


def open_museum(folder: Path, wanted: Wanted) -> Source:
    """Open a folder and find its parts; a folder whose texts are not all UTF-8 is read as Windows-1252, and that is said.

    Raises:
        SourceError: the folder cannot be read, or a part is missing; the sentence says which, and what to do.
    """
    wanted, said = _with_file(folder, wanted)
    try:
        opened = open_source(folder, wanted)
    except OtherEncoding:
        if wanted.encoding != "utf-8":
            raise
        opened = open_source(folder, replace(wanted, encoding="cp1252"))
        said = [*said, "read as Windows-1252, for not all is UTF-8"]
    if isinstance(opened, OwnLayout):
        raise SourceError(f"{folder} is a collection without past shows; give a folder with tables of exhibitions and what was hung")
    try:
        return _found(opened, wanted, said)
    except SourceError as error:
        raise SourceError(f"{error}{_unread(folder)}") from None


def _found(opened: Tables, wanted: Wanted, said: list[str]) -> Source:
    finder = _finder(opened.tables, wanted, opened.name)
    told = finder.told()
    if (told is None or not {"id", "begin"} & set(told.fields)) and (lines := with_histories(opened.tables)):
        finder = _finder([*opened.tables, lines], wanted, opened.name)
        told = finder.told_by(lines[0])
    if told is None:
        raise finder.untold()
    hung = finder.hung(told)
    opened = replace(opened, tables=[(table, _held(table, mapping, told, hung)) for table, mapping in opened.tables])
    made = _made(finder, told, hung, opened.tables)
    return Source(opened, told, hung, made, (*said, *_told(told, hung, made, opened.mappings)))


def _finder(tables: Mapped, wanted: Wanted, place: str) -> Finder:
    return Finder(tables, wanted.columns, wanted.joins, wanted.holds, place)


def _held(table: Table, mapping: ColumnMapping, told: Told, hung: Hung) -> ColumnMapping:
    """Return the mapping of a table; that which tells shows, or pairs them with what was hung, tells of no works."""
    apart = table.name in (told.table.name, hung.table.name) and (hung.of is None or table.name != hung.of.name)
    return replace(mapping, holds="nothing") if apart else mapping


def _made(finder: Finder, told: Told, hung: Hung, tables: Mapped) -> Made | None:
    """Find a table that pairs works with makers, where the works do not say who made them."""
    mapping = next((mapping for table, mapping in tables if hung.of and table.name == hung.of.name), None)
    if hung.of is None or mapping is None or "artist" in mapping.fields or mapping.links:
        return None
    work = finder.keyed(hung.of, hung.key, WORK_WORDS)
    for table, theirs in tables:
        if theirs.holds == "makers" and "id" in theirs.fields:
            maker = finder.keyed(table, theirs.fields["id"], PERSON_WORDS)
            for pairing, works, makers in finder.pairs(work, maker, but=(told.table.name, hung.table.name)):
                return Made(pairing, works, work, makers, maker)
    return None


def _told(told: Told, hung: Hung, made: Made | None, mappings: Mapping[str, ColumnMapping]) -> Iterator[str]:
    """Say in lines which table is what and which column is which."""
    yield f"shows: {told.table.name} ({', '.join(f'{name} <- {column}' for name, column in told.fields.items())})"
    if hung.of is None:
        yield f"hung: {hung.table.name}, its {hung.show} names shows and its {hung.other} persons"
    else:
        mapping = mappings[hung.of.name]
        what = "persons" if mapping.holds == "makers" else "works"
        fields = ", ".join(f"{name} <- {column}" for name, column in mapping.fields.items())
        yield f"{what}: {hung.of.name} ({fields}{f'; text <- {chr(44).join(mapping.texts)}' if mapping.texts else ''})"
        yield f"hung: {hung.table.name}, its {hung.show} = shows' {hung.show_key}, its {hung.other} = {what}' {hung.key}"
    if made:
        yield (
            f"made by: {made.table.name}, its {made.work_column} = works' {made.work.column}, "
            f"its {made.maker_column} = makers' {made.maker.column}"
        )


def _unread(folder: Path) -> str:
    """Name what of a folder no one reads here."""
    names = sorted(file.name for file in folder.rglob("*") if file.suffix.lower() in _CLOSED) if folder.is_dir() else []
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return f"; not read: {', '.join(names[:5])}{more}, give CSV, JSON or Parquet" if names else ""


def _with_file(folder: Path, wanted: Wanted) -> tuple[Wanted, list[str]]:
    """Return what a person says, with what the folder's own `mapping.toml` says beneath it."""
    wanted = replace(wanted, apart=True)
    file = folder / MAPPING
    if not file.is_file():
        return wanted, []
    try:
        said: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"{file} is not TOML ({error}); write tables [map], [join] and [holds]") from None
    if unknown := set(said) - {"map", "join", "holds", "encoding"}:
        raise SourceError(f"{file} says “{min(unknown)}”, which is not known; write [map], [join], [holds] or encoding")
    encoding = wanted.encoding if wanted.encoding != "utf-8" else str(said.get("encoding", wanted.encoding))
    both = replace(
        wanted, encoding=encoding, columns=_beneath(file, said, "map", wanted.columns), joins=_beneath(file, said, "join", wanted.joins),
        holds=_beneath(file, said, "holds", wanted.holds),
    )  # fmt: skip
    return both, [f"as {MAPPING} says"]


def _beneath(file: Path, said: Mapping[str, Any], name: str, given: Mapping[str, str]) -> dict[str, str]:
    table = said.get(name, {})
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise SourceError(f'{file} has no table [{name}] of texts; write lines like "exhibitions.title" = "Name"')
    return {**table, **given}
