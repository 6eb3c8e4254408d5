"""Read the years out of a date as a label words it."""

from __future__ import annotations

import re

_CENTURY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)(?:\s*(?:-|–|to|or)\s*(\d{1,2})(?:st|nd|rd|th))?[\s-]*centur", re.IGNORECASE)
_DECADE = re.compile(r"\b(\d{3})0s\b")
_HUNDREDS = re.compile(r"\b(\d{1,2})00s\b")
_YEARS = re.compile(r"\b(\d{1,5})(?:\s*(?:-|–|—|/|to)\s*(\d{1,5}))?\b")


def year_range(text: str | None) -> tuple[int, int] | None:
    """Return the earliest and latest year that `text` allows, negative before our era; None when it names none.

    >>> year_range("c. 1612–13"), year_range("late 16th century"), year_range("1500s"), year_range("c. 530 BCE")
    ((1612, 1613), (1501, 1600), (1500, 1599), (-530, -530))
    """
    if not text or "years old" in text:
        return None
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    before = bool(re.search(r"\bB\.?\s?C", text))
    if match := _CENTURY.search(text):
        first, last = int(match[1]), int(match[2] or match[1])
        return (-first * 100, -(last - 1) * 100 - 1) if before else ((first - 1) * 100 + 1, last * 100)
    if match := _HUNDREDS.search(text):
        start = int(match[1]) * 100
        return (-start - 99, -start) if before else (start, start + 99)
    if match := _DECADE.search(text):
        start = int(match[1]) * 10
        return (-start - 9, -start) if before else (start, start + 9)
    return _plain_years(text, before)


def _plain_years(text: str, before: bool) -> tuple[int, int] | None:
    spans = [m for m in _YEARS.finditer(text) if len(m[1]) >= 3 or before or re.search(r"\b(?:CE|AD)\b", text)]
    if not spans:
        return None
    years: list[int] = []
    for match in spans:
        first, second = match[1], match[2]
        years.append(int(first))
        if second:
            # “1612–13” leaves the century out; before our era years count down, so “100–50 BCE” does not.
            short = not before and len(second) < len(first)
            years.append(int(first[: len(first) - len(second)] + second) if short else int(second))
    if before:
        years = [-year for year in years]
    low, high = min(years), max(years)
    return (low, high) if high <= 2100 else None
