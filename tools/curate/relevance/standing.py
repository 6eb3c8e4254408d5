"""How a work stands among those of its maker, which counts under every theme: few by the maker, and a large one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tools.curate.pool import Piece

from .terms import Floats


@dataclass(frozen=True, slots=True)
class Standing:
    """Natural logs by work, `(works,)`: `many` of how many works the pool has by its maker, `large` of its height times width over the
    mean of its maker's works. A work whose maker nobody knows stands alone; one without measures is as large as the mean.
    """

    many: Floats
    large: Floats


def standing(pool: Sequence[Piece], makers: Sequence[str]) -> Standing:
    """Tell how works stand among those of their makers.

    A show picks a few works of many makers: of 250 works by one of them each is less likely to hang than the only work by another, and
    of one maker's works the large ones hang more often than the leaves of a sketchbook.

    >>> from tools.curate.pool import Piece
    >>> sizes = (10.0, 40.0, 10.0)
    >>> found = standing([Piece(id=str(cm), title="", height_cm=cm, width_cm=1.0) for cm in sizes], ["ada ek", "ada ek", "bo holm"])
    >>> found.many.round(2).tolist(), found.large.round(2).tolist()
    ([0.69, 0.69, 0.0], [-0.69, 0.69, 0.0])
    """
    if not pool:
        return Standing(np.zeros(0), np.zeros(0))
    names, maker, count = np.unique(np.array(makers), return_inverse=True, return_counts=True)
    area: Floats = np.array([(piece.height_cm or 0) * (piece.width_cm or 0) for piece in pool], dtype=np.float64)
    known = area > 0
    size = np.log(np.where(known, area, 1))
    measured = np.bincount(maker[known], minlength=len(names))
    mean = np.bincount(maker[known], size[known], len(names)) / np.maximum(measured, 1)
    return Standing(np.log(np.where(names == "", 1, count))[maker], np.where(known, size - mean[maker], 0))
