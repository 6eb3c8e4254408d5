"""Word sizes and years that a record gives in parts, as the columns that a mapping reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from retrieval.words import folded

CENTIMETRES = {
    "cm": 1.0, "mm": 0.1, "m": 100.0, "in": 2.54, "ft": 30.48,
    "centimeter": 1.0, "centimeters": 1.0, "centimetre": 1.0, "centimetres": 1.0, "zentimeter": 1.0, "centimetri": 1.0, "centimetro": 1.0,
    "centimetros": 1.0, "millimeter": 0.1, "millimeters": 0.1, "millimetre": 0.1, "millimetres": 0.1, "millimetri": 0.1,
    "meter": 100.0, "meters": 100.0, "metre": 100.0, "metres": 100.0, "metri": 100.0, "metros": 100.0,
    "inch": 2.54, "inches": 2.54, "zoll": 2.54, '"': 2.54, "foot": 30.48, "feet": 30.48,
}  # fmt: skip
SIDES: Mapping[str, tuple[str, ...]] = {
    "height": ("height", "hohe", "hauteur", "altezza", "altura", "alto", "hoogte", "højde", "hojde", "hojd", "korkeus", "h"),
    "width": ("width", "breite", "largeur", "larghezza", "ancho", "anchura", "largura", "breedte", "bredde", "bredd", "leveys", "w", "b"),
    "depth": ("depth", "tiefe", "profondeur", "profondita", "profundidad", "profundidade", "diepte", "dybde", "djup", "thickness", "d"),
    "length": ("length", "lange", "longueur", "lunghezza", "longitud", "comprimento", "lengte", "langde", "l"),
    "diameter": ("diameter", "durchmesser", "diametre", "diametro", "doorsnede", "dia", "diam"),
}  # fmt: skip
# “1.234,5” and “1,234.5” before “31,5”.
NUMBER = r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:,\d{3})+\.\d+|\d+(?:[.,]\d+)?"
_NUMBER = re.compile(rf"-?(?:{NUMBER})")
_YEAR = re.compile(r"\s*(-?\d{1,6})(?=$|[-/T\s])")
_MOST = 100_000.0


def centimetres(value: Any, unit: Any) -> float | None:
    """Return a length in centimetres, or None where it is no number or its unit is unknown.

    >>> centimetres("31,5", "cm"), centimetres(10, "Inches"), centimetres("tall", "cm"), centimetres(3, "kg")
    (31.5, 25.4, None, None)
    """
    number = _NUMBER.fullmatch(str(value).strip())
    scale = CENTIMETRES.get(folded(str(unit)).strip(". "))
    if not number or scale is None:
        return None
    length = round(decimal(number.group()) * scale, 2)
    return length if 0 < length < _MOST else None


def decimal(number: str) -> float:
    """Return a number that is written with a point or a comma, and with the other one between its thousands.

    >>> decimal("1.234,5"), decimal("1,234.5"), decimal("31,5")
    (1234.5, 1234.5, 31.5)
    """
    last = max(number.rfind("."), number.rfind(","))
    whole = re.sub(r"[.,]", "", number[:last]) if last >= 0 else ""
    return float(f"{whole}.{number[last + 1 :]}" if whole else number)


def side(name: str) -> str | None:
    """Return which side a word in one of several languages names, such as “Höhe”; None for a weight and the like.

    >>> side("Höhe"), side("Width (frame)"), side("weight")
    ('height', 'width', None)
    """
    first = re.split(r"[^\w]+", folded(name).strip())[0]
    return next((plain for plain, names in SIDES.items() if first in names), None)


def size_columns(measured: Iterable[tuple[str, float | None]]) -> dict[str, Any]:
    """Return the columns of (side, centimetres): each side with its unit, and all as “H x W x D cm”.

    The first measure of a side counts: frames and mounts come after.

    >>> size_columns([("height", 80.0), ("width", 120.0), ("height", 95.0)])
    {'height': '80 cm', 'width': '120 cm', 'dimensions': '80 x 120 cm'}
    """
    sides: dict[str, float] = {}
    for name, length in measured:
        if length is not None:
            sides.setdefault(name, length)
    if not sides:
        return {}
    columns: dict[str, Any] = {name: f"{sides[name]:g} cm" for name in ("height", "width", "depth") if name in sides}
    return {**columns, "dimensions": _worded(sides)}


def _worded(sides: Mapping[str, float]) -> str:
    if set(sides) in ({"height", "width"}, {"height", "width", "depth"}):
        return " x ".join(f"{sides[name]:g}" for name in ("height", "width", "depth") if name in sides) + " cm"
    return ", ".join(f"{name} {length:g} cm" for name, length in sides.items())


def year(value: Any) -> int | None:
    """Return the year of an ISO date or a bare year, negative before our era; None when it is neither.

    >>> year("-0500-01-01T00:00:00Z"), year("1642"), year(1888.0), year("spring"), year("9999-12-31"), year("16th century")
    (-500, 1642, 1888, None, None, None)
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    found = _YEAR.match(str(value)) if value is not None else None
    number = int(found[1]) if found else None
    return number if number is not None and -100_000 < number < 2100 else None


def date_columns(worded: str | None, earliest: Any, latest: Any) -> dict[str, Any]:
    """Return the columns of a date as it is worded and bounded; without words the bounds are worded.

    >>> date_columns(None, "-0030-01-01", "-0020-12-31")
    {'date': '30–20 BCE', 'earliest': -30, 'latest': -20}
    """
    first, last = year(earliest), year(latest)
    return {"date": worded or _worded_years(first, last), "earliest": first, "latest": last}


def _worded_years(first: int | None, last: int | None) -> str | None:
    first, last = (last if first is None else first), (first if last is None else last)
    if first is None or last is None:
        return None
    if first == last:
        return _era(first)
    return f"{-first}–{_era(last)}" if first < 0 and last < 0 else f"{_era(first)} – {_era(last)}" if first < 0 else f"{first}–{last}"


def _era(number: int) -> str:
    return f"{-number} BCE" if number < 0 else str(number)
