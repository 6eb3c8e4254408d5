"""Read the size of a work in centimetres out of columns and of the words of a label."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from retrieval.words import folded

from .measured import CENTIMETRES, NUMBER, centimetres, decimal, side

_NUMBER = rf"(?:(?:{NUMBER})(?:\s+\d+/\d+)?|\d+/\d+)"
_DIAMETER = re.compile(r"\b(?:Dm|Durchm\w*|Diam\w*)\b|[Øø⌀]", re.IGNORECASE)
_SIDE = r"(?:[HWDLBT]|Diam)\.?:?\s*"
_UNIT = r"(cm|mm|in\b|inches|inch|ft|m\b|\"|″)"
_TIMES = re.compile(
    rf"(?:{_SIDE})?({_NUMBER})\s*(?:{_UNIT}\.?)?\s*[x×X*]\s*(?:{_SIDE})?({_NUMBER})\s*(?:{_UNIT}\.?)?"
    rf"(?:\s*[x×X*]\s*(?:{_SIDE})?({_NUMBER}))?\s*(?:{_UNIT})?",
)
_NAMED = re.compile(rf"([^\W\d_]{{1,14}})\.?\s*:?\s*({_NUMBER})\s*{_UNIT}", re.IGNORECASE)
_MOST = 100_000.0


@dataclass(frozen=True, slots=True)
class Size:
    """Centimetres; None where unknown."""

    height: float | None = None
    width: float | None = None
    depth: float | None = None


def worded_size(text: str | None) -> Size | None:
    """Return the first size in metric units that `text` names, else the first in inches; height comes before width.

    >>> worded_size("29 1/2 × 36 in. (74.93 × 91.44 cm)"), worded_size("support: 305 x 410 mm"), worded_size("7 1/2 x 9 in.")
    (Size(height=74.93, width=91.44, depth=None), Size(height=30.5, width=41.0, depth=None), Size(height=19.05, width=22.86, depth=None))
    >>> worded_size("Höhe: 23,5 cm; Breite 10 cm")
    Size(height=23.5, width=10.0, depth=None)
    """
    found = [size for match in _TIMES.finditer(text or "") if (size := _of_product(match))]
    if found:
        return next((size for metric, size in found if metric), found[0][1])
    sides: dict[str, float] = {}
    for match in _NAMED.finditer(text or ""):
        name, length = side(match[1]), _centimetres(match[2], match[3])
        if name and length:
            sides.setdefault(name, length)
    # The French L. stands for a width.
    size = Size(sides.get("height"), sides.get("width", sides.get("length")), sides.get("depth"))
    return size if size != Size() else None


def size_in_columns(cells: Mapping[str, str | None], columns: Mapping[str, str], units: str | None) -> Size | None:
    """Return the size that columns of height, width and depth tell.

    Args:
        cells: what they say, “8.7 cm”, “394”; 0 is unknown.
        columns: how they are called, since a name may hold the unit (“Height (mm)”).
        units: what a column of units says of the row; without any unit a bare number is taken for centimetres.
    """
    lengths = {name: _side_length(cells.get(name), columns.get(name, ""), units) for name in ("height", "width", "depth")}
    size = Size(**lengths)
    return size if size != Size() else None


def size_beside(sides: Sequence[str], lengths: Sequence[str], units: Sequence[str]) -> Size | None:
    """Return the size that cells beside each other tell: names of sides, numbers, units.

    The first thing that is measured counts, be it the image or the sheet; frames and mounts come after and lend it no side.

    >>> size_beside(["Image Height", "Image Width", "Case Depth"], ["15.4", "20.3", "9"], ["cm"])
    Size(height=15.4, width=20.3, depth=None)
    """
    told: dict[str, float] = {}
    first: str | None = None
    for number, name in enumerate(sides[: len(lengths)]):
        of, _, last = folded(name).strip().rpartition(" ")
        which, unit = side(last), units[number] if number < len(units) else units[0] if units else ""
        length = centimetres(lengths[number], unit or "cm") if which else None
        first = of if first is None and which else first
        if which and length and of == first:
            told.setdefault(which, length)
    size = Size(told.get("height"), told.get("width", told.get("length")), told.get("depth"))
    return size if size != Size() else None


def diameter_in_columns(cells: Mapping[str, str | None], columns: Mapping[str, str], units: str | None) -> str | None:
    """Return a diameter that stands among the sides, as a label says it.

    >>> diameter_in_columns({"height": "Dm. 30,5"}, {"height": "Höhe (cm)"}, None)
    'Diam. 30.5 cm'
    """
    for name in ("height", "width", "depth"):
        cell = cells.get(name) or ""
        found = re.search(rf"({_NUMBER})\s*(cm|mm|m|in)?", cell) if _DIAMETER.search(cell) else None
        if found and (length := _centimetres(found[1], found[2] or unit_of_column(columns.get(name, "")) or units or "cm")):
            return f"Diam. {length:g} cm"
    return None


def diameter_beside(sides: Sequence[str], lengths: Sequence[str], units: Sequence[str]) -> str | None:
    """Return the diameter among cells beside each other, as a label says it.

    >>> diameter_beside(["height", "Diameter"], ["4", "31"], ["cm", "cm"])
    'Diam. 31 cm'
    """
    for number, name in enumerate(sides[: len(lengths)]):
        unit = units[number] if number < len(units) else units[0] if units else "cm"
        if side(name) == "diameter" and (length := centimetres(lengths[number], unit or "cm")):
            return f"Diam. {length:g} cm"
    return None


def unit_of_column(column: str) -> str | None:
    """Return the unit that a column's name ends in."""
    found = re.search(r"(?:^|[\s_(\[.])(cm|mm|in|inches|m)[)\]]?$", column, re.IGNORECASE)
    return found[1].lower() if found else None


def _side_length(cell: str | None, column: str, units: str | None) -> float | None:
    found = re.search(rf"({_NUMBER})\s*(cm|mm|m|in|inch|inches)?", cell or "", re.IGNORECASE)
    if not found or _DIAMETER.search(cell or ""):
        return None
    return _centimetres(found[1], found[2] or unit_of_column(column) or units or "cm")


def _of_product(match: re.Match[str]) -> tuple[bool, Size] | None:
    unit = match[6] or match[4] or match[2]
    if not unit:
        return None
    lengths = [_centimetres(number, unit) if number else None for number in (match[1], match[3], match[5])]
    size = Size(*lengths)
    return (unit.lower() in ("cm", "mm", "m"), size) if size != Size() else None


def _centimetres(number: str, unit: str) -> float | None:
    value = sum(float(Fraction(part)) if "/" in part else decimal(part) for part in number.split())
    length = round(value * CENTIMETRES.get(unit.lower().rstrip(".").replace("″", '"'), 0.0), 2)
    return length if 0 < length < _MOST else None
