"""What the rules of a random brief are about: traits that works of the pool have, told of again by other rules."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from tools.curate.brief import Fact, Field, Trait
from tools.curate.choose.constraints import shape_of
from tools.curate.choose.distinct import verdicts
from tools.curate.choose.facts import values_by_work
from tools.curate.pool import Piece

FIELDS: Sequence[Field] = ("medium", "type", "maker", "gender", "nationality", "continent", "place", "style", "genre", "tag", "holder")
# So many rules may ask for more than the pool has by itself, so many are about the works of a rule before, so many about two properties.
FREELY, AGAIN, ALSO = 0.08, 0.25, 0.15
TRIES = 20


class Traits:
    """Draws what the rules of one brief are about."""

    def __init__(self, pool: Sequence[Piece], chance: random.Random) -> None:
        self._pool = pool
        self._chance = chance
        self._told: list[Trait] = []

    def some(self, least: int = 1) -> Trait:
        """Return a trait that at least so many works have, but now and then any."""
        return self._fitting(self._any, least)

    def wide(self, least: int) -> Trait:
        """Return one that a brief may ask of every work."""
        drawn = (self._years, self._years, self._sizes, lambda: Trait(field="on_paper"), self._any)
        return self._fitting(lambda: self._chance.choice(drawn)(), least)

    def spread(self, trait: Trait | None) -> tuple[Fact, int]:
        """Return a fact of which works with a trait have several values, but now and then any, and how many values there are."""
        having = np.ones(len(self._pool), dtype=bool) if trait is None else self.having(trait)
        freely = self._chance.random() < FREELY
        for fact in self._chance.sample(get_args(Fact), len(get_args(Fact))):
            values = shape_of(values_by_work(fact, self._pool, having))[0]
            if values > 1 or freely:
                return fact, len(self._pool) if freely else values
        return "maker", len(self._pool)

    def _fitting(self, draw: Callable[[], Trait], least: int) -> Trait:
        if self._chance.random() < FREELY:
            return draw()
        for _ in range(TRIES):
            again = self._told and self._chance.random() < AGAIN
            trait = self._chance.choice(self._told) if again else draw()
            if self.having(trait).sum() >= least:
                self._told.append(trait)
                return trait
        return Trait(field="on_paper")

    def having(self, trait: Trait) -> NDArray[np.bool_]:
        """Return which works (n,) have a trait for certain."""
        return verdicts(trait, self._pool) > 0

    def _any(self) -> Trait:
        trait = self._single()
        return replace(trait, also=self._single()) if self._chance.random() < ALSO else trait

    def _single(self) -> Trait:
        match self._chance.randrange(6):
            case 0:
                return self._years()
            case 1:
                return self._sizes()
            case 2:
                return Trait(field="on_paper", words=self._chance.choice(((), ("no",))))
            case _:
                return self._said()

    def _said(self) -> Trait:
        """Return what the catalogue says of a random work in a random field."""
        for _ in range(50):
            piece, field = self._chance.choice(self._pool), self._chance.choice(FIELDS)
            told = piece.tags if field == "tag" else (getattr(piece, field),)
            if told and told[0]:
                return Trait(field=field, words=(self._chance.choice(told),))
        return Trait(field="on_paper")

    def _years(self) -> Trait:
        dated = [piece.earliest for piece in self._pool if piece.earliest is not None] or [1800]
        first, last = sorted((self._chance.choice(dated), self._chance.choice(dated)))
        first_said, last_said = self._chance.choice(((first - 20, last + 20), (first, None), (None, last)))
        return Trait(from_year=first_said, to_year=last_said)

    def _sizes(self) -> Trait:
        cm = float(round(self._chance.choice([piece.width_cm for piece in self._pool if piece.width_cm] or [100.0])))
        return self._chance.choice(
            (Trait(max_width_cm=2 * cm), Trait(max_width_cm=cm), Trait(min_width_cm=cm), Trait(max_height_cm=2 * cm))
        )
