"""What a known form of JSON record is: the keys by which it is known and the places where its values lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .makers import Named, maker_columns
from .measured import centimetres, side, size_columns, year
from .values import objects, text, texts

Record = Mapping[str, Any]


def nobody(record: Record) -> Sequence[Named]:
    """Return no maker."""
    return ()


def nothing(record: Record) -> Mapping[str, Any]:
    """Return no column."""
    return {}


@dataclass(frozen=True, slots=True)
class Form:
    """One museum's form of record.

    A record is of this form when it has all `signs`. A field is filled by the first of its paths that holds a value: keys
    joined by dots, “*” for each of a list. `more` returns the columns that take more than a path.
    """

    signs: Sequence[str]
    fields: Mapping[str, Sequence[str]]
    people: Callable[[Record], Sequence[Named]] = nobody
    more: Callable[[Record], Mapping[str, Any]] = nothing
    constant: Mapping[str, str] = field(default_factory=dict[str, str])

    def columns(self, record: Record) -> dict[str, Any]:
        """Return the usual columns of a record of this form."""
        found: dict[str, Any] = {name: self._first(record, paths) for name, paths in self.fields.items()}
        found = {**self.constant, **found, **_filled(self.more(record)), **maker_columns(self.people(record))}
        return _filled(found)

    def _first(self, record: Record, paths: Sequence[str]) -> str | list[str] | None:
        return next((value for path in paths if (value := at(record, path))), None)


def at(record: Any, path: str) -> str | list[str] | None:
    """Return the text at a path, or a list where there are several.

    >>> at({"a": [{"b": "x"}, {"b": "y"}]}, "a.*.b"), at({"a": {"b": 3}}, "a.b"), at({"a": 1}, "a.b")
    (['x', 'y'], '3', None)
    """
    several = list(dict.fromkeys(texts(raw(record, path))))
    return several[0] if len(several) == 1 else several or None


def raw(value: Any, path: str) -> Any:
    """Return what lies at a path as it is; None where the record goes another way."""
    key, _, rest = path.partition(".")
    if key == "*":
        return [raw(item, rest) if rest else item for item in value] if isinstance(value, list) else None
    inner = value.get(key) if isinstance(value, dict) else None
    return raw(inner, rest) if rest else inner


def named(
    people: str, name: str, role: str = "", born: str = "", died: str = "", nationality: str = ""
) -> Callable[[Record], Sequence[Named]]:
    """Return the reader of a list of people at `people`; the other paths start at each of them."""

    def read(record: Record) -> Sequence[Named]:
        return [
            Named(
                text(raw(person, name)) or "",
                text(raw(person, role)) or "",
                nationality=text(raw(person, nationality)),
                born=year(raw(person, born)),
                died=year(raw(person, died)),
            )
            for person in objects(raw(record, people))
        ]

    return read


def sizes(measures: Any, name: str) -> dict[str, Any]:
    """Return the columns of a list of measures, each with a value, a unit and the name of its side under `name`."""
    found = [(side(text(m.get(name)) or ""), centimetres(m.get("value"), m.get("unit") or "")) for m in objects(measures)]
    return size_columns((which, length) for which, length in found if which)


def _filled(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in columns.items() if value not in (None, "", [])}
