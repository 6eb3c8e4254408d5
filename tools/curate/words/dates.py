"""Years in a brief: “1600 to 1850”, “before 1700”, “the early 19th century”, “since the war”, “500 BC to AD 200”."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from .amounts import NUMBER, number

_ORDINALS = tuple(
    str(word)
    for word in (
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
        "seventeenth eighteenth nineteenth twentieth twenty-first"
    ).split()
)
_ORDINAL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
_PART = r"(?:(early|mid|middle|late|first half of the|second half of the|beginning of the|end of the)(?:\s+|-)(?:the\s+)?)?"
_BC = r"(?:BCE?\b|B\.\s?C\.(?:\s?E\.)?)"
_AD = r"(?:AD\b|CE\b|A\.\s?D\.)"
_CENTURY = re.compile(
    rf"(?:the\s+)?{_PART}({_ORDINAL})(?:(?:\s*(?:,|and|or|to|through|-)\s*)(?:the\s+)?({_ORDINAL}))?[\s-]+(?:centur(?:y|ies)"
    rf"|c\.)(?:\s*({_BC}))?",
    re.IGNORECASE,
)
_DECADE = re.compile(
    r"(?:the\s+)?(?:(early|mid|late)(?:\s+|-))?(\d{3}0)'?s\b(?:\s*(?:,|and|or|to|through|-)\s*(?:the\s+)?(\d{3}0|\d0)'?s\b)?", re.IGNORECASE
)
# A number before what is counted or measured is no year.
_NOT_COUNTED = (
    r"(?!\d|[.,]\d|'?s\b|\s*(?:%|per ?cent|works?\b|pieces\b|objects\b|items\b|pictures\b|images\b|artworks\b|prints\b|paintings\b"
    r"|photographs\b|drawings\b|cm\b|mm\b|m\b|km\b|met(?:re|er)s?\b|inch(?:es)?\b|in\.|ft\b|feet\b|foot\b|x\s*\d))"
)
_YEAR = re.compile(
    rf"(?:({_AD})\s*)?(?:the\s+year\s+|c(?:a|irca)?\.?\s+)?(\d{{1,4}}){_NOT_COUNTED}(?:\s*(?:({_BC})|{_AD}))?", re.IGNORECASE
)
_TO = re.compile(r"\s*(?:-|/|\bto\b|\band\b|\buntil\b|\btill\b|\bthrough\b|\bup to\b)\s*(?:(?:about|around)\s+)?", re.IGNORECASE)
_MADE = (
    r"(?:(?:all(?: of (?:them|the works))?|only|everything|exclusively|works|just|made|dated|dating|datable|painted|created"
    r"|finished|completed|produced|done|from|of|that is|that are|must be|are|is|be)\s+)"
)
_NOT = (
    r"(?:nothing|none|never|not|no (?:works?|pieces?|objects?|pictures?))(?:\s+(?:of (?:them|these|those|the works)|may"
    r"|should|must|can|be|is"
    r"|are|was|were|made|dated|dating|from|painted|created|at all)){0,5}\s+"
)
_BEFORE = r"(?:before|earlier than|older than|prior to|preceding|pre)"
_AFTER = r"(?:after|later than|newer than|younger than|more recent than|post)"
_NEVER_BEFORE = re.compile(rf"{_NOT}(?:{_BEFORE}[\s-]+)|(?:no|not)\s+(?:earlier|older) than\s+", re.IGNORECASE)
_NEVER_AFTER = re.compile(rf"{_NOT}(?:{_AFTER}[\s-]+)|(?:no|not)\s+(?:later|newer|younger) than\s+", re.IGNORECASE)
_EARLIER = re.compile(rf"{_MADE}{{0,4}}{_BEFORE}[\s-]+", re.IGNORECASE)
_LATER = re.compile(rf"{_MADE}{{0,4}}{_AFTER}[\s-]+", re.IGNORECASE)
_UNTIL = re.compile(rf"{_MADE}{{0,4}}(?:until|till|up to|to the end of|by the end of)\s+", re.IGNORECASE)
_SINCE = re.compile(rf"{_MADE}{{0,4}}(?:since|starting (?:in|from)|beginning in|from)\s+", re.IGNORECASE)
_WITHIN = re.compile(
    rf"{_MADE}{{0,4}}(?:between|from|in|within|during|around|about|throughout|across|over|of)\s+(?:the\s+years?\s+)?", re.IGNORECASE
)
_ONWARDS = re.compile(r"\s+(?:onwards?|on\b(?!\s+\w)|or later|and later|or after|to the present|to (?:now|today)|till (?:now|today))"
                      r"|\s*-\s*(?:now|today|present)\b", re.IGNORECASE)  # fmt: skip
_BACKWARDS = re.compile(r"\s+(?:or|and)\s+(?:earlier|before|older)\b", re.IGNORECASE)
_WARS = (
    (re.compile(
        rf"{_MADE}{{0,4}}(?:(?:since|after)\s+(?:the\s+(?:second world |last )?war|world war (?:ii|two|2))\b|post-?\s?war\b)",
        re.IGNORECASE),
     1945, None, "after the Second World War: 1945 and later"),
    (re.compile(rf"{_MADE}{{0,4}}(?:between\s+the\s+(?:two\s+)?(?:world\s+)?wars\b|inter-?\s?war\b)", re.IGNORECASE),
     1919, 1938, "1919 to 1938"),
    (re.compile(rf"{_MADE}{{0,4}}(?:before\s+the\s+(?:second world |last )?war\b|pre-?war\b)", re.IGNORECASE),
     None, 1938, "before the Second World War: 1938 and before"),
    (re.compile(rf"{_MADE}{{0,4}}(?:at|around|from)?\s*the\s+turn\s+of\s+the\s+(?:twentieth|20th)\s+century", re.IGNORECASE),
     1890, 1910, "1890 to 1910"),
    (re.compile(r"(?:only\s+)?contemporary\s+(?=art\b|works?\b|artists?\b|pieces\b|painting|photograph|sculpture)", re.IGNORECASE),
     1970, None, "1970 and later"),
)  # fmt: skip
_AGES = (
    (r"long (?:18th|eighteenth) century", 1688, 1815), (r"long (?:19th|nineteenth) century", 1789, 1914),
    (r"fin[ -]de[ -]si[eè]cle", 1880, 1914), (r"belle [eé]poque", 1871, 1914), (r"middle ages", 500, 1500),
    (r"(?:edo|tokugawa)(?: period| era)", 1603, 1868), (r"meiji(?: period| era)", 1868, 1912),
    (r"victorian (?:age|era|period|times)", 1837, 1901),
)  # fmt: skip
_AGE = re.compile(
    rf"{_MADE}{{0,4}}(?:(?:from|of|in|during|within"
    rf"|throughout)\s+)?(?:the\s+)?(?:{'|'.join(f'(?P<a{at}>{said})' for at, (said, *_) in enumerate(_AGES))})(?![\w-])",
    re.IGNORECASE,
)
_TOLD_OF = re.compile(r"\b(?:about|on|theme:?|exploring)\s+(?:the\s+)?$", re.IGNORECASE)
_TENS = [*map(str, "twenties thirties forties fifties sixties seventies eighties nineties".split())]
_WORDED = re.compile(
    rf"{_MADE}{{0,4}}(?P<since>(?:since|from)\s+)?(?:(?:in|of|during|throughout)\s+)?(?:the\s+)?(?:(?:early|mid"
    rf"|late)\s+)?(?:nineteen[ -])?(?P<tens>{'|'.join(_TENS)})"
    rf"(?:\s*(?:and|to|-|or)\s*(?:the\s+)?(?:nineteen[ -])?(?P<other>{'|'.join(_TENS)}))?(?P<on>\s+(?:on|onwards?))?(?![\w'-])",
    re.IGNORECASE,
)
_LATELY = re.compile(
    rf"{_MADE}{{0,4}}(?:(?:from|in|of|within|over|during)\s+)?(?:the\s+)?(?:last|past)\s+(?:(?P<one>century|decade)"
    rf"|(?P<count>{NUMBER})\s+(?P<unit>years|decades))(?![\w-])",
    re.IGNORECASE,
)
_ON = re.compile(
    r"\s+(?:to|until|till|up to)\s+(?:today|now|the present(?: day)?|our (?:own )?(?:day|time))(?![\w-])|\s*-\s*(?:today|now|present)\b",
    re.IGNORECASE,
)
_BOTH_BEFORE = re.compile(
    rf"{_MADE}{{0,4}}(?:between\s+|from\s+)?(?:the\s+years?\s+)?(\d{{1,5}})(?:\s*-\s*|\s+(?:to|and|until)\s+)(\d{{1,5}})\s*{_BC}",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\s*,?\s*(?:only|exclusively|please)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Years that stand at a place of a text; `assumed` says how loose words were read, and `end` where the text goes on."""

    first: int | None
    last: int | None
    end: int
    assumed: str | None = None


