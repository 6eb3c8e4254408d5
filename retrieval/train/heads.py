"""The two projections: one of token vectors, one of whole texts. Both start from principal directions and are fitted alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .bench import Bench, mean
from .fit import Fitted, Schedule, fit
from .mining import Example, Library
from .ragged import Ragged
from .ranking import Asked
from .sides import Sides
from .starts import Matrix, principal

# Passages whose token vectors the principal directions are found from.
PRINCIPAL = 2000


@dataclass(frozen=True, slots=True)
class Head:
    """What a projection is fitted on, its principal directions `(dim, dim)`, and how it scores a bench."""

    asked: Asked
    library: Library
    rows: NDArray[Any]
    directions: Matrix
    scores: Callable[[Bench, Matrix], NDArray[np.float32]]
    schedule: Schedule

    def untrained(self, size: int) -> Matrix:
        """Return the first principal directions."""
        return np.ascontiguousarray(self.directions[:, :size])

    def fit(self, size: int, examples: Sequence[Example], tune: Bench) -> Fitted:
        """Fit a projection from the principal directions, judged by the questions of `tune`."""
        return fit(examples, self.asked, self.library, self.untrained(size), lambda matrix: self.value(tune, matrix), self.schedule)

    def value(self, bench: Bench, matrix: Matrix) -> float:
        """Return the mean reciprocal rank, every set and source alike."""
        return mean(bench.figures(self.scores(bench, matrix)))


def token_head(sides: Sides, library: Library, schedule: Schedule) -> Head:
    """Return the head of token vectors: MaxSim."""
    some = np.random.default_rng(schedule.seed).permutation(len(library.tokens))[:PRINCIPAL]
    rows = library.tokens.take(some).rows
    return Head(sides.queries.asked, library, rows, principal(rows, rows.shape[1]), lambda bench, matrix: bench.maxsim(matrix), schedule)


def whole_head(sides: Sides, library: Library, schedule: Schedule) -> Head:
    """Return the head of whole texts: MaxSim of texts of one token, which is their cosine."""
    queries, texts = sides.queries.whole, library.whole
    asked = Asked(Ragged(queries, np.arange(len(queries) + 1)), np.ones(len(queries), dtype=np.float32))
    single = replace(library, tokens=Ragged(texts, np.arange(len(texts) + 1)))
    return Head(asked, single, texts, principal(texts, texts.shape[1]), lambda bench, matrix: bench.whole(matrix), schedule)
