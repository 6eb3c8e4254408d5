"""Rules of a brief held to a show by plain counting, and small pools chosen from by trying everything.

Nothing here is shared with `tools.curate.choose` but the words for a maker of whom nothing is known, and what values a work has of a fact.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tools.curate.brief import GAP_CM, Brief, Rule
from tools.curate.choose.facts import values_of
from tools.curate.choose.makers import makers_of
from tools.curate.choose.worth import Weights
from tools.curate.pool import Piece
from tools.curate.traits import holds

# A rule by its place, None for the size.
Suspect = int | None


def broken(brief: Brief, chosen: Sequence[Piece], pool: Sequence[Piece]) -> list[Suspect]:
    """Return the rules that works break, None for the size."""
    wrong: list[Suspect] = [] if len(chosen) == brief.size else [None]
    return [*wrong, *(place for place, rule in enumerate(brief.rules) if not kept(rule, chosen, pool))]


def kept(rule: Rule, chosen: Sequence[Piece], pool: Sequence[Piece]) -> bool:
    """Say whether works keep a rule."""
    having = [piece for piece in chosen if rule.trait is None or holds(rule.trait, piece)]
    match rule.kind:
        case "only":
            return len(having) == len(chosen)
        case "none" | "exclude":
            return not having
        case "at_least":
            return len(having) >= (rule.count or 0)
        case "at_most":
            return len(having) <= (rule.count or 0)
        case "exactly":
            return len(having) == rule.count
        case "include":
            return {piece.id for piece in chosen} >= set(rule.trait.ids if rule.trait else ())
        case "per_maker":
            return max(Counter(maker for piece in having for maker in makers_of(piece)).values(), default=0) <= (rule.count or 0)
        case "share":
            share = len(having) / len(chosen)
            return (rule.low or 0) - 1e-9 <= share <= (1 if rule.high is None else rule.high) + 1e-9
        case "spread":
            several = len({value for piece in having for value in values_of(rule.of, piece)}) if rule.of else 0
            return (rule.low or 0) <= several <= (math.inf if rule.high is None else rule.high)
        case "wall":
            return wall_metres(chosen, pool) <= (rule.metres or 0) + 1e-6


def wall_metres(chosen: Sequence[Piece], pool: Sequence[Piece]) -> float:
    """Return how much wall works need; one without a width counts as the pool's median."""
    known = sorted(piece.width_cm for piece in pool if piece.width_cm)
    usual = known[len(known) // 2] if known else 100.0
    return sum((piece.width_cm or usual) + GAP_CM for piece in chosen) / 100


def worth_of(
    chosen: Sequence[Piece], relevance: Mapping[str, float], facets: Mapping[str, frozenset[str]], weights: Weights | None = None
) -> float:
    """Return what works are worth together; `relevance` and `facets` go by id."""
    weights = weights or Weights()
    theme = Counter(name for piece in chosen for name, ids in facets.items() if piece.id in ids)
    makers = Counter(maker for piece in chosen for maker in makers_of(piece))
    years = [[year for year in (piece.earliest, piece.latest) if year is not None] for piece in chosen]
    decades = Counter(sum(known) // len(known) // 10 for known in years if known)
    kinds = Counter(kind for piece in chosen if (kind := (piece.type or piece.medium or "").casefold()))
    counted = ((theme, weights.coverage), (makers, weights.makers), (decades, weights.decades), (kinds, weights.kinds))
    steps = sum(sum(step[:count]) for counter, step in counted for count in counter.values())
    return sum(relevance[piece.id] for piece in chosen) + steps


@dataclass(frozen=True, slots=True)
class Truth:
    """What trying everything shows: the best worth, or the fewest rules that no show keeps together."""

    best: float | None
    fewest: int | None
    held: frozenset[frozenset[Suspect]]

    def can_hold(self, suspects: Sequence[Suspect]) -> bool:
        """Say whether some show keeps these rules."""
        return any(held.issuperset(suspects) for held in self.held)


def tried(
    pool: Sequence[Piece], relevance: Mapping[str, float], facets: Mapping[str, frozenset[str]], brief: Brief
) -> Truth:  # fmt: skip
    """Try every set of works of a small pool."""
    suspects: list[Suspect] = [None, *range(len(brief.rules))]
    shows = [chosen for size in range(1, len(pool) + 1) for chosen in itertools.combinations(pool, size)]
    wrong = [broken(brief, chosen, pool) for chosen in shows]
    held = frozenset(frozenset(suspects) - frozenset(places) for places in wrong)
    best = max((worth_of(chosen, relevance, facets) for chosen, places in zip(shows, wrong, strict=True) if not places), default=None)
    sets = (chosen for size in range(1, len(suspects) + 1) for chosen in itertools.combinations(suspects, size))
    fewest = next((len(chosen) for chosen in sets if not any(kept.issuperset(chosen) for kept in held)), None)
    return Truth(best, fewest, held)
