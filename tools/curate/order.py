"""How a person wants the works of a show to hang."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .brief import InTurn, Trait

By = Literal[InTurn, "sections"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How the works should hang: those named `first` and `last`, in that order, the others `by` something or as they were.

    `first_traits` and `last_traits` mean all works that have them, a kind after another: those named come before the kinds at the
    front and after them at the end. `by` “sections” parts the show anew. `swapped` are pairs of works that change places.
    """

    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    first_traits: tuple[Trait, ...] = ()
    last_traits: tuple[Trait, ...] = ()
    by: By | None = None
    swapped: tuple[tuple[str, str], ...] = ()
