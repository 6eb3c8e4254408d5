"""Who counts as the maker of a work where a rule counts works by one maker."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from retrieval.words import folded
from tools.curate.pool import Piece

# Begins the id of a maker of whom nothing is known, but for one work.
NOBODY = "the maker of "
_NOBODY = re.compile(r"(?:artist )?(?:unknown|anonymous|anon|unidentified)\b")


def makers_of(piece: Piece) -> tuple[str, ...]:
    """Return who made a work, by id.

    A work by nobody known (no maker, or one that the catalogue calls unknown) counts as by a maker of its own: nothing says that two
    such works are by the same hand, and a rule of two works a maker is not meant to leave out what has no name.
    """
    first = (piece.maker_id,) if piece.maker_id is not None and not _is_nobody(piece.maker or "") else ()
    return tuple(dict.fromkeys((*first, *piece.other_makers))) or (f"{NOBODY}{piece.id}",)


@functools.lru_cache(maxsize=65536)
def _is_nobody(name: str) -> bool:
    return bool(_NOBODY.match(folded(name)))


def makers_by_work(pool: Sequence[Piece]) -> csr_array:
    """Return a matrix (makers, n) of 1 where the maker made the work, alone or with others."""
    numbers: dict[str, int] = {}
    makers = [makers_of(piece) for piece in pool]
    rows = [numbers.setdefault(maker, len(numbers)) for several in makers for maker in several]
    columns = np.repeat(np.arange(len(pool)), [len(several) for several in makers])
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(numbers), len(pool)))


def first_makers(makers: csr_array) -> NDArray[np.intp]:
    """Return the number of each work's maker (n,), and -1 for a work by several."""
    of_work = makers.tocsc()
    alone = np.diff(of_work.indptr) == 1
    return np.where(alone, of_work.indices[np.minimum(of_work.indptr[:-1], max(len(of_work.indices) - 1, 0))], -1)
