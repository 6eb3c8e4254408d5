"""One page to fragments, a work or a maker: what a worker process does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.catalogue.passages import SHORTEST_TEXT, passages
from retrieval.records import Artwork, Fragment, Maker, Picture

from .article import Article, Paragraph, caption_text, parse_article
from .facts import Facts, facts_of, plain_name
from .near import signature
from .pages import Page
from .site import CATEGORY, Site
from .topic import topic_score
from .wikitext.links import file_name
from .wikitext.render import Shown

SHORT_PARAGRAPH = 200
"""Characters below which a paragraph is joined to the one after it in its section."""
MOST_PICTURES = 12
LEAST_PROSE = 150
"""Characters of prose that a page must have; a list needs `LEAST_LIST_PROSE`."""
LEAST_LIST_PROSE = 600
_DISAMBIGUATION = re.compile(
    r"\{\{\s*(?:disambig(?:uation)?|dab|hndis|human name disambiguation|geodis|place name disambiguation|surname|given name|"
    r"set index article|sia|begriffsklärung|homonymie|disambigua|desambiguación|doorverwijspagina|ujednoznacznienie|неоднозначность|"
    r"aimai|曖昧さ回避|消歧义)\b[^{}]*\}\}",
    re.IGNORECASE,
)
_LIST_TITLE = re.compile(r"(?:lists? of|index of|outline of|timeline of|liste d[eu]s?|liste der|elenco di|anexo:)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """What every page of a run is held to. `least_topic` None takes every page as on topic."""

    site: Site
    licence: str
    least_topic: float | None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """What a page gave: or the reason why nothing. Makers and pictures' licences are settled when it is written."""

    page: int
    title: str
    reason: str | None = None
    fragments: tuple[Fragment, ...] = ()
    signatures: tuple[bytes, ...] = ()
    work: Artwork | None = None
    maker: Maker | None = None
    maker_page: str | None = None
    counts: Counter[str] | None = None


def extract_page(page: Page, names: Sequence[str], rules: Rules) -> Extract:
    """Return what a page gives; `names` are its other names."""
    if page.cut:
        return Extract(page.id, page.title, "longer than a wiki stores a page")
    if _DISAMBIGUATION.search(page.text) or page.title.endswith("(disambiguation)"):
        return Extract(page.id, page.title, "disambiguation")
    article = parse_article(page.title, page.text, rules.site)
    if reason := _left_out(page, article, rules):
        return Extract(page.id, page.title, reason)
    facts = facts_of(article.boxes, page.id, page.title)
    fragments = tuple(_fragments(page, article, facts, names, rules))
    return Extract(
        page.id, page.title, None, fragments, tuple(signature(fragment.text) for fragment in fragments), _sourced(facts.work, page, rules),
        _named(facts, names), facts.maker_page, article.counts,
    )  # fmt: skip


def _left_out(page: Page, article: Article, rules: Rules) -> str | None:
    prose = sum(len(paragraph.text) for paragraph in article.paragraphs)
    if _LIST_TITLE.match(page.title) and prose < LEAST_LIST_PROSE:
        return "list without prose"
    if prose < LEAST_PROSE and not article.boxes:
        return f"fewer than {LEAST_PROSE} characters of prose" if prose else "no prose"
    beginning = " ".join(paragraph.text for paragraph in article.paragraphs[:4])
    boxes = " ".join(box.kind for box in article.boxes)
    if rules.least_topic is None:
        return None
    score = topic_score(page.title, f"{boxes}. {beginning}", _categories(page, rules.site), rules.also)
    return None if score >= rules.least_topic else "off topic"


def _categories(page: Page, site: Site) -> list[str]:
    names = "|".join(map(re.escape, site.called(CATEGORY)))
    return re.findall(rf"\[\[\s*(?i:{names})\s*:([^\[\]|]{{1,200}})", page.text)[:20]


def _fragments(page: Page, article: Article, facts: Facts, names: Sequence[str], rules: Rules) -> Iterator[Fragment]:
    about = (facts.work.id,) if facts.work else (facts.maker.id,) if facts.maker else ()
    url = rules.site.url(page.title)
    made = _made(article, facts, names, rules.site)
    for number, (headings, text, pictures) in enumerate(made, start=1):
        yield Fragment(
            id=f"f:wp-{page.id}-{number}", text=text, about=about, kind="record" if headings is None else "text",
            topic=" > ".join((page.title, *(headings or ()))), pictures=tuple(_picture(shown) for shown in pictures[:MOST_PICTURES]),
            source=f"{rules.site.name}, {page.title}", url=url, licence=rules.licence,
        )  # fmt: skip


_Made = tuple[tuple[str, ...] | None, str, tuple[Shown, ...]]


def _made(article: Article, facts: Facts, names: Sequence[str], site: Site) -> Iterator[_Made]:
    """Yield headings, text and pictures of every fragment; facts have no headings."""
    above = (Shown(file_name(site, facts.picture), caption_text(facts.caption)),) if facts.picture else ()
    told = list(facts.sentences)
    if names:
        told.append(f"{plain_name(article.title)} is also known as {'; '.join(names)}.".replace("..", "."))
    if told:
        for passage in passages(" ".join(told)):
            yield None, passage, above
            above = ()
    for paragraph in _joined(article.paragraphs):
        pictures = above + paragraph.pictures
        for passage in passages(paragraph.text):
            yield paragraph.headings, passage, pictures
            pictures = ()
        above = pictures


def _joined(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Join paragraphs too short to stand alone to the next one under the same headings."""
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        last = joined[-1] if joined else None
        if (
            last
            and last.headings == paragraph.headings
            and min(len(last.text), len(paragraph.text)) < SHORT_PARAGRAPH
            and not paragraph.pictures
        ):
            joined[-1] = replace(last, text=f"{last.text} {paragraph.text}")
        else:
            joined.append(paragraph)
    return [paragraph for paragraph in joined if len(paragraph.text) >= SHORTEST_TEXT]


def _picture(shown: Shown) -> Picture:
    return Picture(file=shown.file, caption=shown.caption or None, licence=shown.licence)


def _sourced(work: Artwork | None, page: Page, rules: Rules) -> Artwork | None:
    if work is None:
        return None
    picture = file_name(rules.site, work.picture) if work.picture else None
    return replace(work, picture=picture, source=f"{rules.site.name}, {page.title}", url=rules.site.url(page.title), licence=rules.licence)


def _named(facts: Facts, names: Sequence[str]) -> Maker | None:
    """Give a maker whose own page this is the page's other names."""
    if facts.maker is None or facts.work is not None:
        return facts.maker
    return replace(facts.maker, other_names=tuple(dict.fromkeys((*facts.maker.other_names, *names))))
