"""Invented records in the forms of eight open museums' interfaces."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from retrieval.catalogue import json_lines, read_catalogue
from retrieval.catalogue.json_folder import MOST_COLUMNS, flattened, row_of, rows
from retrieval.catalogue.json_stream import json_objects

RECORDS = json.loads((Path(__file__).parent / "museums.json").read_text(encoding="utf-8"))
HARVARD, METROPOLITAN = RECORDS["harvard"], RECORDS["metropolitan"]
HOLDERS = {
    "harvard": "Harvard Art Museums",
    "cooper hewitt": "Cooper Hewitt, Smithsonian Design Museum",
    "victoria and albert": "Victoria and Albert Museum",
    "metropolitan": "Metropolitan Museum of Art, New York, NY",
    "chicago": "Art Institute of Chicago",
    "rijksmuseum": "Rijksmuseum",
    "danish": "SMK – Statens Museum for Kunst",
    "cleveland": "The Cleveland Museum of Art",
}


def written(folder: Path, document: object, name: str = "museum.json") -> Path:
    file = folder / name
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return file


@pytest.fixture(params=HOLDERS)
def form(request: pytest.FixtureRequest) -> str:
    return request.param


def test_a_record_of_a_known_museum_is_a_whole_work_without_any_option(tmp_path: Path, form: str) -> None:
    catalogue = read_catalogue(written(tmp_path, RECORDS[form])).catalogue
    ((work,), (maker,)) = catalogue.works, catalogue.makers
    assert (work.title, maker.name, work.holder) == ("The Ferry", "Ada Lindqvist", HOLDERS[form])
    assert (work.date, work.earliest, work.latest) in {(date, 1883, 1887) for date in ("c. 1885", "ca. 1885")}
    assert work.medium
    assert work.type
    assert (work.height_cm, work.width_cm) == (80.5, 120.5)
    assert work.accession in ("1950.42", "1950-42-1", "42-1950", "50.42", "SK-A-42", "KMS42")


def test_a_record_of_a_known_museum_has_picture_credit_and_page(tmp_path: Path, form: str) -> None:
    (row,) = rows(written(tmp_path, RECORDS[form]))
    assert str(row["picture"]).startswith("https://example.org/")
    assert str(row["credit"]).startswith(("Gift", "Given", "Gave"))
    assert str(row["url"]).startswith("https://")
    assert row.get("licence") or form == "victoria and albert"


@pytest.mark.parametrize("garbage", [None, "x", 7, [], {}, [None], ["x"], [[1]], [{}], [{"name": None}], {"x": {"y": []}}], ids=str)
def test_any_part_of_a_known_record_may_be_anything(form: str, garbage: object) -> None:
    document: dict[str, Any] = RECORDS[form]
    record = next((inner for key in ("object", "record", "artObject", "data") if (inner := document.get(key))), document)
    record = record["items"][0] if "items" in record else record
    for part in record:
        assert row_of({**record, part: garbage})


def test_several_makers_are_a_list_and_a_publisher_is_none() -> None:
    people = [{"role": role, "displayname": name} for role, name in (("Artist", "Ek"), ("Artist", "Holm"), ("Publisher", "Press"))]
    assert row_of({**HARVARD, "people": people})["artist"] == ["Ek", "Holm"]


def test_a_prefix_keeps_a_follower_from_the_masters_life() -> None:
    row = row_of({**METROPOLITAN, "artistPrefix": "Follower of"})
    assert row["artist"] == "Follower of Ada Lindqvist"
    assert not {"born", "died", "nationality"} & set(row)


def test_an_unknown_form_keeps_dotted_names() -> None:
    record = {"name": "Ferry", "maker": {"who": [{"name": "Ek", "years": [1850, 1920]}]}, "empty": {}, "none": None}
    assert row_of(record) == {"name": "Ferry", "maker.who.0.name": "Ek", "maker.who.0.years": [1850, 1920]}


def test_an_unknown_form_is_read_by_its_dotted_names(tmp_path: Path) -> None:
    file = written(tmp_path, {"things": [{"label": {"main": "Ferry"}, "people": [{"name": "Ek"}]}]})
    catalogue = read_catalogue(file, {"title": "label.main", "artist": "people.0.name"}).catalogue
    assert [(work.title, catalogue.makers[0].name) for work in catalogue.works] == [("Ferry", "Ek")]


def test_records_that_never_end_sideways_are_cut(tmp_path: Path) -> None:
    wide = {"title": "Ferry", **{f"column {n}": n for n in range(5_000)}, "list": [{"x": n} for n in range(5_000)]}
    assert len(flattened(wide)) == MOST_COLUMNS
    deep: Any = "x"
    for _ in range(400):
        deep = {"a": [deep]}
    assert row_of({"title": "Ferry", "deep": deep}) == {"title": "Ferry"}


def test_texts_that_no_table_can_hold_are_mended() -> None:
    assert row_of({"title": "a\ud800b\0c", "x\udfff": 1}) == {"title": "a?b c", "x?": 1}


def test_a_folder_of_a_file_each_is_one_catalogue(tmp_path: Path) -> None:
    for number in range(300):
        written(tmp_path, {**HARVARD, "objectid": number, "objectnumber": str(number), "title": f"Ferry {number}"}, f"{number}.json")
    reading = read_catalogue(tmp_path)
    assert (len(reading.catalogue.works), len(reading.catalogue.makers), len(reading.mappings)) == (300, 1, 1)


def test_linked_art_and_manifests_in_one_list_are_known(tmp_path: Path) -> None:
    manifest = {"type": "Manifest", "label": {"en": ["Pines"]}, "items": []}
    mixed = [{"type": "HumanMadeObject", "_label": "Ferry"}, manifest, {"title": "Bull"}]
    assert [row["title"] for row in rows(written(tmp_path, mixed))] == ["Ferry", "Pines", "Bull"]


def test_json_lines_of_a_known_museum_are_known_too(tmp_path: Path, form: str) -> None:
    file = written(tmp_path, RECORDS[form])
    lines = written(tmp_path, next(json_objects(file)), "museum.jsonl")
    assert list(json_lines.rows(lines)) == list(rows(file))
