"""Draw whole pictures again, once for all figures of a part: the same draws as `eval.metrics.bootstrap` makes for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.metrics import RESAMPLES, Estimate, Floats


@dataclass(frozen=True, slots=True)
class Draws:
    """`places` is the picture of each question, `(n,)`; `drawn` how often each draw has each picture, `(draws, pictures)`."""

    places: NDArray[np.intp]
    drawn: Floats

    @classmethod
    def of(cls, groups: Sequence[str], seed: int) -> Draws:
        """Draw pictures with replacement, as many as there are."""
        _, places = np.unique(np.asarray(groups), return_inverse=True)
        count, rng = int(places.max()) + 1, np.random.default_rng(seed)
        drawn = [np.bincount(rng.integers(0, count, count), minlength=count) for _ in range(RESAMPLES)]
        return cls(places, np.array(drawn, dtype=np.float64))

    def sums(self, values: NDArray[np.float64]) -> Floats:
        """Return the sum of each column of `values`, `(n, columns)`, in each draw, `(draws, columns)`."""
        grouped = np.zeros((self.drawn.shape[1], values.shape[1]))
        np.add.at(grouped, self.places, values)
        return self.drawn @ grouped

    def means(self, values: Mapping[str, Floats]) -> dict[str, Estimate]:
        """Return the mean of each figure with its 95 % percentile interval."""
        columns = np.column_stack([*values.values(), np.ones(len(self.places))])
        sums = self.sums(columns)
        low, high = np.percentile(sums[:, :-1] / sums[:, -1:], [2.5, 97.5], axis=0)
        ends = zip(values, columns.mean(axis=0), low, high, strict=False)
        return {name: Estimate(float(mean), float(least), float(most), len(self.places)) for name, mean, least, most in ends}
