"""Keys as two tables write them differently: padded, as numbers with a fraction, in other letters, several in a cell."""

from __future__ import annotations

import json
import re
from collections.abc import Container
from typing import Any

from retrieval.catalogue.survey import plain_key
from retrieval.words import folded

_WHOLE = re.compile(r"0*(\d+)(?:\.0+)?")
_BETWEEN = re.compile(r"[|;,\n]")


def key_of(value: Any) -> str:
    """Return a key the same whether one table writes 38, another 38.0 and a third “00038”; "" for what is no key.

    >>> key_of(38), key_of("38.0"), key_of("00038"), key_of(" F.1990.7 "), key_of(None)
    ('38', '38', '38', 'f.1990.7', '')
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str) or value != value:
        return ""
    text = plain_key(value)
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else folded(text)


def keys_in(value: Any, known: Container[str]) -> list[str]:
    """Return the keys that a cell holds: its own, those of a list, or those between separators where the whole is none of `known`.

    >>> keys_in("3; 04; 9", {"3", "4"}), keys_in("[3, 4]", {"3"}), keys_in("a, b", {"a, b"})
    (['3', '4', '9'], ['3', '4'], ['a, b'])
    """
    if isinstance(value, str) and value.lstrip()[:1] == "[":
        value = _listed(value)
    if isinstance(value, list):
        return [key for each in value for key in keys_in(each, known)]
    whole = key_of(value)
    if whole in known or not isinstance(value, str):
        return [whole] if whole else []
    return [key for part in _BETWEEN.split(value) if (key := key_of(part))]


def _listed(text: str) -> Any:
    try:
        return json.loads(text.replace("'", '"'))
    except json.JSONDecodeError:
        return text.strip().strip("[]")
