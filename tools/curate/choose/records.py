"""What choosing gives: the works, or the rules that cannot hold together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The works of a show in no order, with what they are worth together.

    `optimal` says that no show under the same rules is worth more, as proven by the solver; `bound` is the most that any could be
    worth. `notes` say what had to be assumed, a sentence each.
    """

    ids: tuple[str, ...]
    objective: float
    bound: float
    optimal: bool
    seconds: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """One rule of those that cannot hold together.

    `rule` is its place among the brief's rules and None for the size; `text` words it. `reach` is what can be had of it when all the
    others hold, None where nothing can, and `nearest` says so in a sentence.
    """

    rule: int | None
    text: str
    reach: float | None
    nearest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Rules that cannot hold together, of which none can be spared: without any one of them the others can hold.

    `minimal` is False where the time ran out before the latter was proven; that they cannot hold together is always.
    """

    clashes: tuple[Clash, ...]
    seconds: float
    minimal: bool = True
    notes: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[int | None, ...]:
        """The places of the rules among the brief's; None stands for the size."""
        return tuple(clash.rule for clash in self.clashes)

    @property
    def nearest(self) -> tuple[str, ...]:
        """What can be reached, a sentence a rule."""
        return tuple(clash.nearest for clash in self.clashes)

    @property
    def text(self) -> str:
        """Word the conflict and what is nearest to it."""
        together = "; ".join(clash.text for clash in self.clashes)
        head = "This cannot hold" if len(self.clashes) == 1 else "These cannot hold together"
        unsure = [] if self.minimal else ["The time ran out before it was clear whether fewer of these clash already."]
        return " ".join([f"{head}: {together}.", *unsure, *self.nearest])
