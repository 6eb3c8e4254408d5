"""A show of the invented collection."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.search import Searcher
from tools.curate.brief import Brief, Rule, Trait
from tools.curate.pool import pieces
from tools.curate.show import Grounds, Show, make_show

BRIEF = Brief(
    theme="the sea in winter", size=6,
    rules=(Rule(kind="at_least", trait=Trait(field="on_paper"), count=2), Rule(kind="wall", metres=9.0)),
)  # fmt: skip


@pytest.fixture(scope="module")
def grounds(searcher: Searcher) -> Grounds:
    pool = pieces(searcher.index)
    return Grounds(
        pool=pool, scores=np.arange(len(pool), 0, -1, dtype=float), collection=searcher, why=lambda theme, piece: [f"It is {piece.title}."],
        facets={"winter": np.array([piece.id == "w:pines" for piece in pool])},
    )  # fmt: skip


@pytest.fixture(scope="module")
def show(grounds: Grounds) -> Show:
    return make_show(BRIEF, grounds.pool, grounds)
