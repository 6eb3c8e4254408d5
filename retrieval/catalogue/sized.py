"""Say how large a work is: by its sides in centimetres, or as far as the catalogue's own words are a size at all."""

from __future__ import annotations

import re

from retrieval.records import Artwork

# What else stands in columns of dimensions: file names, donors, notes.
_SIZE = re.compile(
    r"\d\s*(?:[x×]|cm|mm|in\b|inch|ft|feet|foot|m\b|h?min|sec|hours?|[\"″'′]|[h-w]\b)|\bvariable|\bdiam|Ø|\boverall\b|\bduration|scale\b|life-?size",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:jpe?g|png|tiff?|gif|pdf)\b", re.IGNORECASE)
_DIAMETER = re.compile(r"(?:diam(?:eter|\.)?|Ø)\s*[:=]?\s*(\d[^;:,]*)", re.IGNORECASE)
_DURATION = re.compile(r"(?:(?:duration|running time)\s*:?\s*)?(\d+\s*(?:h|min|sec)[\w.]*(?:,?\s*\d+\s*(?:min|sec)[\w.]*)*)", re.IGNORECASE)
_OVERALL = re.compile(r"overall\s*[:=]\s*(\d[^;:]*)", re.IGNORECASE)


def size_sentence(work: Artwork, title: str) -> str | None:
    """Return the sentence on the size of the work that is called `title`; None when none is known.

    >>> size_sentence(Artwork(id="w:bowl", title="Bowl", dimensions="Diam. 30 cm"), "Bowl")
    'Bowl is 30 cm in diameter.'
    >>> size_sentence(Artwork(id="w:bowl", title="Bowl", dimensions="Overall display dimensions variable"), "Bowl")
    'The size of Bowl: overall display dimensions variable.'
    """
    sides = ((work.height_cm, "high"), (work.width_cm, "wide"), (work.depth_cm, "deep"))
    known = [f"{side:g} cm {word}" for side, word in sides if side]
    if known:
        return f"{title} is {', '.join(known[:-1])}{' and ' if len(known) > 1 else ''}{known[-1]}."
    told = (work.dimensions or "").strip().rstrip(".")
    return _worded(told, title) if _SIZE.search(told) and not _FILE.search(told) else None


def _worded(told: str, title: str) -> str:
    if found := _DIAMETER.fullmatch(told):
        return f"{title} is {found[1].strip()} in diameter."
    if found := _DURATION.fullmatch(told):
        return f"{title} runs for {found[1]}."
    if found := _OVERALL.fullmatch(told):
        return f"{title} measures {found[1].strip()} overall."
    if told[:1].isdigit():
        return f"{title} measures {told}."
    return f"The size of {title}: {told[:1].lower()}{told[1:]}."
