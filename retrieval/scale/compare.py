"""Hold two indexes to each other, row for row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from retrieval.index.place import Place

AT_ONCE = 512
VECTORS = ("vector", "tokens")


@dataclass(frozen=True, slots=True)
class Compared:
    """What two tables share and not. `unlike` holds the ids of rows that differ in anything but their vectors.

    `alike_bits` counts rows whose vectors are the same to the bit; `farthest` is the largest difference of one component.
    """

    rows: int
    only_first: Sequence[str]
    only_second: Sequence[str]
    twice: Sequence[str]
    unlike: Sequence[str]
    alike_bits: int
    farthest: float

    def same(self, tolerance: float = 1e-3) -> bool:
        """Say whether both hold the same rows, once each, with vectors no farther apart than `tolerance`."""
        return not (self.only_first or self.only_second or self.twice or self.unlike) and self.farthest <= tolerance


def compare(first: Place, second: Place) -> Compared:
    """Compare the fragments of two indexes by their ids, a few hundred rows at a time."""
    tables = [_table(place) for place in (first, second)]
    places = [_rows_by_id(table) for table in tables]
    shared = sorted(places[0].keys() & places[1].keys())
    unlike: list[str] = []
    alike, farthest = 0, 0.0
    for ids in _chunks(shared):
        one, other = (_taken(table, [at[i][0] for i in ids]) for table, at in zip(tables, places, strict=True))
        unlike += [i for i, a, b in zip(ids, _plain(one), _plain(other), strict=True) if a != b]
        apart = [max(_apart(one[name][row], other[name][row]) for name in VECTORS) for row in range(len(ids))]
        alike += sum(distance == 0 for distance in apart)
        farthest = max(farthest, *apart)
    return Compared(
        rows=len(shared), only_first=sorted(places[0].keys() - places[1].keys()), only_second=sorted(places[1].keys() - places[0].keys()),
        twice=sorted(i for at in places for i, rows in at.items() if len(rows) > 1), unlike=unlike, alike_bits=alike, farthest=farthest,
    )  # fmt: skip


def _table(place: Place) -> Any:
    import lancedb

    return lancedb.connect(place.tables).open_table("fragments")


def _rows_by_id(table: Any) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for batch in table.search().select(["id"]).with_row_id(True).to_batches():
        for identity, row in zip(batch["id"].to_pylist(), batch["_rowid"].to_pylist(), strict=True):
            found.setdefault(identity, []).append(row)
    return found


def _taken(table: Any, rows: Sequence[int]) -> pa.Table:
    return table.take_row_ids(list(rows)).to_arrow().sort_by("id")


def _plain(table: pa.Table) -> list[dict[str, Any]]:
    return table.drop_columns(list(VECTORS)).to_pylist()


def _apart(one: Any, other: Any) -> float:
    """Return the largest difference of a component; infinite where there are more of them in one."""
    values = [_numbers(scalar) for scalar in (one, other)]
    if values[0].shape != values[1].shape:
        return float("inf")
    return float(np.abs(values[0] - values[1]).max(initial=0.0))


def _numbers(scalar: Any) -> np.ndarray[Any, np.dtype[np.float32]]:
    inner = scalar.values
    flat = inner.flatten() if pa.types.is_fixed_size_list(inner.type) else inner
    return flat.to_numpy(zero_copy_only=False).astype(np.float32)


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(ids), AT_ONCE):
        yield ids[first : first + AT_ONCE]
