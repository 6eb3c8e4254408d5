"""A dump becomes a collection in our own layout."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from retrieval.catalogue import read_catalogue
from retrieval.errors import CollectionError, IndexUnusable, SourceError
from retrieval.wiki.choose import Choice
from retrieval.wiki.ledger import open_ledger
from retrieval.wiki.run import Options, Report, make_fragments
from retrieval.wiki.wikitext.broken import broken

Write = Callable[..., Path]
OPTIONS = Options(Choice(("Visual arts",), 5, ("Forgeries",)), workers=1)


def lines(folder: Path, kind: str = "fragments") -> list[dict[str, Any]]:
    return [json.loads(line) for file in sorted((folder / kind).glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]


def output(folder: Path) -> dict[str, bytes]:
    return {f"{file.parent.name}/{file.name}": file.read_bytes() for file in folder.rglob("*.jsonl")}


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory, write_dump: Write, gallery_wiki: list[Any]) -> Path:
    return write_dump(tmp_path_factory.mktemp("dump") / "gallery.xml.bz2", gallery_wiki, 5)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, dump: Path) -> tuple[Path, Report]:
    into = tmp_path_factory.mktemp("made")
    return into, make_fragments(dump, into, OPTIONS)


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory, write_dump: Write, gallery_wiki: list[Any]) -> Path:
    return write_dump(tmp_path_factory.mktemp("part") / "gallery.xml.bz2", gallery_wiki[:70], 5)


@pytest.fixture(scope="module")
def part_made(tmp_path_factory: pytest.TempPathFactory, part: Path) -> tuple[Path, Report]:
    into = tmp_path_factory.mktemp("part_made")
    return into, make_fragments(part, into, OPTIONS)


def test_each_page_is_counted_once_with_its_reason(made: tuple[Path, Report], gallery_wiki: list[Any]) -> None:
    report = made[1]
    assert report.pages == len(gallery_wiki)
    assert report.skipped == {
        "not an article": 16,
        "a redirect, kept as another name": 6,
        "not in the categories": 1,
        "disambiguation": 1,
        "list without prose": 1,
        "no prose": 1,
        "off topic": 1,
        "nothing but copies or too short": 1,
    }
    assert report.counts["redirects that lead in a circle"] == 3
    assert sum(report.skipped.values()) + report.counts["pages with fragments"] == report.pages


def test_every_fragment_is_whole_sourced_and_licensed(made: tuple[Path, Report]) -> None:
    for fragment in lines(made[0]):
        assert broken(fragment["text"]) is None, fragment
        assert fragment["source"] == f"Wikipedia, {fragment['topic'].split(' > ')[0]}"
        assert fragment["url"].startswith("https://en.wiki.example/wiki/")
        assert fragment["licence"] == "CC BY-SA 4.0"
        assert 40 <= len(fragment["text"]) < 900


def test_our_own_reader_takes_it_in(made: tuple[Path, Report]) -> None:
    catalogue = read_catalogue(made[0]).catalogue
    fragments, works, makers = list(catalogue.fragments), list(catalogue.works), {maker.id: maker for maker in catalogue.makers}
    assert (len(fragments), len(works), len(makers)) == (made[1].fragments, made[1].works, made[1].makers)
    assert len({fragment.id for fragment in fragments}) == len(fragments)
    assert all(work.maker in makers for work in works if work.maker)
    known = {work.id for work in works} | set(makers)
    assert all(set(fragment.about) <= known for fragment in fragments)


def test_a_painting_becomes_a_work_with_its_facts_in_sentences(made: tuple[Path, Report]) -> None:
    work = next(work for work in lines(made[0], "works") if work["title"] == "Heron at Vessby 0")
    assert {key: work[key] for key in work if key not in ("id", "url", "source", "licence")} == {
        "title": "Heron at Vessby 0",
        "maker": "m:ada-vesk-0-painter",
        "date": "c. 1800",
        "earliest": 1800,
        "latest": 1800,
        "medium": "Oil on canvas",
        "height_cm": 40.0,
        "width_cm": 30.0,
        "holder": "Vessby Museum, Vessby",
        "picture": "Work 0.jpg",
    }
    first, second, third, fourth = (f for f in lines(made[0]) if work["id"] in f.get("about", []))
    assert first["text"] == (
        "Heron at Vessby 0 is a work by Ada Vesk 0. The date of Heron at Vessby 0 is c. 1800. The medium of Heron at Vessby 0 is oil on "
        "canvas. Heron at Vessby 0 is held by Vessby Museum, Vessby. Heron at Vessby 0 measures 40 × 30 cm."
    )
    assert second["text"].startswith("Heron at Vessby (French: Le Tableau 0) is a painting by Ada Vesk 0. The painting shows")
    assert [f["topic"] for f in (third, fourth)] == ["Heron at Vessby 0 > History", "Heron at Vessby 0 > History > Theft"]
    assert second["pictures"] == [{"file": "Detail 0.jpg", "caption": "Detail of the heron, with 3 cm of frame"}]


def test_redirects_become_other_names_through_any_number_of_steps(made: tuple[Path, Report]) -> None:
    maker = next(maker for maker in lines(made[0], "makers") if maker["id"] == "m:ada-vesk-1-painter")
    assert maker["other_names"] == ["Vesk, Ada", "La Vesk"]
    assert (maker["born"], maker["died"], maker["nationality"]) == (1853, 1890, "Mashtian")
    assert any("is also known as Vesk, Ada; La Vesk." in fragment["text"] for fragment in lines(made[0]))


def test_licences_come_from_file_pages_and_from_a_sidecar(tmp_path: Path, part: Path, made: tuple[Path, Report]) -> None:
    pictures = {p["file"]: p for f in lines(made[0]) for p in f.get("pictures", [])}
    assert pictures["Work 3.jpg"]["licence"] == "CC BY-SA 4.0"
    assert "licence" not in pictures["Work 4.jpg"]
    sidecar = tmp_path / "licences.jsonl"
    sidecar.write_text('{"file": "File:work_4.jpg", "licence": "CC0", "credit": "Orr"}\n')
    make_fragments(part, tmp_path / "out", replace(OPTIONS, licences=sidecar))
    pictures = {p["file"]: p for f in lines(tmp_path / "out") for p in f.get("pictures", [])}
    assert pictures["Work 4.jpg"] == {"file": "Work 4.jpg", "caption": "The Lantern, whole", "licence": "CC0", "credit": "Orr"}


def test_copies_are_written_once(made: tuple[Path, Report]) -> None:
    topics = {fragment["topic"] for fragment in lines(made[0])}
    assert "Copy of a painting" in topics
    assert "Second copy of a painting" not in topics


def test_other_scripts_stay_as_they_are(made: tuple[Path, Report]) -> None:
    screens = next(f["text"] for f in lines(made[0]) if f["topic"] == "Heron screens")
    assert "鷺図屏風は、イルヴェインの美術館が所蔵する六曲一双の屏風で、赤い鷺が葦のあいだに描かれている。" in screens
    assert "لوحة البلشون الأحمر معروضة في متحف إلفان منذ عام ١٩٠٣، وهي من أشهر أعمال الرسامة آدا فيسك." in screens


def test_two_workers_write_what_one_writes(tmp_path: Path, part: Path, part_made: tuple[Path, Report]) -> None:
    make_fragments(part, tmp_path, replace(OPTIONS, workers=2))
    assert output(tmp_path) == output(part_made[0])


def test_running_again_changes_nothing_and_other_options_make_it_anew(tmp_path: Path, part: Path, part_made: tuple[Path, Report]) -> None:
    shallow = make_fragments(part, tmp_path, replace(OPTIONS, choice=Choice(("Category:masters",), 0)))
    assert (shallow.selected, shallow.categories_followed) == (1, 1)
    deep = make_fragments(part, tmp_path, OPTIONS)
    assert deep.notes == ("the options are other than last time: the output is made anew from the graph that was read then",)
    assert output(tmp_path) == output(part_made[0])
    times = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.jsonl")}
    again = make_fragments(part, tmp_path, OPTIONS)
    assert (again.fragments, again.skipped) == (deep.fragments, deep.skipped)
    assert times == {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.jsonl")}


def test_a_cut_dump_is_mended_by_the_whole_one(tmp_path: Path, part: Path, part_made: tuple[Path, Report]) -> None:
    copy = tmp_path / "gallery.xml.bz2"
    copy.write_bytes(part.read_bytes()[:-3000])
    cut = make_fragments(copy, tmp_path / "out", OPTIONS)
    assert cut.cut == "ends in the middle of its compressed data"
    assert 0 < cut.fragments < part_made[1].fragments
    copy.write_bytes(part.read_bytes())
    whole = make_fragments(copy, tmp_path / "out", OPTIONS)
    assert (whole.cut, whole.pages, output(tmp_path / "out")) == (None, part_made[1].pages, output(part_made[0]))


def test_a_wiki_in_another_language_is_read_with_its_own_names(tmp_path: Path, write_dump: Write, dump_page: Callable[..., Any]) -> None:
    text = "'''Das Bild''' zeigt einen Reiher im Schilf vor dem Hafen von Orrin, und die Malerin hat es selbst gerahmt. " * 3
    pages = [
        dump_page("Kategorie:Malerei", "[[kategorie:Kunst]]", 14),
        dump_page("Bild", f"[[Datei:a.jpg|mini|Ein Reiher]]{text}[[Kategorie:Malerei]]"),
    ]
    dump = write_dump(tmp_path / "d.xml", pages, language="de", category="Kategorie", files="Datei")
    report = make_fragments(dump, tmp_path / "out", Options(Choice(("Kategorie:Kunst",)), workers=1))
    assert (report.fragments, report.pictures) == (1, 1)
    assert "no page was left out as off topic" in report.notes[0]


def test_an_unknown_category_names_the_nearest(tmp_path: Path, part: Path) -> None:
    with pytest.raises(SourceError, match=r"there is no category “Visual artz” in this dump; the nearest is “Visual arts”$"):
        make_fragments(part, tmp_path, replace(OPTIONS, choice=Choice(("visual_artz",))))


def test_a_category_that_shares_words_is_told_and_else_the_largest_are(
    tmp_path: Path, write_dump: Write, dump_page: Callable[..., Any]
) -> None:
    text = "The mill stands by the river. [[Category:Paintings by country]][[Category:Mills]]"
    dump = write_dump(tmp_path / "d.xml", [dump_page("Mill", text), dump_page("Tower", "A tower. [[Category:Mills]]")])
    says = {
        "Country paintings": "; the nearest is “Paintings by country”",
        "Zoology": "; none has a like name, and most is in “Mills” and ",
    }
    for asked, told in says.items():
        with pytest.raises(SourceError, match=f"there is no category “{asked}” in this dump{told}"):
            make_fragments(dump, tmp_path / "out", replace(OPTIONS, choice=Choice((asked,))))


def test_a_short_page_is_told_apart_from_one_without_prose(tmp_path: Path, write_dump: Write, dump_page: Callable[..., Any]) -> None:
    pages = [dump_page("Tower", "A tower by the river. [[Category:Mills]]"), dump_page("Dam", "{{Portal|Art}}[[Category:Mills]]")]
    report = make_fragments(write_dump(tmp_path / "d.xml", pages), tmp_path / "out", replace(OPTIONS, choice=Choice(("Mills",))))
    assert (report.skipped["fewer than 150 characters of prose"], report.skipped["no prose"]) == (1, 1)


def test_another_dump_does_not_mix_into_a_folder(tmp_path: Path, part: Path, write_dump: Write, gallery_wiki: list[Any]) -> None:
    make_fragments(part, tmp_path / "out", OPTIONS)
    other = write_dump(tmp_path / "other.xml", gallery_wiki[:50])
    with pytest.raises(SourceError, match="holds the output of another dump"):
        make_fragments(other, tmp_path / "out", OPTIONS)


def test_one_run_writes_at_a_time(tmp_path: Path, part: Path) -> None:
    with open_ledger(tmp_path), pytest.raises(IndexUnusable, match="is being written by another run"):
        make_fragments(part, tmp_path, OPTIONS)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, part: Path) -> None:
    (tmp_path / "file").write_text("x")
    for into in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/wiki")):
        with pytest.raises(CollectionError, match=r"may not be written|cannot be used"):
            make_fragments(part, into, OPTIONS)
