"""Exhibitions with their works on view, told apart by theme: what curators chose is relevance judged by people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from retrieval.words import content_stems, folded, words

from .corpus import RECORDS, Corpus, RecordTable, rows_of

Theme = Literal["thematic", "monographic"]
FEWEST_WORKS = 5
# Two shows of one museum with this share of their works in common are one show that travelled or was hung again.
SAME_WORKS = 0.5
# From this share of a show's works by one maker on, it is about the maker.
ONE_MAKER = 0.5
# Titles that say why works hang together in a room, but nothing of what they are or show.
_NO_THEME = re.compile(
    r"object lab|\bwalls\b|\bloans?\b|\bart\s?h? ?\d{3}|title unknown|accession|acquisition|annual exhibition|reinstall|\breopening\b|"
    r"cancelled|reading room|reunion|labeltalk|alumni|course support|tutorial|commencement|convocation|proposed gifts?|recollections|"
    r"uncovering williams|exchange|checklist|senior studio|loan activity|recent works?$|coming attractions|"
    r"^(?:gems|highlights|masterpieces|masterworks|selections|treasures) (?:from|across|of) (?:the )?(?:permanent )?collection$|"
    r"installation (?:at|for)|teaching with art$|field room|^focus on works on paper$|recent photography gifts|enriching the collection",
    re.IGNORECASE,
)
# What is said of the hanging, not of the works: venues, seasons, dates, “from the permanent collection”.
_HANGING = re.compile(
    r"\((?:[^)]*(?:travel|venue|wcma|group|only|museum|center|gallery|nyu|bennington)[^)]*)\)|"
    r",? ?\b(?:spring|summer|fall|winter),? \d{2,4}\b|"
    r"[:,-]? ?(?:selections|highlights|masterpieces|works)? ?from the (?:museum's |wcma )?(?:permanent )?collection\b|"
    r"[,.]? [-–]? ?(?:jan(?:uary|\.)|feb(?:ruary|\.)|april|june|aug(?:ust|\.)|sept(?:ember|\.)) .*\d{4}.*$|"
    r"^teaching with art: |^celebrating 75 years[:-] ?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Show:
    """An exhibition: its title without the circumstances of its hanging, and the text ids of the works on view."""

    id: str
    title: str
    source: str
    works: Sequence[str]
    theme: Theme


@dataclass(frozen=True, slots=True)
class Shows:
    """The shows that can be asked for, and how many were left out for which reason."""

    shows: Sequence[Show]
    left_out: Mapping[str, int]


def read_shows(data: Path, corpus: Corpus) -> Shows:
    """Read the exhibitions of both museums with at least five works in `corpus`."""
    shows: list[Show] = []
    left_out: Counter[str] = Counter()
    for table in RECORDS:
        known: list[set[str]] = []
        works, makers = _works(data, table, corpus), _makers(data, table, corpus)
        for row in rows_of(data, f"{table.folder}/exhibitions"):
            on_view = works.get(str(row["exhibition_id"]), [])
            title = themed_title(row["title"] or "")
            if reason := _unfit(on_view, title, known):
                left_out[reason] += 1
                continue
            known.append(set(on_view))
            theme = theme_of(title, [makers.get(work, "") for work in on_view])
            shows.append(Show(f"{table.source}-show:{row['exhibition_id']}", title, table.source, on_view, theme))
    return Shows(shows, dict(left_out))


def themed_title(title: str) -> str:
    """Return a title without its venue, dates and “from the permanent collection”; empty when it names no theme.

    >>> themed_title("American Landscapes: Selections from the Permanent Collection")
    'American Landscapes'
    >>> themed_title("Object Lab Spring 2020")
    ''
    """
    if _NO_THEME.search(title):
        return ""
    plain = " ".join(_HANGING.sub(" ", title).split()).strip(" ,:;-–")
    return plain if content_stems(plain) else ""


def _unfit(works: Sequence[str], title: str, known: Sequence[set[str]]) -> str | None:
    if len(works) < FEWEST_WORKS:
        return f"fewer than {FEWEST_WORKS} described works"
    if not title:
        return "a title that names no theme"
    if any(len(other & set(works)) >= SAME_WORKS * len(other | set(works)) for other in known):
        return "the works of an earlier show again"
    return None


def _works(data: Path, table: RecordTable, corpus: Corpus) -> dict[str, list[str]]:
    ids = corpus.text_ids[table.source]
    found: dict[str, dict[str, None]] = {}
    for row in rows_of(data, f"{table.folder}/membership"):
        if text_id := ids.get(str(row[table.shown])):
            found.setdefault(str(row["exhibition_id"]), {})[text_id] = None
    return {show: list(works) for show, works in found.items()}


def _makers(data: Path, table: RecordTable, corpus: Corpus) -> dict[str, str]:
    ids = corpus.text_ids[table.source]
    rows = rows_of(data, f"{table.folder}/objects")
    return {ids[number]: folded(row[table.maker] or "") for row in rows if (number := str(row[table.number])) in ids}


def theme_of(title: str, makers: Sequence[str]) -> Theme:
    """Tell a show about one maker: half of it is theirs, or the title bears a surname that some of it has.

    `makers` are the folded names of the works' makers, "" where unknown.

    >>> theme_of("Winter", ["ada ek", "bo holm", "cy dahl"]), theme_of("Ek and her circle", ["ada ek", "bo holm", "cy dahl"])
    ('thematic', 'monographic')
    """
    maker, count = Counter(makers).most_common(1)[0] if makers else ("", 0)
    named = {name.split()[-1] for name in makers if name and len(name.split()) > 1}
    spoken = {form for word in words(title) for form in (word, word.removesuffix("s"))}
    return "monographic" if (maker and count >= ONE_MAKER * len(makers)) or named & spoken else "thematic"
