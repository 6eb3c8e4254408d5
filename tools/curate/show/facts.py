"""What works are, when and where they were made: told of all of them, or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from prompts import render
from tools.curate.pool import Piece
from tools.curate.wording import joined, number_text, year_text

from .families import counted_text, family
from .groups import country, years_of
from .order import year


def facts_text(works: Sequence[Piece], *, kinds: bool = True, places: bool = True) -> str:
    """Say in a sentence or two what works are and when and where they were made; "" where the catalogue tells nothing of it.

    Args:
        works: The works.
        kinds: Say what they are.
        places: Say where they were made.
    """
    dated = [piece for piece in works if year(piece) is not None]
    text = render(
        "curate/facts", one=len(works) == 1, kinds=kinds_text(works) if kinds else "", years=years_text(dated),
        places=places_text(works) if places else "", dated=number_text(len(dated)), undated=len(works) - len(dated), alone=len(dated) == 1,
    )  # fmt: skip
    return " ".join(text.split())


def years_text(dated: Sequence[Piece]) -> str:
    """Word when works that have a date were made: “in 1565”, “between 1565 and 1622”; "" for none."""
    if not dated:
        return ""
    first, last = years_of(dated)
    return f"in {year_text(first)}" if first == last else f"between {year_text(first)} and {year_text(last)}"


def places_text(works: Sequence[Piece], most: int = 4) -> str:
    """Word the countries that works come from, those of most works first: “France, Japan and elsewhere”; "" unless all tell theirs."""
    held = Counter(country(piece) or "" for piece in works)
    if "" in held:
        return ""
    named = [place for place, _ in _ordered(held)[:most]]
    return joined([*named[: most - 1], "elsewhere"] if len(held) > most else named, "and")


def kinds_text(works: Sequence[Piece], most: int = 4) -> str:
    """Word what works are: “two paintings and one print”, “a print” of a work alone; "" unless it can be said of all of them."""
    kinds = Counter(family(piece) or "" for piece in works)
    if "" in kinds or len(kinds) > most:
        return ""
    if len(works) == 1:
        (kind,) = kinds
        return counted_text(kind, 1, "an" if kind[0] in "aeiou" else "a")
    return joined([counted_text(kind, count, number_text(count)) for kind, count in _ordered(kinds)], "and")


def _ordered(held: Counter[str]) -> list[tuple[str, int]]:
    """Return kinds, most first, and of as many in the order of the alphabet, so that the same works are always told alike."""
    return sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))
