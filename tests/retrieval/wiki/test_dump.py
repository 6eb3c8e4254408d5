"""Dumps are streamed, whatever their wrapping, and attacks and damage are told in a sentence."""

from __future__ import annotations

import bz2
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import SourceError
from retrieval.wiki.compressed import DumpCut
from retrieval.wiki.pages import LONGEST_TEXT, DumpPages, Read
from retrieval.wiki.site import FILE

Write = Callable[..., Path]


def titles(dump: Path) -> list[str]:
    return [read.page.title for read in DumpPages(dump)]


@pytest.fixture
def pages(gallery_wiki: list[Any]) -> list[Any]:
    return gallery_wiki[:60]


@pytest.mark.parametrize(("name", "streams"), [("d.xml", 1), ("d.xml.gz", 1), ("d.xml.bz2", 1), ("d.xml.bz2", 7)])
def test_every_wrapping_gives_the_same_pages(tmp_path: Path, write_dump: Write, pages: list[Any], name: str, streams: int) -> None:
    dump = write_dump(tmp_path / name, pages, streams)
    assert [(read.page.title, read.page.text, read.page.redirect) for read in DumpPages(dump)] == [
        (p.title, p.text, p.redirect) for p in pages
    ]


@pytest.mark.parametrize(("name", "streams"), [("d.xml", 1), ("d.xml.gz", 1), ("d.xml.bz2", 9)])
def test_reading_goes_on_from_any_page(tmp_path: Path, write_dump: Write, pages: list[Any], name: str, streams: int) -> None:
    dump = write_dump(tmp_path / name, pages, streams)
    whole: list[Read] = list(DumpPages(dump))
    site = DumpPages(dump)
    next(iter(site))
    for number in (1, 17, 40, len(whole) - 1):
        start = whole[number]
        assert [read.page for read in DumpPages(dump, start.page.offset, start.mark, site.site)] == [read.page for read in whole[number:]]


def test_the_site_is_read_from_the_dump(tmp_path: Path, write_dump: Write, pages: list[Any]) -> None:
    reading = DumpPages(write_dump(tmp_path / "d.xml", pages, language="de", category="Kategorie", files="Datei", site="Wiki der Bilder"))
    next(iter(reading))
    assert reading.site is not None
    assert (reading.site.name, reading.site.language, reading.site.called(FILE)) == ("Wiki der Bilder", "de", ("Datei", "File", "Image"))
    assert reading.site.url("Rotes Bild é") == "https://de.wiki.example/wiki/Rotes_Bild_%C3%A9"


def test_a_dump_cut_in_the_middle_gives_the_pages_before(tmp_path: Path, write_dump: Write, gallery_wiki: list[Any]) -> None:
    dump = write_dump(tmp_path / "d.xml.bz2", gallery_wiki, 12)
    dump.write_bytes(dump.read_bytes()[:-2000])
    found: list[str] = []
    with pytest.raises(DumpCut, match="ends in the middle of its compressed data"):
        found.extend(read.page.title for read in DumpPages(dump))
    assert found == [page.title for page in gallery_wiki[: len(found)]]
    assert len(found) > 200


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "empty or not XML"),
        (b"just words", "it is not XML"),
        (b"<html><body/></html>", "no MediaWiki dump (its root is <html>)"),
        (b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><mediawiki>&c;</mediawiki>', "XML bombs"),
        (b'<!DOCTYPE mediawiki SYSTEM "file:///etc/passwd"><mediawiki/>', "XML bombs"),
        (b'<mediawiki><page title="' + b"x" * (9 << 20), "a tag of over 8 MB"),
    ],
)
def test_what_is_no_dump_is_refused_in_a_sentence(tmp_path: Path, text: bytes, says: str) -> None:
    for name, data in (("d.xml", text), ("d.xml.bz2", bz2.compress(text))):
        dump = tmp_path / name
        dump.write_bytes(data)
        with pytest.raises(SourceError) as failure:
            titles(dump)
        assert says in str(failure.value)


def test_a_page_larger_than_any_wiki_stores_is_cut_and_said_so(tmp_path: Path, write_dump: Write, dump_page: Callable[..., Any]) -> None:
    dump = write_dump(tmp_path / "d.xml.bz2", [dump_page("Large", "paint " * 2_000_000), dump_page("Small", "paint")])
    assert [(read.page.title, len(read.page.text), read.page.cut) for read in DumpPages(dump)] == [
        ("Large", LONGEST_TEXT, True),
        ("Small", 5, False),
    ]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="check the path"):
        titles(tmp_path / "none.xml.bz2")
