"""Mend what dropped templates leave behind, and drop the sentences that cannot be mended."""

from __future__ import annotations

import html
import re
from collections import Counter

from retrieval.catalogue.passages import PASSAGE_CHARACTERS
from retrieval.sentences import sentences
from retrieval.wiki.marks import BREAK, HOLE, ITEM

from .broken import broken

LONGEST_SENTENCE = PASSAGE_CHARACTERS
"""Longer is a list without a full stop, and would be cut between words."""
_BRACKET = re.compile(r"([(\[（])([^()\[\]（）]*)([)\]）])")
_ENDS = re.compile(r"[.!?…。！？।۔؟։][\"'“”’»」』)\]）]*$")
_STRAY = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--|-->|\{\{\{?|\}\}\}?|\[\[|\]\]|^\s*\|\}|^\s*\{\|.*$|__[A-Z]+__", re.MULTILINE)
_ADDRESS = re.compile(r"\[?\b(?:https?|ftp)://\S+|(?<=\s)//\S+")
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\s+"), " "),
    (re.compile(r"\s+([,;:.!?])(?=[\s)\]”\"]|$)"), r"\1"),
    (re.compile(r"([(\[（“])\s+"), r"\1"),
    (re.compile(r"\s+([)\]）”])"), r"\1"),
    (re.compile(r"([(\[（])(?:[,;:、，；]\s*)+"), r"\1"),
    (re.compile(r"(?:\s*[,;:、，；])+([)\]）])"), r"\1"),
    (re.compile(r"\s*[(\[（]\s*(?:(?:or|and|also|born|died|c\.)\s*)?[)\]）]"), ""),
    (re.compile(r"([,;])(?:\s*[,;])+"), r"\1"),
    (re.compile(r"[,;:]+\s*([.!?])(?!\.)"), r"\1"),
    (re.compile(r"(?<!\.)\.\.(?!\.)"), "."),
    (re.compile(r"\s+([,;.!?])(?=\s|$)"), r"\1"),
)


def mended(text: str) -> str:
    """Return a paragraph on one line with empty brackets, spaces before commas and the like put right.

    A bracket is freed of the parts that have a hole; what has no hole in it stays.

    >>> mended("Ada Vesk ( ; born 1853 , Oslo) painted ."), mended("Ada Vesk (\ue000; 1853–1890) painted.")
    ('Ada Vesk (born 1853, Oslo) painted.', 'Ada Vesk (1853–1890) painted.')
    """
    text = _ADDRESS.sub(" ", _STRAY.sub(" ", text.replace(BREAK, " ").replace(ITEM, " ")))
    for _ in range(4):
        before = text
        text = _BRACKET.sub(_without_holes, text)
        for pattern, by in _RULES:
            text = pattern.sub(by, text)
        if text == before:
            break
    return text.strip()


def _without_holes(bracket: re.Match[str]) -> str:
    if HOLE not in bracket[2]:
        return bracket.group()
    parts = [part.strip() for part in re.split(r"([;,])", bracket[2])]
    kept = "".join(f"{parts[i - 1] if i else ''} {parts[i]}" for i in range(0, len(parts), 2) if HOLE not in parts[i]).strip(" ,;")
    return f"{bracket[1]}{kept}{bracket[3]}" if kept else ""


def whole_sentences(text: str, counts: Counter[str], is_caption: bool = False) -> str:
    """Return the sentences of a paragraph that are whole, in order; count the others by what is wrong with them.

    A caption may be a few words without a full stop.
    """
    kept: list[str] = []
    for sentence in sentences(mended(text)):
        # Twice, for “&amp;eacute;” and the like.
        plain = mended(html.unescape(sentence)) if "&" in sentence else sentence
        ends = len(plain) <= LONGEST_SENTENCE and (is_caption or _ENDS.search(plain))
        wrong = broken(plain) if ends else "no end"
        if wrong:
            counts[f"sentences with {wrong}"] += 1
        else:
            kept.append(plain)
    return " ".join(kept)
