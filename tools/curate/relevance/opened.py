"""When a show opened, however a museum writes dates: in figures, in words of several languages, as spans or counted in milliseconds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from retrieval.catalogue.cells import text_of
from retrieval.catalogue.years import year_range
from retrieval.words import folded

# How months begin in English, German, Dutch, French, Italian, Spanish and Portuguese; longer beginnings come before shorter ones.
_MONTHS = (
    ("juin", 6), ("juil", 7), ("juli", 7), ("july", 7), ("jan", 1), ("gen", 1), ("ene", 1), ("feb", 2), ("fev", 2), ("mar", 3), ("mrz", 3),
    ("maa", 3), ("apr", 4), ("avr", 4), ("abr", 4), ("may", 5), ("mai", 5), ("mei", 5), ("mag", 5), ("jun", 6), ("giu", 6), ("jul", 7),
    ("lug", 7), ("aug", 8), ("aou", 8), ("ago", 8), ("sep", 9), ("set", 9), ("oct", 10), ("okt", 10), ("ott", 10), ("out", 10),
    ("nov", 11), ("dec", 12), ("dez", 12), ("dic", 12),
)  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d{2}(?!\d)")
_ISO = re.compile(r"\s*(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})([./-])\s?(\d{1,2})(?:\2|(?=\s*[-–—]))")
_WORD = re.compile(r"(?:(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.)?(?:\s+(?:de|of))?\s*)?\b([a-z]{3,10})\b\.?(?:\s+(\d{1,2})(?!\d))?")
_DAYS_OF_SHEETS = date(1899, 12, 30)
LATEST = 2100


def opening(value: Any, day_first: bool = False) -> str:
    """Return when a show opened as “1990-05-03”, “1990-05” or “1990”, so that texts sort by time; "" where the cell does not say.

    Args:
        value: a cell; of a span the beginning counts.
        day_first: whether “3/5/1990” is in May.

    >>> opening("May 3 – August 4, 1990"), opening("3.5.1990 - 4.8.1990"), opening("Dec 3 – Feb 4, 1991"), opening("vers 1990")
    ('1990-05-03', '1990-05-03', '1990-12-03', '1990')
    >>> opening(641692800000), opening("5/3/1990"), opening("1990-05"), opening("soon")
    ('1990-05-03', '1990-05-03', '1990-05', '')
    """
    text = folded(text_of(value) or "")
    if re.fullmatch(r"-?\d+(?:\.0*)?", text):
        return _counted(int(text.partition(".")[0]))
    if found := _ISO.match(text):
        return _written(int(found[1]), int(found[2]), int(found[3] or 0))
    if not (years := [int(year) for year in _YEAR.findall(text)]):
        early = year_range(text)
        return _written(early[0]) if early else ""
    if found := _FIGURES.search(text):
        first, second = int(found[1]), int(found[3])
        flipped = found[2] == "/" and not day_first
        day, month = (second, first) if (flipped and first <= 12) or second > 12 else (first, second)
        return _written(years[0], month, day)
    return _in_words(text, years)


def day_comes_first(values: Iterable[Any]) -> bool:
    """Say whether a column writes days before months between slashes: one of its dates can be read no other way."""
    return any(re.match(r"\s*(?:1[3-9]|2\d|3[01])/\d", value) for value in values if isinstance(value, str))


def _in_words(text: str, years: list[int]) -> str:
    told = [(month, int(m[1] or m[3] or 0)) for m in _WORD.finditer(text) if (month := _month(m[2]))]
    if not told:
        return _written(years[0])
    month, day = told[0]
    # Of “Dec 3 – Feb 4, 1991” the year is that of the end.
    turned = len(years) == 1 and len(told) > 1 and told[1][0] < month
    return _written(years[0] - turned, month, day)


def _month(word: str) -> int:
    return next((number for beginning, number in _MONTHS if word.startswith(beginning)), 0)


def _counted(number: int) -> str:
    """Return a date kept as a number: a year, “19900503”, a spreadsheet's day, seconds or milliseconds since 1970."""
    if abs(number) <= LATEST:
        return _written(number)
    if 15_000_101 <= number <= 21_001_231:
        return _written(number // 10_000, number // 100 % 100, number % 100)
    try:
        if 0 < number < 100_000:
            return (_DAYS_OF_SHEETS + timedelta(days=number)).isoformat()
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number / (1000 if abs(number) > 10**10 else 1))).date().isoformat()
    except OverflowError:
        return ""


def _written(year: int, month: int = 0, day: int = 0) -> str:
    if not 1000 <= year <= LATEST:
        return ""
    if not 1 <= month <= 12:
        return str(year)
    return f"{year}-{month:02}-{day:02}" if 1 <= day <= 31 else f"{year}-{month:02}"
