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
# From this share of a show's works by one maker on, it is about the maker where its title bears one of their names, or whatever it says.
ONE_MAKER, HARDLY_ANOTHER = 0.5, 0.9
# Names of a maker shorter than this are words of many titles.
NAME = 4
# Parts of titles that say why works hang together in a room, but nothing of what they are or show.
_NO_THEME = re.compile(
    r"\bloans?\b|\bart\s?h? ?\d{3}\b|title unknown|^untitled$|accession|acqui[sz]i|erwerbung|aanwinst|"
    r"annual exhibition|re-?install|\breopening\b|cancelled|labeltalk|alumni|course support|tutorial|commencement|convocation|"
    r"proposed gifts?|^(?:the |recent )?(?:gifts?|bequests?) (?:of|from|to)\b|\blent by\b|recollections|exchange|"
    r"checklist|studio art|recent works?$|coming attractions|\banniversary\b|^celebrating \d+ years$|\bopen house\b|"
    r"\bdinner\b|\bceremon|inaugura|\b(?:faculty|staff|members['’]?|student|juried) (?:art )?(?:show|exhibition)|faculty off|"
    r"^(?:gems|highlights|masterpieces|masterworks|selections|treasures|works)?(?: ?(?:from|across|of) )?(?:the )?(?:permanent )?collection"
    r"(?: (?:rotation|display|installation|galler(?:y|ies)|highlights))?\s?[ivx\d]*$|"
    r"^(?:gallery|galleries|room|case|study room|print room)(?: display| rotation)?\s?\w{0,3}$|"
    r"installation (?:at|for)|teaching with art$|field room|^focus on works on paper$|recent photography gifts|enriching the collection",
    re.IGNORECASE,
)
# Titles that no part saves: rooms where anything hangs, lists of what was lent.
_ROOM = re.compile(r"object lab|\bwalls\b|\bextended loans?\b|loan activity|reading room|reunion|uncovering williams", re.IGNORECASE)
# “2003 reinstallation”, “1988 install”: the works hang again, under what stands before the year.
_AGAIN = re.compile(r",? (?:\d{4}(?:-\d{2})? )?(?:re-?)?install(?:ation|ed)?\b(?! (?:at|for)\b).*$", re.IGNORECASE)
# A word or a decade; years alone say when works were bought.
_WORDED = re.compile(r"[^\W\d_]{2}|\d0['’]?s\b")
_PARTS = re.compile(r":\s+")
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

    Of a title in parts those that name one are kept.

    >>> themed_title("American Landscapes: Selections from the Permanent Collection"), themed_title("Prints: Recent Acquisitions")
    ('American Landscapes', 'Prints')
    >>> themed_title("Object Lab Spring 2020"), themed_title("Between the Wars: American Art 1918-1940")
    ('', 'Between the Wars: American Art 1918-1940')
    """
    if _ROOM.search(title):
        return ""
    kept = [part for part in _PARTS.split(_AGAIN.sub("", title)) if not _NO_THEME.search(part.strip(" ,.;-–"))]
    plain = " ".join(_HANGING.sub(" ", ": ".join(kept)).split()).strip(" ,:;-–")
    return plain if _WORDED.search(plain) and content_stems(plain) and not _NO_THEME.search(plain) else ""


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
    """Tell a show about one maker: the title bears a surname that some of it has, or a name of whoever made half, or one made it all.

    `makers` are the folded names of the works' makers, "" where unknown. Half by one maker does not do alone: in a museum's own works a
    theme can be one maker's, for the others were lent.

    >>> theme_of("Winter", ["ada ek", "bo holm", "cy dahl"]), theme_of("Ek and her circle", ["ada ek", "bo holm", "cy dahl"])
    ('thematic', 'monographic')
    >>> theme_of("Winter", ["ada ek", "ada ek", "cy dahl"]), theme_of("Adalia in snow", ["adalia van ek", "adalia van ek", "cy dahl"])
    ('thematic', 'monographic')
    """
    maker, count = Counter(makers).most_common(1)[0] if makers else ("", 0)
    spoken = {form for word in words(title) for form in (word, word.removesuffix("s"))}
    surnames = [set(words(name.split()[-1])) for name in makers if len(name.split()) > 1]
    named = any(surname and surname <= spoken for surname in surnames)
    by_maker = count >= ONE_MAKER * len(makers) and any(len(name) >= NAME and name in spoken for name in words(maker))
    alone = bool(maker) and count >= HARDLY_ANOTHER * len(makers)
    return "monographic" if named or by_maker or alone else "thematic"
