"""Prepare wikitext for the parser: one linear pass each over comments, tags and brackets.

The parser tries again wherever something is left open, which on hostile pages takes minutes; here everything that is never
closed is taken out first, so that what it reads is balanced.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator

from retrieval.wiki.marks import BREAK, HOLE, seen

DEEPEST = 24
"""Brackets inside brackets that are followed; what lies deeper is taken out."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?=[\s/>])[^<>]{0,2000}?(/?)>")
_SWITCH = re.compile(r"__[A-Z]{3,30}__")
_VARIANT = re.compile(r"-\{(?:[A-Za-z,;-]{0,40}\|)?([^{}]{0,400})\}-")
# Contents of these are no prose; those that stand for a word leave a hole.
_DROPPED = frozenset("ref references timeline imagemap templatestyles script style includeonly inputbox categorytree mapframe "
                     "maplink graph indicator section".split())  # fmt: skip
_HOLES = frozenset("math chem ce score hiero syntaxhighlight source code pre table svg".split())
_KEPT = frozenset("nowiki gallery".split())
_BREAKS = frozenset("p div center blockquote poem br hr li ul ol dl dt dd tr noinclude onlyinclude".split())
_BRACKETS = re.compile(r"\{\{|\}\}|\[\[|\]\]|^[ \t:]*\{\||^[ \t:]*\|\}|\[(?=(?:https?:)?//)|\n|(?<!\])\](?!\])", re.MULTILINE)
_CLOSES = {"}}": "{{", "]]": "[[", "|}": "{|", "]": "["}


def scrubbed(text: str) -> str:
    """Return wikitext without comments, HTML tags, references and signs that are not seen; galleries become file links."""
    text = _SWITCH.sub("", _COMMENT.sub("", seen(text)))
    return _VARIANT.sub(r"\1", "".join(_without_tags(text)))


def balanced(text: str) -> str:
    """Return `text` without brackets that are never closed, or that nest too deep; those of templates leave a hole.

    >>> balanced("a [[b [[c]] and {{d}} e")
    'a  b [[c]] and {{d}} e'
    """
    opened: list[tuple[str, int]] = []
    signs = [(match.group().strip(" \t:"), match.start(), match.end()) for match in _BRACKETS.finditer(text)]
    unpaired: set[int] = set()
    for number, (sign, _, _) in enumerate(signs):
        if sign in _CLOSES:
            _close(opened, unpaired, _CLOSES[sign], number)
        elif sign == "\n":
            while opened and opened[-1][0] == "[":
                unpaired.add(opened.pop()[1])
        elif sign:
            opened.append((sign, number))
    unpaired.update(number for _, number in opened)
    out, position = [], 0
    for number in sorted(unpaired):
        sign, start, end = signs[number]
        out += [text[position:start], HOLE if sign in ("{{", "}}") else " "]
        position = end
    return "".join([*out, text[position:]])


def _close(opened: list[tuple[str, int]], unpaired: set[int], opener: str, number: int) -> None:
    """Pair a closing sign with its opener; what was opened between and never closed is unpaired."""
    # Only the last few are looked at, or a page of openers would cost their square.
    for back in range(1, min(len(opened), DEEPEST) + 1):
        if opened[-back][0] == opener:
            unpaired.update(n for _, n in opened[len(opened) - back + 1 :])
            if len(opened) - back >= DEEPEST:
                unpaired.update((number, opened[-back][1]))
            del opened[-back:]
            return
    unpaired.add(number)


def _without_tags(text: str) -> Iterator[str]:
    tags = list(_TAG.finditer(text))
    closers: defaultdict[str, list[int]] = defaultdict(list)
    for number, tag in enumerate(tags):
        if tag[1]:
            closers[tag[2].lower()].append(number)
    opened = Counter[str]()
    position, number = 0, 0
    while number < len(tags):
        tag, name = tags[number], tags[number][2].lower()
        yield text[position : tag.start()]
        position = tag.end()
        ends = closers[name]
        place = bisect_left(ends, number)
        if name in _DROPPED | _HOLES | _KEPT and not tag[1] and not tag[3] and place < len(ends):
            closer = tags[ends[place]]
            yield _content(name, text[tag.end() : closer.start()])
            number, position = ends[place], closer.end()
        elif name in _BREAKS:
            opened[name] += -1 if tag[1] else 1
            # One that closes nothing stands anywhere, even inside a sentence.
            yield " " if name == "br" or opened[name] < 0 else f"\n{BREAK}\n"
            opened[name] = max(opened[name], 0)
        number += 1
    yield text[position:]


def _content(name: str, inside: str) -> str:
    if name == "gallery":
        return f"\n{''.join(_gallery(inside))}\n"
    if name == "nowiki":
        return re.sub(r"[\[\]{}|'=*#:;<>]", lambda sign: f"&#{ord(sign.group())};", html.unescape(inside))
    return HOLE if name in _HOLES else ""


def _gallery(inside: str) -> Iterator[str]:
    for line in inside.split("\n"):
        file, _, caption = line.strip().partition("|")
        if "." in file and "[" not in file:
            name = file.strip().rpartition(":")[2]
            parts = [part for part in _outside_links(caption) if not re.match(r"\s*(?:alt|link|page|lang)\s*=", part)]
            yield f"[[File:{name}|thumb|{parts[-1] if parts else ''}]]\n"


def _outside_links(caption: str) -> list[str]:
    """Cut at bars that stand in no link and no template."""
    return re.split(r"\|(?![^\[\]]*\]\])(?![^{}]*\}\})", caption) if caption else []
