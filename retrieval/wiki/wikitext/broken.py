"""Say whether a sentence is whole, as a check that can be run over any text."""

from __future__ import annotations

import re

_CHECKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("a hole", re.compile("[\ue000-\uf8ff]")),
    ("markup", re.compile(r"\[\[|\]\]|\{\{|\}\}|\{\||\|\}|'''|''(?!\w)|</?[a-zA-Z][^<>]{0,200}>|<!--|-->|^=+|=+$|"
                          r"&(?:[a-zA-Z]{2,8}|#x?[0-9a-fA-F]+);|"
                          r"__[A-Z]+__|https?://|"
                          r"\b(?:rowspan|colspan|style|class|align)\s*=|\|[\w-]+\s*=|^[|!*#:;]|\||\bISBN\b")),
    ("an empty bracket", re.compile(r"\(\W*\)|\[\W*\]|“\W*”|‘\s*’|«\s*»|（\W*）|「\s*」|"
                                   r"\(\s*(?:or|and|also|born|died|c\.)\s*\)")),
    ("a bracket with a hole", re.compile(r"[(\[（]\s*[,;:.、，；]|[,;:、，；]\s*[)\]）]")),
    ("doubled punctuation", re.compile(r"[,;:]\s*[,;:]|[,;]\s*[.!?](?!\.\.)|(?<!\.)\.\.(?!\.)|\.{4,}|"
                                      r"(?<=\w[.!?])\s*[,;](?=\s*[,;.])|[!?],[,;.]|、、|，，|。。")),
    ("a loose comma", re.compile(r"^[\s\"'“]*[,;:.!?)\]、，。）]|[,;:(\[–—、，；-]\s*$|\s[,;.!?](?=\s|$)(?!\s?\.)|\(\s|\s\)")),
    ("a dash that joins nothing", re.compile(r"[(\[]\s*[–-]\s*[)\]]|[–—]\s*[.,;)]")),
)  # fmt: skip
_PAIRS = {")": "(", "]": "[", "）": "（", "」": "「", "”": "“", "»": "«", "》": "《", "】": "【"}
_OPENERS = frozenset(_PAIRS.values())
_LETTER = re.compile(r"[^\W\d_]")


def broken(sentence: str) -> str | None:
    """Return what is wrong with a sentence: a hole, markup, an empty or lonely bracket, loose or doubled punctuation; None if nothing.

    >>> broken("She painted it ( ; born in Oslo)."), broken("She painted it (in Oslo).")
    ('a bracket with a hole', None)
    """
    for name, pattern in _CHECKS:
        if pattern.search(sentence):
            return name
    if not _LETTER.search(sentence):
        return "no words"
    return None if _paired(sentence) else "a lonely bracket"


def _paired(sentence: str) -> bool:
    """Say whether every bracket and quotation mark is closed in order; “a)” at the head of a list counts as unpaired."""
    opened: list[str] = []
    for sign in sentence:
        if sign in _OPENERS:
            opened.append(sign)
        elif sign in _PAIRS and (not opened or opened.pop() != _PAIRS[sign]):
            return False
    return not opened
