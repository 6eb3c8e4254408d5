"""A folder of pictures without a catalogue is a collection of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from retrieval.collections import open_collection
from retrieval.encoders.minilm import MiniLM
from retrieval.errors import IndexUnusable
from retrieval.index.open import open_index
from retrieval.pictures.alone import reading_of as pictures_reading
from retrieval.pictures.command import pictures
from retrieval.pictures.search import open_looks

Scene = Callable[..., Image.Image]


@pytest.fixture
def folder(tmp_path: Path, scene: Scene) -> Path:
    (tmp_path / "scans" / "north").mkdir(parents=True)
    scene(0).save(tmp_path / "scans" / "harbour_at-dawn.png")
    scene(1).save(tmp_path / "scans" / "north" / "Harbour at dawn.png")
    scene(2).save(tmp_path / "scans" / "Étude № 3.png")
    return tmp_path / "scans"


def test_each_file_is_a_work_that_has_its_name(folder: Path) -> None:
    works = pictures_reading(folder).catalogue.works
    assert [work.title for work in works] == ["harbour at dawn", "Harbour at dawn", "Étude 3"]
    assert len({work.id for work in works}) == 3


def test_it_is_made_searched_and_added_to(folder: Path, scene: Scene, tmp_path: Path, minilm: MiniLM) -> None:
    pictures(tmp_path / "c", folder)
    assert len(open_looks(tmp_path / "c").works) == 3
    assert "dawn" in open_collection(tmp_path / "c", minilm).search("dawn over the harbour")[0].heading
    scene(3).save(folder / "quarry.png")
    (folder / "Étude № 3.png").unlink()
    pictures(tmp_path / "c", folder)
    assert sorted(work.title for work in open_index(tmp_path / "c").works.values()) == ["Harbour at dawn", "harbour at dawn", "quarry"]
    assert len(open_looks(tmp_path / "c").works) == 3


def test_a_damaged_collection_is_not_made_anew(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "index.json").write_text("{")
    with pytest.raises(IndexUnusable, match="damaged"):
        pictures(tmp_path / "c", folder)


def test_pictures_go_into_a_built_collection(built: Path, folder: Path, scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    scene(4).save(folder / "ferry.png")
    pictures(built, folder)
    assert open_looks(built).works == ("w:ferry",)
    said = capsys.readouterr().err
    assert "skipped 3 named like no work, such as harbour_at-dawn.png" in said
    assert f"{built}: 1 pictures" in said
