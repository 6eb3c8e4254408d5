"""Check a collection in our own layout as an editor would, and count what is in it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .catalogue.years import year_range
from .records import Artwork, Catalogue, Fragment, Maker
from .sentences import sentences
from .words import words

THIS_YEAR = 2026
FRAGMENT_WORDS = (25, 110)
# Automated readability index: 14 is read by a first-year student; museum labels aim below it.
HARDEST_READING = 15.0
SHINGLE = 5
ALIKE = 0.3
LARGEST_CM = 30_000.0
MODERN = 1850


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and with which record."""

    id: str
    says: str


def problems(catalogue: Catalogue) -> list[Problem]:
    """Return everything that an editor would send back."""
    makers = {maker.id: maker for maker in catalogue.makers}
    return [
        *_ids(catalogue),
        *(p for maker in catalogue.makers for p in _maker(maker)),
        *(p for work in catalogue.works for p in _work(work, makers)),
        *(p for fragment in catalogue.fragments for p in _fragment(fragment)),
        *_dangling(catalogue),
        *_alike(catalogue.fragments),
    ]


def summary(catalogue: Catalogue) -> Mapping[str, int | float]:
    """Return the counts that say how wide a collection is. A modern maker is a named one born in or after 1850."""
    modern = [m for m in catalogue.makers if m.born is not None and m.born >= MODERN and m.gender]
    european = [w for w in catalogue.works if w.type == "painting" and w.continent == "Europe"]
    between = [w for w in european if w.earliest is not None and 1850 <= w.earliest <= 1950]
    continents = Counter(w.continent for w in catalogue.works)
    return {
        "works": len(catalogue.works),
        "makers": len(catalogue.makers),
        "fragments": len(catalogue.fragments),
        "european paintings 1850-1950, share": round(len(between) / max(len(catalogue.works), 1), 3),
        "women among modern makers, share": round(sum(m.gender == "female" for m in modern) / max(len(modern), 1), 3),
        **{f"works from {name}": count for name, count in sorted(continents.items(), key=lambda pair: str(pair[0]))},
    }


def reading_level(text: str) -> float:
    """Return the automated readability index (Smith and Senter, 1967): 4.71 letters/word + 0.5 words/sentence - 21.43."""
    found = words(text)
    letters = sum(len(w) for w in found)
    return 4.71 * letters / max(len(found), 1) + 0.5 * len(found) / max(len(sentences(text)), 1) - 21.43


def _ids(catalogue: Catalogue) -> Iterator[Problem]:
    for prefix, records in (("m:", catalogue.makers), ("w:", catalogue.works), ("f:", catalogue.fragments)):
        for identity, count in Counter(r.id for r in records).items():
            if count > 1:
                yield Problem(identity, f"is given {count} times; every id is one record")
            if not re.fullmatch(rf"{prefix}[a-z0-9-]+", identity):
                yield Problem(identity, f"is not “{prefix}” and lower-case letters, digits and hyphens")
    for name, count in Counter(m.name for m in catalogue.makers).items():
        if count > 1:
            yield Problem(name, f"is the name of {count} makers; merge them or tell them apart")


def _maker(maker: Maker) -> Iterator[Problem]:
    if maker.born is not None and maker.died is not None and not 10 <= maker.died - maker.born <= 110:
        yield Problem(maker.id, f"lived from {maker.born} to {maker.died}; check the years")
    if maker.born is not None and maker.born > THIS_YEAR - 18:
        yield Problem(maker.id, f"was born in {maker.born}; check the year")
    if not maker.nationality or not maker.continent:
        yield Problem(maker.id, "has no nationality or continent")


