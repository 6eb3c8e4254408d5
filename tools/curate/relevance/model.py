"""How well works fit a theme, as shipped or as a museum trained it on its own past shows, with the reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from retrieval.words import content_stems, stem
from tools.curate.pool import Piece
from tools.curate.wording import joined

from .estimators import SIGNS, Blend
from .ground import Ground, prepare
from .likeness import Encodings, Singles, Works
from .recall import Memory
from .signals import COUNTED, Signs, counted
from .terms import GROUPS, Floats, Group, as_written, grouped
from .thesaurus import Meant, meant

# A sign speaks for a work from so many standard deviations above its pool.
SPEAKS = 1.0
# Pools that are kept ready: a collection's, and those that shows were changed among.
MOST_POOLS = 4
_PLACES: Mapping[Group, str] = {
    "subject": "title or subjects", "text": "texts", "who": "maker", "people": "people or place", "what": "medium", "credit": "credit line",
}  # fmt: skip
HUNG_SO = "like works hung so"
_SAID = {
    "meaning": "its record is close to the theme in meaning",
    HUNG_SO: "museums hung works like it under such titles",
    "makers hung so": "museums hung its maker under such titles",
    "tags foretold": "it has tags that go with such titles",
}


@dataclass
class Relevance:
    """Scores works by a fitted blend of signs. The last pools and the last theme asked for are not made ready again."""

    blend: Blend
    encodings: Encodings
    memory: Memory | None = None
    grounds: dict[tuple[str, ...], Ground] = field(default_factory=dict[tuple[str, ...], Ground])
    last: tuple[str, Ground, Signs] | None = None

    def scores(self, theme: str, pool: Sequence[Piece], texts: Sequence[str] | None = None) -> Floats:
        """Return a score a work, `(works,)`; `texts` holds one description a work, "" for none."""
        if not pool:
            return np.zeros(0)
        ground = self.ground(pool, texts)
        return self.blend.weighed(self._signs(theme, ground), ground)

    def scores_by_words(self, theme: str, pool: Sequence[Piece]) -> Floats:
        """Return a score a work by what stands in the records alone, `(works,)`; nothing is encoded, so a large pool takes seconds."""
        return counted(theme, self.ground(pool)) @ self.blend.weights[: len(COUNTED)] if pool else np.zeros(0)

    def why(self, theme: str, piece: Piece, pool: Sequence[Piece], texts: Sequence[str] | None = None) -> list[str]:
        """Return the reasons for a work of a pool: words shared, facts that the theme stands for, what past shows teach."""
        ground = self.ground(pool, texts)
        place = next(number for number, each in enumerate(ground.pool) if each.id == piece.id)
        signs = dict(zip(SIGNS, (self._signs(theme, ground)[place] * (self.blend.weights > 0)).tolist(), strict=True))
        learnt = {sign: said for sign, said in _SAID.items() if signs[sign] >= SPEAKS}
        if self.memory:
            learnt = _by_name(self.memory, ground.to(theme).vector, piece, ground.about_mean(place), learnt)
        found = [*_shared(theme, piece, ground.texts[place]), *_facts(theme, piece), *learnt.values()]
        return [f"{reason[0].upper()}{reason[1:]}" for reason in found]

    def is_ready(self, pool: Sequence[Piece]) -> bool:
        """Say whether a pool was made ready before."""
        return tuple(piece.id for piece in pool) in self.grounds

    def ground(self, pool: Sequence[Piece], texts: Sequence[str] | None = None, mean: Callable[[], Works] | None = None) -> Ground:
        """Return a pool made ready; `mean` finds the vectors of its works where they are kept, else they are encoded."""
        key = tuple(piece.id for piece in pool)
        if key not in self.grounds:
            while len(self.grounds) >= MOST_POOLS:
                del self.grounds[next(iter(self.grounds))]
            self.grounds[key] = prepare(pool, self.encodings, texts, mean)
        return self.grounds[key]

    def _signs(self, theme: str, ground: Ground) -> Signs:
        """Return all signs of a theme; those asked for last are kept, for each work of a show asks why it is in."""
        if self.last is None or self.last[0] != theme or self.last[1] is not ground:
            self.last = theme, ground, self.blend.signs(theme, ground)
        return self.last[2]


def _by_name(memory: Memory, theme: Singles, piece: Piece, work: Singles, learnt: Mapping[str, str]) -> dict[str, str]:
    """Return what past shows teach with the names of those that do, and of those that the work itself hung in."""
    hung = memory.hung(piece, theme)
    behind = [show for show in memory.behind(theme, work) if show not in hung] if HUNG_SO in learnt else []
    named = {HUNG_SO: f"{learnt[HUNG_SO]}: {memory.named(behind)}"} if behind else {}
    return {**learnt, **named, **({"hung": f"it hung in {memory.named(hung)}"} if hung else {})}


def _shared(theme: str, piece: Piece, text: str) -> list[str]:
    spoken = {stem(word): written for word, written in as_written(theme).items()}
    told = grouped(piece, text)
    wanted = set(content_stems(theme))
    found: list[str] = []
    for group in GROUPS:
        common = [spoken[each] for each in dict.fromkeys(content_stems(told[group])) if each in wanted]
        if common:
            found.append(f"{_quoted(common)} {'is' if len(common) == 1 else 'are'} in its {_PLACES[group]}")
    return found


def _facts(theme: str, piece: Piece) -> list[str]:
    stands = meant(theme)
    found = [
        f"{_quoted(common)} in its {_PLACES[group]} {'goes' if len(common) == 1 else 'go'} with {_quoted(list(said))}"
        for (group, *common), said in _going_with(theme, stands, piece).items()
    ]
    if stands.years and piece.earliest is not None and piece.latest is not None:
        first, last = stands.years
        if first <= piece.earliest and piece.latest <= last:
            found.append(f"made {piece.date or piece.earliest}, within {first} to {last}")
    if stands.gender and piece.gender == stands.gender:
        found.append(f"its maker is {piece.gender}")
    return found


def _going_with(theme: str, stands: Meant, piece: Piece) -> dict[tuple[Group, *tuple[str, ...]], dict[str, None]]:
    """Return the place of a record and the words there that words of the theme, as written, stand for."""
    spoken = {written.casefold(): written for written in as_written(theme).values()}
    told = {group: as_written(text) for group, text in grouped(piece).items()}
    found: dict[tuple[Group, *tuple[str, ...]], dict[str, None]] = {}
    for said, entry in stands.entries:
        for group, stems in entry.stems.items():
            common = [written for word, written in told[group].items() if stem(word) in stems and written.casefold() not in spoken]
            if common:
                found.setdefault((group, *common), {})[spoken.get(said, said)] = None
    return found


def _quoted(found: Sequence[str]) -> str:
    return joined([f"“{word}”" for word in found], "and")
