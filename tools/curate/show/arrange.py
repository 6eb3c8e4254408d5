"""The order that a person asks for, over the sections of a show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from tools.curate.brief import InTurn, Trait
from tools.curate.order import Order
from tools.curate.pool import Piece

from .kept import joined
from .order import sorted_by
from .parts import Part, Texts, has, replaced, without
from .records import Section, Tie

End = Literal["first", "last"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """What is asked of a hanging.

    `before` are the sections of the show before, which stay with the works that do; without them the show is parted anew. `instead`
    are ids of its works that others were asked for: those hang in their places.
    """

    before: tuple[Section, ...] = ()
    order: Order = field(default_factory=Order)
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Works that should open or close the show, and the trait by which they were named."""

    trait: Trait | None
    ids: tuple[str, ...]


def arranged(parts: Sequence[Part], order: Order, texts: Texts) -> list[Part]:
    """Return sections as they should hang: in turn, with works that changed places, then with the first and the last where they belong.

    What an order does not speak of stays where it is. Works that hang first or last are a section of their own, unless they are all of
    the section that is first or last; a section that they leave empty goes.
    """
    hung = list(parts) if order.by in (None, "sections") else _in_turn(parts, order.by, texts)
    for one, other in order.swapped:
        hung = _exchanged(hung, one, other, texts)
    first = _wanted(order.first, order.first_traits, hung, ())
    # The later of two kinds that come last is the outer one.
    last = _wanted(order.last, order.last_traits[::-1], hung, [identity for wanted in first for identity in wanted.ids])
    # Moved one after another, so the one that should be outermost is moved last.
    for wanted in reversed(first):
        hung = _moved(hung, wanted, "first")
    for wanted in reversed(last):
        hung = _moved(hung, wanted, "last")
    return hung


def _in_turn(parts: Sequence[Part], by: InTurn, texts: Texts) -> list[Part]:
    """Return the whole show in one order; its sections stay where each is still in one piece, and else it is one sequence."""
    sections = _without_ends(parts, texts)
    home = {piece.id: at for at, part in enumerate(sections) for piece in part.works}
    hung = sorted_by([piece for part in parts for piece in part.works], by)
    runs = [(at, tuple(run)) for at, run in groupby(hung, key=lambda piece: home.get(piece.id))]
    if len(runs) > len(sections):
        return [Part(Tie(order=by), tuple(hung))]
    return [Part(replace(sections[at or 0].tie, order=by, front=(), back=()), run) for at, run in runs]


def _without_ends(parts: Sequence[Part], texts: Texts) -> list[Part]:
    """Return sections without those that were asked to come first or last, whose works join the others."""
    sections = [part for part in parts if part.tie.by not in ("first", "last")]
    homeless = [piece for part in parts if part not in sections for piece in part.works] if sections else []
    for piece in homeless:
        sections = joined(sections, piece, texts, {})
    return sections


def _exchanged(parts: Sequence[Part], one: str, other: str, texts: Texts) -> list[Part]:
    """Let two works change places."""
    shown = {piece.id: piece for part in parts for piece in part.works}
    if one not in shown or other not in shown:
        return list(parts)
    return [replaced(part, {one: shown[other], other: shown[one]}, texts) for part in parts]


def _wanted(ids: Sequence[str], traits: Sequence[Trait], parts: Sequence[Part], taken: Sequence[str]) -> list[_Wanted]:
    """Return the works that are named, then those of each kind, the outermost first; none twice, and none that is taken."""
    shown = {piece.id: piece for part in parts for piece in part.works}
    found = [_Wanted(None, tuple(identity for identity in dict.fromkeys(ids) if identity in shown and identity not in taken))]
    for trait in traits:
        had = {*taken, *(identity for wanted in found for identity in wanted.ids)}
        found.append(_Wanted(trait, tuple(i for i, piece in shown.items() if i not in had and has(trait, piece))))
    return [wanted for wanted in found if wanted.ids]


def _moved(parts: Sequence[Part], wanted: _Wanted, end: End) -> list[Part]:
    """Let works hang first or last."""
    shown = {piece.id: piece for part in parts for piece in part.works}
    works = tuple(shown[identity] for identity in wanted.ids)
    others = parts[1:] if end == "first" else parts[:-1]
    outer = parts[0] if end == "first" else parts[-1]
    if set(works) <= set(outer.works):
        return _at_end(_to_end(outer, works, end), others, end)
    left = [rest for part in parts if (rest := without(part, wanted.ids)).works]
    return _at_end(Part(Tie(by=end, trait=wanted.trait), works), left, end)


def _to_end(part: Part, works: Sequence[Piece], end: End) -> Part:
    """Return a section with some of its works at an end, where later ones do not come before them."""
    ids = tuple(piece.id for piece in works)
    rest = without(part, ids)
    if not rest.works:
        return replace(part, works=tuple(works))
    front, back = rest.tie.front, rest.tie.back
    if end == "first":
        return Part(replace(part.tie, front=(*ids, *front), back=back), (*works, *rest.works))
    return Part(replace(part.tie, front=front, back=(*back, *ids)), (*rest.works, *works))


def _at_end(part: Part, others: Sequence[Part], end: End) -> list[Part]:
    return [part, *others] if end == "first" else [*others, part]
