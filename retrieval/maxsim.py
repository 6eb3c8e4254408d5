"""Late interaction: score a query against many token sequences by MaxSim.

MaxSim (Khattab and Zaharia, ColBERT, 2020): for each query token the best cosine among the tokens of a sequence, summed.
Sequences of different lengths lie one after another in one array, so there is no padding to score.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
# Up to so many multiplications OpenBLAS computes a product in the caller's thread. Beyond, it waits for its other threads: 20 ms
# where another process holds a core, for what takes one. So the few texts of a search go in pieces, a whole collection to the threads.
ALONE = 2**18
PIECES = 64


def best_per_token(query: Floats, tokens: Floats, starts: Integers) -> Floats:
    """Return for each sequence and query token the best similarity, shape `(n, q)`.

    Args:
        query: `(q, dim)`, rows of unit length.
        tokens: `(t, dim)`, the sequences' rows one after another, of unit length.
        starts: `(n,)`, where each sequence begins; increasing, the first 0. No sequence is empty.

    >>> query = np.array([[1, 0], [0, 1]], dtype=np.float32)
    >>> tokens = np.array([[1, 0], [-1, 0], [0, -1]], dtype=np.float32)
    >>> best_per_token(query, tokens, np.array([0, 1])).tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    if len(starts) == 0:
        return np.zeros((0, len(query)), dtype=np.float32)
    if starts[0] != 0 or np.any(np.diff(starts) <= 0) or starts[-1] >= len(tokens):
        raise ValueError("sequences must be non-empty and lie one after another from the first row")
    # The long axis last: twice as fast as the other way round.
    return np.maximum.reduceat(_products(query, tokens), starts, axis=1).T


def maxsim(query: Floats, tokens: Floats, starts: Integers, weights: Floats | None = None) -> Floats:
    """Return the MaxSim of each sequence, `(n,)`: the sum over query tokens, or with `weights` `(q,)` their weighted sum.

    >>> query = np.array([[1, 0], [0, 1]], dtype=np.float32)
    >>> tokens = np.array([[1, 0], [0, 1], [-1, 0]], dtype=np.float32)
    >>> maxsim(query, tokens, np.array([0, 2])).tolist()
    [2.0, -1.0]
    """
    best = best_per_token(query, tokens, starts)
    if weights is None:
        return best.sum(axis=1)
    return best @ weights


def _products(query: Floats, tokens: Floats) -> Floats:
    """Return `query @ tokens.T`."""
    step = max(ALONE // max(query.size, 1), 1)
    if not step < len(tokens) <= PIECES * step:
        return query @ tokens.T
    return np.concatenate([query @ tokens[first : first + step].T for first in range(0, len(tokens), step)], axis=1)
