"""A change of a show that a person asks for, and what must stay as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tools.curate.brief import Brief, Rule, Trait
from tools.curate.pool import Piece
from tools.curate.traits import holds

By = Literal["oldest", "newest", "smallest", "largest", "maker"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How the works should hang: those named `first` and `last`, in that order, the others `by` something or as they were.

    `swapped` are pairs of works that change places.
    """

    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    first_traits: tuple[Trait, ...] = ()
    last_traits: tuple[Trait, ...] = ()
    by: By | None = None
    swapped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A show's next brief, and what of the show stays.

    `pins` stay, in the order of the show; `gone` leave and do not come back; of the others of the show (`free`) so many must stay that
    `keep` works stay in all. `entering`, where not None, are the only works that may come in. `undo` asks for the show before this one.
    `notes` are sentences for the person: how words were read.
    """

    brief: Brief
    pins: tuple[str, ...]
    gone: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    keep: int = 0
    entering: frozenset[str] | None = None
    order: Order | None = None
    undo: bool = False
    notes: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A person asks why works are in; nothing changes."""

    ids: tuple[str, ...]
    said: str = ""


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
    stays = [Rule(kind="include", trait=Trait(ids=change.pins), said="what was not asked to change stays")] if change.pins else []
    if change.keep > len(change.pins):
        held = Trait(ids=(*change.pins, *change.free))
        stays.append(Rule(kind="at_least", trait=held, count=change.keep, said="no more changes than was asked"))
    return replace(change.brief, rules=(*change.brief.rules, *stays))


def in_order(order: Order, works: Sequence[Piece]) -> list[Piece]:
    """Return works as they should hang: by what is asked, those that change places, then the first to the front and the last to the end.

    Works of which the catalogue does not tell what they are ordered by come after the others, in the order that they had.
    """
    hung = list(works)
    if order.by:
        way = order.by
        known = [piece for piece in hung if _rank(way, piece) is not None]
        hung = [*sorted(known, key=lambda piece: _rank(way, piece) or (0.0, "")), *(piece for piece in hung if piece not in known)]
    for one, other in order.swapped:
        places = {piece.id: at for at, piece in enumerate(hung)}
        if one in places and other in places:
            hung[places[one]], hung[places[other]] = hung[places[other]], hung[places[one]]
    first = _asked_for(order.first, order.first_traits, hung)
    last = [piece for piece in _asked_for(order.last, order.last_traits, hung) if piece not in first]
    return [*first, *(piece for piece in hung if piece not in first and piece not in last), *last]


def _asked_for(ids: Sequence[str], traits: Sequence[Trait], hung: Sequence[Piece]) -> list[Piece]:
    named = [piece for identity in ids for piece in hung if piece.id == identity]
    return [*named, *(piece for piece in hung if piece not in named and any(holds(trait, piece) for trait in traits))]


def _rank(by: By, piece: Piece) -> tuple[float, str] | None:
    """Return what works are ordered by; None where the catalogue does not tell it."""
    if by == "maker":
        return (0.0, piece.maker.split()[-1].casefold()) if piece.maker else None
    if by in ("oldest", "newest"):
        known = [year for year in (piece.earliest, piece.latest) if year is not None]
        value = sum(known) / len(known) if known else None
    else:
        value = piece.height_cm * piece.width_cm if piece.height_cm and piece.width_cm else None
    return None if value is None else (-value if by in ("newest", "largest") else value, "")
