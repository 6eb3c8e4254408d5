"""Read the cells of foreign tables: words, numbers, years, lists, and the many ways to say “nothing”."""

from __future__ import annotations

import html
import re
from typing import Any

from retrieval.words import folded

LATEST_YEAR = 2100
_NOTHING = frozenset("nan none null n/a na nil - -- — ? <na> #n/a unknown unbekannt inconnu onbekend desconocido sconosciuto".split()) | {
    "not known", "not available", "(not assigned)", "not assigned", "n.a.", "k.a.", "s.d.", "n.d.", "date not known", "keine angabe",
    "no date", "undated", "not dated", "date unknown", "unknown date", "sin fecha", "sans date", "senza data", "ohne datum", "undatiert",
    "o.j.", "o. j.", "z.j.", "z. j.", "s. d.", "n. d.", "various", "varies", "not applicable", "unavailable", "none recorded", "sem data",
    "(unknown)", "[unknown]", "dimensions unavailable", "undefined", "tbd", "unspecified",
}  # fmt: skip
LONGEST_NOTHING = max(map(len, _NOTHING))
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|</?[A-Za-z][^<>]{0,400}>", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});")
# UTF-8 that some tool took for cp1252: “Ã©” for “é”.
_MISTAKEN = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u0178\u2013-\u2122]|â€")
_MISSING = frozenset(("nan", "none", "null", "<na>", "#n/a"))


def text_of(value: Any, joint: str = ", ") -> str | None:
    """Return a cell as words in one line, a list joined; None for an empty one, NaN and what stands for nothing."""
    match value:
        case None | dict() | bool() | bytes():
            return None
        case float() if value != value:  # NaN is how some tools write a missing value
            return None
        case list():
            return joint.join(text for v in value if (text := text_of(v))) or None
        case float() if value.is_integer():
            return str(int(value))
        case _:
            text = unmarked(storable(str(value)))
            return (" ".join(text.split()) if len(text) < 400 else text) or None


def told(value: Any, joint: str = ", ") -> str | None:
    """Return a cell's words unless they only say that nothing is known."""
    text = text_of(value, joint)
    return None if text and len(text) <= LONGEST_NOTHING and folded(text) in _NOTHING else text


def title_of(value: Any) -> str | None:
    """Return a title; works are called “Unknown” and “?”, but not NaN."""
    first = next((v for v in value if text_of(v)), None) if isinstance(value, list) else value
    text = text_of(first)
    return None if text and len(text) <= LONGEST_NOTHING and folded(text) in _MISSING else text


def storable(text: str) -> str:
    """Return `text` without what no table can hold: null characters and halves of surrogate pairs."""
    text = text.replace("\0", " ")
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def unmarked(text: str) -> str:
    """Return `text` without HTML tags and entities, and with letters mended that a tool has mistaken.

    >>> unmarked("<p>Oil &amp; tempera</p>"), unmarked("1 < 2"), unmarked("DÃ©truit")
    ('Oil & tempera', '1 < 2', 'Détruit')
    """
    if "&" in text:
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    return mended(text).strip()


def mended(text: str) -> str:
    """Return `text` as it was before a tool read its UTF-8 as cp1252; as it is where that explains it not wholly."""
    if text.isascii() or not _MISTAKEN.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def listed(value: Any, separators: str = "|;\n") -> list[str]:
    """Return a cell's several values: a list's, or those between separators that stand outside brackets.

    >>> listed("Ada Ek (Swedish; 1850–1920); Jon Holm"), listed([38, None, 41.0]), listed(None)
    (['Ada Ek (Swedish; 1850–1920)', 'Jon Holm'], ['38', '41'], [])
    """
    if isinstance(value, list):
        return [text for v in value if (text := text_of(v))]
    whole = text_of(value) if not isinstance(value, str) else unmarked(storable(value))
    parts = re.split(rf"[{re.escape(separators)}](?![^()\[\]]*[)\]])", whole) if whole else []
    return [part for p in parts if (part := " ".join(p.split()))]


def beside(value: Any) -> list[str]:
    """Return a cell's several values as `listed`, an empty one where none is told, so that columns beside each other stay so.

    >>> beside("Attributed to|"), beside(["Male", None]), beside("(French) (Swedish)")
    (['Attributed to', ''], ['Male', ''], ['French', 'Swedish'])
    """
    if isinstance(value, list):
        return [text_of(v) or "" for v in value]
    whole = text_of(value) or ""
    if re.fullmatch(r"(?:\([^()]*\)\s*)+", whole):
        return re.findall(r"\(([^()]*)\)", whole)
    return [" ".join(part.split()) for part in re.split(r"[|;\n](?![^()\[\]]*[)\]])", unmarked(str(value)))] if whole else []


def year_of(text: str | None) -> int | None:
    """Return the first year in a column of years; 0 and years to come stand for “unknown” and “living” there."""
    whole = re.fullmatch(r"\(?(-?\d{1,5})\)?", text or "")
    found = whole or re.search(r"\b(\d{3,4})\b", text or "")
    if not found or not text:
        return None
    year = int(found[1])
    year = -year if year > 0 and re.search(r"\bB\.?C|v\. ?Chr|av\. ?J", text, re.IGNORECASE) else year
    return year if year != 0 and year <= LATEST_YEAR else None
