"""Walk over parsed wikitext and say it in words; pictures and boxes are laid aside on the way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from retrieval.wiki.marks import HOLE, ITEM, picture_mark, without_pictures
from retrieval.wiki.site import Site

from .arguments import Arguments
from .licences import licence_of_template
from .links import Link, caption_of, file_name, is_category, is_file, is_other_wiki, link_words
from .tables import table_sentences
from .templates import template_name, template_words

_QUOTES = re.compile(r"'{2,}")
_PICTURE_BOXES = frozenset(
    ("multiple image", "css image crop", "wide image", "tall image", "gallery", "double image", "photomontage", "panorama")
)
_IMAGE_NAME = re.compile(r".{1,200}\.(?:jpe?g|png|gif|svg|tiff?|webp|djvu)", re.IGNORECASE | re.DOTALL)
_TITLES = frozenset(("pagename", "fullpagename", "basepagename", "subpagename"))


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture on a page, by its name in the wiki."""

    file: str
    caption: str = ""
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """An infobox: its kind, its rows in words, and where the links in each row lead."""

    kind: str
    rows: Mapping[str, str]
    links: Mapping[str, tuple[Link, ...]]


@dataclass(slots=True)
class Rendering:
    """Renders one page. `shown` and `boxes` fill as it goes; `counts` tells what was met."""

    site: Site
    title: str
    shown: list[Shown] = field(default_factory=list[Shown])
    boxes: list[Box] = field(default_factory=list[Box])
    counts: Counter[str] = field(default_factory=Counter[str])
    licences: list[str] = field(default_factory=list[str])
    links: list[Link] = field(default_factory=list[Link])

    def words(self, wikitext: str) -> str:
        """Return `wikitext`, scrubbed and balanced, as words with marks, see `retrieval.wiki.marks`."""
        import mwparserfromhell

        return self._code(mwparserfromhell.parse(wikitext, skip_style_tags=True))

    def _code(self, code: Any) -> str:
        return _without_style("".join(self._node(node) for node in code.nodes)) if code is not None else ""

    def _node(self, node: Any) -> str:
        match type(node).__name__:
            case "Text":
                return node.value
            case "Wikilink":
                return self._link(node)
            case "Template":
                return self._template(node)
            case "ExternalLink":
                return self._code(node.title) if node.title is not None else ""
            case "HTMLEntity":
                return _entity(node)
            case "Tag":
                return self._tag(node)
            case "Heading":
                return ""
            case "Argument":
                return self._code(node.default) if node.default is not None else HOLE
            case _:
                return ""

    def _link(self, node: Any) -> str:
        target = str(node.title).strip()
        if is_file(self.site, target):
            return self._picture(target, str(node.text) if node.text is not None else "")
        if is_category(self.site, target) or is_other_wiki(target):
            return ""
        text = self._code(node.text) if node.text is not None else ""
        words = link_words(self._code(node.title), text.rpartition("|")[2])
        self.links.append(Link(self.site.title(target), words))
        return words

    def _picture(self, target: str, options: str) -> str:
        """Lay a picture aside with its caption, and leave its mark where it stood."""
        caption, licence = self.aside(caption_of(_parts(options)))
        self.shown.append(Shown(file_name(self.site, target), caption, licence))
        return picture_mark(len(self.shown) - 1)

    def aside(self, wikitext: str) -> tuple[str, str | None]:
        """Return the words of text that stands outside the prose, and the licence that a template in it tells."""
        before = len(self.licences)
        words = without_pictures(self.words(wikitext))[0]
        found = self.licences[before:]
        del self.licences[before:]
        return words, found[0] if found else None

    def _tag(self, node: Any) -> str:
        name = str(node.tag).strip().lower()
        if name in ("li", "dt", "dd"):
            return ITEM
        if name == "table":
            self.counts["tables"] += 1
            return table_sentences(node, self._code)
        return ""

    def _template(self, node: Any) -> str:
        name = template_name(str(node.name))
        if licence := licence_of_template(name):
            self.licences.append(licence)
            return ""
        if name in _TITLES:
            return self.title
        if name.startswith("infobox") or name.endswith(" infobox"):
            self._box(name, node)
            return ""
        if name in _PICTURE_BOXES:
            return self._picture_box(self._arguments(node))
        words = template_words(name, self._arguments(node))
        if HOLE in words:
            self.counts["templates not worded"] += 1
        return words

    def _arguments(self, node: Any) -> Arguments:
        placed: dict[int, str] = {}
        named: dict[str, str] = {}
        for parameter in node.params:
            key, value = str(parameter.name).strip().lower(), self._code(parameter.value).strip(" \n")
            if key.isdigit() and 0 < int(key[:4]) <= 200:
                placed[int(key[:4])] = value
            else:
                named[key] = value
        return Arguments(tuple(placed.get(place, "") for place in range(1, max(placed, default=0) + 1)), named)

    def _box(self, name: str, node: Any) -> None:
        rows: dict[str, str] = {}
        links: dict[str, tuple[Link, ...]] = {}
        for parameter in node.params:
            key, before = str(parameter.name).strip().lower(), len(self.links)
            rows[key] = self._code(parameter.value).strip()
            links[key] = tuple(self.links[before:])
        self.boxes.append(Box(name.replace("infobox", "").strip(), rows, links))

    def _picture_box(self, given: Arguments) -> str:
        """Lay the pictures of a box of several aside: `image1`, `caption1`, or file and caption by turns."""
        found = [
            (value, given.get(key.replace("image", "caption"), "description"))
            for key, value in given.named.items()
            if key.startswith("image")
        ]
        found += [(value, given.at(place + 1)) for place, value in enumerate(given.placed, start=1)]
        marks = ""
        for name, caption in found:
            if _IMAGE_NAME.fullmatch(name):
                self.shown.append(Shown(file_name(self.site, name), "" if _IMAGE_NAME.fullmatch(caption) else without_pictures(caption)[0]))
                marks += picture_mark(len(self.shown) - 1)
        return marks


def _parts(options: str) -> list[str]:
    """Cut a file link's options at bars outside links and templates."""
    parts, depth, start = [], 0, 0
    for sign in re.finditer(r"\[\[|\{\{|\]\]|\}\}|\|", options):
        if sign.group() == "|":
            if depth == 0:
                parts.append(options[start : sign.start()])
                start = sign.end()
        else:
            depth += 1 if sign.group() in ("[[", "{{") else -1
    return [*parts, options[start:]]


def _entity(node: Any) -> str:
    from retrieval.wiki.marks import seen

    try:
        return seen(node.normalize())
    except (ValueError, OverflowError):
        return ""


def _without_style(text: str) -> str:
    """Take out the quotation marks of bold and italics; in “L'''Heron''” the first of them is an apostrophe."""
    if "''" not in text:
        return text
    return "\n".join(_line_without_style(line) for line in text.split("\n"))


def _line_without_style(line: str) -> str:
    runs = [len(run) for run in _QUOTES.findall(line)]
    if sum(run in (3, 5) for run in runs) % 2 and sum(run in (2, 5) for run in runs) % 2:
        line = re.sub(r"(?<=\w)'''(?!')", "'", line, count=1)
    return _QUOTES.sub(lambda run: "'" if len(run.group()) == 4 else "", line)
