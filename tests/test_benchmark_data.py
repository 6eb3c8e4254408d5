"""Real catalogues, where the benchmark data is at hand: they go in as they are."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.authority import differences
from retrieval.catalogue import Reading, read_catalogue
from retrieval.catalogue.wording import makers_of
from retrieval.collections import STARTER, open_collection
from retrieval.encoders.minilm import MiniLM
from retrieval.index.build import build_index
from retrieval.records import Catalogue

DATA = Path(os.environ.get("CICERONE_DATA", Path(__file__).parents[2] / "shared" / "data"))
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="needs the benchmark data; name its folder in CICERONE_DATA")


@pytest.mark.parametrize(
    ("file", "works", "fields"),
    [
        ("cleveland_paintings.parquet", 1154, {"title", "artist", "date", "medium", "accession", "type"}),
        ("dallas_objects.parquet", 1700, {"title", "artist", "date", "medium", "accession", "earliest", "latest", "dimensions"}),
        ("nmwa_objects.parquet", 2000, {"title", "artist", "date", "medium", "accession", "born", "died"}),
    ],
)
def test_a_museums_table_is_read_by_a_guessed_mapping(file: str, works: int, fields: set[str]) -> None:
    reading = read_catalogue(DATA / "catalogues" / file)
    (mapping,) = reading.mappings.values()
    assert fields - set(mapping.fields) == set()
    assert len(reading.catalogue.works) >= works
    assert reading.catalogue.fragments


def test_the_cleveland_paintings_answer_with_their_curators_texts(tmp_path: Path, minilm: MiniLM) -> None:
    whole = read_catalogue(DATA / "catalogues" / "cleveland_paintings.parquet")
    build_index(_first(whole, 30), tmp_path, minilm, "cleveland_paintings.parquet")
    (best, *_) = open_collection(tmp_path, minilm).search("How many portraits of Laure Borreau did Courbet paint?")
    assert "four portraits" in best.text
    assert best.kind == "text"


def test_the_starters_lives_and_nationalities_agree_with_tates_or_are_settled() -> None:
    import json

    settled = json.loads((STARTER / "settled.json").read_text(encoding="utf-8"))
    makers = read_catalogue(STARTER).catalogue.makers
    assert differences(makers, DATA / "catalogues" / "tate" / "tate_artists.parquet", settled) == []
    assert set(settled) <= {maker.id for maker in makers}


def _first(reading: Reading, count: int) -> Reading:
    works = reading.catalogue.works[:count]
    ids = {work.id for work in works}
    fragments = [f for f in reading.catalogue.fragments if ids & set(f.about)]
    by = {i for work in works for i in makers_of(work)}
    makers = [maker for maker in reading.catalogue.makers if maker.id in by]
    return replace(reading, catalogue=Catalogue(makers, works, fragments))
