"""A pool made ready to be asked for themes: its words, its years, its makers, its vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from retrieval.words import content_stems, folded
from tools.curate.pool import Piece

from .likeness import Encodings, Singles, Works, worded
from .standing import Standing, standing
from .terms import Floats, Terms, terms_of

if TYPE_CHECKING:
    from .tags import Tags

# Works by makers whose name has a stem, and which share of the name the stem is.
Named = Mapping[str, Sequence[tuple[NDArray[np.intp], float]]]


@dataclass(frozen=True, slots=True)
class Near:
    """A theme's vector, and each work's cosine and MaxSim with it, `(works,)`."""

    vector: Singles
    cosine: Singles
    maxsim: Singles


@dataclass(frozen=True)
class Ground:
    """A pool's works with what the estimators need of them.

    `earliest` and `latest` are years, NaN where unknown; `makers` are their folded names, and `named` holds their stems; `mean`
    finds what the works mean when it is first asked for; `near` remembers themes asked, `kept_tags` the table of tags once it was made.
    """

    pool: Sequence[Piece]
    texts: Sequence[str]
    terms: Terms
    mean: Callable[[], Works]
    encodings: Encodings
    earliest: Floats
    latest: Floats
    makers: Sequence[str]
    named: Named
    near: dict[str, Near] = field(default_factory=dict[str, Near])
    kept_tags: list[Tags] = field(default_factory=list["Tags"])

    def __len__(self) -> int:
        return len(self.pool)

    @cached_property
    def meaning(self) -> Works:
        """What the works mean."""
        return self.mean()

    def about_mean(self, place: int) -> Singles:
        """Return what the work at a place means about the mean of the pool, `(dim,)`."""
        return self.meaning.whole[place] - self._centre

    @cached_property
    def _centre(self) -> Singles:
        return self.meaning.whole.mean(axis=0)

    @cached_property
    def standing(self) -> Standing:
        """How the works stand among those of their makers."""
        return standing(self.pool, self.makers)

    def naming(self, stems: Iterable[str]) -> Floats:
        """Return which share of each work's maker's name some stems are, `(works,)`."""
        found = np.zeros(len(self))
        for places, share in (each for stem in stems for each in self.named.get(stem, ())):
            found[places] += share
        return found

    def look(self, themes: Sequence[str]) -> None:
        """Find how near the works lie to many themes at once, which is faster than one after another."""
        new = list(dict.fromkeys(theme for theme in themes if theme not in self.near))
        if not new:
            return
        asked = self.encodings.of(new)
        cosines, late = asked.whole @ self.meaning.whole.T, self.meaning.maxsims(asked)
        self.near.update((theme, Near(asked.whole[row], cosines[row], late[row])) for row, theme in enumerate(new))

    def to(self, theme: str) -> Near:
        """Return how near the works lie to a theme."""
        self.look([theme])
        return self.near[theme]


def prepare(
    pool: Sequence[Piece], encodings: Encodings, texts: Sequence[str] | None = None, mean: Callable[[], Works] | None = None
) -> Ground:
    """Make a pool ready.

    Args:
        pool: The works.
        encodings: Turns titles, and works whose vectors are not given, into vectors.
        texts: One description a work, "" for none.
        mean: Finds the vectors of the works, as where a collection keeps them; else each work is encoded, about 150 a second.
    """
    told = list(texts) if texts is not None else [""] * len(pool)
    makers = [folded(piece.maker or "") for piece in pool]
    return Ground(
        pool, told, terms_of(pool, told),
        mean or (lambda: encodings.of([worded(piece, text) for piece, text in zip(pool, told, strict=True)])), encodings,
        np.array([np.nan if piece.earliest is None else piece.earliest for piece in pool], dtype=np.float64),
        np.array([np.nan if piece.latest is None else piece.latest for piece in pool], dtype=np.float64),
        makers, _named(makers),
    )  # fmt: skip


def _named(makers: Sequence[str]) -> Named:
    rows: dict[str, list[int]] = {}
    for row, maker in enumerate(makers):
        rows.setdefault(maker, []).append(row)
    found: dict[str, list[tuple[NDArray[np.intp], float]]] = {}
    for maker, places in rows.items():
        stems = set(content_stems(maker))
        for stem in stems:
            found.setdefault(stem, []).append((np.array(places, dtype=np.intp), 1 / len(stems)))
    return found
