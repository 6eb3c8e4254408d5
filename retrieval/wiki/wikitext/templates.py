"""Find the words of any template, known or not."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from retrieval.wiki.marks import HOLE

from .arguments import Arguments, Wording, nothing
from .dates import DATES
from .dressed import carries_no_words, dressed
from .languages import SCRIPTS, language_wording
from .measures import MEASURES

_LANGUAGE = re.compile(r"lang-([a-z]{2,3}(?:-[a-z]+)*)")
_PARSER_FUNCTION = re.compile(r"#|(?:formatnum|lc|uc|ucfirst|lcfirst):")
_CASES: Mapping[str, Wording] = {
    "formatnum": lambda given: given.at(1), "lc": lambda given: given.at(1).lower(), "uc": lambda given: given.at(1).upper(),
    "ucfirst": lambda given: given.at(1)[:1].upper() + given.at(1)[1:], "lcfirst": lambda given: given.at(1)[:1].lower() + given.at(1)[1:],
}  # fmt: skip


@functools.cache
def _known() -> Mapping[str, Wording]:
    return {**dressed(), **DATES, **MEASURES, **SCRIPTS}


def template_name(text: str) -> str:
    """Return a template's name in one spelling: lower case, single spaces, no namespace."""
    return re.sub(r"[\s_]+", " ", text).strip().lower().removeprefix("template:").strip()


def template_words(name: str, arguments: Arguments) -> str:
    """Return the words of a template; a `HOLE` where it could not be worded.

    A template that is not known is worded by what it is given: nothing but names (`date=`, `reason=`) is a note to editors and
    has no words; one argument of words is taken to be what is shown; anything else is a hole.

    >>> template_words("circa", Arguments(("1503",))), template_words("odd frame", Arguments(("the red door",)))
    ('c. 1503', 'the red door')
    """
    wording = _known().get(name) or _by_name(name)
    return (wording or _guessed)(arguments).strip(" \n") if wording is not nothing and not _spaced(name) else _plain(wording, arguments)


def _plain(wording: Wording | None, arguments: Arguments) -> str:
    return wording(arguments) if wording else ""


def _spaced(name: str) -> bool:
    """Say whether the spaces round a template's words are its own: dashes and breaks."""
    return name in ("nbsp", "space", "spaces", "snd", "spnd", "spaced ndash", "spaced en dash", "spaced mdash", "dash", "dot", "·", "sp")


def _by_name(name: str) -> Wording | None:
    if language := _LANGUAGE.fullmatch(name):
        return language_wording(language[1])
    function, colon, value = name.partition(":")
    if colon and function in _CASES:
        return lambda arguments: _CASES[function](Arguments((value, *arguments.placed)))
    return nothing if carries_no_words(name) else None


def _guessed(arguments: Arguments) -> str:
    if not arguments.placed and arguments.named:
        return ""
    if (
        len(arguments.filled) == 1
        and not arguments.named
        and re.search(r"[^\W\d_]{2}", arguments.filled[0])
        and "//" not in arguments.filled[0]
    ):
        return arguments.filled[0]
    return HOLE
