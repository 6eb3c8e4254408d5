"""Hebrew and Arabic for a library that draws letters from left to right, one by one: joined, and in the order in which they are seen."""

from __future__ import annotations

import re
import unicodedata

_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff"
# A run goes on over spaces and points between right-to-left words.
_RUN = re.compile(f"[{_RTL}](?:[{_RTL}\\s،؛.,'\"-]*[{_RTL}])?")
_MIRRORED = str.maketrans("()[]«»<>", ")(][»«><")


def is_rtl(letter: str) -> bool:
    """Say whether a letter is written from right to left."""
    return unicodedata.bidirectional(letter) in ("R", "AL")


def seen(text: str) -> str:
    """Return a text with its right-to-left runs as they are seen from the left.

    >>> seen("Title: \u05e9\u05dc\u05d5\u05dd") == "Title: \u05dd\u05d5\u05dc\u05e9"
    True
    """
    return _RUN.sub(lambda run: _turned(_joined(run.group())), text)


def _turned(run: str) -> str:
    """Turn a run round; marks stay behind the letter that they sit on."""
    letters: list[str] = []
    for letter in run.translate(_MIRRORED):
        if unicodedata.combining(letter) and letters:
            letters[-1] += letter
        else:
            letters.append(letter)
    return "".join(reversed(letters))


def _joined(run: str) -> str:
    """Write each Arabic letter in the form that its neighbours ask for."""
    plain = [letter for letter in run if not unicodedata.combining(letter)]
    forms: list[str] = []
    for at, letter in enumerate(plain):
        before = at > 0 and _form(plain[at - 1], "INITIAL") is not None and _form(letter, "FINAL") is not None
        after = at + 1 < len(plain) and _form(letter, "INITIAL") is not None and _form(plain[at + 1], "FINAL") is not None
        wanted = "MEDIAL" if before and after else "FINAL" if before else "INITIAL" if after else "ISOLATED"
        forms.append(_form(letter, wanted) or letter)
    given = iter(forms)
    return "".join(letter if unicodedata.combining(letter) else next(given) for letter in run)


def _form(letter: str, form: str) -> str | None:
    name = unicodedata.name(letter, "")
    if not name.startswith("ARABIC LETTER"):
        return None
    try:
        return unicodedata.lookup(f"{name} {form} FORM")
    except KeyError:
        return None
