"""Other names of a page: the redirects that lead to it, however many steps, and where a link really leads."""

from __future__ import annotations

from retrieval.words import folded

from .ledger import Ledger, title_key

MOST_STEPS = 5
MOST_NAMES = 12


def other_names(ledger: Ledger, title: str) -> tuple[str, ...]:
    """Return the titles that redirect to `title`, nearest first; those that differ in case or accents alone are left out."""
    found: list[str] = []
    known, frontier = {folded(title)}, [title_key(title)]
    seen = set(frontier)
    for _ in range(MOST_STEPS):
        rows = [
            row for key in frontier for row in ledger.sql.execute("SELECT id, title FROM redirects WHERE target = ? ORDER BY title", (key,))
        ]
        frontier = [key for key, _ in rows if key not in seen]
        seen.update(frontier)
        for _, name in rows:
            if folded(name) not in known and "/" not in name and "(" not in name and len(name) <= 80:
                known.add(folded(name))
                found.append(name)
    return tuple(found[:MOST_NAMES])


def led_to(ledger: Ledger, title: str) -> str | None:
    """Return the page that a link to `title` leads to; None where redirects run in a circle."""
    seen = {title}
    for _ in range(MOST_STEPS):
        row = ledger.sql.execute("SELECT target_title FROM redirects WHERE id = ?", (title_key(title),)).fetchone()
        if row is None:
            return title
        title = row[0]
        if title in seen:
            return None
        seen.add(title)
    return None


def redirects_that_lead_nowhere(ledger: Ledger) -> int:
    """Return how many redirects end in a circle of two or lead to themselves."""
    return int(ledger.sql.execute(
        "SELECT count(*) FROM redirects AS a JOIN redirects AS b ON a.target = b.id WHERE a.id = b.target OR a.id = a.target"
    ).fetchone()[0])  # fmt: skip
