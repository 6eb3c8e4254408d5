"""Random briefs under hard rules: is any broken, are impossible ones named rightly, how long does it take, what does proof gain?"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from retrieval.collections import STARTER
from tools.curate.pool import Piece, pieces, pieces_of

from .curate_briefs import Draw
from .curate_rules_report import report
from .curate_trials import MiddlingTrial, SmallTrial, Trial, tried_large, tried_middling, tried_small
from .report import Report

SIZES = (5, 25)
MOST_RULES = 8
MOST_FACETS = 8
SMALL_POOL = 9
SMALL_SIZES = (2, 4)
SMALL_RULES = 5
MIDDLING_POOL = 60
MIDDLING_SIZE = 6
# A middling brief takes a second or two of branch and bound: one for so many of the others.
MIDDLING_FOR = 5


def evaluate(briefs: int, source: Path | None, works: int, seed: int, progress: Callable[[int, int], None]) -> Report:
    """Choose shows for `briefs` random briefs of `works` works of a catalogue, for as many of small pools and some of middling ones."""
    draw = Draw(read_pieces(source or STARTER), random.Random(seed))
    large: list[Trial] = []
    small: list[SmallTrial] = []
    middling: list[MiddlingTrial] = []
    for number in range(briefs):
        large.append(tried_large(draw.case(works, SIZES, MOST_RULES, MOST_FACETS)))
        small.append(tried_small(draw.case(SMALL_POOL, SMALL_SIZES, SMALL_RULES, 3)))
        if number % MIDDLING_FOR == 0:
            middling.append(tried_middling(draw.case(MIDDLING_POOL, (MIDDLING_SIZE, MIDDLING_SIZE), MOST_RULES, 4)))
        progress(number + 1, briefs)
    name = (source or STARTER).name
    drawn = (
        f"{works:,} works drawn of {name} for each brief, {SIZES[0]} to {SIZES[1]} asked; seed {seed}. Small pools have {SMALL_POOL}, "
        f"so that every show can be tried; middling ones {MIDDLING_POOL}, of which {MIDDLING_SIZE} are asked, by branch and bound."
    )
    return report(large, small, middling, {"source": name, "pool": works, "seed": seed}, drawn)


def read_pieces(source: Path) -> list[Piece]:
    """Return the works of a built collection or of a catalogue."""
    from retrieval.catalogue import read_catalogue
    from retrieval.index.open import open_index

    if (source / "index.json").is_file():
        return pieces(open_index(source))
    catalogue = read_catalogue(source).catalogue
    return pieces_of(catalogue.works, {maker.id: maker for maker in catalogue.makers})