def date_at(text: str, at: int) -> Dated | None:
    """Read the years that begin at a place of a text; None where none do.

    >>> date_at("before 1700", 0), date_at("1600 to 1850", 0)
    (Dated(first=None, last=1699, end=11, assumed=None), Dated(first=1600, last=1850, end=12, assumed=None))
    """
    for pattern, first, last, reading in _WARS:
        if found := pattern.match(text, at):
            said = " ".join(text[at : found.end()].split()).removeprefix("only ")
            return _closed(text, Dated(first=first, last=last, end=found.end(), assumed=f"“{said}” was read as {reading}."))
    if (found := _BOTH_BEFORE.match(text, at)) and int(found[1]) > int(found[2]) > 0:
        return _closed(text, Dated(first=-int(found[1]), last=-int(found[2]), end=found.end()))
    return _never(text, at) or _open(text, at) or _stretch(text, at) or _named(text, at)


def _named(text: str, at: int) -> Dated | None:
    """Read what has a name of its own: “the long eighteenth century”, “the thirties”, “the last fifty years”; a show on it has a theme."""
    if _TOLD_OF.search(text, 0, at):
        return None
    if found := _AGE.match(text, at):
        first, last = next(years for at_, (_, *years) in enumerate(_AGES) if found[f"a{at_}"])
        return _aloud(text, found, first, last)
    if found := _WORDED.match(text, at):
        tens = [1920 + 10 * _TENS.index(str(said).lower()) for said in (found["tens"], found["other"]) if said]
        return _aloud(text, found, min(tens), None if found["since"] or found["on"] else max(tens) + 9)
    if found := _LATELY.match(text, at):
        many = number(found["count"]) if found["count"] else 1
        return _aloud(
            text, found, date.today().year - many * (1 if found["unit"] == "years" else 100 if found["one"] == "century" else 10), None
        )
    return None


