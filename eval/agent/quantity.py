"""Quantities in an answer, however they are written: “73.7 × 92.1 cm” and “73,7 x 92,1 cm” hold the same, and so does “29 in”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

# Each unit's kind, and how much of the kind's own unit it is: centimetre, kilogram, second, one; money is never changed into other money.
UNITS: Mapping[str, tuple[str, float]] = {
    "mm": ("length", 0.1), "cm": ("length", 1.0), "m": ("length", 100.0), "km": ("length", 100_000.0),
    "in": ("length", 2.54), "ft": ("length", 30.48),
    "kg": ("weight", 1.0), "t": ("weight", 1000.0), "min": ("time", 60.0), "h": ("time", 3600.0),
    "%": ("share", 0.01), "": ("number", 1.0),
    "USD": ("USD", 1.0), "GBP": ("GBP", 1.0), "EUR": ("EUR", 1.0), "AUD": ("AUD", 1.0), "CNY": ("CNY", 1.0),
}  # fmt: skip
_WRITTEN = {
    "millimetres": "mm", "millimeters": "mm", "centimetres": "cm", "centimetre": "cm", "centimeters": "cm", "centimeter": "cm",
    "metres": "m", "metre": "m", "meters": "m", "meter": "m", "kilometres": "km", "kilometers": "km", "inches": "in", "inch": "in",
    "feet": "ft", "foot": "ft", "kilograms": "kg", "kilos": "kg", "tonnes": "t", "tons": "t", "minutes": "min", "minute": "min",
    "hours": "h", "hour": "h", "per cent": "%", "percent": "%", "''": "in", '"': "in", "″": "in", "'": "ft", "′": "ft",
    "us dollars": "USD", "dollars": "USD", "$": "USD", "us$": "USD", "pounds": "GBP", "£": "GBP",
    "euros": "EUR", "euro": "EUR", "€": "EUR", "australian dollars": "AUD", "a$": "AUD", "yuan": "CNY", "rmb": "CNY",
}  # fmt: skip
_SIGNS = {"US$": "USD", "A$": "AUD", "$": "USD", "£": "GBP", "€": "EUR"}
_SCALES = {"thousand": 1e3, "million": 1e6, "m": 1e6, "bn": 1e9, "billion": 1e9, "k": 1e3}
_FRACTIONS = {"¼": 0.25, "½": 0.5, "¾": 0.75, "⅛": 0.125, "⅜": 0.375, "⅝": 0.625, "⅞": 0.875}
_COUNTS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "twenty"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ONES = {word: float(value) for value, word in enumerate(_COUNTS)}
_ROUND = {word: 10.0 * value for value, word in enumerate(_TENS, start=2)}
_BETWEEN = {f"{tens}-{ones}": _ROUND[tens] + _ONES[ones] for tens in _TENS for ones in _COUNTS[1:10]}
_SPELT = {**_ONES, **_ROUND, **_BETWEEN, "hundred": 100.0, "dozen": 12.0}

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_NUMBER = rf"(?:{_DIGITS})(?:\s?[¼½¾⅛⅜⅝⅞]|[ -]\d+/\d+)?"
# “in” is an inch only where no word follows: “in 1890 in Paris” is no length.
_INCH = r"in(?=\.?\s*(?:[,;:()\]×]|x\b|by\b|and\b|or\b|high\b|wide\b|tall\b|long\b|deep\b|$)|\.(?:\s|$))"
_UNIT = "|".join([*sorted((re.escape(u) for u in (*_WRITTEN, *UNITS) if u not in ("", "in")), key=len, reverse=True), _INCH])
_QUANTITY = re.compile(
    rf"(?P<sign>US\$|A\$|[$£€]|\b(?:USD|GBP|EUR|AUD|CNY)\s)?\s?(?P<number>(?<![\w.,])(?:{_NUMBER}))"
    rf"(?:\s?(?P<scale>thousand|million|billion|bn|m|k)\b)?(?:[\s-]?(?P<unit>{_UNIT})(?![^\W\d]))?",
    re.IGNORECASE,
)
_SPELT_OUT = re.compile(
    rf"\b(?P<word>{'|'.join(sorted(_SPELT, key=len, reverse=True))})\b(?P<half> and a half)?(?:[\s-](?P<scale>hundred|thousand|million)\b)?"
    rf"(?:[\s-](?P<unit>{_UNIT})(?!\w))?",
    re.IGNORECASE,
)
# What stands between two numbers that share the unit behind the second: 73.7 × 92.1 cm, 1,200–1,500 euros.
_SHARES_UNIT = re.compile(r"\s*(?:×|x|by|–|-|to|and)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in its kind's own unit, and where it stands in the text."""

    value: float
    kind: str
    start: int
    end: int


