"""Templates of sizes, sums and numbers, worded."""

from __future__ import annotations

import re
from collections.abc import Mapping

from retrieval.wiki.marks import HOLE

from .arguments import Arguments, Wording, first
from .dates import ordinal

_BETWEEN = {
    "x": " × ", "×": " × ", "by": " by ", "*": " × ", "xx": " × ", "-": "–", "–": "–", "to": " to ", "to(-)": "–", "to-": "–",
    "and": " and ",
    "and(-)": " and ", "or": " or ", "&": " and ", "+/-": " ± ", "±": " ± ", "+": " + ", ",": ", ", ", and": " and ", ", or": " or ",
}  # fmt: skip
_UNITS = {
    "sqft": "sq ft", "sqin": "sq in", "sqmi": "sq mi", "m2": "m²", "cm2": "cm²", "km2": "km²", "m3": "m³", "cuft": "cu ft", "cm3": "cm³",
    "metre": "m", "metres": "m", "meter": "m", "foot": "ft", "feet": "ft", "inch": "in", "inches": "in", "C": "°C", "F": "°F",
    "acre": "acres",
    "long ton": "long tons", "t": "tonnes", "mm2": "mm²",
}  # fmt: skip
_NUMBER = re.compile(r"[-−]?\d[\d,.\s]*(?:[+/⁄]\d+)*(?:e\d+)?")
_COMPOUND = frozenset("in ft lb oz st yd".split())


def _convert(arguments: Arguments) -> str:
    """Word the measure that was given, not what it is in other units.

    >>> _convert(Arguments(("77", "x", "53", "cm"))), _convert(Arguments(("6", "ft", "1", "in", "m")))
    ('77 × 53 cm', '6 ft 1 in')
    """
    placed, words, place = [value.strip() for value in arguments.placed], "", 0
    while place + 1 < len(placed) and _NUMBER.fullmatch(placed[place]):
        words += placed[place].replace("+", " ")
        if placed[place + 1] in _BETWEEN:
            words += _BETWEEN[placed[place + 1]]
            place += 2
            continue
        words += f" {_UNITS.get(placed[place + 1], placed[place + 1])}"
        further = placed[place + 2 : place + 4]
        if len(further) < 2 or not _NUMBER.fullmatch(further[0]) or further[1] not in _COMPOUND:
            return words if re.search(r"[^\W\d]|[°%]", placed[place + 1]) else HOLE
        words, place = f"{words} ", place + 2
    return HOLE


def _height(arguments: Arguments) -> str:
    order = ("m", "cm", "ft", "in")
    return " ".join(f"{arguments.named[unit]} {unit}" for unit in order if arguments.named.get(unit)) or HOLE


def _fraction(arguments: Arguments) -> str:
    """Word a fraction: one argument is a denominator, three are a whole and a fraction.

    >>> [_fraction(Arguments(given)) for given in (("2",), ("3", "4"), ("3", "1", "2"))]
    ['1/2', '3/4', '3 1/2']
    """
    given = arguments.filled
    match len(given):
        case 1:
            return f"1/{given[0]}"
        case 2:
            return f"{given[0]}/{given[1]}"
        case 3:
            return f"{given[0]} {given[1]}/{given[2]}"
        case _:
            return HOLE


def _value(arguments: Arguments) -> str:
    unit = arguments.get("u", "ul", "up")
    return f"{first(arguments)} {_UNITS.get(unit, unit)}".strip()


def _currency(arguments: Arguments) -> str:
    return " ".join(arguments.filled[:2]) or HOLE


def _money(symbol: str) -> Wording:
    return lambda arguments: f"{symbol}{arguments.at(1)}"


def _ordinal(arguments: Arguments) -> str:
    number = arguments.whole_numbers
    return ordinal(number[0]) if number else HOLE


def _size(arguments: Arguments) -> str:
    """Word `{{size|cm|77|53}}`, as file pages and artwork boxes give it."""
    sides = arguments.filled[1:4]
    return f"{' × '.join(sides)} {arguments.at(1)}" if sides else HOLE


def _inches(arguments: Arguments) -> str:
    return f"{first(arguments)} in"


def _gaps(arguments: Arguments) -> str:
    return "".join(arguments.filled) or HOLE


MEASURES: Mapping[str, Wording] = {
    **dict.fromkeys(("convert", "cvt", "convert/flip"), _convert),
    **dict.fromkeys(("height",), _height),
    **dict.fromkeys(("frac", "fraction", "sfrac", "fract", "vulgar fraction"), _fraction),
    **dict.fromkeys(("val", "num", "nts", "number", "sort", "formatnum", "ntsh"), _value),
    **dict.fromkeys(("currency",), _currency),
    **dict.fromkeys(("us$", "usd", "us dollar"), _money("US$")), **dict.fromkeys(("£", "gbp", "pound sterling"), _money("£")),
    **dict.fromkeys(("€", "eur", "euro"), _money("€")), **dict.fromkeys(("¥", "jpy", "cny", "yen"), _money("¥")),
    **dict.fromkeys(("inr", "indian rupee", "₹"), _money("₹")), **dict.fromkeys(("a$", "aud"), _money("A$")), **dict.fromkeys(("ca$",),
    _money("C$")),
    **dict.fromkeys(("ordinal", "ord"), _ordinal),
    **dict.fromkeys(("size", "artwork size", "dimensions"), _size),
    **dict.fromkeys(("inch", "in"), _inches),
    **dict.fromkeys(("gaps",), _gaps),
}  # fmt: skip
