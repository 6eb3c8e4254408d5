"""JSON documents as tables of their own, their lists kept whole: one lists works, another exhibitions, or one document holds both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from .json_folder import known_row
from .json_stream import json_objects
from .survey import Row
from .tables import Table, read_documents, table

Looked = Callable[[int], None]


def read_apart(files: Sequence[Path], looked: Looked) -> list[Table]:
    """Open each JSON document of many records as a table, and those of one record, or in XML, as one table a folder."""
    found: list[Table] = []
    alone: dict[Path, list[Path]] = {}
    for file in files:
        first = [] if file.suffix.lower() == ".xml" else list(islice(json_objects(file), 2))
        lists = _lists(first[0]) if len(first) == 1 else []
        if len(first) > 1:
            found.append(table(file.stem, partial(_rows, file), file.name, looked))
        elif len(lists) > 1:
            found += [table(name, partial(_rows_of, file, name), file.name, looked) for name in lists]
        else:
            alone.setdefault(file.parent, []).append(file)
    return [*found, *(_together(folder, each, looked) for folder, each in alone.items())]


def _together(folder: Path, files: Sequence[Path], looked: Looked) -> Table:
    if any(file.suffix.lower() == ".xml" for file in files):
        return read_documents(folder.name, files, looked)
    return table(folder.name, lambda: (row for file in files for row in _rows(file)), looked=looked)


def _rows(file: Path) -> Iterator[Row]:
    return map(_row, json_objects(file))


def _rows_of(file: Path, name: str) -> Iterator[Row]:
    return (_row(each) for whole in json_objects(file) for each in whole[name])


def _row(record: Mapping[str, Any]) -> Row:
    """Return a record as it is, with the usual columns where its form is known."""
    return {**record, **(known_row(record) or {})}


def _lists(record: Mapping[str, Any]) -> list[str]:
    """Return under which names a document holds lists of records; none where it is a record itself."""
    if {"id", "title", "name"} & {name.casefold() for name in record}:
        return []
    return [
        name
        for name, value in record.items()
        if isinstance(value, list) and len(value) > 1 and all(isinstance(each, dict) for each in value)
    ]
