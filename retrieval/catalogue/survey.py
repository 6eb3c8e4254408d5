"""What one reading of a table shows of its columns: enough to guess what they hold, in memory that does not grow with the rows."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

Row = Mapping[str, Any]
# Where a row keeps the cells that stand under no column; no file's own column is called so.
BEYOND = "\0"
SAMPLE = 500
EVERY = 500
KEYS = 512
# Columns whose names say that they hold keys; only their values are compared between tables.
KEY = re.compile(r"(?:id|irn|no|nr|number|nummer|numero|num|code|key|identifier|accession|ref|ulan|uri)s?[\s.)_]*$", re.IGNORECASE)
LONGEST_KEY = 60
DEEPEST = 3


@dataclass(slots=True)
class Column:
    """How often a column is filled, and a sample of its distinct values that is drawn alike from every table.

    A value is kept when its checksum ends in `zeros` zero bits, so the samples of two columns hold the same values
    where the columns do, see `shared`.
    """

    filled: int = 0
    texts: int = 0
    characters: int = 0
    addresses: int = 0
    structured: int = 0
    numbers: int = 0
    samples: bool = True
    keys: set[str] = field(default_factory=set[str])
    zeros: int = 0

    def add(self, value: Any) -> None:
        """Count one value."""
        if value in (None, "", [], {}):
            return
        self.filled += 1
        if isinstance(value, str):
            self.texts += 1
            self.characters += len(value)
            self.addresses += value.startswith(("http://", "https://"))
            self.structured += value.startswith(("{", "["))
            self.numbers += value.strip().replace(".", "", 1).isdigit()
        elif isinstance(value, int | float):
            self.numbers += 1
        if not self.samples:
            return
        for each in value if isinstance(value, list) else (value,):
            if isinstance(each, int | float | str) and len(key := plain_key(each)) <= LONGEST_KEY:
                self._sample(key)

    @property
    def prose(self) -> float:
        """The mean length of its texts in characters; 0 for addresses and for JSON kept as text."""
        if not self.texts or 2 * (self.addresses + self.structured) > self.texts:
            return 0.0
        return self.characters / self.texts

    @property
    def numeric(self) -> bool:
        """Whether it holds numbers and nothing else."""
        return bool(self.filled) and self.numbers == self.filled

    def _sample(self, key: str) -> None:
        if zlib.crc32(key.encode("utf-8", "replace")) & ((1 << self.zeros) - 1):
            return
        self.keys.add(key)
        while len(self.keys) > KEYS:
            self.zeros += 1
            self.keys = {k for k in self.keys if not zlib.crc32(k.encode("utf-8", "replace")) & ((1 << self.zeros) - 1)}


@dataclass(frozen=True, slots=True)
class Survey:
    """Rows counted, columns in order of appearance, the first rows."""

    rows: int
    columns: Mapping[str, Column]
    sample: Sequence[Row]


def of(rows: Iterable[Row], looked: Callable[[int], None] = lambda _: None) -> Survey:
    """Read all rows once, so that a broken one is told before anything is written; tell `looked` of every `EVERY` rows."""
    columns: dict[str, Column] = {}
    stream = map(flat, rows)
    sample = list(islice(stream, SAMPLE))
    count = 0
    for row in _chained(sample, stream):
        count += 1
        if count % EVERY == 0:
            looked(EVERY)
        for name, value in row.items():
            if name == BEYOND:
                continue
            if name not in columns:
                columns[name] = Column(samples=bool(KEY.search(name)))
            columns[name].add(value)
    looked(count % EVERY)
    return Survey(count, columns, sample)


def shared(left: Column, right: Column) -> float:
    """Return the share of `left`'s distinct values that `right` holds too, from their samples; 0 when too few are known."""
    zeros = max(left.zeros, right.zeros)
    of_left, of_right = (
        {k for k in column.keys if not zlib.crc32(k.encode("utf-8", "replace")) & ((1 << zeros) - 1)} for column in (left, right)
    )
    return len(of_left & of_right) / len(of_left) if of_left else 0.0


def plain_key(value: float | str) -> str:
    """Return a key as text, the same whether one table writes 38, another 38.0 and a third “38”."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def flat(row: Row) -> Row:
    """Return a row whose nested objects are columns of dotted names: `{"maker": {"name": "Ek"}}` becomes `{"maker.name": "Ek"}`.

    >>> flat({"title": "Pines", "makers": [{"name": "Ek"}, {"name": "Holm"}]})
    {'title': 'Pines', 'makers.name': ['Ek', 'Holm']}
    """
    if not any(isinstance(v, dict) or (isinstance(v, list) and v and isinstance(v[0], dict)) for v in row.values()):
        return row
    return dict(_flattened(row, "", 1))


def _flattened(row: Row, prefix: str, depth: int) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, dict):
            if depth < DEEPEST:
                yield from _flattened(value, f"{prefix}{name}.", depth + 1)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            objects = [v for v in value if isinstance(v, dict)]
            for inner in dict.fromkeys(key for v in objects for key in v):
                # Places are kept, so that a name and a role of one maker stay beside each other.
                yield f"{prefix}{name}.{inner}", [None if isinstance(o := v.get(inner), dict | list) else o for v in objects]
        else:
            yield f"{prefix}{name}", value


def _chained(first: Sequence[Row], rest: Iterator[Row]) -> Iterator[Row]:
    yield from first
    yield from rest
