"""The best show of a middling pool, by branch and bound: too many shows to try each, few enough to rule all out.

As in `curate_brute`, nothing is shared with `tools.curate.choose` but who a work's makers are and what values it has of a fact. What a show
can gain is bounded by what each work left would add by itself, for a facet's later works never add more than its first.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tools.curate.brief import Brief, Rule
from tools.curate.choose.facts import values_of
from tools.curate.choose.makers import makers_of
from tools.curate.choose.worth import Weights
from tools.curate.pool import Piece
from tools.curate.traits import holds

from .curate_brute import kept, wall_metres

MOST_NODES = 200_000
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Searched:
    """The greatest worth, None where no show keeps the rules; `settled` is False where there were more branches than `MOST_NODES`."""

    best: float | None
    settled: bool


def searched(pool: Sequence[Piece], relevance: Mapping[str, float], facets: Mapping[str, frozenset[str]], brief: Brief) -> Searched:
    """Return what the best show of a pool is worth."""
    search = _Search(pool, relevance, facets, brief)
    search.branch([], list(pool), 0.0)
    return Searched(None if search.best == -math.inf else search.best, search.nodes <= MOST_NODES)


@dataclass
class _Search:
    pool: Sequence[Piece]
    relevance: Mapping[str, float]
    facets: Mapping[str, frozenset[str]]
    brief: Brief
    best: float = -math.inf
    nodes: int = 0
    labels: dict[str, list[tuple[object, tuple[float, ...]]]] = field(init=False)
    having: list[frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.labels = {piece.id: self._labels(piece, Weights()) for piece in self.pool}
        self.having = [
            frozenset(piece.id for piece in self.pool if rule.trait is None or holds(rule.trait, piece)) for rule in self.brief.rules
        ]

    def branch(self, chosen: list[Piece], left: list[Piece], worth: float) -> None:
        """Look for better shows with all of `chosen` and others only of `left`."""
        self.nodes += 1
        missing = self.brief.size - len(chosen)
        if self.nodes > MOST_NODES or len(left) < missing or not self._may_hold(chosen, left, missing):
            return
        if not missing:
            if all(kept(rule, chosen, self.pool) for rule in self.brief.rules):
                self.best = max(self.best, worth)
            return
        counts = Counter(key for piece in chosen for key, _ in self.labels[piece.id])
        gains = sorted(((self._gain(piece, counts), at) for at, piece in enumerate(left)), reverse=True)
        for number, (gain, at) in enumerate(gains):
            if worth + sum(each for each, _ in gains[number : number + missing]) <= self.best + _EPSILON:
                return
            self.branch([*chosen, left[at]], [left[other] for _, other in gains[number + 1 :]], worth + gain)

    def _labels(self, piece: Piece, weights: Weights) -> list[tuple[object, tuple[float, ...]]]:
        years = [year for year in (piece.earliest, piece.latest) if year is not None]
        kind = (piece.type or piece.medium or "").casefold()
        return [
            *((("facet", name), weights.coverage) for name, ids in self.facets.items() if piece.id in ids),
            *((("maker", maker), weights.makers) for maker in makers_of(piece)),
            *([(("decade", sum(years) // len(years) // 10), weights.decades)] if years else []),
            *([(("kind", kind), weights.kinds)] if kind else []),
        ]

    def _gain(self, piece: Piece, counts: Mapping[object, int]) -> float:
        steps = (steps[counts[key]] for key, steps in self.labels[piece.id] if counts[key] < len(steps))
        return self.relevance[piece.id] + sum(steps)

    def _may_hold(self, chosen: Sequence[Piece], left: Sequence[Piece], missing: int) -> bool:
        return all(
            self._may_hold_of(rule, having, chosen, left, missing) for rule, having in zip(self.brief.rules, self.having, strict=True)
        )

    def _may_hold_of(self, rule: Rule, having: frozenset[str], chosen: Sequence[Piece], left: Sequence[Piece], missing: int) -> bool:
        """Say whether a rule can still be kept, as far as counting tells; never no where it can."""
        had = sum(piece.id in having for piece in chosen)
        most = had + min(missing, sum(piece.id in having for piece in left))
        least = had + max(0, missing - sum(piece.id not in having for piece in left))
        match rule.kind:
            case "only":
                return most == self.brief.size
            case "none" | "exclude":
                return least == 0
            case "at_least":
                return most >= (rule.count or 0)
            case "at_most":
                return least <= (rule.count or 0)
            case "exactly":
                return least <= (rule.count or 0) <= most
            case "include":
                return most >= len(having)
            case "share":
                size = self.brief.size
                return most / size >= (rule.low or 0) - _EPSILON and least / size <= (1 if rule.high is None else rule.high) + _EPSILON
            case "per_maker":
                return max(Counter(m for p in chosen if p.id in having for m in makers_of(p)).values(), default=0) <= (rule.count or 0)
            case "spread":
                return self._spread_may_hold(rule, having, chosen, left)
            case "wall":
                narrowest = sorted(wall_metres([piece], self.pool) for piece in left)[:missing]
                return wall_metres(chosen, self.pool) + sum(narrowest) <= (rule.metres or 0) + 1e-6

    def _spread_may_hold(self, rule: Rule, having: frozenset[str], chosen: Sequence[Piece], left: Sequence[Piece]) -> bool:
        fact = rule.of or "maker"
        had = {value for piece in chosen if piece.id in having for value in values_of(fact, piece)}
        if len(had) > (math.inf if rule.high is None else rule.high):
            return False
        may = had | {value for piece in left if piece.id in having for value in values_of(fact, piece)}
        return len(may) >= (rule.low or 0)
