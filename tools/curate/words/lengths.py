"""Sizes and walls in a brief: “nothing wider than 150 cm”, “under 12 inches”, “30 x 40 cm”, “18 metres of wall”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tools.curate.brief import Trait

from .amounts import NUMBER, VALUES

_UNITS = {"mm": 0.1, "millimet": 0.1, "cm": 1.0, "centimet": 1.0, "m": 100.0, "met": 100.0, "in": 2.54, '"': 2.54, "ft": 30.48,
          "feet": 30.48, "foot": 30.48, "'": 30.48, "yard": 91.44}  # fmt: skip
UNIT = (
    r"(?:millimet(?:re|er)s?|centimet(?:re|er)s?|met(?:re|er)s?|inch(?:es)?|mm|cms?|ft|feet|foot|yards?|m\b|\"|'(?!\w)"
    r"|in\b(?=\.|,|;|\s*(?:wide|high|tall|across|x\b|by\b)|\s*$))\.?"
)
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|{NUMBER}|half a|an?)"
LENGTH = rf"({_NUMBER})\s*-?\s*({UNIT})( and a half)?(?!\w)"
_TWO = rf"(\d+(?:[.,]\d+)?)\s*({UNIT})?\s*(?:x|by)\s*(\d+(?:[.,]\d+)?)\s*({UNIT})"
_WORK = r"(?:works?|pieces?|objects?|pictures?|items?|images?|paintings?|one)"
_NOT = (
    rf"(?:nothing|none|never|not|no\s+{_WORK}|no)"
    r"(?:\s+(?:of\s+(?:them|these|the works)|may|should|must|can|be|is|are|that|which)){0,4}\s+"
)
_ALL = (
    rf"(?:(?:all|only|everything|each|every|any|the)?\s*(?:{_WORK})?\s*(?:must|should|has to|have to|may|can)?\s*(?:be|is"
    rf"|are|that are|which are)?\s*(?:only\s+)?)"
)
_BIG = r"(?:wider|broader|taller|higher|larger|bigger|longer|greater)"
_LITTLE = r"(?:narrower|smaller|shorter|lower|less wide|less high)"
_OVER = r"(?:over|above|more than|exceeding|beyond|exceeds?|at least|a minimum of|minimum|min\.?)"
_UNDER = r"(?:under|below|less than|at most|no more than|not more than|not over|up to|within|a maximum of|maximum|max\.?|fewer than)"
_AXIS = (
    r"(?:\s*(?:or (?:less|smaller|under|more|larger|over)|max(?:imum)?))?(?:\s*(?:wide|high|tall|across|long|in width"
    r"|in height|in size|in either direction|each way|either way|on any side|on the longest side))?"
)
_SIZE = rf"(?:{_TWO}|{LENGTH})"
_WAY = r"(?:wide|high|tall|across|each way|in either direction)"


def _limit(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# The first that fits: “nothing over” is a limit to what is above, “over” alone to what is below.
_LIMITS: tuple[tuple[re.Pattern[str], Literal["most", "least"]], ...] = (
    (_limit(rf"{_NOT}(?:{_BIG} than|(?!at least){_OVER})\s+{_SIZE}{_AXIS}"), "most"),
    (_limit(rf"{_NOT}(?:{_LITTLE} than|(?:under|below|less than))\s+{_SIZE}{_AXIS}"), "least"),
    (_limit(rf"{_ALL}(?:{_LITTLE} than|{_UNDER}|(?:no|not) {_BIG} than)\s+{_SIZE}{_AXIS}"), "most"),
    (_limit(rf"{_ALL}(?:{_BIG} than|{_OVER}|(?:no|not) {_LITTLE} than)\s+{_SIZE}{_AXIS}"), "least"),
    (_limit(rf"(?:a\s+)?(?:max(?:imum|\.)?|greatest)\s+(?:width|height|size)(?:\s+(?:of|is))?:?\s*{_SIZE}{_AXIS}"), "most"),
    (_limit(rf"(?:a\s+)?(?:width|height|size)s?(?:\s+of)?\s+(?:{_UNDER})\s+{_SIZE}{_AXIS}"), "most"),
    (_limit(rf"{_SIZE}\s*{_WAY}?\s+(?:or (?:less|smaller|under)|max(?:imum)?\b|at most)(?:\s*{_WAY})?"), "most"),
    (_limit(rf"{_SIZE}\s*{_WAY}?\s+(?:or (?:more|larger|over)|at least)(?:\s*{_WAY})?"), "least"),
)
_CASE = re.compile(
    rf"(?:{_ALL})?(?:small|little)\s+enough\s+(?:for|to fit(?:\s+in(?:to)?)?)\s+(?:a|one|the|our)\s+(?:display\s+)?(?:case"
    rf"|vitrine|cabinet|suitcase)s?\s*[:,;(]?\s*",
    re.IGNORECASE,
)
CASE_CM = 30.0
_ROOM = r"(?:[\s-]*(?:space|length|room))?"
_HANGS = r"(?:on|with|for|to fill|we have|there (?:is|are)|fit(?:ting|s)?(?:\s+on)?|using|within)"
_ABOUT = r"(?:(?:about|around|at most|no more than|up to)\s+)?"
_WALLS = (
    _limit(rf"(?:{_HANGS}\s+)*{_ABOUT}{LENGTH}\s+(?:of\s+)?(?:a\s+|running\s+|linear\s+|our\s+)*(?:walls?\b|hanging\b){_ROOM}"),
    _limit(
        rf"(?:on|with|for)?\s*(?:(?:({NUMBER})\s+|an?\s+|the\s+|our\s+)?walls?{_ROOM})\s*(?:of|is|are|:|that is|=)?\s*(?:now "
        rf"|only |just )*{_ABOUT}{LENGTH}"
        r"(?:\s+(?:long|each|in length))*"
    ),
    _limit(rf"budget(?:\s+(?:of|is))?:?\s*{_ABOUT}{LENGTH}(?:\s+(?:of\s+)?(?:wall|space))?(?!\s*(?:wide|high|tall|each))"),
    _limit(rf"(?:(?:must|should|has to|have to)\s+)?(?:fit|hang)(?:s|ting)?\s+(?:on|in|into)\s+{LENGTH}"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A limit of size that stands at a place of a text."""

    trait: Trait
    end: int
    assumed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """A length of wall that stands in a text."""

    metres: float
    start: int
    end: int


