"""Signs that stand in running text for what is no word, from Unicode's private area; a page's own are taken out first."""

from __future__ import annotations

import re

HOLE = "\ue000"
"""Stands where a template could not be worded."""
ITEM = "\ue001"
"""Begins an item of a list."""
PICTURE = "\ue002"
"""Encloses the number of a picture."""
BREAK = "\ue003"
"""Ends a paragraph, whatever follows."""

_PICTURES = re.compile(f"{PICTURE}(\\d+){PICTURE}")
_UNSEEN = re.compile("[\ue000-\uf8ff\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\r\t]")


def seen(text: str) -> str:
    """Return `text` without private signs, soft hyphens, writing-direction marks and control signs; odd spaces become plain.

    >>> seen("Mu\\u00adse\\u00adum\\u200f of\\u00a0Art")
    'Museum of Art'
    """
    return _SPACES.sub(" ", _UNSEEN.sub("", text))


def picture_mark(number: int) -> str:
    """Return the mark of the picture `number`."""
    return f"{PICTURE}{number}{PICTURE}"


def without_pictures(text: str) -> tuple[str, list[int]]:
    """Return `text` without its picture marks, and their numbers in order."""
    return _PICTURES.sub(" ", text), [int(number) for number in _PICTURES.findall(text)]
