"""Random briefs over a real catalogue: what a curator might ask, and what cannot be had."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.curate.brief import GAP_CM, Brief, Kind, Rule, Trait
from tools.curate.pool import Piece

from .curate_traits import Traits


@dataclass(frozen=True, slots=True)
class Case:
    """A brief with the pool that it is asked of; `relevance` (n,) is z-scored, `facets` (n,) each."""

    pool: Sequence[Piece]
    relevance: NDArray[np.float64]
    facets: Mapping[str, NDArray[np.bool_]]
    brief: Brief


class Draw:
    """Draws cases from the works of a catalogue."""

    def __init__(self, works: Sequence[Piece], chance: random.Random) -> None:
        self._works = works
        self._chance = chance

    def case(self, works: int, sizes: tuple[int, int], most_rules: int, most_facets: int) -> Case:
        """Draw a pool of `works` works, a theme of some of its tags, and a brief of 1 to `most_rules` rules."""
        pool = self._chance.sample(list(self._works), min(works, len(self._works)))
        size = self._chance.randint(*sizes)
        traits = Traits(pool, self._chance)
        rules = tuple(self._rule(traits, pool, size) for _ in range(self._chance.randint(1, most_rules)))
        facets = self._facets(pool, self._chance.randint(1, most_facets))
        return Case(pool, self._relevance(facets, len(pool)), facets, Brief(theme=" ".join(facets), size=size, rules=rules))

    def _facets(self, pool: Sequence[Piece], count: int) -> dict[str, NDArray[np.bool_]]:
        """Return tags of random works as facets of a theme, with the works that bear them."""
        tags = sorted({tag for piece in pool for tag in piece.tags}) or ["all"]
        named = self._chance.sample(tags, min(count, len(tags)))
        # Half of them frequent ones, as the words of a theme are.
        often = [tag for piece in self._chance.sample(list(pool), min(40, len(pool))) for tag in piece.tags]
        named = list(dict.fromkeys([*self._chance.sample(often, min(count // 2 + 1, len(often))), *named]))[:count]
        return {tag: np.array([tag in piece.tags for piece in pool]) for tag in named}

    def _relevance(self, facets: Mapping[str, NDArray[np.bool_]], works: int) -> NDArray[np.float64]:
        """Return noise that leans towards the facets, as the scores of a search do."""
        noise = np.random.default_rng(self._chance.randrange(2**32)).normal(size=works)
        leaning = noise + 0.8 * np.sum([shows.astype(float) for shows in facets.values()], axis=0)
        return (leaning - leaning.mean()) / (leaning.std() or 1.0)

    def _rule(self, traits: Traits, pool: Sequence[Piece], size: int) -> Rule:
        drawn: Sequence[Callable[[], Rule]] = (
            lambda: Rule(kind="only", trait=traits.wide(size)),
            lambda: Rule(kind="none", trait=traits.some()),
            lambda: self._counted(traits, "at_least", 1, size // 2),
            lambda: Rule(kind="at_most", trait=traits.some(), count=self._chance.randint(0, size // 2)),
            lambda: self._counted(traits, "exactly", 0, size // 3),
            lambda: Rule(kind="per_maker", count=self._chance.randint(1, 3)),
            lambda: self._share(traits, size),
            lambda: self._spread(traits, size),
            lambda: Rule(kind="wall", metres=round(size * (self._chance.uniform(20, 160) + GAP_CM) / 100, 1)),
            lambda: Rule(kind="include", trait=Trait(ids=self._ids(pool))),
            lambda: Rule(kind="exclude", trait=Trait(ids=self._ids(pool))),
        )
        return self._chance.choice(drawn)()

    def _counted(self, traits: Traits, kind: Kind, least: int, most: int) -> Rule:
        count = self._chance.randint(least, max(1, most))
        return Rule(kind=kind, trait=traits.some(count), count=count)

    def _spread(self, traits: Traits, size: int) -> Rule:
        """Return at least so many, at most so many or exactly so many values of a fact, now and then of works with a trait."""
        trait = traits.some(2) if self._chance.random() < 0.25 else None
        fact, values = traits.spread(trait)
        most = min(max(2, size // 2), values)
        few, many = sorted((self._chance.randint(1, most), self._chance.randint(1, most)))
        low, high = self._chance.choice(((many, None), (many, None), (None, many), (few, many), (few, few)))
        return Rule(kind="spread", of=fact, trait=trait, low=low, high=high)

    def _share(self, traits: Traits, size: int) -> Rule:
        low = self._chance.choice((None, 0.2, 0.25, 1 / 3, 0.5))
        high = self._chance.choice((0.5, 0.75)) if low is None else self._chance.choice((None, 0.6, 0.8))
        return Rule(kind="share", trait=traits.some(math.ceil((low or 0) * size - 1e-9)), low=low, high=high)

    def _ids(self, pool: Sequence[Piece]) -> tuple[str, ...]:
        return tuple(piece.id for piece in self._chance.sample(list(pool), self._chance.randint(1, 2)))
