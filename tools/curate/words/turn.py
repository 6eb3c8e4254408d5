"""A show while a person's words change it, clause by clause: what leaves, what may leave, what comes in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import chain

from tools.curate.brief import Brief, Rule, Trait
from tools.curate.order import Order
from tools.curate.pool import Piece
from tools.curate.wording import listed

from .change import Change, Wanted
from .give_way import Way
from .vocabulary import Vocabulary


@dataclass(slots=True)
class Turn:
    """What a person's words have changed so far. `show` are the works in their order, `pieces` all that there are to choose from."""

    brief: Brief
    show: list[Piece]
    pieces: Sequence[Piece]
    vocabulary: Vocabulary
    focus: str | None
    lightness: Mapping[str, float]
    said: str
    gone: list[str] = field(default_factory=list[str])
    free: dict[str, None] = field(default_factory=dict[str, None])
    leave: int = 0
    entering: frozenset[str] | None = None
    instead: list[str] = field(default_factory=list[str])
    order: Order | None = None
    notes: list[str] = field(default_factory=list[str])
    wanted: list[Wanted] = field(default_factory=list[Wanted])
    # What came in by the change before, and what was dropped last by this one.
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    # What is to stay though nothing else need.
    praised: list[str] = field(default_factory=list[str])

    @property
    def left(self) -> list[Piece]:
        """Return the works that have not been asked to go."""
        return [piece for piece in self.show if piece.id not in self.gone]

    def give(self, way: Way) -> None:
        """Let works go, or let so many of some go."""
        self.gone += [identity for identity in way.gone if identity not in self.gone]
        self.free |= dict.fromkeys(identity for identity in way.free if identity not in self.gone)
        self.leave += way.leave

    def ban(self, ids: Sequence[str], said: str) -> None:
        """Take works out for good: no later change brings them back."""
        self.give(Way(gone=tuple(ids)))
        rules = tuple(trimmed for rule in self.brief.rules if (trimmed := _without_ids(rule, ids)))
        self.brief = replace(self.brief, rules=(*rules, Rule(kind="exclude", trait=self.named(ids), said=said)))

    def named(self, ids: Sequence[str]) -> Trait:
        """Return the trait of works by their ids, which is worded by their titles."""
        titles = {piece.id: f"“{piece.title}”" for piece in self.pieces if piece.id in ids}
        return Trait(ids=tuple(ids), called=listed([titles.get(identity, identity) for identity in ids], "and"))

    def resized(self, size: int) -> None:
        """Set the size, 1 to 500."""
        self.brief = replace(self.brief, size=min(max(size, 1), 500))

    def only_these(self, ids: frozenset[str], count: int = 0, said: str = "") -> None:
        """Let none but these come in, and at least so many of them."""
        self.entering = ids if self.entering is None else self.entering | ids
        self.wanted += [Wanted(ids=ids, count=count, said=said)] if count else []

    def copied(self) -> Turn:
        """Return a turn that changes by itself."""
        return replace(
            self, gone=list(self.gone), free=dict(self.free), notes=list(self.notes), instead=list(self.instead),
            wanted=list(self.wanted), praised=list(self.praised),
        )  # fmt: skip

    def become(self, other: Turn) -> None:
        """Be as far as another turn, that was tried, has come."""
        for each in fields(self):
            setattr(self, each.name, getattr(other, each.name))

    def ordered(self, wish: Order) -> None:
        """Add a wish for the order to those before."""
        had = self.order or Order()
        if wish.by:
            self.brief = replace(self.brief, order=None if wish.by == "sections" else wish.by)
        self.order = Order(
            first=(*had.first, *wish.first), last=(*had.last, *wish.last), first_traits=(*had.first_traits, *wish.first_traits),
            last_traits=(*had.last_traits, *wish.last_traits), by=wish.by or had.by, swapped=(*had.swapped, *wish.swapped),
        )  # fmt: skip

    def change(self) -> Change:
        """Return the change; what was not asked to go is pinned."""
        # A work that is told where to hang is meant to hang.
        told = {*self.order.first, *self.order.last, *chain.from_iterable(self.order.swapped)} if self.order else set[str]()
        free = tuple(piece.id for piece in self.left if piece.id in self.free and piece.id not in told)
        pins = tuple(piece.id for piece in self.left if piece.id not in free)
        keep = max(len(pins), min(len(pins) + len(free) - self.leave, self.brief.size))
        # A size that asks for more than was asked for by name lets others fill it.
        asked = sum(wanted.count for wanted in self.wanted)
        entering = None if asked and self.brief.size - keep > asked else self.entering
        return Change(
            brief=self.brief, pins=pins, gone=tuple(dict.fromkeys(self.gone)), free=free, keep=keep, entering=entering,
            wanted=tuple(self.wanted), instead=tuple(self.instead), order=self.order, notes=tuple(dict.fromkeys(self.notes)),
            said=self.said,
        )  # fmt: skip


def _without_ids(rule: Rule, ids: Sequence[str]) -> Rule | None:
    """Return a rule that no longer asks for works which are to go."""
    if rule.kind != "include" or rule.trait is None:
        return rule
    left = tuple(identity for identity in rule.trait.ids if identity not in ids)
    if left == rule.trait.ids:
        return rule
    # What all of them were called names those that are left no more.
    return replace(rule, trait=replace(rule.trait, ids=left, called="")) if left else None
