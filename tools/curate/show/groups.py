"""Ways to part a show: by subject, period, kind or place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from tools.curate.pool import Piece
from tools.curate.wording import year_text

from .families import broad_family, family
from .order import year
from .records import By

# The subject words of a work, from stem to form.
Subjects = Mapping[str, str]
FEWEST = 6
SMALLEST = 2
# More of the works than this share cannot be left over, and no word that more of them share parts them.
MOST_LEFT = 1 / 3
MOST_SHARED = 0.6
_WITH_ARTICLE = re.compile(
    r"Netherlands|Philippines|Bahamas|Gambia|USA|US|UK|United (?:States.*|Kingdom|Arab Emirates)|Low Countries|Soviet Union|"
    r"(?:.* )?Republic|(?:.* )?Empire|.*Congo|.* (?:Islands|Ocean|Sea)"
)


@dataclass(frozen=True, slots=True)
class Group:
    """Works by their places in the show, and what they share; `name` is None for those that are left over."""

    name: str | None
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Parting:
    """One way to part a show."""

    by: By
    groups: tuple[Group, ...]


def most_groups(works: int) -> int:
    """Return into how many sections a show may be parted: two for six works, five for a dozen and more, eight at most."""
    return 5 if 12 <= works < 30 else min(max(works // 3, 2), 8)


def partings(works: Sequence[Piece], subjects: Sequence[Subjects], nearness: Mapping[str, float]) -> Iterator[Parting]:
    """Yield the ways to part a show of n works in which every section has two works or more.

    Args:
        works: The works.
        subjects: The subject words of each work.
        nearness: For each subject word, by stem, how near it is to the theme.
    """
    yield from _by_subject(subjects, nearness)
    yield from _by_period(works)
    for by, name_of in _NAMED:
        yield from _by_name(by, [name_of(piece) for piece in works])


def shared_words(subjects: Sequence[Subjects]) -> dict[str, str]:
    """Return the words that two works or more share as subjects, but not most of them, from stem to the commonest form."""
    forms: dict[str, Counter[str]] = {}
    for mine in subjects:
        for root, word in mine.items():
            forms.setdefault(root, Counter())[word] += 1
    most = MOST_SHARED * len(subjects)
    # Of forms as common as each other the first in the alphabet, so that a show is always parted alike.
    return {
        root: min(held, key=lambda form: (-held[form], form)) for root, held in sorted(forms.items()) if SMALLEST <= held.total() <= most
    }


def _by_subject(subjects: Sequence[Subjects], nearness: Mapping[str, float]) -> Iterator[Parting]:
    """Take words one after another: each time the one that is near to the theme and parts off many works that are not parted off yet."""
    shared = shared_words(subjects)
    left, groups = set(range(len(subjects))), list[Group]()
    cap = max(SMALLEST, len(subjects) // 3)
    while len(groups) < most_groups(len(subjects)):
        new = {root: [at for at in sorted(left) if root in subjects[at]] for root in shared}
        fit = [root for root in shared if len(new[root]) >= SMALLEST]
        if not fit:
            break
        best = max(fit, key=lambda root: (min(len(new[root]), cap) * (0.1 + max(nearness.get(root, 0.0), 0.0)), root))
        groups.append(Group(shared[best], tuple(new[best])))
        left -= set(new[best])
        yield from _whole("subject", groups, sorted(left))


def _by_period(works: Sequence[Piece]) -> Iterator[Parting]:
    """Cut the years where the gaps are, for each number of sections: the least sum of squares within (Jenks' natural breaks)."""
    dated = sorted((made, at) for at, piece in enumerate(works) if (made := year(piece)) is not None)
    undated = [at for at, piece in enumerate(works) if year(piece) is None]
    for count in range(2, most_groups(len(works)) + 1):
        if len(dated) < SMALLEST * count:
            return
        cuts = _natural_breaks([made for made, _ in dated], count)
        parts = [[at for _, at in dated[first:last]] for first, last in pairwise([0, *cuts, len(dated)])]
        names = [span([works[at] for at in part]) for part in parts]
        # Two sections of one year are none.
        if len(set(names)) == len(names):
            yield from _whole("period", [Group(name, tuple(part)) for name, part in zip(names, parts, strict=True)], undated)


def _natural_breaks(years: Sequence[float], count: int) -> list[int]:
    """Return where to cut sorted years; no two works of one year are parted, where that can be helped."""
    gaps = sorted(range(1, len(years)), key=lambda at: (years[at - 1] - years[at], at))
    # The widest gaps alone: of long shows there are too many ways to cut to try all.
    tried = sorted(gaps[: max(12, count)])
    ways = [cuts for cuts in combinations(tried, count - 1) if min(b - a for a, b in pairwise([0, *cuts, len(years)])) >= SMALLEST]
    if not ways:
        return [round(len(years) * part / count) for part in range(1, count)]
    return list(min(ways, key=lambda cuts: (_within(years, cuts), cuts)))


def _within(years: Sequence[float], cuts: Sequence[int]) -> float:
    parts = [years[a:b] for a, b in pairwise([0, *cuts, len(years)])]
    return sum((made - sum(part) / len(part)) ** 2 for part in parts for made in part)


def _by_name(by: By, names: Sequence[str | None]) -> Iterator[Parting]:
    """Name the commonest kinds or places, for each number of them; the others are left over together."""
    held = Counter(name for name in names if name)
    common = [name for name, count in sorted(held.items(), key=lambda pair: (-pair[1], pair[0])) if count >= SMALLEST]
    for count in range(2, min(len(common), most_groups(len(names))) + 1):
        kept = common[:count]
        groups = [Group(name, tuple(at for at, mine in enumerate(names) if mine == name)) for name in kept]
        yield from _whole(by, groups, [at for at, name in enumerate(names) if name not in kept])


def _whole(by: By, groups: Sequence[Group], left: Sequence[int]) -> Iterator[Parting]:
    """Yield a parting when its sections are enough and those left over are few and not alone."""
    works = sum(len(group.members) for group in groups) + len(left)
    over = [Group(None, tuple(left))] if left else []
    if len(groups) >= 2 and len(left) != 1 and len(left) <= MOST_LEFT * works and len([*groups, *over]) <= most_groups(works):
        yield Parting(by, (*groups, *over))


def span(works: Sequence[Piece]) -> str:
    """Word the years of works: “1565–1622”, “2600–2400 BCE”."""
    first, last = years_of(works)
    if first == last:
        return year_text(first)
    if last < 0:
        return f"{-first}–{-last} BCE"
    return f"{year_text(first)}–{last} CE" if first < 0 else f"{first}–{last}"


def years_of(works: Sequence[Piece]) -> tuple[int, int]:
    """Return the first and the last year of works that are dated."""
    first = min(bound for piece in works for bound in (piece.earliest, piece.latest) if bound is not None)
    return first, max(bound for piece in works for bound in (piece.latest, piece.earliest) if bound is not None)


def country(piece: Piece) -> str | None:
    """Return the last part of where a work was made, as it stands in a sentence.

    >>> country(Piece(id="w", title="", place="Antwerp or Brussels, Belgium")), country(Piece(id="w", title="", place="Delft, Netherlands"))
    ('Belgium', 'the Netherlands')
    """
    place = re.split(r"[,;(]", piece.place.rstrip(" )"))[-1].strip() if piece.place else ""
    name = re.sub(r"^(?:now|today|present-day|modern) ", "", place)
    return f"the {name}" if _WITH_ARTICLE.fullmatch(name) else name or None


_NAMED: tuple[tuple[By, Callable[[Piece], str | None]], ...] = (
    ("kind", family), ("kind", broad_family), ("place", country), ("place", lambda piece: piece.continent),
)  # fmt: skip
