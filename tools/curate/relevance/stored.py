"""What works mean by the vectors of their records, which a collection keeps: nothing is encoded anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders import Encoder
from retrieval.engine.engine import Engine
from retrieval.search import Searcher

from .likeness import Meaning, Singles, even_weights

# Late interaction reads every word of a work, a byte a component: of a larger collection that of the nearest in meaning alone.
NEAREST = 20_000


@dataclass(frozen=True, slots=True)
class Stored:
    """Works by their records: `whole` `(n, dim)`, and their positions `(n,)` in the engine that compares words, -1 where it has none.

    `nearest` says for how many works words are compared at most.
    """

    whole: Singles
    engine: Engine
    positions: NDArray[np.int64]
    nearest: int = NEAREST

    def maxsims(self, themes: Meaning) -> Singles:
        """Return late interaction of themes with each work, `(themes, n)`; works that are not compared have the least of the others."""
        return np.stack([self._maxsim(themes, row) for row in range(len(themes.whole))])

    def _maxsim(self, themes: Meaning, row: int) -> Singles:
        found = np.zeros(len(self.positions), dtype=np.float32)
        near = np.argsort(-(self.whole @ themes.whole[row]), kind="stable")
        near = near[self.positions[near] >= 0][: self.nearest]
        order = near[np.argsort(self.positions[near], kind="stable")]
        if len(order):
            tokens = themes.tokens.take([row])
            scores = self.engine.scores(tokens.rows.astype(np.float32), even_weights(tokens), self.positions[order])
            found[:] = scores.min()
            found[order] = scores
        return found


def keeps_vectors(searcher: Searcher, encoder: Encoder) -> bool:
    """Say whether the vectors of a collection are those of this encoder, so that they can be compared with its own."""
    told = searcher.index.manifest
    return (told.encoder, told.encoder_version, told.dim) == (encoder.name, encoder.version, encoder.dim)


def texts_of(searcher: Searcher, works: Sequence[str]) -> list[str]:
    """Return what a collection tells of works beside their records, one text a work, "" for none: other titles, series, passages."""
    from lancedb.expr import col, lit

    records = searcher.index.works
    told = {work: list(filter(None, (records[work].original_title, records[work].part_of))) for work in works if work in records}
    passages = searcher.index.fragments.search().where(col("kind") != lit("record")).select(["about", "text"]).to_arrow()
    for about, text in zip(passages["about"].to_pylist(), passages["text"].to_pylist(), strict=True):
        # A passage is first of all about the work that it names first.
        if about and about[0] in told:
            told[about[0]].append(text)
    return [" ".join(told.get(work, ())) for work in works]


def stored(searcher: Searcher, works: Sequence[str]) -> Stored:
    """Return what works of a collection mean, by their ids."""
    from lancedb.expr import col, lit

    records = searcher.index.fragments.search().where(col("kind") == lit("record"))
    table = records.select(["id", "vector"]).with_row_id(True).to_arrow()
    place = {identity: at for at, identity in enumerate(table["id"].to_pylist())}
    at = np.array([place.get(work, -1) for work in works], dtype=np.int64)
    engine = searcher.follower.engine()
    positions = engine.positions(table["_rowid"].to_numpy().astype(np.int64))
    vectors = table["vector"].combine_chunks().flatten().to_numpy().reshape(table.num_rows, -1)
    if not table.num_rows:
        return Stored(np.zeros((len(works), searcher.index.manifest.dim), dtype=np.float32), engine, at)
    found = (at >= 0)[:, None]
    return Stored(np.where(found, vectors[at], 0).astype(np.float32), engine, np.where(at >= 0, positions[at], -1))
