"""Vectors of works and of the theme: those of the records in the collection's own table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .grounds import Collection

Vectors = NDArray[np.float64]
# So many ids in one filter.
_AT_ONCE = 500


def record_vectors(collection: Collection, ids: Sequence[str]) -> dict[str, Vectors]:
    """Return the unit vector (dim,) of each work's record; a work without one is left out."""
    found: dict[str, Vectors] = {}
    for start in range(0, len(ids), _AT_ONCE):
        found |= _read(collection, ids[start : start + _AT_ONCE])
    return found


def text_vectors(collection: Collection, texts: Sequence[str]) -> Vectors:
    """Return the unit vectors (n, dim) of texts."""
    if not texts:
        return np.zeros((0, collection.encoder.dim))
    return np.stack([_unit(encoded.vector) for encoded in collection.encoder.encode(texts)])


def _read(collection: Collection, ids: Sequence[str]) -> dict[str, Vectors]:
    from lancedb.expr import col

    rows = collection.index.fragments.search().where(col("id").isin(list(ids))).select(["id", "vector"]).limit(len(ids)).to_arrow()
    return {row["id"]: _unit(np.array(row["vector"])) for row in rows.to_pylist()}


def _unit(vector: NDArray[np.floating]) -> Vectors:
    return np.asarray(vector, np.float64) / max(float(np.linalg.norm(vector)), 1e-9)
