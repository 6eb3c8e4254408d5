"""Late interaction over a whole collection: exact when it is small, candidates then exact when it is not."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .quantise import Floats, checked_query
from .scan import Mask, Places, Scan, largest

# Up to so many fragments all are scored exactly: the scan with its table costs as much (see eval/LOG.md).
EXACT_UP_TO = 4_000
# So many of the best in bytes are scored again in floats: bytes alone lose one or two in a hundred of the ten best.
REFINED = 40


@dataclass(frozen=True, slots=True)
class Ranked:
    """Positions of fragments, best first, and their MaxSim."""

    positions: Places
    scores: NDArray[np.float64]

    def cut(self, limit: int) -> Ranked:
        """Return the `limit` best in order; of equals the earlier position."""
        order = np.lexsort((self.positions, -self.scores))[:limit]
        return Ranked(self.positions[order], self.scores[order])


@dataclass(frozen=True, slots=True)
class Engine:
    """The fragments of one version of a collection, ready to score.

    `candidates` is how many are taken from the first stage, as calibrated; None where all are scored. `alive` marks the
    positions that the collection still has; `rows` are their row ids in the table, `(n,)`, -1 for the others.
    """

    scan: Scan
    candidates: int | None
    alive: Mask
    rows: Places
    _by_row: Places = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_row", np.argsort(self.rows))

    def __len__(self) -> int:
        return len(self.alive)

    def best(self, query: Floats, weights: Floats, limit: int, allowed: Mask | None = None) -> Ranked:
        """Return the `limit` fragments with the greatest MaxSim, best first; of equals the earlier position.

        Args:
            query: `(q, dim)`, rows of unit length.
            weights: `(q,)`, what each row counts.
            limit: how many at most.
            allowed: `(n,)`, the fragments that may be found; all without it. It applies before the first stage.

        Raises:
            BadVectors: the query holds NaN, nothing or another size.
        """
        checked_query(query, weights, self.scan.book.dim)
        positions = self._candidates(query, weights, limit, self.alive if allowed is None else self.alive & allowed)
        scores = self.scan.exact(query, weights, positions)
        return self._refined(query, weights, Ranked(positions, scores).cut(max(limit, REFINED))).cut(limit)

    def _refined(self, query: Floats, weights: Floats, ranked: Ranked) -> Ranked:
        """Score the best few again with all their bits."""
        few = np.sort(ranked.positions[:REFINED])
        first = Ranked(few, self.scan.refined(query, weights, few)).cut(REFINED)
        return Ranked(
            np.concatenate([first.positions, ranked.positions[REFINED:]]), np.concatenate([first.scores, ranked.scores[REFINED:]])
        )

    def scores(self, query: Floats, weights: Floats, positions: Places) -> NDArray[np.float64]:
        """Return the MaxSim of increasing positions, `(n,)`."""
        checked_query(query, weights, self.scan.book.dim)
        return self.scan.exact(query, weights, positions)

    def positions(self, rows: Places) -> Places:
        """Return the positions of row ids of the table, -1 for one that is not here."""
        if len(self) == 0:
            return np.full(len(rows), -1, np.int64)
        at = np.searchsorted(self.rows, rows, sorter=self._by_row)
        found = self._by_row[np.minimum(at, len(self) - 1)]
        return np.where(self.rows[found] == rows, found, -1)

    def _candidates(self, query: Floats, weights: Floats, limit: int, allowed: Mask) -> Places:
        fit = int(np.count_nonzero(allowed))
        wanted = None if self.candidates is None else max(self.candidates, 4 * limit)
        if wanted is None or fit <= max(wanted, EXACT_UP_TO):
            return np.flatnonzero(allowed)
        cheap = self.scan.fused(query, weights)
        return largest(cheap if fit == len(allowed) else np.where(allowed, cheap, -np.inf), wanted)
