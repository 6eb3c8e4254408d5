"""The two projections: one of token vectors, one of whole texts. They start from what does best untrained, and are fitted alike.

Of token vectors, random directions keep more of MaxSim than the principal ones, which spend themselves on what all tokens share;
of whole texts it is the other way round.
"""

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
from .starts import Matrix, principal, random

# Passages whose token vectors principal directions are found from.
PRINCIPAL = 2000


@dataclass(frozen=True, slots=True)
class Head:
    """What a projection is fitted on, the directions `(dim, dim)` that it starts from, and how it scores a bench."""

    asked: Asked
    library: Library
    rows: NDArray[Any]
    directions: Matrix
    scores: Callable[[Bench, Matrix], NDArray[np.float32]]
    schedule: Schedule

    def untrained(self, size: int) -> Matrix:
        """Return the first of the directions that training starts from."""
        return np.ascontiguousarray(self.directions[:, :size])

    def fit(self, size: int, examples: Sequence[Example], tune: Bench) -> Fitted:
        """Fit a projection from the untrained one, judged by the questions of `tune`."""
        return fit(examples, self.asked, self.library, self.untrained(size), lambda matrix: self.value(tune, matrix), self.schedule)

    def value(self, bench: Bench, matrix: Matrix) -> float:
        """Return the mean reciprocal rank, every set and source alike."""
        return mean(bench.figures(self.scores(bench, matrix)))


def token_head(sides: Sides, library: Library, schedule: Schedule) -> Head:
    """Return the head of token vectors: MaxSim."""
    some = np.random.default_rng(schedule.seed).permutation(len(library.tokens))[:PRINCIPAL]
    rows = library.tokens.take(some).rows
    dim = rows.shape[1]
    return Head(sides.queries.asked, library, rows, random(dim, dim, schedule.seed), lambda bench, matrix: bench.maxsim(matrix), schedule)


def whole_head(sides: Sides, library: Library, schedule: Schedule) -> Head:
    """Return the head of whole texts: MaxSim of texts of one token, which is their cosine."""
    queries, texts = sides.queries.whole, library.whole
    asked = Asked(Ragged(queries, np.arange(len(queries) + 1)), np.ones(len(queries), dtype=np.float32))
    single = replace(library, tokens=Ragged(texts, np.arange(len(texts) + 1)))
    return Head(asked, single, texts, principal(texts, texts.shape[1]), lambda bench, matrix: bench.whole(matrix), schedule)
