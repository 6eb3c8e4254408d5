"""One share of the work for each processor. Kernels let go of the interpreter, so plain threads do."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

FEWEST = 64  # items for which a thread is worth waking


@dataclass(frozen=True, slots=True)
class Threads:
    """Threads that sleep between calls: spinning ones would take the processor from the encoder."""

    count: int = field(default_factory=lambda: len(os.sched_getaffinity(0)))
    _pool: ThreadPoolExecutor = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pool", ThreadPoolExecutor(self.count, "engine"))

    def each(self, items: int, work: Callable[[int, int], None], fewest: int = FEWEST) -> None:
        """Call `work(first, last)` for shares that together are `range(items)`; the caller's thread takes one itself.

        No share is smaller than `fewest`, unless there is only one.
        """
        shares = min(self.count, max(1, items // fewest))
        bounds = [items * i // shares for i in range(shares + 1)]
        others = [self._pool.submit(work, bounds[i], bounds[i + 1]) for i in range(1, shares)]
        work(bounds[0], bounds[1])
        for other in others:
            other.result()
