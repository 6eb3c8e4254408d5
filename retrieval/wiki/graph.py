"""First reading of a dump: who is in which category, which titles lead elsewhere, under what licence pictures stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .compressed import DumpCut, Mark
from .ledger import Ledger, title_key
from .pages import DumpPages, Page, Read
from .site import ARTICLE, CATEGORY, FILE, Site
from .wikitext.licences import licence_of_page

BATCH = 5_000
"""Pages between two commits."""
RECENT = 200_000
"""Category names remembered, so that the common ones are not written again and again."""
_UNREAD = re.compile(r"<!--.*?(?:-->|\Z)|<nowiki>.*?</nowiki>", re.DOTALL)
_REDIRECT = re.compile(r"\s*#[^\s\[:]{2,30}\s*:?\s*\[\[([^\[\]|]+)")
Told = Callable[[int], None]
"""Is told how many bytes of the dump have been read."""


@dataclass(slots=True)
class _Batch:
    links: list[tuple[int, int, int]] = field(default_factory=list[tuple[int, int, int]])
    categories: dict[int, str] = field(default_factory=dict[int, str])
    redirects: list[tuple[int, str, int, str]] = field(default_factory=list[tuple[int, str, int, str]])
    files: list[tuple[int, str | None, str | None]] = field(default_factory=list[tuple[int, str | None, str | None]])
    pages: int = 0


def read_graph(dump: Path, ledger: Ledger, told: Told) -> str | None:
    """Fill the ledger from the dump, from where an earlier run stopped; return how the dump is cut short, or None.

    The ledger's `graph` says how far it came: `offset`, `mark`, `pages` before it by namespace, and in the end `seen`, `cut`, `done`.
    """
    state: dict[str, Any] = ledger.get("graph", {"offset": 0, "mark": asdict(Mark()), "pages": {}, "done": False, "cut": None})
    if state["done"]:
        return state["cut"]
    site = site_of(ledger)
    pages = DumpPages(dump, state["offset"], Mark(**state["mark"]), site)
    counts, recent, batch = Counter[str](state["pages"]), set[int](), _Batch()
    cut: str | None = None
    links: _Categories | None = None
    try:
        for read in pages:
            if pages.site is not None and links is None:
                links = _Categories(pages.site)
                ledger.put("site", asdict(pages.site))
            # The state names this page as the first that is not in the ledger yet.
            if batch.pages >= BATCH:
                _keep(ledger, batch, state, counts, read)
                batch = _Batch()
                told(read.read)
            if links is not None:
                _take(read.page, links, batch, recent)
            counts[str(read.page.namespace)] += 1
    except DumpCut as failure:
        cut = str(failure)
    _insert(ledger, batch)
    ledger.sql.execute("CREATE INDEX IF NOT EXISTS links_of ON links (category, child, page)")
    ledger.sql.execute("CREATE INDEX IF NOT EXISTS names_of ON redirects (target)")
    # `pages` stays what the place to go on from counts: a cut dump may come again whole.
    ledger.put("graph", {**state, "seen": counts, "done": True, "cut": cut})
    ledger.commit()
    return cut


def site_of(ledger: Ledger) -> Site | None:
    """Return the wiki that the ledger's dump is of."""
    told: dict[str, Any] | None = ledger.get("site")
    if told is None:
        return None
    told["namespaces"] = tuple((number, name) for number, name in told["namespaces"])
    return Site(**told)


class _Categories:
    """Finds the categories that a page says it is in."""

    def __init__(self, site: Site) -> None:
        self.site = site
        names = "|".join(re.escape(name).replace(r"\ ", "[ _]") for name in site.called(CATEGORY))
        self._link = re.compile(rf"\[\[[\s_]*(?:(?i:{names}))[\s_]*:([^\[\]|{{}}\n]+)")

    def of(self, text: str) -> Iterator[str]:
        text = _UNREAD.sub("", text) if "<!--" in text or "<nowiki>" in text else text
        for match in self._link.finditer(text):
            if title := self.site.title(match[1]):
                yield title


def _take(page: Page, links: _Categories, batch: _Batch, recent: set[int]) -> None:
    batch.pages += 1
    site = links.site
    target = page.redirect or _redirect(page.text)
    if page.namespace == FILE:
        batch.files.append((title_key(site.bare(page.title, FILE)), licence_of_page(page.text), None))
    elif page.namespace == ARTICLE and target:
        goal = site.title(target)
        batch.redirects.append((title_key(site.title(page.title)), page.title, title_key(goal), goal))
    elif page.namespace in (ARTICLE, CATEGORY):
        own = site.bare(page.title, CATEGORY) if page.namespace == CATEGORY else ""
        parents = set(links.of(page.text)) | ({site.bare(target, CATEGORY)} if own and target else set())
        if own:
            _name(batch, recent, own)
        # Sorted, so that two readings of one dump write the same file.
        batch.links += [(_name(batch, recent, parent), title_key(own) if own else 0, page.id) for parent in sorted(parents)]


def _redirect(text: str) -> str | None:
    found = _REDIRECT.match(text[:400]) if text.lstrip().startswith("#") else None
    return found[1] if found else None


def _name(batch: _Batch, recent: set[int], title: str) -> int:
    key = title_key(title)
    if key not in recent:
        if len(recent) >= RECENT:
            recent.clear()
        recent.add(key)
        batch.categories[key] = title
    return key


def _keep(ledger: Ledger, batch: _Batch, state: dict[str, Any], counts: Counter[str], upcoming: Read) -> None:
    _insert(ledger, batch)
    state.update(offset=upcoming.page.offset, mark=asdict(upcoming.mark), pages=dict(counts))
    ledger.put("graph", state)
    ledger.commit()


def _insert(ledger: Ledger, batch: _Batch) -> None:
    sql = ledger.sql
    sql.executemany("INSERT INTO links VALUES (?, ?, ?)", batch.links)
    sql.executemany("INSERT OR IGNORE INTO categories VALUES (?, ?)", batch.categories.items())
    sql.executemany("INSERT OR REPLACE INTO redirects VALUES (?, ?, ?, ?)", batch.redirects)
    sql.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", batch.files)
