"""Say a date as a label gives it: “1880-1882” becomes “was made between 1880 and 1882”."""

from __future__ import annotations

import re

MONTHS = "January February March April May June July August September October November December".split()
# Years as ERA has it: “250 BC”, “AD” and none; two of them with a dash; or one, two joined by “or”.
_ERA = r"(?:\s?(?:B\.?C\.?(?:E\.?)?|C\.?E\.?|A\.?D\.?))?"
_YEAR = rf"\d{{1,5}}{_ERA}"
_SPAN = re.compile(rf"(\d{{1,5}})({_ERA})\s?[–/]\s?(\d{{1,5}})({_ERA})")
_YEARS = re.compile(rf"{_YEAR}(?: (?:or|and) {_YEAR})?")
_BOUND = re.compile(r"(?:by|before|after|between|around|about|during)\b", re.IGNORECASE)
_CENTURY = re.compile(r"\d{1,2}(?:st|nd|rd|th)\b.*centur|\d{3}0s\b", re.IGNORECASE)
_PART_OF_CENTURY = re.compile(
    r"(?:early|mid|middle|late|end|beginning|first|second|third|last|\d(?:st|nd|rd|th) (?:half|quarter|third))\b.*(?:\d0s\b|centur|\bc\.)",
    re.IGNORECASE,
)
_ABOUT_A_CENTURY = re.compile(rf"(?:c|ca|circa)\.? ((?:(?:early|mid|late)[ -])?(?:{_CENTURY.pattern}).*)", re.IGNORECASE)
_BEGINS = re.compile(r"\d{3,4}(?!er\b)\b")
_PERIOD = re.compile(r"(?:[A-Z]|\d{1,2}(?:st|nd|rd|th)\b).*\b(?:[Pp]eriod|[Dd]ynast(?:y|ies)|[Ee]ra|[Rr]eign)\b")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2}) ?[-–] ?(\d{4}-\d{2}-\d{2})")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_NAMED_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_WORDED_DAY = re.compile(rf"(?:\d{{1,2}} {_NAMED_MONTH},? \d{{4}}|{_NAMED_MONTH} \d{{1,2}}, \d{{4}})")
_WORDED_MONTH = re.compile(rf"{_NAMED_MONTH},? \d{{4}}")
_DEED = re.compile(
    r"(published|exhibited|printed|cast|issued|designed|signed|begun|completed|engraved|painted|executed|made) (?:in )?(.+)", re.IGNORECASE
)
_DOUBT = re.compile(r"\?\s*(?=\S)|(?:(probably|possibly|perhaps)\s+)", re.IGNORECASE)
# Dates that other languages word, as their centuries and decades.
_ELSEWHERE = re.compile(r"\b(?:Jh|Jahr|Viertel|Hälfte|Drittel|siècle|siglo|secolo|século|eeuw|kwart|quart|moitié|mitad|metà)|er\s+Jahre")
# What another language or a word of its own begins: said as it is written.
_OTHERWISE = re.compile(r"(?!circa\b)[a-z]{5,}|.*\bcopy\b")


def dated(date: str) -> str:
    """Return what a work's title is followed by in the sentence that tells its date.

    >>> dated("1880-1882"), dated("ca. 1885"), dated("published 1881")
    ('was made between 1880 and 1882', 'dates from ca. 1885', 'was published in 1881')
    >>> dated("?1863"), dated("1978, printed 2005"), dated("Late Period (525-332 BC)")
    ('was perhaps made in 1863', 'was made in 1978, printed 2005', 'dates from the Late Period (525–332 BC)')
    """
    doubt, text = _doubted(_tidy(date))
    deed = _DEED.fullmatch(text)
    done, text = (deed[1].lower(), deed[2]) if deed else ("made", text)
    if when := _when(text):
        return f"was {doubt}{done} {when}"
    if deed and re.match(r"(?:c|ca|circa)\b", text):
        return f"was {doubt}{done} {text}"
    said = f"{deed[1]} {text}" if deed else text
    if _OTHERWISE.match(said) and not _PART_OF_CENTURY.match(said):
        return f"is dated “{said.removeprefix('dated ')}”"
    return f"dates {doubt}from {_since(said)}"


