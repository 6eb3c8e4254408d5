"""Read the filters of a search out of a request in plain words."""

from __future__ import annotations

import re
from typing import Any

from retrieval.catalogue.years import year_range
from retrieval.words import content_stems, folded, stem, words

from .names import LINK, NAME_WORD

_MEDIA = (
    "painting", "print", "woodblock", "etching", "engraving", "drawing", "watercolour", "photograph", "sculpture", "bronze",
    "marble", "textile", "tapestry", "quilt", "carpet", "ceramic", "porcelain", "mask", "manuscript", "installation", "video",
    "fresco", "mosaic", "calligraphy", "glass", "wood", "ivory", "gold", "silver", "architecture", "film", "oil on canvas",
)  # fmt: skip

_LICENCE = re.compile(r"\b(CC0|CC[ -]BY(?:[ -](?:SA|NC|ND)\b)*|public domain|creative commons)\b", re.IGNORECASE)
_OF_WORKS = re.compile(r"\b(?:which|show|list|find|works?|pictures?|images?|paintings?|prints?|drawings?|photographs?)\b", re.IGNORECASE)

# Stems of words in which people ask for works, whatever these are about.
_ASKING = frozenset(
    stem(word)
    for word in (
        "work works art artwork artworks piece pieces picture pictures image images object objects thing things anything something "
        "example examples list find show showing shows see next recommend suggest similar collection here include exhibition display "
        "plan curate choose select theme themed about century centuries year years woman women female male painter painters artists "
        "sculptors photographers makers paintings sculptures prints photographs drawings textiles masks ceramics twelve ten five six "
        "eight love enjoy interested need want free licence license licensed reuse"
    ).split()
    + [part for medium in _MEDIA for part in medium.split()]
)


def theme_of(question: str) -> frozenset[str]:
    """Return the stems of what a request for works is about, without the words that ask, name a medium or a time.

    >>> sorted(theme_of("Show me prints about winter before 1800"))
    ['winter']
    """
    return frozenset(s for s in content_stems(_LICENCE.sub(" ", question)) if s not in _ASKING and not s.isdigit())


def filters_of(question: str) -> dict[str, Any]:
    """Return the search filters that a request for works names: years, a maker after “by”, a medium, a licence.

    >>> filters_of("prints by Katsushika Hokusai before 1835")
    {'to_year': 1834, 'artist': 'Katsushika Hokusai', 'medium': 'print'}
    """
    return {**_years(question), **_artist(question), **_medium(question), **_licence(question)}


def asks_for_licence(question: str) -> bool:
    """Say whether works are asked for by the terms on which they may be used.

    >>> asks_for_licence("Which works are CC0?"), asks_for_licence("What is CC0?")
    (True, False)
    """
    return bool(_licence(question) and _OF_WORKS.search(question))


def _years(question: str) -> dict[str, Any]:
    text = folded(question)
    if found := re.search(r"\b(?:between|from)\s+(\d{3,4})\s+(?:and|to|until)\s+(\d{3,4})\b|\b(\d{4})\s*[-–]\s*(\d{4})\b", text):
        low, high = (int(g) for g in found.groups() if g)
        return {"from_year": low, "to_year": high}
    if found := re.search(r"\b(?:before|until|up to|no later than)\s+(?:the year\s+)?(\d{3,4})\b", text):
        return {"to_year": int(found[1]) - (1 if text[found.start() :].startswith("before") else 0)}
    if found := re.search(r"\b(?:after|since|from)\s+(?:the year\s+)?(\d{3,4})\b(?!s)", text):
        return {"from_year": int(found[1]) + (1 if text[found.start() :].startswith("after") else 0)}
    if re.search(r"centur|\b\d{3}0s\b", text) and (years := year_range(question)):
        return {"from_year": years[0], "to_year": years[1]}
    return {}


def _artist(question: str) -> dict[str, Any]:
    found = re.search(rf"\bby\s+({NAME_WORD}(?:\s+(?:{LINK}\s+)?{NAME_WORD})*)", question)
    return {"artist": found[1].removesuffix("'s").removesuffix("’s").strip(" .?")} if found else {}


def _medium(question: str) -> dict[str, Any]:
    asked = {w.removesuffix("s") for w in words(question)} | set(words(question))
    found = next((m for m in _MEDIA if m in asked or m in folded(question).split()), None)
    return {"medium": found} if found else {}


def _licence(question: str) -> dict[str, Any]:
    found = _LICENCE.search(question)
    return {"licence": found[1]} if found else {}
