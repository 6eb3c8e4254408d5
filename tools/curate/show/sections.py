"""Which parting of a show serves its theme best, and what is said of each section."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from prompts import render
from retrieval.words import stem, words
from tools.curate.brief import Brief, Trait
from tools.curate.pool import Piece
from tools.curate.traits import holds
from tools.curate.wording import joined, number_text, trait_text, year_text

from .families import counted_text, family
from .grounds import Collection
from .groups import FEWEST, By, Group, Parting, country, partings, years_of
from .order import year
from .records import Said
from .subjects import near_subjects
from .vectors import Vectors, record_vectors, text_vectors

Place = Literal["first", "between", "last"]


@dataclass(frozen=True, slots=True)
class Part:
    """A section before it hangs."""

    title: str
    reason: str
    works: tuple[Piece, ...]


def parted(brief: Brief, works: Sequence[Piece], texts: Mapping[str, Sequence[Said]], collection: Collection) -> list[Part]:
    """Return a show's sections in the order of their middle years; one without a title when there are fewer than six works.

    Args:
        brief: The brief.
        works: The works.
        texts: What their labels tell, by work.
        collection: Where they are from.
    """
    # In one order, so that the same works are always parted alike.
    shown = sorted(works, key=lambda piece: piece.id)
    theme = text_vectors(collection, [brief.theme])[0]
    subjects, nearness = near_subjects(shown, texts, theme, collection) if len(shown) >= FEWEST else ([], {})
    ways = list(partings(shown, subjects, nearness)) if len(shown) >= FEWEST else []
    if not ways:
        return [Part("", "", tuple(shown))]
    vectors = record_vectors(collection, [piece.id for piece in shown])
    best = max(ways, key=lambda way: round(_value(way, brief, shown, vectors, nearness), 9))
    named = [group for group in best.groups if group.name is not None]
    groups = sorted(named, key=lambda group: _when(group, shown)) + [group for group in best.groups if group.name is None]
    return [_part(best.by, group, shown, _place(group, [g for g in groups if g.name is not None])) for group in groups]


def opening(works: Sequence[Piece], first: Trait) -> Part | None:
    """Return the works that were asked to come first as a section; None when no work has the trait."""
    mine = tuple(piece for piece in works if holds(first, piece))
    if not mine:
        return None
    text = render(
        "curate/opening", count=number_text(len(mine)), one=len(mine) == 1, kinds=kinds_text(mine), years=years_text(mine),
        places=places_text(mine),
    )  # fmt: skip
    return Part(render("curate/section_title", by="subject", name=trait_text(first)), " ".join(text.split()), mine)


def _value(way: Parting, brief: Brief, works: Sequence[Piece], vectors: Mapping[str, Vectors], nearness: Mapping[str, float]) -> float:
    """Return what a parting is worth: few works left over, sections of like size, works alike within, and what the theme is about."""
    sizes = [len(group.members) for group in way.groups]
    named = sum(len(group.members) for group in way.groups if group.name is not None) / len(works)
    entropy = -sum(size / len(works) * math.log(size / len(works)) for size in sizes)
    even = math.exp(entropy) / len(sizes)
    # Three or four works a section read best.
    fit = math.exp(-abs(math.log(len(sizes) / max(2.0, len(works) / 3.5))))
    return named * even * fit * (1 + _cohesion(way, works, vectors) + _served(way, brief, nearness))


def _cohesion(way: Parting, works: Sequence[Piece], vectors: Mapping[str, Vectors]) -> float:
    """Return by how much works of one section are more alike than works of the show, as a mean cosine."""
    known = {at: vectors[piece.id] for at, piece in enumerate(works) if piece.id in vectors}
    if len(known) < 2:
        return 0.0
    section = {at: number for number, group in enumerate(way.groups) for at in group.members}
    pairs = [(float(known[a] @ known[b]), section[a] == section[b]) for a in known for b in known if a < b]
    within = [cosine for cosine, same in pairs if same]
    return float(np.mean(within) - np.mean([cosine for cosine, _ in pairs])) if within else 0.0


def _served(way: Parting, brief: Brief, nearness: Mapping[str, float]) -> float:
    """Return how much of what a brief asks a parting speaks to: its words, or the kind of fact that its rules name."""
    if way.by == "subject":
        forms = [group.name for group in way.groups if group.name]
        near = [max(nearness.get(root, 0.0) for root in _roots(name)) for name in forms]
        return sum(near) / len(near)
    asked = Counter(_asks(brief))
    return 0.15 if asked[way.by] else 0.0


def _roots(name: str) -> list[str]:
    return [stem(word) for word in words(name)]


def _asks(brief: Brief) -> list[By]:
    """Return what kinds of fact a brief's rules name."""
    kinds: list[By] = []
    for trait in (rule.trait for rule in brief.rules if rule.trait):
        if trait.from_year is not None or trait.to_year is not None:
            kinds.append("period")
        if trait.field in ("medium", "type", "on_paper"):
            kinds.append("kind")
        if trait.field in ("place", "nationality", "continent"):
            kinds.append("place")
    return kinds


def _part(by: By, group: Group, works: Sequence[Piece], place: Place) -> Part:
    mine = tuple(works[at] for at in group.members)
    return Part(render("curate/section_title", by=by, name=group.name or ""), reason(by, group.name, mine, place), mine)


def _place(group: Group, named: Sequence[Group]) -> Place:
    return "first" if group == named[0] else "last" if group == named[-1] else "between"


def reason(by: By, name: str | None, works: Sequence[Piece], place: Place) -> str:
    """Say what the works of a section share; `place` is the section's among the others."""
    text = render(
        "curate/section_reason", by=by, name=name or "", count=number_text(len(works)), kinds=kinds_text(works), years=years_text(works),
        places=places_text(works), place=place,
    )  # fmt: skip
    return " ".join(text.split())


def years_text(works: Sequence[Piece]) -> str:
    """Word when works were made: “in 1565”, “between 1565 and 1622”; "" when none is dated."""
    dated = [piece for piece in works if year(piece) is not None]
    if not dated:
        return ""
    first, last = years_of(dated)
    return f"in {year_text(first)}" if first == last else f"between {year_text(first)} and {year_text(last)}"


def places_text(works: Sequence[Piece], most: int = 4) -> str:
    """Word the countries that works come from, those of most works first: “France, Japan and elsewhere”."""
    held = Counter(place for piece in works if (place := country(piece)))
    named = [place for place, _ in _ordered(held)[:most]]
    return joined([*named[: most - 1], "elsewhere"] if len(held) > most else named, "and")


def _ordered(held: Counter[str]) -> list[tuple[str, int]]:
    """Return kinds, most first, and of as many in the order of the alphabet, so that the same works are always told alike."""
    return sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))


def kinds_text(works: Sequence[Piece], most: int = 4) -> str:
    """Word what works are: “two paintings and one print”; "" unless it can be said of all of them."""
    kinds = Counter(family(piece) or "" for piece in works)
    if "" in kinds or len(kinds) > most:
        return ""
    return joined([counted_text(kind, count, number_text(count)) for kind, count in _ordered(kinds)], "and")


def _when(group: Group, works: Sequence[Piece]) -> tuple[float, str]:
    """Order sections by their middle year."""
    years = sorted(made for at in group.members if (made := year(works[at])) is not None)
    return years[len(years) // 2] if years else math.inf, group.name or ""
