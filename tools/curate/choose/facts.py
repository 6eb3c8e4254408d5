"""The values of a fact that a show may be spread over: whose continents, makers or centuries a rule counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from retrieval.words import folded
from tools.curate.brief import Fact
from tools.curate.countries import BY_NAME, BY_PEOPLE
from tools.curate.pool import Piece

from .distinct import MAKER, for_distinct
from .makers import NOBODY, makers_of

# What is read for the values of a fact, where it is not the one of its name.
_READ: dict[Fact, Sequence[str]] = {
    "maker": MAKER, "maker_or_culture": (*MAKER, "culture"), "country": ("place", "nationality"), "culture": ("culture", "nationality"),
    "century": ("earliest", "latest"), "decade": ("earliest", "latest"),
}  # fmt: skip


def values_of(fact: Fact, piece: Piece) -> tuple[str, ...]:
    """Return the values that a work has of a fact, folded; none where the catalogue does not tell one for certain.

    >>> values_of("century", Piece(id="w", title="", earliest=1701, latest=1800))
    ('18',)
    >>> values_of("country", Piece(id="w", title="", place="Haarlem, Holland")), values_of("century", Piece(id="w", title="", latest=1800))
    (('Netherlands',), ())
    """
    match fact:
        case "maker" | "maker_or_culture":
            makers = tuple(maker for maker in makers_of(piece) if not maker.startswith(NOBODY))
            return makers or ((folded(piece.culture),) if piece.culture and fact == "maker_or_culture" else ())
        case "country":
            value = _country(piece)
        case "culture":
            value = piece.culture or piece.nationality
        case "century":
            value = _same(piece, _century)
        case "decade":
            value = _same(piece, lambda year: year // 10)
        case _:
            value = getattr(piece, fact)
    return (value if fact == "country" else folded(value),) if value else ()


def values_by_work(fact: Fact, pool: Sequence[Piece], counted: NDArray[np.bool_]) -> csr_array:
    """Return a matrix (values, n) of 1 where a work that is counted (n,) has the value."""
    numbers: dict[str, int] = {}
    values = for_distinct(pool, _READ.get(fact, (fact,)), lambda piece: tuple(dict.fromkeys(values_of(fact, piece))))
    works = np.flatnonzero(counted)
    rows = [numbers.setdefault(value, len(numbers)) for at in works.tolist() for value in values[at]]
    columns = np.repeat(works, [len(values[at]) for at in works.tolist()])
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(numbers), len(pool)))


def _country(piece: Piece) -> str | None:
    """Return the country where a work was made, or else its maker's; a city alone names none."""
    parts = [part.strip() for part in (piece.place or "").split(",")]
    if known := BY_NAME.get(parts[-1].lower()):
        return known.names[0]
    if piece.nationality and (known := BY_PEOPLE.get(piece.nationality.lower())):
        return known.names[0]
    return parts[-1] if len(parts) > 1 else None


def _same(piece: Piece, of: Callable[[int], int]) -> str | None:
    """Return the time in which a work lies wholly; None where it is of two, or a date is open."""
    if piece.earliest is None or piece.latest is None or of(piece.earliest) != of(piece.latest):
        return None
    return str(of(piece.earliest))


def _century(year: int) -> int:
    """Return the number of a century: 1701 to 1800 is the 18th, and the last before our era is -1."""
    return (year - 1) // 100 + 1 if year > 0 else year // 100
