"""Past shows: what curators hung under which title, told apart by theme, each show once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from retrieval.train.shows import FEWEST_WORKS, SAME_WORKS, Theme, theme_of, themed_title
from retrieval.words import content_stems, folded
from tools.curate.pool import Piece

NO_THEME = "a title that names no theme"
AGAIN = "the works of an earlier show again"
TOO_FEW = f"fewer than {FEWEST_WORKS} works in the catalogue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A show as its museum lists it: the ids of the works hung, or of the persons where only these are listed."""

    id: str
    title: str
    begin: str = ""
    overview: str = ""
    works: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastShow:
    """A show to learn from: its title without the circumstances of its hanging, and places of its works in the museum's pool.

    `year` is when it opened, None where the list does not say.
    """

    id: str
    museum: str
    title: str
    works: tuple[int, ...]
    theme: Theme
    year: int | None = None
    overview: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Museum:
    """A museum's works that were shown at all, with what is told of each beside the record, and its shows.

    `texts` and `cells` are one text a work: descriptions, and all that the table of works says. `persons` are the names of those
    shown together, by show, where the museum lists persons. `left_out` counts shows by the reason why nothing is learnt from them.
    `reading` says in lines which table and column was taken for what.
    """

    name: str
    pool: tuple[Piece, ...] = ()
    texts: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    shows: tuple[PastShow, ...] = ()
    every: tuple[PastShow, ...] = ()
    persons: tuple[tuple[str, tuple[str, ...]], ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict[str, int])
    no_theme: tuple[str, ...] = ()
    fingerprint: str = ""
    reading: tuple[str, ...] = ()

    def told(self) -> str:
        """Say in a sentence what there is to learn from."""
        if not self.pool:
            return f"{self.name}: {len(self.persons)} shows that list persons."
        thematic = sum(show.theme == "thematic" for show in self.shows)
        out = ", ".join(f"{count} for {reason}" for reason, count in self.left_out.items())
        left = f"; left out: {out}" if out else ""
        years = [show.year for show in self.shows if show.year is not None]
        undated = len(self.shows) - len(years)
        opened = f", opened {min(years)} to {max(years)}" if years else ""
        without = f", {undated} without a date (taken for the earliest)" if undated else ""
        return f"{self.name}: {len(self.shows)} shows ({thematic} thematic){opened}{without}, of {len(self.pool)} works{left}."


def sifted(museum: Museum, listed: Iterable[Listed]) -> Museum:
    """Return the museum with the shows that can be learnt from: a theme in the title, enough works, not hung before.

    The earliest of several hangings is kept, so that what is learnt from early years is not asked again of late ones. Shows without a
    date come first: they are learnt from, and late years are not asked of them.
    """
    places = {piece.id: place for place, piece in enumerate(museum.pool)}
    kept: list[PastShow] = []
    every: list[PastShow] = []
    left_out: Counter[str] = Counter()
    no_theme: list[str] = []
    seen = _Seen()
    for each in sorted(listed, key=lambda show: show.begin):
        hung = tuple(dict.fromkeys(places[work] for work in each.works if work in places))
        title = themed_title(each.title)
        show = _show(museum, each, title or each.title, hung)
        if len(hung) >= FEWEST_WORKS:
            every.append(replace(show, title=each.title))
        reason = _unfit(frozenset(hung), title, seen)
        if reason == NO_THEME:
            no_theme.append(each.title)
        if reason:
            left_out[reason] += 1
            continue
        seen.add(frozenset(hung))
        kept.append(show)
    return replace(museum, shows=tuple(kept), every=tuple(every), left_out=dict(left_out), no_theme=tuple(no_theme))


def twins(shows: Iterable[PastShow], titles: Iterable[str]) -> frozenset[str]:
    """Return the ids of shows whose title is one of `titles`, whatever its order and endings: a show that travelled, or came again."""
    named = {frozenset(content_stems(title)) for title in titles}
    return frozenset(show.id for show in shows if frozenset(content_stems(show.title)) in named)


def without(museum: Museum, shows: frozenset[str]) -> Museum:
    """Return the museum without some of its shows, and without lists of persons under their titles."""
    gone = {frozenset(content_stems(show.title)) for show in museum.shows if show.id in shows}
    kept = tuple(show for show in museum.shows if show.id not in shows)
    persons = tuple(each for each in museum.persons if frozenset(content_stems(each[0])) not in gone)
    return replace(museum, shows=kept, persons=persons)


@dataclass(slots=True)
class _Seen:
    """Works hung before, found by each of them, so that a museum of many shows is not compared show by show."""

    shows: list[frozenset[int]] = field(default_factory=list[frozenset[int]])
    of: dict[int, list[int]] = field(default_factory=dict[int, list[int]])

    def add(self, hung: frozenset[int]) -> None:
        for work in hung:
            self.of.setdefault(work, []).append(len(self.shows))
        self.shows.append(hung)

    def again(self, hung: frozenset[int]) -> bool:
        """Say whether a show before had half of these works and of its own."""
        common = Counter(show for work in hung for show in self.of.get(work, ()))
        return any(count >= SAME_WORKS * (len(hung) + len(self.shows[show]) - count) for show, count in common.items())


def _unfit(hung: frozenset[int], title: str, seen: _Seen) -> str | None:
    if len(hung) < FEWEST_WORKS:
        return TOO_FEW
    if not title:
        return NO_THEME
    return AGAIN if seen.again(hung) else None


def _show(museum: Museum, listed: Listed, title: str, hung: tuple[int, ...]) -> PastShow:
    makers = [folded(museum.pool[work].maker or "") for work in hung]
    year = int(listed.begin[:4]) if listed.begin[:4].isdigit() else None
    return PastShow(
        id=f"{museum.name}:{listed.id}", museum=museum.name, title=title, works=hung, theme=theme_of(title, makers),
        year=year, overview=listed.overview,
    )  # fmt: skip
