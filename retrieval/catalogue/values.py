"""Take words out of JSON as strangers nest it: one text or many, in one language or several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from .cells import storable, unmarked

# Where a text lies in an object that stands for it, in the order of how much the key says.
_TEXT_KEYS = ("content", "@value", "_label", "text", "displayname", "name", "title", "term", "label", "value")
_ANY_LANGUAGE = ("none", "und", "@none", "")


def listed(value: Any) -> list[Any]:
    """Return `value` as a list: nothing is empty, a single thing is a list of one.

    >>> listed(None), listed({"a": 1}), listed(["x"])
    ([], [{'a': 1}], ['x'])
    """
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def objects(value: Any) -> list[Mapping[str, Any]]:
    """Return the objects in `value`, one or a list; whatever else stands there is left out."""
    return [item for item in listed(value) if isinstance(item, dict)]


def in_english(choices: Iterable[tuple[str | None, str]]) -> str | None:
    """Return the first English text of (language, text), else the first.

    >>> in_english([("de", "Fähre"), ("en-GB", "Ferry")]), in_english([("de", "Fähre"), ("fr", "Bac")]), in_english([])
    ('Ferry', 'Fähre', None)
    """
    told = [(language, text) for language, text in choices if text.strip()]
    return next((text for language, text in told if is_english(language)), told[0][1] if told else None)


def is_english(language: str | None) -> bool:
    """Say whether a language tag names English: “en”, “en-GB”, “eng”, “English”."""
    return re.split(r"[-_]", (language or "").casefold())[0] in ("en", "eng", "english")


def texts(value: Any) -> list[str]:
    """Return every text in `value`; of one that is given in several languages only the English, else the first.

    >>> texts({"de": ["Öl"], "en": ["oil", "canvas"]}), texts(["a", {"@value": "b"}, 3]), texts([{"name": {"text": "C"}}])
    (['oil', 'canvas'], ['a', 'b', '3'], ['C'])
    """
    if isinstance(value, dict):
        return _texts_of_object(value)
    if isinstance(value, list | tuple):
        return _texts_of_list(value)
    found = "" if value is None or isinstance(value, bool) or value != value else unmarked(storable(str(value)))
    return [found] if found else []


def text(value: Any, joint: str = ", ") -> str | None:
    """Return the texts in `value` as one, or None."""
    return joint.join(dict.fromkeys(texts(value))) or None


def _texts_of_list(values: Iterable[Any]) -> list[str]:
    values = list(values)
    tagged = [v for v in values if isinstance(v, dict) and ("@language" in v or isinstance(v.get("language"), str))]
    if len(tagged) > 1 and len(tagged) == len(values):
        wanted = in_english((v.get("@language") or v.get("language"), _language_of(v)) for v in tagged)
        return [wanted] if wanted else []
    return [found for value in values for found in texts(value)]


def _language_of(value: Mapping[str, Any]) -> str:
    return ", ".join(_texts_of_object(value))


def _texts_of_object(value: Mapping[str, Any]) -> list[str]:
    for key in _TEXT_KEYS:
        if value.get(key) not in (None, "", [], {}):
            return texts(value[key])
    if value and all(_is_language(key) for key in value):
        first = next((key for key in value if is_english(key)), next(iter(value)))
        return texts(value[first])
    return []


def _is_language(key: str) -> bool:
    return key.casefold() in _ANY_LANGUAGE or bool(re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", key))
