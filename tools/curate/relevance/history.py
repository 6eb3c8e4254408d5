"""Past shows told in the record of each work, a line a show: “Winter Light, Museum of Snow, Oslo, 3 May–4 August 1990”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from retrieval.catalogue.cells import listed, text_of
from retrieval.catalogue.mapping import ColumnMapping
from retrieval.catalogue.tables import Table, table
from retrieval.words import folded

from .layout import Mapped
from .opened import opening
from .spoken import said_of_show

_LINE_END = re.compile(r"<br\s*/?>|</(?:p|li|div|tr)>", re.IGNORECASE)
_MARKED = re.compile(r"<(i|em|cite)\b[^>]*>(.+?)</\1>|[“\"«„](.+?)[”\"»“]", re.IGNORECASE)
_HOUSE = re.compile(
    r"museum|mus[ée]e|museo|galler|galer|kunst|institut|academy|library|universit|foundation|salon|society|art center", re.I
)
_TOLD = frozenset(("", "history", "histories", "list", "s", "record", "text"))
# Lines that are looked at, and how many of them must end in a date.
LOOKED_AT, DATED = 50, 0.5
SHOW, TITLE, DATE, WORK = "exhibition id", "exhibition title", "exhibition date", "work"


def with_histories(tables: Mapped) -> tuple[Table, ColumnMapping] | None:
    """Return a table of shows and works read from the lines of a column of works; None where no column has such lines."""
    for read, mapping in tables:
        key = mapping.fields.get("id") or mapping.fields.get("accession")
        for column in read.columns if mapping.holds == "works" else ():
            if key and said_of_show(column) in _TOLD and _has_lines(read, column):
                lines = table(column, partial(_lines, read, column, key))
                return lines, ColumnMapping({}, (), tuple(lines.columns), "nothing")
    return None


def told_in(line: str) -> tuple[str, str] | None:
    """Return title and opening of a show that a line tells; None where it tells no date.

    >>> told_in("Winter, Spring, and Fall, Museum of Snow, Oslo, 3 May–4 August 1990")
    ('Winter, Spring, and Fall', '1990-05-03')
    >>> told_in("Light, 1865–1899, Hall of Snow, Dec. 3, 1989 – Feb. 4, 1990")
    ('Light', '1989-12-03')
    >>> told_in("Oslo, Museum of Snow, <i>Snow 1900–1950</i>, 1990"), told_in("see file")
    (('Snow 1900–1950', '1990'), None)
    """
    if marked := _MARKED.search(line):
        title, rest = text_of(marked[2] or marked[3]) or "", line[marked.end() :]
    else:
        parts = (text_of(line) or "").split(", ")
        house = next((at for at, part in enumerate(parts) if at and _HOUSE.search(part)), 1)
        title, rest = ", ".join(parts[:house]), ", ".join(parts[house:])
    opened = _last_date(rest) if title else ""
    return (title.strip(" ,.;:"), opened) if opened else None


def _last_date(text: str) -> str:
    """Return when the span at the end of a line began: years before it are of a title or an address."""
    parts = text.split(",")
    found = ""
    for at in range(len(parts) - 1, -1, -1):
        told = opening(",".join(parts[at:]))
        if found and len(told) <= len(found) and opening(parts[at]):
            break
        found = told
    return found


def _has_lines(read: Table, column: str) -> bool:
    lines = [line for row in read.seen.sample for line in _split(row.get(column))][:LOOKED_AT]
    return bool(lines) and sum(told_in(line) is not None for line in lines) >= DATED * len(lines)


def _lines(read: Table, column: str, key: str) -> Iterator[dict[str, Any]]:
    for row in read.rows():
        for line in _split(row.get(column)):
            if found := told_in(line):
                title, opened = found
                yield {SHOW: f"{folded(title)} ({opened})", TITLE: title, DATE: opened, WORK: row.get(key)}


def _split(value: Any) -> list[str]:
    if isinstance(value, list):
        return [line for each in value for line in _split(each)]
    if not isinstance(value, str):
        return []
    lines = [line for line in _LINE_END.sub("\n", value).split("\n") if text_of(line)]
    return [part for line in lines for part in ([line] if _MARKED.search(line) else listed(line, ";|"))]