def _work(work: Artwork, makers: Mapping[str, Maker]) -> Iterator[Problem]:
    if not work.maker and not work.culture:
        yield Problem(work.id, "has neither a maker nor a culture")
    if work.earliest is None or work.latest is None or not work.date:
        yield Problem(work.id, "lacks a date, an earliest or a latest year")
    else:
        yield from _dates(work, work.earliest, work.latest, makers.get(work.maker or ""))
    for side in (work.height_cm, work.width_cm, work.depth_cm):
        if side is not None and not 0.2 <= side <= LARGEST_CM:
            yield Problem(work.id, f"has a side of {side} cm; check the unit")
    if not work.medium or not work.type or not work.continent:
        yield Problem(work.id, "lacks a medium, a type or a continent")
    if len(work.tags) < 3:
        yield Problem(work.id, "has fewer than three subject tags")


def _dates(work: Artwork, earliest: int, latest: int, maker: Maker | None) -> Iterator[Problem]:
    if earliest > latest:
        yield Problem(work.id, f"has earliest {earliest} after latest {latest}")
    if latest > THIS_YEAR:
        yield Problem(work.id, f"is dated {latest}, which is to come")
    if maker and maker.born is not None and latest < maker.born + 8:
        yield Problem(work.id, f"is dated {latest}, but {maker.name} was born in {maker.born}")
    if maker and maker.died is not None and earliest > maker.died:
        yield Problem(work.id, f"is dated {earliest}, but {maker.name} died in {maker.died}")
    said = year_range(work.date)
    if said and (said[1] < earliest - 30 or said[0] > latest + 30):
        yield Problem(work.id, f"is dated “{work.date}” in words and {earliest} to {latest} in years")


def _fragment(fragment: Fragment) -> Iterator[Problem]:
    count = len(words(fragment.text))
    if not FRAGMENT_WORDS[0] <= count <= FRAGMENT_WORDS[1]:
        yield Problem(fragment.id, f"has {count} words; keep to {FRAGMENT_WORDS[0]} to {FRAGMENT_WORDS[1]}")
    if (level := reading_level(fragment.text)) > HARDEST_READING:
        yield Problem(fragment.id, f"reads at level {level:.1f}; shorten words and sentences to stay under {HARDEST_READING}")
    if not fragment.about and not fragment.topic:
        yield Problem(fragment.id, "is about nothing: name works, makers or a topic")
    if not fragment.text.rstrip().endswith((".", "!", "?", ".”", ".’", '."')):
        yield Problem(fragment.id, "does not end with a full sentence")


def _dangling(catalogue: Catalogue) -> Iterator[Problem]:
    makers, works = {m.id for m in catalogue.makers}, {w.id for w in catalogue.works}
    told = {i for f in catalogue.fragments for i in f.about}
    held = {w.maker for w in catalogue.works}
    for work in catalogue.works:
        if work.maker and work.maker not in makers:
            yield Problem(work.id, f"names the maker {work.maker}, who is not in makers/")
        if work.id not in told:
            yield Problem(work.id, "has no fragment about it")
    for maker in catalogue.makers:
        if maker.id not in held:
            yield Problem(maker.id, "has no work in the collection")
    for fragment in catalogue.fragments:
        for unknown in set(fragment.about) - makers - works:
            yield Problem(fragment.id, f"is about {unknown}, which does not exist")


def _alike(fragments: Sequence[Fragment]) -> Iterator[Problem]:
    """Yield pairs whose sets of five-word shingles overlap by 0.3 or more (Jaccard)."""
    shingles = {f.id: _shingles(f.text) for f in fragments}
    holders: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for identity, own in shingles.items():
        for shingle in own:
            holders[shingle].append(identity)
    shared = Counter((a, b) for ids in holders.values() if len(ids) < 50 for i, a in enumerate(ids) for b in ids[i + 1 :])
    for (a, b), count in shared.items():
        union = len(shingles[a]) + len(shingles[b]) - count
        if count / union >= ALIKE:
            yield Problem(b, f"is worded much like {a} ({count / union:.0%} of their five-word runs)")


def _shingles(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + SHINGLE]) for i in range(len(found) - SHINGLE + 1)}