def _aloud(text: str, found: re.Match[str], first: int, last: int | None) -> Dated:
    """Return years that were read from a name, with how it was read."""
    said = " ".join(found[0].split()).removeprefix("only ")
    return _closed(
        text,
        Dated(first=first, last=last, end=found.end(), assumed=f"“{said}” was read as {first} {f'to {last}' if last else 'and later'}."),
    )


def _never(text: str, at: int) -> Dated | None:
    if (found := _NEVER_BEFORE.match(text, at)) and (span := _span(text, found.end(), led=True)):
        return replace(span, last=None)
    if (found := _NEVER_AFTER.match(text, at)) and (span := _span(text, found.end(), led=True)):
        return replace(span, first=None)
    return None


def _open(text: str, at: int) -> Dated | None:
    """Read years that are open to one side."""
    if (found := _EARLIER.match(text, at)) and (span := _span(text, found.end(), led=True)):
        return _closed(text, replace(span, first=None, last=_shifted(span.first, -1)))
    if (found := _LATER.match(text, at)) and (span := _span(text, found.end(), led=True)):
        return _closed(text, replace(span, first=_shifted(span.last, 1), last=None))
    if (found := _UNTIL.match(text, at)) and (span := _span(text, found.end(), led=True)):
        return _closed(text, replace(span, first=None))
    return _since(text, at)


def _since(text: str, at: int) -> Dated | None:
    """Read “since 1945”, “from 1850”, “1850 onwards”; “from the 17th century” is within it."""
    found = _SINCE.match(text, at)
    span = _span(text, found.end(), led=True) if found else _span(text, at, led=False)
    if span is None or (found is None and not _ONWARDS.match(text, span.end) and not _BACKWARDS.match(text, span.end)):
        return None
    if onwards := _ONWARDS.match(text, span.end):
        return _closed(text, replace(span, last=None, end=onwards.end()))
    if backwards := _BACKWARDS.match(text, span.end):
        return _closed(text, replace(span, first=None, end=backwards.end()))
    if _second(text, span) or found is None:
        return None
    whole = span.first == span.last or "since" in found[0].lower()
    return _closed(text, replace(span, last=None if whole else span.last))