def quantities(text: str) -> list[Quantity]:
    """Return every quantity of a text, those without a unit as kind “number” too.

    >>> [(q.value, q.kind) for q in quantities("73,7 x 92,1 cm")]
    [(73.7, 'length'), (92.1, 'length')]
    >>> [(round(q.value, 1), q.kind) for q in quantities("29 in, about £24.75 million")]
    [(73.7, 'length'), (24750000.0, 'GBP')]
    """
    found = sorted([*_in_digits(text), *_in_words(text)], key=lambda q: q.start)
    return _joined(_with_shared_units(found, text), text)


def states(text: str, value: float, unit: str, tolerance: float) -> bool:
    """Say whether a text states `value` of `unit`, in any unit of the kind, to a relative tolerance; a bare number counts for no unit.

    >>> states("It is 29 in high.", 73.7, "cm", 0.01), states("It is 29 high.", 73.7, "cm", 0.01)
    (True, False)
    """
    kind, scale = UNITS[unit]
    wanted = value * scale
    return any(q.kind == kind and abs(q.value - wanted) <= tolerance * abs(wanted) + 1e-9 for q in quantities(text))


def _in_digits(text: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(text):
        value, unit = _number(match["number"]), (match["unit"] or "").casefold()
        scale, sign = (match["scale"] or "").casefold(), (match["sign"] or "").strip().upper()
        money = _SIGNS.get(sign, sign) or None
        if scale in ("m", "k") and not money:  # “3 m” is a length; “£3m” is money
            scale, unit = "", unit or ("m" if scale == "m" else "")
        yield _quantity(value * _SCALES.get(scale, 1.0), money or _unit(unit), match.start(), match.end())


def _in_words(text: str) -> Iterator[Quantity]:
    for match in _SPELT_OUT.finditer(text):
        scale = {"hundred": 100.0, "thousand": 1e3, "million": 1e6}.get((match["scale"] or "").casefold(), 1.0)
        unit = (match["unit"] or "").casefold()
        value = _SPELT[match["word"].casefold()] + (0.5 if match["half"] else 0.0)
        yield _quantity(value * scale, _unit(unit), match.start(), match.end())


def _unit(written: str) -> str:
    if written.upper() in UNITS:
        return written.upper()
    return _WRITTEN.get(written, written if written in UNITS else "")


def _quantity(value: float, unit: str, start: int, end: int) -> Quantity:
    kind, scale = UNITS[unit]
    return Quantity(value * scale, kind, start, end)


def _number(written: str) -> float:
    whole = re.match(_DIGITS, written)
    digits = whole[0] if whole else "0"
    value = float(digits.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits) else digits.replace(",", "."))
    rest = written[len(digits) :].strip(" -")
    if "/" in rest:
        above, below = rest.split("/")
        return value + float(above) / max(float(below), 1.0)
    return value + _FRACTIONS.get(rest, 0.0)


def _with_shared_units(found: list[Quantity], text: str) -> list[Quantity]:
    """Give a bare number the unit of the one that it is written together with."""
    whole = list(found)
    for at in range(len(whole) - 2, -1, -1):
        here, after = whole[at], whole[at + 1]
        if here.kind == "number" and after.kind != "number" and _SHARES_UNIT.fullmatch(text[here.end : after.start]):
            written = text[after.start : after.end]
            whole[at] = Quantity(here.value * _scale(written, after), after.kind, here.start, here.end)
    # “€1,200–1,500”: a sign before the first counts for the second.
    for at in range(1, len(whole)):
        before, here = whole[at - 1], whole[at]
        if here.kind == "number" and len(before.kind) == 3 and re.fullmatch(r"\s*(?:–|-|to|and)\s*", text[before.end : here.start]):
            whole[at] = Quantity(here.value, before.kind, here.start, here.end)
    return whole


def _joined(found: list[Quantity], text: str) -> list[Quantity]:
    """Add inches to the feet before them: “5 feet 2 inches” is one length."""
    whole: list[Quantity] = []
    for here in found:
        last = whole[-1] if whole else None
        between = text[last.end : here.start] if last else ""
        if last and last.kind == here.kind == "length" and not between.strip() and re.search(r"(?:feet|foot|ft|['′])$", text[: last.end]):
            whole[-1] = Quantity(last.value + here.value, "length", last.start, here.end)
        else:
            whole.append(here)
    return whole


def _scale(written: str, shown: Quantity) -> float:
    """Return what one of the number in `written` is in the kind's own unit: 2.54 for “92.1 in”, a million for “1.5 million”."""
    match = _QUANTITY.search(written)
    number = _number(match["number"]) if match else 0.0
    return shown.value / number if number else 1.0