def measure_at(text: str, at: int) -> Measured | None:
    """Read the limit of size that begins at a place of a text; None where none does.

    >>> measure_at("nothing wider than 150 cm", 0).trait.max_width_cm
    150.0
    """
    if case := _CASE.match(text, at):
        if inner := measure_at(text, case.end()):
            return inner
        said = " ".join(case[0].strip(" ,;:(").split())
        trait = Trait(max_height_cm=CASE_CM, max_width_cm=CASE_CM)
        return Measured(
            trait=trait, end=at + len(case[0].rstrip(" ,;:(")), assumed=f"“{said}” was read as at most {CASE_CM:g} cm each way."
        )
    for pattern, bound in _LIMITS:
        if found := pattern.match(text, at):
            return Measured(trait=_trait(found, bound), end=found.end())
    return None


def walls(text: str) -> Wall | None:
    """Find the length of wall in a text."""
    for pattern in _WALLS:
        for found in pattern.finditer(text):
            several = found.re.groups == 4
            number, unit, half = found.groups()[-3:]
            times = VALUES.get((found[1] or "").lower()) or (int(found[1]) if found[1] and found[1].isdecimal() else 1) if several else 1
            if (metres := times * _cm(number, unit, half) / 100) > 0:
                return Wall(metres=round(metres, 4), start=found.start(), end=found.end())
    return None


def _trait(found: re.Match[str], bound: Literal["most", "least"]) -> Trait:
    first, first_unit, second, second_unit, number, unit, half = found.groups()
    said = found[0].lower()
    if first:
        high, wide = _cm(first, first_unit or second_unit), _cm(second, second_unit)
    else:
        high = wide = _cm(number, unit, half)
        if re.search(r"\b(?:wide|wider|width|widths|broader|narrower|across)\b", said):
            high = None
        elif re.search(r"\b(?:tall|taller|high|higher|height|heights|lower)\b", said):
            wide = None
    if bound == "most":
        return Trait(max_height_cm=high, max_width_cm=wide)
    return Trait(min_height_cm=high, min_width_cm=wide)


def _cm(number: str, unit: str, half: str | None = None) -> float:
    plain = " ".join(number.lower().split())
    value = {"half a": 0.5, "a": 1.0, "an": 1.0}.get(plain) or VALUES.get(plain) or float(plain.replace(",", "."))
    size = next(size for name, size in sorted(_UNITS.items(), key=lambda item: -len(item[0])) if unit.lower().startswith(name))
    return round((value + (0.5 if half else 0.0)) * size, 4)
