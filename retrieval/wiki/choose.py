"""Choose pages by the category graph: breadth first from the roots, each category once, so that cycles end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.errors import SourceError

from .ledger import Ledger, title_key
from .site import CATEGORY, Site

NAMED = 3
# Of 100: how alike a name must be to be told, and what sharing words counts beside being spelt alike.
NEAR = 75.0
WORDS_COUNT = 0.9


@dataclass(frozen=True, slots=True)
class Choice:
    """Which categories are followed, how deep (the roots are 0), and which are left out with what only they lead to."""

    categories: tuple[str, ...]
    depth: int = 5
    exclude: tuple[str, ...] = ()


def choose_pages(ledger: Ledger, choice: Choice, site: Site, dump_is_cut: bool) -> None:
    """Fill the ledger's `chosen` categories and `selected` pages.

    Raises:
        SourceError: a category is not in the dump; the nearest names are told.
    """
    sql = ledger.sql
    for table in ("chosen", "excluded", "selected"):
        sql.execute(f"DELETE FROM {table}")  # noqa: S608 our own table names
    for name in choice.exclude:
        sql.execute("INSERT OR IGNORE INTO excluded VALUES (?)", (_known(ledger, name, site, dump_is_cut),))
    for name in choice.categories:
        sql.execute("INSERT OR IGNORE INTO chosen VALUES (?, 0)", (_known(ledger, name, site, dump_is_cut),))
    for depth in range(choice.depth):
        found = sql.execute(
            "INSERT OR IGNORE INTO chosen SELECT DISTINCT child, ? FROM links JOIN chosen ON category = chosen.id "
            "WHERE depth = ? AND child != 0 AND child NOT IN (SELECT id FROM excluded)", (depth + 1, depth),
        )  # fmt: skip
        if not found.rowcount:
            break
    sql.execute("INSERT OR IGNORE INTO selected SELECT page FROM chosen JOIN links ON category = chosen.id WHERE child = 0")
    sql.execute("DELETE FROM selected WHERE page IN (SELECT page FROM excluded JOIN links ON category = excluded.id WHERE child = 0)")


def root_titles(ledger: Ledger) -> Sequence[str]:
    """Return the names of the categories that were asked for."""
    rows = ledger.sql.execute("SELECT title FROM chosen JOIN categories USING (id) WHERE depth = 0 ORDER BY title")
    return [title for (title,) in rows]


def _known(ledger: Ledger, name: str, site: Site, dump_is_cut: bool) -> int:
    title = site.bare(name, CATEGORY)
    key = title_key(title)
    if ledger.sql.execute("SELECT 1 FROM categories WHERE id = ?", (key,)).fetchone():
        return key
    where = f"in {'the readable part of ' if dump_is_cut else ''}this dump"
    raise SourceError(f"there is no category “{title}” {where}; {_instead(ledger, title)}")


def _instead(ledger: Ledger, title: str) -> str:
    """Say which categories there are instead: those of a like name, else those with most in them."""
    if near := _nearest(ledger, title):
        return f"the nearest {'is' if len(near) == 1 else 'are'} {_listed(near)}"
    if most := _largest(ledger):
        return f"none has a like name, and most is in {_listed(most)}: give one of the dump's own"
    return "the dump names no categories, so give one that does"


def _nearest(ledger: Ledger, title: str) -> list[str]:
    """Return names spelt alike, and those that share whole words, which count a little less."""
    from rapidfuzz import fuzz

    asked = title.casefold()
    scored: list[tuple[float, str]] = []
    for (name,) in ledger.sql.execute("SELECT title FROM categories"):
        said = name.casefold()
        score = max(
            fuzz.ratio(asked, said), WORDS_COUNT * fuzz.token_set_ratio(asked, said), WORDS_COUNT * fuzz.token_sort_ratio(asked, said)
        )
        if score >= NEAR:
            scored = sorted([*scored, (-score, name)])[:NAMED]
    return [name for _, name in scored]


def _largest(ledger: Ledger) -> list[str]:
    rows = ledger.sql.execute(
        "SELECT title FROM links JOIN categories ON category = categories.id GROUP BY category ORDER BY count(*) DESC, title LIMIT ?",
        (NAMED,),
    )
    return [title for (title,) in rows]


def _listed(names: Sequence[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}" if quoted[1:] else quoted[0]
