"""The greedy that most would write: take the work that adds most and breaks no limit so far, and do not look ahead."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tools.curate.brief import GAP_CM
from tools.curate.choose.rows import Terms
from tools.curate.choose.worth import Worth


def plain_works(terms: Terms, worth: Worth) -> list[int]:
    """Return the places of works, those first that must be in: fewer than were asked for where nothing more can be added."""
    taken = [at for place, rule in enumerate(terms.rules) if rule.kind == "include" for at in np.flatnonzero(terms.marks[place]).tolist()]
    taken = list(dict.fromkeys(taken))[: terms.size]
    while len(taken) < terms.size:
        gains = worth.gains(np.asarray(worth.facets[:, taken].sum(axis=1)))
        gains[~_may_be_added(terms, taken)] = -np.inf
        best = int(np.argmax(gains))
        if gains[best] == -np.inf:
            return taken
        taken.append(best)
    return taken


def _may_be_added(terms: Terms, taken: Sequence[int]) -> NDArray[np.bool_]:
    """Return which works (n,) break no limit beside those taken."""
    may = np.ones(terms.works, dtype=bool)
    may[list(taken)] = False
    for place in range(len(terms.rules)):
        may &= _within(terms, place, taken)
    return may


def _within(terms: Terms, place: int, taken: Sequence[int]) -> NDArray[np.bool_]:
    rule, mark = terms.rules[place], terms.marks[place]
    having = [at for at in taken if mark[at]]
    match rule.kind:
        case "only":
            return mark
        case "none" | "exclude":
            return ~mark
        case "at_most" | "exactly":
            return ~mark | (len(having) < (rule.count or 0))
        case "share":
            return ~mark | (len(having) < math.floor((1 if rule.high is None else rule.high) * terms.size + 1e-9))
        case "per_maker":
            full = np.asarray(terms.makers[:, having].sum(axis=1)) >= (rule.count or 0)
            return ~mark | ~(full @ terms.makers > 0)
        case "spread":
            values = terms.values[place]
            had = np.asarray(values[:, having].sum(axis=1)) > 0
            return had.sum() + (~had).astype(float) @ values <= (math.inf if rule.high is None else rule.high)
        case "wall":
            used = float((terms.widths[list(taken)] + GAP_CM).sum())
            return (used + terms.widths + GAP_CM) / 100 <= (rule.metres or 0) + 1e-9
        case "at_least" | "include":
            return np.ones(terms.works, dtype=bool)