def _stretch(text: str, at: int) -> Dated | None:
    """Read a stretch of years; a single year needs a word such as “in” before it."""
    found = _WITHIN.match(text, at) or re.compile(rf"{_MADE}{{1,4}}").match(text, at)
    led = found is not None
    span = _span(text, found.end() if found else at, led=led)
    if span is None:
        return None
    if second := _second(text, span):
        return _closed(text, second)
    bare_year = not led and re.fullmatch(r"\d{1,4}", text[at : span.end].strip())
    return None if bare_year else _closed(text, span)


def _second(text: str, span: Dated) -> Dated | None:
    """Read the other end of a stretch; “1612-13” leaves the century out."""
    joint = _TO.match(text, span.end)
    other = _span(text, joint.end(), led=True) if joint else None
    if joint is None or other is None or span.first is None or other.last is None:
        return None
    first, last = span.first, other.last
    said = text[joint.end() : other.end]
    if re.fullmatch(r"\d{1,2}", said.strip()) and 0 < last < 100 <= first:
        last += first // 100 * 100
    if first > last:
        return None
    return Dated(first=first, last=last, end=other.end, assumed=span.assumed or other.assumed)


def _span(text: str, at: int, *, led: bool) -> Dated | None:
    """Read one century, decade or year; one of fewer than four figures needs a word before it, or an era."""
    if found := _CENTURY.match(text, at):
        return _century(found)
    if found := _DECADE.match(text, at):
        return _decade(found)
    found = _YEAR.match(text, at)
    if found is None or (at and text[at - 1].isdigit()):
        return None
    year, era = int(found[2]), bool(found[1] or found[3] or re.search(rf"{_AD}$", found[0], re.IGNORECASE))
    plausible = era or 1000 <= year <= 2100 or (led and 100 <= year < 1000) or (led and 10 <= year < 100 and _follows(text, at))
    if not plausible or year == 0:
        return None
    year = -year if found[3] else year
    return Dated(first=year, last=year, end=found.end())


def _follows(text: str, at: int) -> bool:
    """Say whether the other end of a stretch stands before, as in “1612-13”."""
    return bool(re.search(r"\d{4}\s*(?:-|/)\s*$", text[:at]))


def _century(found: re.Match[str]) -> Dated:
    first, second = _ordinal(found[2]), _ordinal(found[3] or found[2])
    low, high = (min(first, second) - 1) * 100 + 1, max(first, second) * 100
    if found[4]:
        return Dated(first=-max(first, second) * 100, last=-((min(first, second) - 1) * 100 + 1), end=found.end())
    return _parted(found, low, high)


def _decade(found: re.Match[str]) -> Dated:
    first = int(found[2])
    second = int(found[3] or found[2])
    last = second if second >= 100 else first // 100 * 100 + second
    if last < first:
        last = first
    return _parted(found, first, last + (99 if last % 100 == 0 else 9))


def _parted(found: re.Match[str], low: int, high: int) -> Dated:
    """Return the part of a stretch that “early”, “mid” or “late” means, a third each, said aloud."""
    part, third, half = (found[1] or "").lower(), (high - low + 1) // 3, (high - low + 1) // 2
    bounds = {"": (low, high), "first half of the": (low, low + half - 1), "second half of the": (low + half, high),
              "early": (low, low + third - 1), "beginning of the": (low, low + third - 1), "mid": (low + third, low + 2 * third),
              "middle": (low + third, low + 2 * third), "late": (low + 2 * third, high), "end of the": (low + 2 * third, high)}  # fmt: skip
    first, last = bounds[part]
    loose = part and "half" not in part
    said = " ".join(found[0].split())
    return Dated(first=first, last=last, end=found.end(), assumed=f"“{said}” was read as {first} to {last}." if loose else None)


def _ordinal(said: str) -> int:
    digits = re.match(r"\d+", said)
    return int(digits[0]) if digits else _ORDINALS.index(said.lower()) + 1


def _shifted(year: int | None, by: int) -> int | None:
    """Return the year before or after; there is no year 0."""
    if year is None:
        return None
    return year + by or year + 2 * by


def _closed(text: str, dated: Dated) -> Dated:
    if dated.last is None and (on := _ON.match(text, dated.end)):
        dated = replace(dated, end=on.end())
    only = _ONLY.match(text, dated.end)
    return replace(dated, end=only.end()) if only else dated
