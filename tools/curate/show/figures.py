"""A show in figures: coherence, diversity, coverage, women, wall."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from tools.curate.brief import GAP_CM, Brief
from tools.curate.pool import Piece

from .families import family
from .grounds import Collection, Grounds
from .hang import given_wall_m
from .measures import Size
from .order import year
from .records import Coherence, Figures, Spread
from .vectors import Vectors, record_vectors, text_vectors

# With so many works drawn at random, by this seed, the coherence of the show is compared.
DRAWN = 60
SEED = 5


def figures_of(brief: Brief, works: Sequence[Piece], sizes: Sequence[Size], grounds: Grounds) -> Figures:
    """Return the figures of a show."""
    places = grounds.places(works)
    genders = [piece.gender for piece in works if piece.gender]
    return Figures(
        works=len(works),
        coherence=coherence(brief.theme, works, grounds),
        makers=spread(piece.maker or piece.culture for piece in works),
        decades=spread(_decade(piece) for piece in works),
        media=spread(family(piece) for piece in works),
        facets=tuple((name, int(np.count_nonzero(shows[places]))) for name, shows in grounds.facets.items()),
        women=sum(gender == "female" for gender in genders),
        makers_known=len(genders),
        wall_used_m=round(sum(size.width_cm + GAP_CM for size in sizes) / 100, 2),
        wall_given_m=given_wall_m(brief),
    )


def spread(kinds: Iterable[str | None]) -> Spread:
    """Return how works spread over kinds.

    >>> spread(["print", "print", "drawing", "drawing", None])
    Spread(counts=(('drawing', 2), ('print', 2)), unknown=1, effective=2.0)
    """
    given = list(kinds)
    counts = Counter(kind for kind in given if kind is not None)
    known = counts.total()
    entropy = -sum(count / known * math.log(count / known) for count in counts.values()) if known else 0.0
    order = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return Spread(counts=tuple(order), unknown=len(given) - known, effective=round(math.exp(entropy), 2) if known else 0.0)


def coherence(theme: str, works: Sequence[Piece], grounds: Grounds) -> Coherence:
    """Return how near works are to the theme and to one another, beside works drawn from the pool."""
    drawn = random.Random(SEED).sample(list(grounds.pool), min(DRAWN, len(grounds.pool)))  # noqa: S311 - a sample for a figure
    ids = [piece.id for piece in works]
    vectors = record_vectors(grounds.collection, list(dict.fromkeys([*ids, *(piece.id for piece in drawn)])))
    asked = text_vectors(grounds.collection, [theme])[0]
    mine, others = [_stacked(each, vectors, grounds.collection) for each in (ids, [piece.id for piece in drawn])]
    return Coherence(
        to_theme=_mean(mine @ asked), among=_among(mine), drawn=len(others), drawn_to_theme=_mean(others @ asked),
        drawn_among=_among(others),
    )  # fmt: skip


def _stacked(ids: Sequence[str], vectors: dict[str, Vectors], collection: Collection) -> Vectors:
    known = [vectors[identity] for identity in ids if identity in vectors]
    return np.stack(known) if known else np.zeros((0, collection.encoder.dim))


def _mean(values: Vectors) -> float | None:
    return round(float(values.mean()), 3) if values.size else None


def _among(vectors: Vectors) -> float | None:
    """Return the mean cosine of two different works; None for fewer than two."""
    return _mean((vectors @ vectors.T)[np.triu_indices(len(vectors), 1)])


def _decade(piece: Piece) -> str | None:
    made = year(piece)
    if made is None:
        return None
    return f"{int(made // 10 * 10)}s" if made >= 0 else f"{int(-made // 10 * 10)}s BCE"
