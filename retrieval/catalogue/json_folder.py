"""Read plain JSON records: a list, an object that wraps one, or a folder of a file each; open museums' forms are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeGuard

from . import iiif, linked_art
from .cells import storable
from .json_stream import json_objects
from .museums import recognised
from .tables import Row

DEEPEST = 6
MOST_COLUMNS = 300
# People, pictures and dates come in short lists; the hundredth of anything is no column.
MOST_ALIKE = 8


def sniff(head: bytes) -> bool:
    """Say whether a file that begins with `head` may be JSON."""
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] in (b"{", b"[")


def rows(file: Path) -> Iterator[Row]:
    """Yield a row for each record in `file`, see `row_of`; raise `SourceError` when it is not JSON or holds no record."""
    return map(row_of, json_objects(file))


def row_of(record: Mapping[str, Any]) -> Row:
    """Return a record's columns: its own under dotted names, and the usual ones where its form is known.

    >>> row_of({"title": "Pines", "people": [{"name": "Ek"}, {"name": "Holm"}], "size": {"h": 3}})
    {'title': 'Pines', 'people.0.name': 'Ek', 'people.1.name': 'Holm', 'size.h': 3}
    >>> row_of({"size": [{"type": "height", "value": 9, "unit": "cm"}, {"type": "width", "value": 4, "unit": "cm"}]})
    {'size.type': ['height', 'width'], 'size.value': [9, 4], 'size.unit': ['cm', 'cm']}
    """
    known = known_row(record)
    return known if known is not None else flattened(record)


def known_row(record: Mapping[str, Any]) -> Row | None:
    """Return the columns of a record in a form that is known: Linked Art, a manifest, an open museum's; None of any other."""
    if linked_art.is_object(record):
        return linked_art.row_of(record)
    if iiif.is_manifest(record):
        return iiif.row_of(record)
    known = recognised(record)
    return {**known, **{name: value for name, value in flattened(record).items() if name not in known}} if known else None


def flattened(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record's values under dotted names, in the order of the record; lists of plain values stay lists."""
    columns: dict[str, Any] = {}
    for name, value in _flat(record, "", 0):
        columns.setdefault(name, value)
        if len(columns) >= MOST_COLUMNS:
            break
    return columns


def _flat(value: Any, name: str, depth: int) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        inner: Any = value.items()
    elif _are_measures(value):
        # Beside each other, as the columns of sides, lengths and units are read.
        yield from (
            (f"{name}.{key}", [_plain(item.get(key)) for item in value]) for key in dict.fromkeys(k for item in value for k in item)
        )
        return
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        inner = enumerate(value[:MOST_ALIKE])
    else:
        plain = _plain(value)
        if plain not in (None, "", []):
            yield name, plain
        return
    for key, item in inner if depth < DEEPEST else ():
        yield from _flat(item, f"{name}.{storable(str(key))}" if name else storable(str(key)), depth + 1)


def _are_measures(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    """Say whether a value lists measures: objects of plain values with a unit."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(item, dict) and {"unit", "units"} & item.keys() and not any(isinstance(v, dict | list) for v in item.values())
            for item in value
        )
    )


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_plain(item) for item in value if item is not None]
    return value
