"""Random briefs over a real catalogue: what a curator might ask, and what cannot be had."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from tools.curate.brief import GAP_CM, Brief, Fact, Field, Rule, Trait
from tools.curate.pool import Piece

FIELDS: Sequence[Field] = ("medium", "type", "maker", "gender", "nationality", "continent", "place", "style", "genre", "tag", "holder")


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
        rules = tuple(self._rule(pool, size) for _ in range(self._chance.randint(1, most_rules)))
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

    def _rule(self, pool: Sequence[Piece], size: int) -> Rule:
        drawn: Sequence[Callable[[], Rule]] = (
            lambda: Rule(kind="only", trait=self._wide_trait(pool)),
            lambda: Rule(kind="none", trait=self._trait(pool)),
            lambda: Rule(kind="at_least", trait=self._trait(pool), count=self._chance.randint(1, max(1, size // 2))),
            lambda: Rule(kind="at_most", trait=self._trait(pool), count=self._chance.randint(0, size // 2)),
            lambda: Rule(kind="exactly", trait=self._trait(pool), count=self._chance.randint(0, max(1, size // 3))),
            lambda: Rule(kind="per_maker", count=self._chance.randint(1, 3)),
            lambda: self._share(self._trait(pool)),
            lambda: self._spread(pool, size),
            lambda: Rule(kind="wall", metres=round(size * (self._chance.uniform(20, 160) + GAP_CM) / 100, 1)),
            lambda: Rule(kind="include", trait=Trait(ids=self._ids(pool))),
            lambda: Rule(kind="exclude", trait=Trait(ids=self._ids(pool))),
        )
        return self._chance.choice(drawn)()

    def _spread(self, pool: Sequence[Piece], size: int) -> Rule:
        """Return at least so many, at most so many or exactly so many values of a fact, now and then of works with a trait."""
        fact: Fact = self._chance.choice(get_args(Fact))
        trait = self._trait(pool) if self._chance.random() < 0.25 else None
        few, many = sorted((self._chance.randint(1, max(2, size // 2)), self._chance.randint(1, max(2, size // 2))))
        low, high = self._chance.choice(((many, None), (many, None), (None, many), (few, many), (few, few)))
        return Rule(kind="spread", of=fact, trait=trait, low=low, high=high)

    def _share(self, trait: Trait) -> Rule:
        low = self._chance.choice((None, 0.2, 0.25, 1 / 3, 0.5))
        high = self._chance.choice((0.5, 0.75)) if low is None else self._chance.choice((None, 0.6, 0.8))
        return Rule(kind="share", trait=trait, low=low, high=high)

    def _ids(self, pool: Sequence[Piece]) -> tuple[str, ...]:
        return tuple(piece.id for piece in self._chance.sample(list(pool), self._chance.randint(1, 2)))

    def _wide_trait(self, pool: Sequence[Piece]) -> Trait:
        """Return a trait that a brief may ask of every work."""
        return self._chance.choice((self._years(pool), self._years(pool), self._sizes(pool), Trait(field="on_paper"), self._trait(pool)))

    def _trait(self, pool: Sequence[Piece]) -> Trait:
        match self._chance.randrange(6):
            case 0:
                return self._years(pool)
            case 1:
                return self._sizes(pool)
            case 2:
                return Trait(field="on_paper", words=self._chance.choice(((), ("no",))))
            case _:
                return self._said(pool)

    def _said(self, pool: Sequence[Piece]) -> Trait:
        """Return what the catalogue says of a random work in a random field."""
        for _ in range(50):
            piece, field = self._chance.choice(pool), self._chance.choice(FIELDS)
            told = piece.tags if field == "tag" else (getattr(piece, field),)
            if told and told[0]:
                return Trait(field=field, words=(self._chance.choice(told),))
        return Trait(field="on_paper")

    def _years(self, pool: Sequence[Piece]) -> Trait:
        dated = [piece.earliest for piece in pool if piece.earliest is not None] or [1800]
        first, last = sorted((self._chance.choice(dated), self._chance.choice(dated)))
        first_said, last_said = self._chance.choice(((first - 20, last + 20), (first, None), (None, last)))
        return Trait(from_year=first_said, to_year=last_said)

    def _sizes(self, pool: Sequence[Piece]) -> Trait:
        cm = float(round(self._chance.choice([piece.width_cm for piece in pool if piece.width_cm] or [100.0])))
        return self._chance.choice(
            (Trait(max_width_cm=2 * cm), Trait(max_width_cm=cm), Trait(min_width_cm=cm), Trait(max_height_cm=2 * cm))
        )
