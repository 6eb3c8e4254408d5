"""The web page: to scale, whole in itself, and nobody's words are code."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tools.curate.export.page import html_bytes
from tools.curate.show import Show

from .conftest import ARABIC, CHINESE


class Page(HTMLParser):
    """What a page is made of."""

    # Elements that stand alone, and those of SVG that the template closes itself.
    _EMPTY = frozenset("meta link br img".split())

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self._EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, kind: str | None = None) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag and (kind is None or attrs.get("class") == kind)]


def test_the_page_is_well_formed_and_names_its_language(show: Show) -> None:
    page = Page(html_bytes(show, {}))
    assert page.open == []
    assert page.all("html") == [{"lang": "en"}]
    assert [tag for tag, _ in page.tags].count("h1") == 1


def test_works_are_drawn_to_scale_in_centimetres(show: Show) -> None:
    page = html_bytes(show, {}).decode()
    ferry = next(hung for hung in show.works if hung.piece.id == "w:ferry")
    drawn = f'x="{ferry.x_m * 100:.1f}" y="{-ferry.centre_cm - 40:.1f}" width="120.0" height="80.0"'
    assert drawn in page


def test_every_work_has_a_label_that_its_outline_leads_to(show: Show) -> None:
    page = Page(html_bytes(show, {}))
    labels = {attrs["id"] for attrs in page.all("li", "label")}
    links = {str(attrs["href"]).removeprefix("#") for attrs in page.all("a") if str(attrs.get("href")).startswith("#work-")}
    assert labels == links == {f"work-{number}" for number in range(1, 7)}


def test_every_note_that_is_referred_to_is_there(show: Show) -> None:
    page = Page(html_bytes(show, {}))
    noted = {attrs["id"] for attrs in page.all("li") if str(attrs.get("id")).startswith("note-")}
    assert {str(attrs["href"])[1:] for attrs in page.all("a") if str(attrs.get("href")).startswith("#note-")} == noted
    assert len(noted) >= 4


def test_each_wall_is_a_picture_with_a_name(show: Show) -> None:
    page = Page(html_bytes(show, {}))
    for attrs in page.all("svg"):
        assert attrs["role"] == "img"
        assert {"id": attrs["aria-labelledby"]} in page.all("title")
    assert "metres long, drawn to scale" in page.text


def test_the_page_loads_nothing_from_elsewhere(show: Show, picture: bytes) -> None:
    text = html_bytes(show, {"w:ferry": picture}).decode()
    assert re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(?!#|data:image/jpeg;base64,)[^"'\s>)]+""", text) == []
    assert text.count("data:image/jpeg;base64,") == 2


def test_strangers_words_are_no_code(hostile: Show) -> None:
    page = Page(html_bytes(hostile, {}))
    assert page.open == []
    assert page.all("script") == []
    assert "{{ 7*7 }}" in page.text
    assert all(name in page.text for name in (ARABIC, CHINESE))


@pytest.mark.parametrize("sign", ["'", '"'])
def test_a_quote_does_not_end_an_attribute(hostile: Show, sign: str) -> None:
    labels = [attrs["aria-label"] for attrs in Page(html_bytes(hostile, {})).all("a") if "aria-label" in attrs]
    assert any(sign in str(label) for label in labels)
    assert {name for _, attrs in Page(html_bytes(hostile, {})).tags for name in attrs if name.startswith("on")} == set()
