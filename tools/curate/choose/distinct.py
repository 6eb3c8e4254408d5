"""What is said of works, worked out once for all of which the catalogue writes the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tools.curate.brief import Trait, is_empty
from tools.curate.pool import Piece
from tools.curate.traits import judged

Said = TypeVar("Said")
MAKER = ("maker_id", "maker", "other_makers")
# The facts that a field of a trait reads, where they are not the one of its name.
_READ = {"maker": MAKER, "tag": ("tags",), "holder": ("holder", "source")}
_VERDICTS = {True: 1, None: 0, False: -1}


def for_distinct(pool: Sequence[Piece], facts: Sequence[str], of: Callable[[Piece], Said]) -> list[Said]:
    """Return what `of` says of each work, where it reads no more than these facts: a pool has many works and few media."""
    read = attrgetter(*facts)
    first = {read(piece): piece for piece in reversed(pool)}
    said = {key: of(piece) for key, piece in first.items()}
    return [said[read(piece)] for piece in pool]


def verdicts(trait: Trait, pool: Sequence[Piece]) -> NDArray[np.int8]:
    """Return for each work (n,) 1 where it has a trait, -1 where it has not, and 0 where the catalogue does not say.

    >>> verdicts(Trait(field="on_paper", to_year=1850), [Piece(id="a", title="", on_paper=True), Piece(id="b", title="", latest=1860)])
    array([ 0, -1], dtype=int8)
    """
    said = [np.array(for_distinct(pool, facts, lambda piece, part=part: _verdict(part, piece)), np.int8) for part, facts in _parts(trait)]
    # The least is what the parts say together: one that fails decides, and else one that is not told.
    return np.minimum.reduce([np.ones(len(pool), np.int8), *said])


def _verdict(trait: Trait, piece: Piece) -> int:
    return _VERDICTS[judged(trait, piece)]


def _parts(trait: Trait) -> Iterator[tuple[Trait, Sequence[str]]]:
    """Yield the parts of a trait that are judged each by itself, with the facts that it reads."""
    if trait.ids:
        yield Trait(ids=trait.ids), ("id",)
    if trait.field:
        yield Trait(field=trait.field, words=trait.words), _READ.get(trait.field, (trait.field,))
    measured = (
        (Trait(from_year=trait.from_year, to_year=trait.to_year), ("earliest", "latest")),
        (Trait(min_height_cm=trait.min_height_cm, max_height_cm=trait.max_height_cm), ("height_cm",)),
        (Trait(min_width_cm=trait.min_width_cm, max_width_cm=trait.max_width_cm), ("width_cm",)),
    )
    yield from (part for part in measured if not is_empty(part[0]))
    if trait.also:
        yield from _parts(trait.also)
