"""How alike two looks are, family by family and together, on scales measured on many pictures."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .look import FAMILIES, PARTS, Family

SCALES = Path(__file__).with_name("likeness.json")
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Weights of the families, and how far apart pictures drawn at random are in each.

    `shares` `(n,)` are shares of random pairs; `distances[family]` `(n,)` is the distance below which that share lies.
    """

    weights: Mapping[Family, float]
    shares: Floats
    distances: Mapping[Family, Floats]

    def closeness(self, family: Family, distance: Floats) -> Floats:
        """Return for each distance the share of random pairs of pictures that are further apart: 1 for a copy, .5 for any two."""
        return 1 - np.interp(distance, self.distances[family], self.shares).astype(np.float32)

    def together(self, apart: Mapping[Family, Floats], by: Family | None = None) -> Floats:
        """Return one distance from those of the families, each divided by its spread and weighed; of `by` alone when it is given."""
        if by is not None:
            return apart[by]
        return np.sum([self.weights[f] / self._spread(f) * apart[f] for f in FAMILIES], axis=0) / sum(self.weights.values())

    def _spread(self, family: Family) -> float:
        """Return the robust standard deviation of random distances: the distance between their quartiles over 1.349."""
        low, high = np.interp([0.25, 0.75], self.shares, self.distances[family])
        return float(high - low) / 1.349


def apart(one: NDArray[np.float16], many: NDArray[np.float16]) -> dict[Family, Floats]:
    """Return the Euclidean distance in each family from a look `(size,)` to many `(n, size)`."""
    difference = many.astype(np.float32) - one.astype(np.float32)
    return {family: np.linalg.norm(difference[:, part], axis=1) for family, part in PARTS.items()}


@functools.cache
def load_likeness() -> Likeness:
    """Read the shipped scales, fitted by `python -m eval pictures --fit`."""
    return likeness_from(json.loads(SCALES.read_text(encoding="utf-8")))


def likeness_from(known: Mapping[str, Any]) -> Likeness:
    """Return scales from their JSON form."""
    distances: dict[Family, Floats] = {f: np.array(known["distances"][f], dtype=np.float32) for f in FAMILIES}
    return Likeness({f: float(known["weights"][f]) for f in FAMILIES}, np.array(known["shares"], dtype=np.float32), distances)
