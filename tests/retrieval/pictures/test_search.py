"""Works found by look: ranked exactly, filtered as for words, said why, in a command too."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from retrieval.catalogue import Reading
from retrieval.encoders.minilm import MiniLM
from retrieval.errors import CollectionError
from retrieval.index.build import build_index
from retrieval.index.filters import Filter
from retrieval.index.open import open_index
from retrieval.pictures.attach import attach_folder
from retrieval.pictures.command import search_alike
from retrieval.pictures.likeness import apart, load_likeness
from retrieval.pictures.look import FAMILIES, look_of
from retrieval.pictures.search import Alike, Looks, fitting_works, fused, open_looks
from retrieval.pictures.works import works_of
from retrieval.records import Catalogue

Scene = Callable[..., Image.Image]


def alike(work: str) -> Alike:
    return Alike(work, "0" * 64, 0.0, dict.fromkeys(FAMILIES, 0.5))


@pytest.fixture
def pictured(built: Path, scene: Scene, tmp_path: Path) -> Path:
    (tmp_path / "scans").mkdir()
    for number, name in enumerate(("ferry", "pines", "harbour", "bull")):
        scene(number).save(tmp_path / "scans" / f"{name}.png")
    attach_folder(built, works_of(built), tmp_path / "scans")
    return built


@pytest.fixture
def looks(scene: Scene) -> Looks:
    found = np.stack([look_of(scene(number)) for number in range(8)])
    works = ("w:a", "w:a", "w:b", "w:c", "w:d", "w:e", "w:f", "w:g")
    return Looks(works, tuple(str(number) for number in range(8)), found)


def test_the_ranking_is_that_of_all_distances(looks: Looks, scene: Scene) -> None:
    look = look_of(scene(20))
    together = load_likeness().together(apart(look, looks.looks))
    expected = list(dict.fromkeys(looks.works[i] for i in np.argsort(together)))
    assert [found.work for found in looks.nearest(look, 10)] == expected


@pytest.mark.parametrize("family", FAMILIES)
def test_one_family_alone_ranks_by_its_own_distance(looks: Looks, scene: Scene, family: str) -> None:
    look = look_of(scene(21))
    order = np.argsort(apart(look, looks.looks)[family])  # type: ignore[index]
    expected = list(dict.fromkeys(looks.works[i] for i in order))
    assert [found.work for found in looks.nearest(look, 10, family)] == expected  # type: ignore[arg-type]


def test_a_work_with_two_pictures_is_found_once_by_the_nearer(looks: Looks, scene: Scene) -> None:
    found = looks.nearest(look_of(scene(1)), 10)
    assert (found[0].work, found[0].name) == ("w:a", "1")
    assert len(found) == len({each.work for each in found}) == 7


def test_only_what_is_allowed_is_found(looks: Looks, scene: Scene) -> None:
    found = looks.nearest(look_of(scene(1)), 10, allowed=frozenset({"w:c", "w:f", "w:gone"}))
    assert {each.work for each in found} == {"w:c", "w:f"}
    assert looks.nearest(look_of(scene(1)), 10, allowed=frozenset()) == []


@given(limit=st.integers(1, 9))
def test_a_smaller_limit_is_the_beginning_of_a_larger(limit: int) -> None:
    rng = np.random.default_rng(0)
    from retrieval.pictures.look import SIZE

    looks = Looks(tuple(f"w:{i}" for i in range(9)), ("x",) * 9, rng.random((9, SIZE)).astype(np.float16))
    look = rng.random(SIZE).astype(np.float16)
    assert looks.nearest(look, limit) == looks.nearest(look, 9)[:limit]


def test_what_words_rank_high_moves_up_and_works_without_pictures_stay_out() -> None:
    ranked = [alike(work) for work in ("w:a", "w:b", "w:c")]
    assert [each.work for each in fused(ranked, ["w:gone", "w:c"], 2)] == ["w:c", "w:a"]
    assert fused(ranked, [], 3) == ranked


def test_why_names_all_three_families() -> None:
    assert (
        Alike("w:a", "0", 0.0, {"palette": 0.921, "composition": 1.0, "texture": 0.05}).why == "palette .92, composition 1.00, texture .05"
    )


@pytest.mark.parametrize(
    ("wanted", "works"),
    [
        (Filter(), None),
        (Filter(artist="Ada Lindqvist"), {"w:ferry", "w:pines"}),
        (Filter(to_year=0), {"w:bull"}),
        (Filter(medium="oil", from_year=1800), {"w:ferry", "w:harbour"}),
    ],
)
def test_filters_mean_what_they_mean_for_words(pictured: Path, wanted: Filter, works: set[str] | None) -> None:
    fitting = fitting_works(open_index(pictured), wanted)
    assert fitting == (None if works is None else frozenset(works))


def printed(capsys: pytest.CaptureFixture[str], given: str, collection: Path, query: str = "", **values: object) -> list[str]:
    options = {"wanted": Filter(), "limit": 10, "by": None, **values}
    search_alike(given, collection, query, as_json=True, **options)  # type: ignore[arg-type]
    return [hit["work"] for hit in json.loads(capsys.readouterr().out)["hits"]]


def test_a_picture_file_finds_its_work(pictured: Path, tmp_path: Path, scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    scene(2).resize((120, 90)).save(tmp_path / "small.jpg", quality=60)
    assert printed(capsys, str(tmp_path / "small.jpg"), pictured)[0] == "w:harbour"
    assert printed(capsys, str(tmp_path / "small.jpg"), pictured, wanted=Filter(to_year=0)) == ["w:bull"]


def test_a_work_finds_others_and_not_itself(pictured: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert set(printed(capsys, "w:ferry", pictured)) == {"w:pines", "w:harbour", "w:bull"}


def test_words_and_a_picture_together(pictured: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "w:ferry", pictured, "marble bull with four legs", limit=1) == ["w:bull"]


def test_the_result_says_what_was_compared(pictured: Path, capsys: pytest.CaptureFixture[str]) -> None:
    search_alike("w:ferry", pictured, "", Filter(), 1, "texture", as_json=False)
    said = capsys.readouterr()
    assert said.out.splitlines()[2].startswith("    look: palette ")
    assert said.err.startswith("compared by colour, layout and texture, not by subject")


def test_the_result_says_where_a_work_comes_from(
    museum: Catalogue, reading_of: Callable[[Catalogue], Reading], minilm: MiniLM, scene: Scene, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    works = tuple(replace(work, source="Harbour Museum", licence="CC0 1.0") for work in museum.works)
    build_index(reading_of(replace(museum, works=works)), tmp_path / "told", minilm, "museum")
    (tmp_path / "scans").mkdir()
    scene(0).save(tmp_path / "scans" / "ferry.png")
    attach_folder(tmp_path / "told", works_of(tmp_path / "told"), tmp_path / "scans")
    search_alike(str(tmp_path / "scans" / "ferry.png"), tmp_path / "told", "", Filter(), 1, None, as_json=False)
    assert capsys.readouterr().out.splitlines()[3] == "    Harbour Museum; CC0 1.0"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("w:untitled", "the collection holds no picture of w:untitled; give a picture file, or the id of a work with a picture"),
        ("gone.jpg", "there is no file gone.jpg; check the path of the picture"),
    ],
)
def test_what_cannot_be_compared_is_told(pictured: Path, given: str, says: str) -> None:
    with pytest.raises(CollectionError) as told:
        search_alike(given, pictured, "", Filter(), 5, None, as_json=False)
    assert str(told.value) == says


def test_a_collection_without_pictures_says_so(built: Path) -> None:
    with pytest.raises(CollectionError) as told:
        open_looks(built)
    assert str(told.value).startswith(f"the collection {built} holds no picture files, so nothing can be compared by look; add some with: ")
