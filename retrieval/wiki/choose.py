"""Choose pages by the category graph: breadth first from the roots, each category once, so that cycles end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.errors import SourceError

from .ledger import Ledger, title_key
from .site import CATEGORY, Site


@dataclass(frozen=True, slots=True)
class Choice:
    """Which categories are followed, how deep (the roots are 0), and which are left out with what only they lead to."""

    categories: tuple[str, ...]
    depth: int = 5
    exclude: tuple[str, ...] = ()


def choose_pages(ledger: Ledger, choice: Choice, site: Site, dump_is_cut: bool) -> None:
    """Fill the ledger's `chosen` categories and `selected` pages.

    Raises:
        SourceError: a category is not in the dump; the nearest name is told.
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
    nearest = _nearest(ledger, title)
    meant = f"; did you mean “{nearest}”?" if nearest else "; the dump names no categories, so give one that does"
    raise SourceError(f"there is no category “{title}” in {'the readable part of ' if dump_is_cut else ''}this dump{meant}")


def _nearest(ledger: Ledger, title: str) -> str | None:
    from rapidfuzz import fuzz, process

    titles = (row[0] for row in ledger.sql.execute("SELECT title FROM categories"))
    found = process.extractOne(title, titles, scorer=fuzz.ratio, processor=str.casefold)
    return found[0] if found else None
