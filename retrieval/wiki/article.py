"""A page as an article: sections of whole paragraphs, with the pictures that stand above each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .marks import BREAK, ITEM, without_pictures
from .site import Site
from .wikitext.mend import mended, whole_sentences
from .wikitext.render import Box, Rendering, Shown
from .wikitext.scrub import balanced, scrubbed

MOST_SECTIONS = 1_000
SHORTEST_ITEM = 60
_HEADING = re.compile(r"^(={1,6})[ \t]*(.+?)[ \t]*\1[ \t]*$", re.MULTILINE)
# Sections that hold sources, links or lists, in the larger wikis' words.
_NO_PROSE = """references|notes|notes and references|footnotes|citations|works cited|sources|bibliography|further reading|external links|
    see also|literature|publications|selected publications|explanatory notes|general references|notelist|
    einzelnachweise|weblinks|literatur|siehe auch|anmerkungen|quellen|références|notes et références|liens externes|voir aussi|
    bibliographie|articles connexes|note|bibliografia|collegamenti esterni|voci correlate|referencias|notas|bibliografía|
    enlaces externos|véase también|referenties|externe links|zie ook|przypisy|linki zewnętrzne|примечания|литература|ссылки|
    см. также|脚注|参考文献|外部リンク|関連項目|
    参考资料|外部链接|参见"""
_SECTIONS_WITHOUT_PROSE = frozenset(name.strip() for name in _NO_PROSE.split("|"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of whole sentences, under its headings, and the pictures above it."""

    headings: tuple[str, ...]
    text: str
    pictures: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says: its prose, its boxes of facts, and what was left out on the way (reason to count)."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    boxes: tuple[Box, ...]
    counts: Counter[str]


def parse_article(title: str, wikitext: str, site: Site) -> Article:
    """Return the article that `wikitext` is; any text gives one, if without paragraphs."""
    rendering = Rendering(site, title)
    found: list[Paragraph] = []
    for headings, body in _sections(scrubbed(wikitext), rendering):
        words = rendering.words(balanced(body))
        if not headings or headings[0].casefold() not in _SECTIONS_WITHOUT_PROSE:
            found += _with_pictures(headings, words, rendering)
    paragraphs = [paragraph for paragraph in found if paragraph.text]
    loose = tuple(picture for paragraph in found if not paragraph.text for picture in paragraph.pictures)
    if paragraphs:  # pictures of sections without prose go to the last paragraph
        paragraphs[-1] = replace(paragraphs[-1], pictures=paragraphs[-1].pictures + loose)
    return Article(title, tuple(paragraphs), tuple(rendering.boxes), rendering.counts)


def _sections(text: str, rendering: Rendering) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the headings above each stretch of text, the outermost first, and the text."""
    path: list[tuple[int, str]] = []
    position = 0
    for number, heading in enumerate(_HEADING.finditer(text)):
        yield tuple(name for _, name in path), text[position : heading.start()]
        position, level = heading.end(), len(heading[1])
        name = mended(rendering.aside(balanced(heading[2]))[0]).strip("=' ")
        path = [(above, told) for above, told in path if above < level] + ([(level, name)] if name else [])
        if number >= MOST_SECTIONS:
            break
    yield tuple(name for _, name in path), text[position:]


def _with_pictures(headings: tuple[str, ...], words: str, rendering: Rendering) -> list[Paragraph]:
    """Return a section's paragraphs; pictures go to the paragraph below them, or to the last where none is below."""
    found: list[Paragraph] = []
    above: list[int] = []
    for block in _blocks(words):
        text, numbers = without_pictures(block)
        above += numbers
        plain = _prose(text, rendering.counts)
        if plain:
            found.append(Paragraph(headings, plain, _shown(above, rendering)))
            above = []
    if above and found:
        found[-1] = replace(found[-1], pictures=found[-1].pictures + _shown(above, rendering))
    elif above:
        found.append(Paragraph(headings, "", _shown(above, rendering)))
    return found


def _shown(numbers: list[int], rendering: Rendering) -> tuple[Shown, ...]:
    pictures = (rendering.shown[number] for number in numbers if number < len(rendering.shown))
    return tuple(replace(picture, caption=caption_text(picture.caption)) for picture in pictures)


def caption_text(caption: str) -> str:
    """Return a caption's whole sentences."""
    return whole_sentences(caption, Counter(), is_caption=True)


def _blocks(words: str) -> Iterator[str]:
    """Yield paragraphs and list items, each on its own; lines of one paragraph stay together."""
    for block in re.split(rf"\n\s*\n|{BREAK}|(?={ITEM})", words):
        if ITEM in block:  # an item is one line
            item, _, rest = block.lstrip("\n").partition("\n")
            yield item
            block = rest
        if block.strip():
            yield block.replace("\n", " ")


def _prose(block: str, counts: Counter[str]) -> str:
    text = whole_sentences(block, counts)
    if ITEM in block and text and len(text) < SHORTEST_ITEM:
        counts["list items without a sentence"] += 1
        return ""
    return text
