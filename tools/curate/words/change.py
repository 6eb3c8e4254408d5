"""A change of a show that a person asks for, and what must stay as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tools.curate.brief import Brief, Rule, Trait
from tools.curate.order import Order
from tools.curate.pool import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Works of which so many are to come in, in the words that asked for them."""

    ids: frozenset[str]
    count: int
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A show's next brief, and what of the show stays.

    `pins` stay, in the order of the show; `gone` leave and do not come back; of the others of the show (`free`) so many must stay that
    `keep` works stay in all. `entering`, where not None, are the only works that may come in, and of `wanted` so many do; others were
    asked for `instead` of some of those that are gone. `undo` asks for the show before this one. `notes` are sentences for the person:
    how words were read.
    """

    brief: Brief
    pins: tuple[str, ...]
    gone: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    keep: int = 0
    entering: frozenset[str] | None = None
    wanted: tuple[Wanted, ...] = ()
    instead: tuple[str, ...] = ()
    order: Order | None = None
    undo: bool = False
    notes: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A person asks why works are in, or why others are `out`; nothing changes. Without ids, all that nearly came in are meant."""

    ids: tuple[str, ...] = ()
    out: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A person asks what is in the show; `lines` answer, and nothing changes."""

    lines: tuple[str, ...]


def candidates(change: Change, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the works that a changed show is chosen from: no others than may come in.

    What a rule names by id stays among them, even what the rule keeps out, so that the rule can be held to.
    """
    may = change.entering
    if may is None:
        return list(pieces)
    named = {identity for rule in change.brief.rules if rule.trait for identity in rule.trait.ids}
    held = {*change.pins, *change.free, *named, *may}
    return [piece for piece in pieces if piece.id in held]


def asked_now(change: Change) -> Brief:
    """Return the brief that a changed show is chosen by: its own rules, and that what was not asked to change stays."""
    pinned = Trait(ids=change.pins, called="what was not asked to change")
    stays = [Rule(kind="include", trait=pinned, said="what was not asked to change stays")] if change.pins else []
    if change.keep > len(change.pins):
        held = Trait(ids=(*change.pins, *change.free), called="those of the show before")
        stays.append(Rule(kind="at_least", trait=held, count=change.keep, said="no more changes than was asked"))
    return replace(change.brief, rules=(*change.brief.rules, *stays, *_wanted(change)))


def _wanted(change: Change) -> list[Rule]:
    """Return the rules that what was asked to come in does; what was asked for twice comes in twice."""
    counts: dict[frozenset[str], int] = {}
    for wanted in change.wanted:
        counts[wanted.ids] = counts.get(wanted.ids, 0) + wanted.count
    said = {wanted.ids: wanted.said for wanted in change.wanted}
    return [
        Rule(
            kind="at_least", trait=Trait(ids=tuple(sorted(ids)), called=f"what was asked for by “{said[ids]}”"), count=count, said=said[ids]
        )
        for ids, count in counts.items()
    ]
