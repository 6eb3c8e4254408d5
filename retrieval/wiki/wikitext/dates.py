"""Templates of dates, worded."""

from __future__ import annotations

import re
from collections.abc import Mapping

from retrieval.wiki.marks import HOLE

from .arguments import Arguments, Wording, first

MONTHS = "January February March April May June July August September October November December".split()


def day(numbers: tuple[int, ...], day_first: bool) -> str:
    """Word year, month and day, as far as they are given.

    >>> day((1853, 3, 30), False), day((1853, 3, 30), True), day((1853, 3), True), day((-44,), True)
    ('March 30, 1853', '30 March 1853', 'March 1853', '44 BC')
    """
    if not numbers:
        return HOLE
    year = str(numbers[0]) if numbers[0] >= 0 else f"{-numbers[0]} BC"
    if len(numbers) < 2 or not 1 <= numbers[1] <= 12:
        return year
    month = MONTHS[numbers[1] - 1]
    if len(numbers) < 3 or not 1 <= numbers[2] <= 31:
        return f"{month} {year}"
    return f"{numbers[2]} {month} {year}" if day_first else f"{month} {numbers[2]}, {year}"


def _date(arguments: Arguments) -> str:
    numbers = arguments.whole_numbers
    if not numbers:
        iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", arguments.at(1))
        return day(tuple(map(int, iso.groups())), True) if iso else first(arguments)
    return day(numbers[:3], bool(arguments.get("df")) or arguments.get("mf") == "no")


def _died(arguments: Arguments) -> str:
    numbers = arguments.whole_numbers
    if len(numbers) < 6:
        return _date(arguments)
    return f"{_date(Arguments(arguments.placed[:3], arguments.named))} (aged {_age(numbers[3:6], numbers[:3])})"


def _age(born: tuple[int, ...], at: tuple[int, ...]) -> int:
    return at[0] - born[0] - (at[1:] < born[1:])


def _years_between(arguments: Arguments) -> str:
    numbers = arguments.whole_numbers
    return str(_age(numbers[:3], numbers[3:6])) if len(numbers) >= 6 else HOLE


def _death_year(arguments: Arguments) -> str:
    numbers = arguments.whole_numbers
    if len(numbers) < 2:
        return first(arguments)
    return f"{numbers[0]} (aged {numbers[0] - numbers[1] - 1}–{numbers[0] - numbers[1]})"


def _before(word: str) -> Wording:
    """Return the wording that puts `word` before a year or a span of years."""
    return lambda arguments: f"{word} {'–'.join(arguments.filled[:2])}".strip()


def _circa(arguments: Arguments) -> str:
    """Word every year with its own “c.”, as the template does.

    >>> _circa(Arguments(("1503", "1506"))), _circa(Arguments())
    ('c. 1503 – c. 1506', 'c.')
    """
    return " – ".join(f"c. {year}" for year in arguments.filled[:2]) or "c."


def _era(name: str) -> Wording:
    return lambda arguments: f"{'–'.join(arguments.filled[:2])} {name}".strip()


def _as_of(arguments: Arguments) -> str:
    numbers = arguments.whole_numbers
    lead = "since" if arguments.get("since") else "as of"
    lead = lead if arguments.get("lc") else lead[:1].upper() + lead[1:]
    return f"{lead} {day(numbers[:3], bool(arguments.get('df'))) if numbers else first(arguments)}"


def _old_style(arguments: Arguments) -> str:
    return f"{arguments.at(1)} [O.S. {arguments.at(3)}] {arguments.at(2)}" if len(arguments.filled) >= 3 else HOLE


def _marriage(arguments: Arguments) -> str:
    years = "–".join(arguments.filled[1:3])
    return f"{first(arguments)} (m. {years})" if years else first(arguments)


def _century(arguments: Arguments) -> str:
    number = arguments.whole_numbers
    return f"{ordinal(number[0])} century" if number else HOLE


def ordinal(number: int) -> str:
    """Word a rank: 1st, 2nd, 3rd, 11th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


DATES: Mapping[str, Wording] = {
    **dict.fromkeys(
        ("birth date", "birth date and age", "birth-date", "birth-date and age", "bda", "dob", "start date", "start date and age",
        "end date",
         "death date", "death-date", "date", "dts", "film date", "birth year and age", "birth year", "death year", "launch date", "year",
         "opening date", "start-date", "end-date", "birth date text", "dtsh", "format date", "start and end dates"), _date),
    **dict.fromkeys(("death date and age", "death-date and age", "dda"), _died),
    **dict.fromkeys(("death year and age",), _death_year),
    **dict.fromkeys(("age", "age in years", "years between"), _years_between),
    **dict.fromkeys(("circa", "c.", "ca.", "ca", "c", "circa date"), _circa),
    **dict.fromkeys(("floruit", "fl.", "fl"), _before("fl.")),
    **dict.fromkeys(("reign", "r."), _before("r.")),
    **dict.fromkeys(("born", "b."), _before("b.")),
    **dict.fromkeys(("died", "d."), _before("d.")),
    **dict.fromkeys(("bce",), _era("BCE")), **dict.fromkeys(("bc",), _era("BC")), **dict.fromkeys(("ce",), _era("CE")),
    **dict.fromkeys(("ad",), _era("AD")),
    **dict.fromkeys(("as of", "asof"), _as_of),
    **dict.fromkeys(("oldstyledate", "old style date"), _old_style),
    **dict.fromkeys(("marriage",), _marriage),
    **dict.fromkeys(("century",), _century),
}  # fmt: skip
