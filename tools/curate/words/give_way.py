"""Which works of a show give way to a new rule: no more than it needs."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tools.curate.brief import GAP_CM, Rule, Trait
from tools.curate.choose.facts import values_of
from tools.curate.pool import Piece, widths
from tools.curate.traits import holds


@dataclass(frozen=True, slots=True)
class Way:
    """Works that must leave, and those of which `leave` may."""

    gone: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    leave: int = 0


def way_for(rule: Rule, show: Sequence[Piece], size: int) -> Way:
    """Return what of a show gives way to a rule, when it is to have `size` works."""
    match rule.kind:
        case "only" | "none":
            return Way(gone=tuple(piece.id for piece in show if holds(rule.trait or Trait(), piece) is (rule.kind == "none")))
        case "at_least" | "at_most" | "exactly":
            low = rule.count or 0 if rule.kind != "at_most" else 0
            return _counted(rule, show, low, rule.count or 0 if rule.kind != "at_least" else size, size)
        case "share":
            low = math.ceil((rule.low or 0.0) * size - 1e-9)
            return _counted(rule, show, low, math.floor((1.0 if rule.high is None else rule.high) * size + 1e-9), size)
        case "per_maker":
            return _per_maker(rule, show)
        case "spread":
            return _spread(rule, show, size)
        case "wall":
            return _wall(rule, show)
        case "include":
            missing = len(set(rule.trait.ids if rule.trait else ()) - {piece.id for piece in show})
            room = max(0, missing - (size - len(show)))
            return Way(free=_ids(show) if room else (), leave=room)
        case "exclude":
            named = set(rule.trait.ids if rule.trait else ())
            return Way(gone=tuple(piece.id for piece in show if piece.id in named))


def _counted(rule: Rule, show: Sequence[Piece], low: int, high: int, size: int) -> Way:
    """Let those go that are not of the kind where too few are and no place is free, and those of it where too many are."""
    having = [piece.id for piece in show if holds(rule.trait or Trait(), piece)]
    if len(having) > high:
        return Way(free=tuple(having), leave=len(having) - high)
    if len(having) < low:
        others = tuple(piece.id for piece in show if piece.id not in set(having))
        missing = max(0, low - len(having) - max(0, size - len(show)))
        return Way(free=others if missing else (), leave=min(missing, len(others)))
    return Way()


def _per_maker(rule: Rule, show: Sequence[Piece]) -> Way:
    """Let the works of those makers go who have too many."""
    by: defaultdict[str, list[str]] = defaultdict(list)
    for piece in show:
        if rule.trait is None or holds(rule.trait, piece):
            for maker in filter(None, (piece.maker_id, *piece.other_makers)):
                by[maker].append(piece.id)
    over = {maker: ids for maker, ids in by.items() if len(ids) > (rule.count or 1)}
    free = {identity for ids in over.values() for identity in ids}
    leave = sum(len(ids) - (rule.count or 1) for ids in over.values())
    return Way(free=tuple(piece.id for piece in show if piece.id in free), leave=min(leave, len(free)))


def _spread(rule: Rule, show: Sequence[Piece], size: int) -> Way:
    """Let works go that no value hangs on where there are too few of them, and those of the rarest where there are too many."""
    having: defaultdict[str, list[str]] = defaultdict(list)
    for piece in show:
        if rule.of and (rule.trait is None or holds(rule.trait, piece)):
            for value in values_of(rule.of, piece):
                having[value].append(piece.id)
    if rule.high is not None and len(having) > rule.high:
        rarest = sorted(having.values(), key=len)[: len(having) - int(rule.high)]
        free = {identity for ids in having.values() for identity in ids}
        return Way(free=tuple(piece.id for piece in show if piece.id in free), leave=len({one for ids in rarest for one in ids}))
    if (missing := int(rule.low or 0) - len(having)) > 0:
        alone = {ids[0] for ids in having.values() if len(ids) == 1}
        free = tuple(piece.id for piece in show if piece.id not in alone)
        return Way(free=free, leave=min(max(0, missing - max(0, size - len(show))), len(free)))
    return Way()


def _wall(rule: Rule, show: Sequence[Piece]) -> Way:
    """Let any work go where the show is too long for the wall: which, only a new choice can tell."""
    needed = sum(widths(show)[0]) + GAP_CM * len(show)
    return Way(free=_ids(show), leave=len(show)) if needed > 100 * (rule.metres or 0.0) else Way()


def _ids(show: Sequence[Piece]) -> tuple[str, ...]:
    return tuple(piece.id for piece in show)