def day(text: str) -> str:
    """Return a day or month that is written in figures in words, and anything else as it is.

    >>> day("1653-01-26"), day("1805-05"), day("1885")
    ('26 January 1653', 'May 1805', '1885')
    """
    if found := _DAY.fullmatch(text):
        month = int(found[2])
        return f"{int(found[3])} {MONTHS[month - 1]} {found[1]}" if 1 <= month <= len(MONTHS) else text
    found = _MONTH.fullmatch(text)
    return f"{MONTHS[int(found[2]) - 1]} {found[1]}" if found and int(found[2]) <= int(found[1]) % 100 else text


def is_day(text: str) -> bool:
    """Say whether `text` is one day, in figures or words."""
    return bool(_DAY.fullmatch(text) or _WORDED_DAY.fullmatch(text.rstrip(".")))


def _when(text: str) -> str | None:
    """Return when, with its preposition: what stands before a comma decides; None where no plain time is told."""
    first = re.match(r"[^,;(]*[^,;(\s]", text)
    if is_day(text):
        return f"on {day(text)}"
    if days := _DAYS.fullmatch(text):
        return f"between {day(days[1])} and {day(days[2])}"
    if _BOUND.match(text):
        return f"{text[:1].lower()}{text[1:]}"
    said, beside = (first[0], text[first.end() :]) if first else (text, "")
    if (span := _SPAN.fullmatch(said)) and (between := _between(*span.groups())):
        return f"{between}{beside}"
    if _CENTURY.match(said):
        return f"in the {text.replace('Century', 'century')}"
    plain = _YEARS.fullmatch(said) or _WORDED_MONTH.fullmatch(said) or day(said) != said
    return f"in {day(said)}{beside}" if plain or (_BEGINS.match(said) and not _DAY.search(said)) else None


def _between(first: str, era: str, last: str, its_era: str) -> str | None:
    """Return “between 1880 and 1882” also for “1880–2”; None where the years do not run on, as in “1889–05”."""
    before = "B" in (its_era or era).upper() and not (era and its_era)
    if len(last) < len(first) and not before and not its_era:
        last = first[: -len(last)] + last
    if not before and not era and int(last) <= int(first):
        return None
    return f"between {first}{era} and {last}{its_era}"


def _since(text: str) -> str:
    if _PART_OF_CENTURY.match(text):
        return f"the {text[:1].lower()}{text[1:]}"
    if about := _ABOUT_A_CENTURY.fullmatch(text):
        return f"about the {about[1]}"
    return f"the {text}" if _PERIOD.match(text) and not text.startswith("The ") else text


def _doubted(text: str) -> tuple[str, str]:
    """Return “perhaps ” and the like where the date is doubted, and the date without the doubt."""
    if found := _DOUBT.match(text):
        return f"{(found[1] or 'perhaps').lower()} ", text[found.end() :]
    plain = re.sub(r"\s*(?:\(\?\)|\?)$", "", text)
    return ("perhaps ", plain) if plain != text and "?" not in plain else ("", text)


def _tidy(date: str) -> str:
    """Return a date with plain spaces, dashes between its ends, and “c. 1786” for “c.1786”."""
    date = re.sub(r"^(?:um|vers|hacia|verso|omstreeks|rond)\s+(?=\d)", "about ", date, flags=re.IGNORECASE)
    text = re.sub(r"\b(ca?)\.(?=\d)", r"\1. ", " ".join(date.split()))
    text = re.sub(r"(\d0)['’]s\b", r"\1s", text)
    if day(text) != text or _DAY.search(text):
        return text
    return re.sub(rf"(?<=\d)({_ERA}|(?:st|nd|rd|th)|s)\s*[-–—]\s*(?=\d|early|mid|late)", r"\1–", text)
