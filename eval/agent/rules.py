"""The rules of a brief: how many works, from when, of what, by whom. Each rule that is broken is told in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from retrieval.records import Artwork
from retrieval.words import folded

from .ground import Ground
from .task import Rules


def broken_rules(rules: Rules, works: Sequence[str], ground: Ground) -> list[str]:
    """Return every rule that a choice of works breaks, by ids of `ground.works`."""
    return [*_of_number(rules, works), *_of_each(rules, works, ground), *_of_all(rules, works, ground)]


def _of_number(rules: Rules, works: Sequence[str]) -> Iterator[str]:
    if not rules.least <= len(works) <= rules.most:
        wanted = str(rules.least) if rules.least == rules.most else f"{rules.least} to {rules.most}"
        yield f"{wanted} works, not {len(works)}"
    for work in rules.includes:
        if work not in works:
            yield f"{work} is to be in it"


def _of_each(rules: Rules, works: Sequence[str], ground: Ground) -> Iterator[str]:
    for identity in works:
        work = ground.works[identity]
        if rules.pool and identity not in rules.pool:
            yield f"{identity} is not on the theme"
        yield from (f"{identity} {wrong}" for wrong in (*_of_time(rules, work), *_of_kind(rules, work)))
        if rules.widest_cm is not None and (work.width_cm is None or work.width_cm > rules.widest_cm):
            yield f"{identity} is not known to be at most {rules.widest_cm:g} cm wide"


def _of_time(rules: Rules, work: Artwork) -> Iterator[str]:
    """A work of which it is not known keeps no rule of time."""
    if rules.from_year is not None and (work.earliest is None or work.earliest < rules.from_year):
        yield f"is not surely from {rules.from_year} or after"
    if rules.to_year is not None and (work.latest is None or work.latest > rules.to_year):
        yield f"is not surely from {rules.to_year} or before"


def _of_kind(rules: Rules, work: Artwork) -> Iterator[str]:
    asked = (("medium", rules.media, work.medium), ("type", rules.types, work.type), ("holder", rules.holders, work.holder))
    for name, allowed, value in asked:
        if allowed and not any(folded(word) in folded(value or "") for word in allowed):
            yield f"has the {name} {value}"


def _of_all(rules: Rules, works: Sequence[str], ground: Ground) -> Iterator[str]:
    chosen = [ground.works[identity] for identity in works]
    by_maker = Counter(work.maker or f"culture {work.culture}" for work in chosen)
    if rules.per_maker is not None:
        yield from (f"{count} works by {maker}" for maker, count in by_maker.items() if count > rules.per_maker)
    if len(by_maker) < rules.makers:
        yield f"{rules.makers} makers, not {len(by_maker)}"
    if (continents := len({work.continent for work in chosen if work.continent})) < rules.continents:
        yield f"{rules.continents} continents, not {continents}"
    women = sum((maker := ground.makers.get(work.maker or "")) is not None and maker.gender == "female" for work in chosen)
    if women < rules.women:
        yield f"{rules.women} works by women, not {women}"
