"""`has_picture` follows the pictures that a collection holds, and a later build leaves it so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import lancedb
import pytest
from PIL import Image

from retrieval.catalogue import Reading
from retrieval.collections import open_collection
from retrieval.encoders.minilm import MiniLM
from retrieval.index.build import build_index
from retrieval.index.filters import Filter
from retrieval.index.place import place_of
from retrieval.pictures.attach import attach_folder
from retrieval.pictures.command import left_out
from retrieval.pictures.marks import mark_pictured
from retrieval.pictures.works import works_of
from retrieval.records import Catalogue


def rows(collection: Path) -> dict[str, dict[str, Any]]:
    table = lancedb.connect(collection / "lance").open_table("fragments")
    return {row["id"]: row for row in table.search().select(["id", "about", "hash", "has_picture"]).to_list()}


def pictured(collection: Path) -> set[str]:
    return {identity for identity, row in rows(collection).items() if row["has_picture"]}


@pytest.fixture
def attached(built: Path, scene: Callable[..., Image.Image], tmp_path: Path) -> Path:
    (tmp_path / "scans").mkdir()
    scene(1).save(tmp_path / "scans" / "bull.png")
    attach_folder(built, works_of(built), tmp_path / "scans")
    return built


def test_what_is_about_a_work_with_an_attached_picture_is_marked(attached: Path) -> None:
    about = {i for i, row in rows(attached).items() if "w:bull" in row["about"]}
    assert about
    assert mark_pictured(attached, 384) == len(about)
    assert pictured(attached) == about


def test_a_picture_that_is_named_and_not_there_is_none(built: Path, museum: Catalogue) -> None:
    assert any(work.picture for work in museum.works)
    assert mark_pictured(built, 384) == 0
    assert pictured(built) == set()


def test_a_search_for_works_with_pictures_finds_it_by_its_words(attached: Path, minilm: MiniLM) -> None:
    mark_pictured(attached, 384)
    hits = open_collection(attached, minilm).search("bull", Filter(has_picture=True))
    assert "w:bull" in {hit.id for hit in hits}


def test_marking_again_changes_nothing(attached: Path) -> None:
    mark_pictured(attached, 384)
    assert mark_pictured(attached, 384) == 0


def test_a_new_build_keeps_the_mark_and_encodes_nothing(
    attached: Path, museum: Catalogue, reading_of: Callable[[Catalogue], Reading], minilm: MiniLM
) -> None:
    mark_pictured(attached, 384)
    marked = rows(attached)
    assert build_index(reading_of(museum), attached, minilm, "museum").encoded == 0
    assert rows(attached) == marked


def test_a_mark_goes_with_the_pictures(attached: Path) -> None:
    mark_pictured(attached, 384)
    lancedb.connect(attached / "lance").drop_table("pictures")
    assert mark_pictured(attached, 384) > 0
    assert pictured(attached) == set()


def test_pictures_that_a_store_leaves_out_are_told(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named = sum(work.picture is not None for work in works_of(built))
    assert left_out(place_of(built)) == named
    said = capsys.readouterr().err
    assert said == (
        f"skipped the pictures of {named} works: {built} is no folder; build into a folder to search by look\n" if named else ""
    )


def test_a_collection_whose_works_name_no_pictures_is_silent(
    museum: Catalogue, built: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    table = lancedb.connect(built / "lance").open_table("works")
    table.delete('record LIKE \'%"picture": "%\'')
    assert left_out(place_of(built)) == 0
    assert capsys.readouterr().err == ""
