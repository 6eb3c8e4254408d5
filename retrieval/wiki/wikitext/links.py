"""Links: to pages, to pictures, to other wikis."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.wiki.site import CATEGORY, FILE, Site

_OPTION = re.compile(
    r"\s*(?:(?:thumb|thumbnail|mini|miniatur|vignette|frame|framed|frameless|border|left|right|center|centre|none|gauche|droite|links|rechts|hochkant|"
    r"upright|baseline|middle|sub|super|text-top|text-bottom|top|bottom|\d*x?\d+\s*px)\s*$|(?:thumb|thumbnail|upright|hochkant|alt|link|page|lang|class|"
    r"start|end|thumbtime|loop)\s*=.*$)", re.IGNORECASE | re.DOTALL)  # fmt: skip
_OTHER_WIKI = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,10}){0,2}|simple|zh-min-nan|be-x-old")
_PROJECTS = frozenset(
    "w wikt wiktionary s wikisource q wikiquote b wikibooks commons c species wikispecies n wikinews v wikiversity voy d m meta".split()
)


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads, in the wiki's own spelling, and the words that stand for it."""

    target: str
    words: str


def is_file(site: Site, target: str) -> bool:
    """Say whether a link shows a picture."""
    return _in_namespace(site, target, FILE)


def is_category(site: Site, target: str) -> bool:
    """Say whether a link only puts its page in a category."""
    return _in_namespace(site, target, CATEGORY)


def is_other_wiki(target: str) -> bool:
    """Say whether a link leads to the same page in another language: it is shown beside the page, not in it."""
    before, colon, after = target.partition(":")
    return bool(colon and after) and _OTHER_WIKI.fullmatch(before.strip()) is not None


def link_words(target: str, text: str) -> str:
    """Return the words of a link without a file.

    >>> link_words("Red Heron (painting)", ""), link_words("w:Heron", ""), link_words("Heron#Nest", "its nest")
    ('Red Heron (painting)', 'Heron', 'its nest')
    """
    if text.strip():
        return text
    target = target.strip().lstrip(":")
    before, colon, after = target.partition(":")
    if colon and before.strip().lower() in _PROJECTS:
        target = after.lstrip(":")
    return target.replace("_", " ").split("#")[0].strip() or target.lstrip("#")


def caption_of(parts: list[str]) -> str:
    """Return the caption among a file link's parts: the last that is no option."""
    captions = [part for part in parts if part.strip() and not _OPTION.match(part)]
    return captions[-1] if captions else ""


def file_name(site: Site, target: str) -> str:
    """Return a picture's name as the wiki stores it, without the namespace."""
    return site.bare(target, FILE)


def _in_namespace(site: Site, target: str, namespace: int) -> bool:
    before, colon, _ = target.partition(":")
    if not colon:
        return False
    name = before.replace("_", " ").strip().casefold()
    return any(name == known.casefold() for known in site.called(namespace))
