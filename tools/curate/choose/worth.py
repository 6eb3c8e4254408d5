"""What a set of works is worth as a show: relevance, and facets of which the first work counts most."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from tools.curate.pool import Piece

from .makers import makers_by_work

Steps = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """What the first, second, … work of a facet adds, in standard deviations of relevance; a later one never adds more.

    `coverage` is for each facet of the theme, the others for each maker, decade and kind of work: they make a show diverse.
    """

    coverage: Steps = (1.0, 0.5, 0.25)
    makers: Steps = (0.2, 0.05)
    decades: Steps = (0.1, 0.05)
    kinds: Steps = (0.1, 0.05)


@dataclass(frozen=True, slots=True)
class Worth:
    """The worth of every subset of n works: the sum of `relevance` (n,), and for each of g facets the first steps of `steps` (g, j).

    `facets` (g, n) is 1 where a work belongs to a facet. `by_maker` (g,) marks the facets that are makers.
    """

    relevance: NDArray[np.float64]
    facets: csr_array
    steps: NDArray[np.float64]
    by_maker: NDArray[np.bool_]

    def of(self, chosen: Sequence[int] | NDArray[np.intp]) -> float:
        """Return what works are worth together, given by their places."""
        at = np.asarray(chosen, dtype=np.intp)
        counts = np.asarray(self.facets[:, at].sum(axis=1)) if len(at) else np.zeros(len(self.steps))
        reached = np.arange(self.steps.shape[1])[None, :] < counts[:, None]
        return float(self.relevance[at].sum() + self.steps[reached].sum())

    def gains(self, counts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what each work (n,) would add to a set that has `counts` (g,) works of each facet."""
        beyond = counts >= self.steps.shape[1]
        step = np.where(beyond, 0.0, self.steps[np.arange(len(counts)), np.where(beyond, 0, counts).astype(np.intp)])
        return self.relevance + step @ self.facets

    def most(self) -> NDArray[np.float64]:
        """Return the most that each work (n,) can add, its maker set aside."""
        return self.relevance + np.where(self.by_maker, 0.0, self.steps[:, 0]) @ self.facets

    def narrowed(self, kept: NDArray[np.intp]) -> Worth:
        """Return the worth over fewer works; a facet that only one of them has is a part of that work's own worth."""
        facets = self.facets[:, kept]
        sizes = np.diff(facets.indptr)
        alone = sizes == 1
        own = self.relevance[kept] + np.where(alone, self.steps[:, 0], 0.0) @ facets
        return Worth(own, facets[sizes > 1], self.steps[sizes > 1], self.by_maker[sizes > 1])


def worth(
    pool: Sequence[Piece], relevance: NDArray[np.float64], facets: Mapping[str, NDArray[np.bool_]], weights: Weights | None = None
) -> Worth:
    """Return what every set of works of a pool is worth; `relevance` (n,) is z-scored, `facets` (n,) each are the theme's."""
    weights = weights or Weights()
    kinds = [(piece.type or piece.medium or "").casefold() or None for piece in pool]
    theme = csr_array(np.array(list(facets.values()), dtype=np.float64).reshape(len(facets), len(pool)))
    parts: list[tuple[csr_array, Steps]] = [
        (theme, weights.coverage),
        (makers_by_work(pool), weights.makers),
        (_labelled([_decade(piece) for piece in pool]), weights.decades),
        (_labelled(kinds), weights.kinds),
    ]
    longest = max(1, *(len(steps) for _, steps in parts))
    sizes = [np.diff(part.indptr).size for part, _ in parts]
    return Worth(
        np.asarray(relevance, dtype=np.float64),
        csr_array(vstack([part for part, _ in parts])),
        np.concatenate([np.tile(_padded(steps, longest), (size, 1)) for size, (_, steps) in zip(sizes, parts, strict=True)]),
        np.repeat([False, True, False, False], sizes),
    )


def _padded(steps: Steps, length: int) -> NDArray[np.float64]:
    if any(later > earlier for earlier, later in itertools.pairwise(steps)) or min(steps, default=0.0) < 0:
        raise ValueError(f"the steps {steps} do not fall; a later work of a facet must add no more than an earlier one")
    return np.array([*steps, *[0.0] * (length - len(steps))])


def _decade(piece: Piece) -> str | None:
    years = [year for year in (piece.earliest, piece.latest) if year is not None]
    return str(sum(years) // len(years) // 10) if years else None


def _labelled(labels: Sequence[str | None]) -> csr_array:
    """Return a matrix (labels, n) of 1 where a work has the label; one without a label has none."""
    numbers: dict[str, int] = {}
    rows = [numbers.setdefault(label, len(numbers)) for label in labels if label]
    columns = [at for at, label in enumerate(labels) if label]
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(numbers), len(labels)))
