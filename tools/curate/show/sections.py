"""Which parting of a show serves its theme best."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from retrieval.words import stem, words
from tools.curate.brief import Brief
from tools.curate.pool import Piece

from .grounds import Collection
from .groups import FEWEST, Group, Parting, partings
from .order import year
from .parts import Part
from .records import By, Said, Tie
from .subjects import near_subjects
from .vectors import Vectors, record_vectors, text_vectors


def parted(brief: Brief, works: Sequence[Piece], texts: Mapping[str, Sequence[Said]], collection: Collection) -> list[Part]:
    """Return a show's sections in the order of their middle years; one that is tied by nothing when there are fewer than six works.

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
        return [Part(Tie(), tuple(shown))]
    vectors = record_vectors(collection, [piece.id for piece in shown])
    best = max(ways, key=lambda way: round(_value(way, brief, shown, vectors, nearness), 9))
    named = [group for group in best.groups if group.name is not None]
    groups = sorted(named, key=lambda group: _when(group, shown)) + [group for group in best.groups if group.name is None]
    return [Part(Tie(by=best.by, name=group.name or ""), tuple(shown[at] for at in group.members)) for group in groups]


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


def _when(group: Group, works: Sequence[Piece]) -> tuple[float, str]:
    """Order sections by their middle year."""
    years = sorted(made for at in group.members if (made := year(works[at])) is not None)
    return years[len(years) // 2] if years else math.inf, group.name or ""
