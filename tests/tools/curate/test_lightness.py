"""How light the pictures of works are."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from retrieval.pictures.table import picture_index
from retrieval.search import Searcher
from tools.curate.lightness import Lightness


def test_the_lightness_of_a_work_is_that_of_its_picture(tmp_path: Path) -> None:
    with picture_index(tmp_path) as pictures:
        for work, colour in (("w:ferry", (119, 119, 119)), ("w:pines", (20, 20, 20))):
            Image.new("RGB", (40, 30), colour).save(tmp_path / "plain.png")
            assert pictures.take(work, (tmp_path / "plain.png").read_bytes(), tmp_path).name
    assert dict(Lightness(tmp_path)) == {"w:ferry": pytest.approx(50, abs=0.5), "w:pines": pytest.approx(6.3, abs=0.5)}


def test_a_collection_without_pictures_tells_no_lightness(searcher: Searcher) -> None:
    assert dict(Lightness(searcher.index.place.folder)) == {}
    assert dict(Lightness(None)) == {}
