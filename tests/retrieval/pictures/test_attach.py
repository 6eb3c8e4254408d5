"""Pictures find their works: named by a catalogue, embedded in a Parquet file, or files of a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from retrieval.errors import SourceError
from retrieval.pictures.attach import attach_folder, attach_named
from retrieval.pictures.intake import store_of
from retrieval.pictures.search import looks_if_any
from retrieval.pictures.table import picture_index, pictures_table
from retrieval.pictures.works import Work

Scene = Callable[..., Image.Image]
Png = Callable[[Image.Image], bytes]
FERRY, PINES, BULL = Work("w:ferry", "1998.7", "ferry.png"), Work("w:pines", "1998.8a", None), Work("w:bull", None, "bull.png")


@pytest.fixture
def source(tmp_path: Path, scene: Scene, png: Png) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    for number, name in enumerate(("ferry", "bull")):
        (folder / f"{name}.png").write_bytes(png(scene(number)))
    return folder


def held(collection: Path) -> list[tuple[str, str]]:
    looks = looks_if_any(collection)
    return sorted(zip(looks.works, looks.names, strict=True)) if looks else []


def works_held(collection: Path) -> list[str]:
    return [work for work, _ in held(collection)]


def version(collection: Path) -> int:
    table = pictures_table(collection)
    assert table is not None
    return table.version


def test_pictures_that_a_catalogue_names_are_taken_in(tmp_path: Path, source: Path) -> None:
    done = attach_named(tmp_path / "c", [FERRY, PINES, BULL], source)
    assert (done.taken, dict(done.refused)) == (2, {})
    assert works_held(tmp_path / "c") == ["w:bull", "w:ferry"]


def test_a_second_run_decodes_nothing_and_changes_nothing(tmp_path: Path, source: Path) -> None:
    attach_named(tmp_path / "c", [FERRY, BULL], source)
    before, files = held(tmp_path / "c"), {f: f.stat().st_mtime_ns for f in store_of(tmp_path / "c").folder.rglob("*.jpg")}
    assert attach_named(tmp_path / "c", [FERRY, BULL], source).taken == 2
    assert held(tmp_path / "c") == before
    assert {f: f.stat().st_mtime_ns for f in store_of(tmp_path / "c").folder.rglob("*.jpg")} == files


def test_a_bad_picture_is_counted_with_its_reason_and_the_others_go_in(tmp_path: Path, source: Path) -> None:
    (source / "bull.png").write_text("no picture")
    lost = Work("w:lost", None, "lost.png")
    done = attach_named(tmp_path / "c", [BULL, lost, FERRY, Work("w:far", None, "https://museum.example/1.jpg")], source)
    assert done.taken == 1
    assert dict(done.refused) == {
        "the file is not a readable JPEG, PNG or WebP picture; save it as one of these": 1,
        "its picture is not in the source's folder; add the file or leave the field empty": 1,
        "its picture is an address on the web, which is kept as text and not fetched": 1,
    }
    assert set(done.examples.values()) == {"bull.png of w:bull", "lost.png of w:lost", "https://museum.example/1.jpg of w:far"}


def test_a_picture_that_changed_replaces_the_old_one(tmp_path: Path, source: Path, scene: Scene, png: Png) -> None:
    attach_named(tmp_path / "c", [FERRY], source)
    before = held(tmp_path / "c")
    (source / "ferry.png").write_bytes(png(scene(7)))
    attach_named(tmp_path / "c", [FERRY], source)
    after = held(tmp_path / "c")
    assert len(after) == 1
    assert after != before


def test_a_work_that_is_gone_takes_its_picture_with_it(tmp_path: Path, source: Path) -> None:
    attach_named(tmp_path / "c", [FERRY, BULL], source)
    attach_named(tmp_path / "c", [BULL], source)
    assert works_held(tmp_path / "c") == ["w:bull"]


def test_two_works_with_one_picture_share_the_file(tmp_path: Path, source: Path) -> None:
    attach_named(tmp_path / "c", [FERRY, Work("w:copy", None, "ferry.png")], source)
    (copy, name), (ferry, same) = held(tmp_path / "c")
    assert (copy, ferry, name) == ("w:copy", "w:ferry", same)
    assert len(list(store_of(tmp_path / "c").folder.rglob("*.jpg"))) == 2  # the picture and its thumbnail


def test_a_run_that_is_stopped_keeps_what_it_took_in_and_the_next_goes_on(tmp_path: Path, source: Path) -> None:
    def stopped() -> None:
        with picture_index(tmp_path / "c") as pictures:
            pictures.take("w:ferry", "ferry.png", source)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert works_held(tmp_path / "c") == ["w:ferry"]
    attach_named(tmp_path / "c", [FERRY, BULL], source)
    assert works_held(tmp_path / "c") == ["w:bull", "w:ferry"]


def test_a_picture_whose_file_was_lost_is_taken_in_again(tmp_path: Path, source: Path) -> None:
    attach_named(tmp_path / "c", [FERRY], source)
    for file in store_of(tmp_path / "c").folder.rglob("*.jpg"):
        file.unlink()
    attach_named(tmp_path / "c", [FERRY], source)
    [(_, name)] = held(tmp_path / "c")
    assert store_of(tmp_path / "c").holds(name)


@pytest.mark.parametrize("form", ["bytes", "struct"])
def test_pictures_in_a_parquet_file_go_to_the_works_that_its_rows_name(tmp_path: Path, scene: Scene, png: Png, form: str) -> None:
    pictures = [png(scene(0)), None, b"no picture"]
    column = pictures if form == "bytes" else [{"bytes": p, "path": "x.png"} for p in pictures]
    table = pa.table({"title": ["A", "B", "C"], "number": ["1998-7", "1998.8a", "1999"], "image": column})
    pq.write_table(table, tmp_path / "museum.parquet")
    done = attach_named(tmp_path / "c", [Work("w:ferry", "1998.7"), PINES, Work("w:bull", "1999")], tmp_path / "museum.parquet")
    assert (done.taken, sum(done.refused.values())) == (1, 1)
    assert works_held(tmp_path / "c") == ["w:ferry"]


def test_rows_without_a_number_of_their_own_are_found_by_their_place(tmp_path: Path, scene: Scene, png: Png) -> None:
    pq.write_table(pa.table({"title": ["A", "B"], "jpeg": [png(scene(0)), png(scene(1))]}), tmp_path / "museum.parquet")
    attach_named(tmp_path / "c", [Work("museum:1"), Work("museum:2")], tmp_path / "museum.parquet")
    assert works_held(tmp_path / "c") == ["museum:1", "museum:2"]


def test_binary_columns_that_hold_no_pictures_are_left_alone(tmp_path: Path) -> None:
    pq.write_table(pa.table({"title": ["A"], "digest": [b"\x00" * 32]}), tmp_path / "museum.parquet")
    assert attach_named(tmp_path / "c", [Work("museum:1")], tmp_path / "museum.parquet").taken == 0


def test_files_are_matched_by_id_or_accession_number_whatever_their_punctuation(tmp_path: Path, scene: Scene, png: Png) -> None:
    folder = tmp_path / "scans"
    (folder / "more").mkdir(parents=True)
    for number, name in enumerate(("FERRY.PNG", "more/1998-8A_verso.png", "unknown.png")):
        (folder / name).write_bytes(png(scene(number)))
    done = attach_folder(tmp_path / "c", [FERRY, PINES], folder)
    assert (done.taken, list(done.unmatched)) == (2, ["unknown.png"])
    assert works_held(tmp_path / "c") == ["w:ferry", "w:pines"]


def test_files_can_be_matched_by_the_accession_number_alone(tmp_path: Path, source: Path) -> None:
    done = attach_folder(tmp_path / "c", [FERRY, BULL], source, "accession")
    assert (done.taken, list(done.unmatched)) == (0, ["bull.png", "ferry.png"])


def test_a_build_does_not_drop_pictures_of_a_folder(tmp_path: Path, source: Path) -> None:
    attach_folder(tmp_path / "c", [FERRY, BULL], source)
    attach_named(tmp_path / "c", [Work("w:ferry"), Work("w:bull")], source / "catalogue.csv")
    assert works_held(tmp_path / "c") == ["w:bull", "w:ferry"]


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_without_pictures_is_told(tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "empty"
    if there:
        folder.mkdir()
    with pytest.raises(SourceError, match=r"give the folder that holds the pictures$"):
        attach_folder(tmp_path / "c", [FERRY], folder)
