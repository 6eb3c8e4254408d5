"""How an engine is asked and what is noted of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .synthetic import Floats
from .truth import recall

Search = Callable[[Floats], Sequence[int]]
WARM = 3


@dataclass(slots=True)
class Clock:
    """Adds up the seconds spent inside it."""

    seconds: float = 0.0
    _since: float = 0.0

    def __enter__(self) -> None:
        self._since = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._since


@dataclass(frozen=True, slots=True)
class Measured:
    """One engine on one collection: recall@10, milliseconds of each query, bytes a fragment in memory and on disk, seconds to build."""

    name: str
    kind: str
    fragments: int
    recall: float
    milliseconds: Sequence[float]
    hot: float
    disk: float
    build: float

    def at(self, percent: float) -> float:
        """Return a percentile of the milliseconds."""
        return float(np.percentile(self.milliseconds, percent))


def ask(search: Search, queries: Sequence[Floats], best: NDArray[np.int64]) -> tuple[float, list[float]]:
    """Ask each query once, after a few to warm up; return recall@10 and milliseconds."""
    for query in queries[:WARM]:
        search(query)
    found: list[Sequence[int]] = []
    took: list[float] = []
    for query in queries:
        start = time.perf_counter()
        found.append(search(query))
        took.append((time.perf_counter() - start) * 1000)
    return recall(found, best[: len(queries)]), took


def size_of(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
