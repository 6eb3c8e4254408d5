"""Cut prose into sentences, by characters, so that a citation can point at one."""

from __future__ import annotations

import re

# A point after one of these ends no sentence in writing about art.
_ABBREVIATIONS = frozenset("c ca no nos st ste mr mrs ms dr vol fig figs b d fl ed eds inv cat jr sr vs etc e.g i.e op pl".split())
LONGEST_WORD = 60
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[^\sa-z])|[。！？]+|\n\s*\n")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return `(start, end)` of each sentence, white space outside.

    >>> [("Made c. 1612. It is by J. M. W. Turner."[a:b]) for a, b in sentence_spans("Made c. 1612. It is by J. M. W. Turner.")]
    ['Made c. 1612.', 'It is by J. M. W. Turner.']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(text):
        if _is_abbreviation(text, end.start()):
            continue
        _append(spans, text, start, end.end())
        start = end.end()
    _append(spans, text, start, len(text))
    return spans


def sentences(text: str) -> list[str]:
    """Return the sentences of `text`."""
    return [text[start:end] for start, end in sentence_spans(text)]


def _is_abbreviation(text: str, point: int) -> bool:
    if text[point] != ".":
        return False
    # The last word alone: to look through all that stands before each point would take hours on a long text.
    before = re.search(r"[^\s(\[“‘\"'–—/-]*$", text[max(0, point - LONGEST_WORD) : point])
    word = before.group() if before else ""
    if not word:  # “L . . . (Laure)”: points that stand alone end nothing
        return True
    return word.casefold() in _ABBREVIATIONS or (len(word) == 1 and word.isupper())


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))
