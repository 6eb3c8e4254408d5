"""How well works fit a theme, as shipped or as a museum trained it on its own past shows, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from retrieval.words import content_stems, stem, words
from tools.curate.pool import Piece

from .estimators import SIGNS, Blend
from .ground import Ground, prepare
from .likeness import Encodings
from .terms import GROUPS, Floats, Group, grouped
from .thesaurus import meant

# A sign speaks for a work from so many standard deviations above its pool.
SPEAKS = 1.0
_PLACES: Mapping[Group, str] = {
    "subject": "title or subjects", "text": "texts", "who": "maker", "people": "people or place", "what": "medium", "credit": "credit line",
}  # fmt: skip
_SAID = {
    "meaning": "its record is close to the theme in meaning",
    "like works hung so": "museums hung works like it under such titles",
    "makers hung so": "museums hung its maker under such titles",
    "tags foretold": "it has tags that go with such titles",
}


@dataclass
class Relevance:
    """Scores works by a fitted blend of signs. Pools asked for again are not made ready again."""

    blend: Blend
    encodings: Encodings
    grounds: dict[tuple[str, ...], Ground] = field(default_factory=dict[tuple[str, ...], Ground])

    def scores(self, theme: str, pool: Sequence[Piece], texts: Sequence[str] | None = None) -> Floats:
        """Return a score a work, `(works,)`; `texts` holds one description a work, "" for none."""
        return self.blend.scores(theme, self.ground(pool, texts)) if pool else np.zeros(0)

    def why(self, theme: str, piece: Piece, pool: Sequence[Piece], texts: Sequence[str] | None = None) -> list[str]:
        """Return the reasons for a work of a pool: words shared, facts that the theme stands for, what past shows teach."""
        ground = self.ground(pool, texts)
        place = next(number for number, each in enumerate(ground.pool) if each.id == piece.id)
        signs = dict(zip(SIGNS, (self.blend.signs(theme, ground) * (self.blend.weights > 0))[place].tolist(), strict=True))
        learnt = [said for sign, said in _SAID.items() if signs[sign] >= SPEAKS]
        return [*_shared(theme, piece, ground.texts[place]), *_facts(theme, piece), *learnt]

    def ground(self, pool: Sequence[Piece], texts: Sequence[str] | None = None) -> Ground:
        """Return a pool made ready."""
        key = tuple(piece.id for piece in pool)
        if key not in self.grounds:
            self.grounds[key] = prepare(pool, self.encodings, texts)
        return self.grounds[key]


def _shared(theme: str, piece: Piece, text: str) -> list[str]:
    spoken = {stem(word): word for word in words(theme)}
    told = grouped(piece, text)
    wanted = set(content_stems(theme))
    found: list[str] = []
    for group in GROUPS:
        common = [spoken[each] for each in dict.fromkeys(content_stems(told[group])) if each in wanted]
        if common:
            found.append(f"its {_PLACES[group]} has {', '.join(f'“{word}”' for word in common)}")
    return found


def _facts(theme: str, piece: Piece) -> list[str]:
    stands = meant(theme)
    told = grouped(piece)
    found: list[str] = []
    for said, entry in stands.entries:
        for group, stems in entry.stems.items():
            common = [word for word in words(told[group]) if stem(word) in stems and word != said]
            if common:
                found.append(f"“{said}” stands for its {_PLACES[group]}: {', '.join(dict.fromkeys(common))}")
    if stands.years and piece.earliest is not None and piece.latest is not None:
        first, last = stands.years
        if first <= piece.earliest and piece.latest <= last:
            found.append(f"made {piece.date or piece.earliest}, within {first} to {last}")
    if stands.gender and piece.gender == stands.gender:
        found.append(f"its maker is {piece.gender}")
    return list(dict.fromkeys(found))
