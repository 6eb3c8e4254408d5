"""Read the years out of a date as a label words it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DASH = r"\s*(?:-|–|—|/|to)\s*"
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_CENTURY = re.compile(r"(?:st|nd|rd|th)[\s-]*c(?:ent|\.|\b)", re.IGNORECASE)
_DECADES = re.compile(rf"\b(\d{{2}}[1-9])0(?:['’]?s|er\b(?:\sJahre)?)(?:{_DASH}(\d)0['’]?s)?\b")
_HUNDREDS = re.compile(r"\b(\d{1,2})00['’]?s\b")
_YEARS = re.compile(rf"\b(\d{{1,5}})(?:{_DASH}(\d{{1,5}}))?\b")
_DAY = re.compile(r"\b(\d{4})-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}\S*)?")
_BEFORE = re.compile(r"\bB\.?\s?C\.?(?:\s?E\b\.?)?|\bbce?\b")
_SINCE = re.compile(r"\b(?:A\.?D|C\.?E)\b")


# Centuries and eras as other languages word them, put into English before the years are read.
_CENTURIES = re.compile(
    r"\b(\d{1,2})\s?(?:\.|e|º|ème|er|\.?\s)\s?(?:Jh|Jahrhundert|siècle|eeuw|sec|s\.)\w*\.?"
    r"|\b(?:siglo|secolo|século|sec\.|s\.)\s?([IVX]+)\b|\b([IVX]+)\s?(?:e|ème)?\s(?:siècle|secolo|eeuw|Jh)\w*",
    re.IGNORECASE,
)
_BEFORE_ELSEWHERE = re.compile(r"\bv\.\s?(?:u\.\s?Z|Chr)\.?|\bav(?:ant)?\.?\s?J\.?-?\s?C\.?|\ba\.\s?C\.", re.IGNORECASE)
_ROMAN = {"I": 1, "V": 5, "X": 10}


def _in_english(text: str) -> str:
    """Return `text` with centuries and “before our era” as English words them.

    >>> _in_english("1. Hälfte 16. Jh."), _in_english("XVIe siècle"), _in_english("sec. XIV"), _in_english("50 v. Chr.")
    ('1. Hälfte 16th century', '16th century', '14th century', '50 BCE')
    """

    def century(match: re.Match[str]) -> str:
        return f"{match[1] or _arabic(match[2] or match[3])}th century"

    return _BEFORE_ELSEWHERE.sub("BCE", _CENTURIES.sub(century, text))


def _arabic(roman: str) -> int:
    digits = [_ROMAN[letter] for letter in roman.upper()]
    return sum(-d if d < after else d for d, after in zip(digits, [*digits[1:], 0], strict=True))


def year_range(text: str | None) -> tuple[int, int] | None:
    """Return the earliest and latest year that `text` allows, negative before our era; None when it names none.

    >>> year_range("c. 1612–13"), year_range("late 16th century"), year_range("1500s"), year_range("27 BCE – 14 CE")
    ((1612, 1613), (1501, 1600), (1500, 1599), (-27, 14))
    """
    if not text or "years old" in text:
        return None
    text = _DAY.sub(r"\1", re.sub(r"(?<=\d),(?=\d{3}\b)", "", _in_english(text)))
    spans = [(-last, -first) if before else (first, last) for part, before in _eras(text) for first, last in _spans(part, before)]
    low, high = min((first for first, _ in spans), default=0), max((last for _, last in spans), default=0)
    return (low, high) if spans and high <= 2100 else None


def _eras(text: str) -> list[tuple[str, bool]]:
    """Cut `text` where it crosses into our era; say of each part whether its years lie before it."""
    mark = _BEFORE.search(text)
    if mark and _SINCE.search(text, mark.end()):
        return [(text[: mark.end()], True), (text[mark.end() :], False)]
    return [(text, mark is not None)]


def _spans(text: str, before: bool) -> Iterator[tuple[int, int]]:
    """Yield every stretch of years that is named, counted away from the turn of the era."""
    if _CENTURY.search(text):
        for ordinal in _ORDINAL.findall(text):
            yield (int(ordinal) - 1) * 100 + 1, int(ordinal) * 100
    for match in _DECADES.finditer(text):
        first = int(match[1]) * 10
        yield first, (first // 100 * 100 + int(match[2]) * 10 if match[2] else first) + 9
    for hundred in _HUNDREDS.findall(text):
        yield int(hundred) * 100, int(hundred) * 100 + 99
    yield from _plain_years(_HUNDREDS.sub("", _DECADES.sub("", text)), before)


def _plain_years(text: str, before: bool) -> Iterator[tuple[int, int]]:
    for match in _YEARS.finditer(text):
        if len(match[1]) < 3 and not before and not _SINCE.search(text):
            continue
        first, second = int(match[1]), match[2] or match[1]
        # “1612–13” leaves the century out; before our era years count down, so “100–50 BCE” does not.
        short = not before and len(second) < len(match[1])
        last = int(match[1][: -len(second)] + second) if short else int(second)
        if short and last < first:  # “1889-05” names a month
            last = first
        yield min(first, last), max(first, last)
