from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from retrieval.catalogue import read_catalogue
from retrieval.catalogue.linked_art import row_of, rows, sniff
from retrieval.errors import SourceError

HERE = Path(__file__).parent
FERRY = {
    "id": "https://harbour.example/object/42",
    "title": "The Ferry",
    "accession": "H 42",
    "type": ["Painting"],
    "artist": "Ada Lindqvist",
    "nationality": "Swedish",
    "born": 1850,
    "died": 1920,
    "date": "about 1885",
    "earliest": 1883,
    "latest": 1887,
    "place": "Bergen",
    "holder": "Harbour Museum",
    "collection": "Fjord Collection",
    "description": "A ferry crosses the fjord at dusk, and nobody looks back.",
    "medium": "Oil on canvas",
    "credit": "Gift of the town, 1950",
    "licence": "https://creativecommons.org/publicdomain/zero/1.0/",
    "tags": ["boat"],
    "picture": "https://harbour.example/42.jpg",
    "url": "https://harbour.example/object/42/page",
    "height": "80.01 cm",
    "width": "120.5 cm",
    "dimensions": "80.01 x 120.5 cm",
}
Record = dict[str, Any]
Changed = Callable[..., Record]


@pytest.fixture
def changed() -> Changed:
    whole = json.loads((HERE / "human_made_object.json").read_text(encoding="utf-8"))
    return lambda **parts: {**whole, **parts}


def test_every_part_of_a_record_finds_its_column() -> None:
    assert list(rows(HERE / "human_made_object.json")) == [FERRY]


def test_one_thing_where_a_list_is_usual_and_a_list_where_one_thing_is() -> None:
    record = {
        "type": ["HumanMadeObject"],
        "identified_by": {"type": "Name", "content": ["The Ferry"]},
        "produced_by": [{"carried_out_by": {"_label": ["Ek"]}, "timespan": [{"begin_of_the_begin": "1885", "end_of_the_end": "1885"}]}],
        "made_of": {"_label": "oil"},
        "dimension": {"value": "100", "unit": {"_label": "mm"}, "classified_as": {"_label": "height"}},
        "referred_to_by": {"content": "Gift", "classified_as": {"_label": "credit line"}},
        "representation": {"id": "https://x.example/a.jpg", "format": "image/jpeg"},
    }
    assert row_of(record) == {
        "title": "The Ferry", "artist": "Ek", "date": "1885", "earliest": 1885, "latest": 1885, "medium": ["oil"], "credit": "Gift",
        "height": "10 cm", "dimensions": "height 10 cm", "picture": "https://x.example/a.jpg",
    }  # fmt: skip


@pytest.mark.parametrize(
    "garbage",
    [
        None,
        "text",
        7,
        [],
        {},
        [None, "x", 3, [], {}],
        {"content": None},
        [{"timespan": "1885"}],
        {"carried_out_by": ["x", None]},
        {"id": 5},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "part",
    ["identified_by", "produced_by", "classified_as", "made_of", "dimension", "referred_to_by", "representation", "subject_to",
     "subject_of",
     "current_owner", "member_of", "shows"],
)  # fmt: skip
def test_what_should_be_an_object_may_be_anything(changed: Changed, part: str, garbage: object) -> None:
    row = row_of(changed(**{part: garbage}))
    assert row["title"] == ("The Ferry (label)" if part == "identified_by" else "The Ferry")
    assert row["id"] == FERRY["id"]


def test_an_object_with_only_a_type_is_an_empty_row() -> None:
    assert row_of({"type": "HumanMadeObject"}) == {}


def test_parts_of_the_making_name_their_hands(changed: Changed) -> None:
    parts = [
        {"carried_out_by": [{"_label": "Ek"}]},
        {"carried_out_by": [{"_label": "Holm"}], "timespan": {"end_of_the_end": "-0030-12-31"}},
    ]
    row = row_of(changed(produced_by={"part": parts}))
    assert (row["artist"], row["date"], row["latest"]) == (["Ek", "Holm"], "30 BCE", -30)
    assert "earliest" not in row


def test_an_attribution_is_worded_with_its_qualifier(changed: Changed) -> None:
    assigned = {"attributed_by": [{"_label": "Workshop of", "assigned_property": "carried_out_by", "assigned": [{"_label": "Rembrandt"}]}]}
    assert row_of(changed(produced_by=assigned))["artist"] == "Workshop of Rembrandt"


def test_a_name_in_another_script_stays(changed: Changed) -> None:
    names = [{"type": "Name", "content": "神奈川沖浪裏", "language": "ja"}]
    assert row_of(changed(identified_by=names))["title"] == "神奈川沖浪裏"


def test_a_file_of_a_person_is_passed_over_and_a_folder_of_files_is_one_catalogue(tmp_path: Path, changed: Changed) -> None:
    (tmp_path / "person.json").write_text(
        json.dumps({"@context": "https://linked.art/ns/v1/linked-art.json", "type": "Person", "_label": "Ek"})
    )
    (tmp_path / "a.json").write_text(json.dumps(changed()))
    other = changed(id="https://harbour.example/object/43", identified_by=[{"type": "Name", "content": "Pines in Snow"}])
    (tmp_path / "b.jsonld").write_text(json.dumps(other))
    catalogue = read_catalogue(tmp_path).catalogue
    assert sorted(work.title for work in catalogue.works) == ["Pines in Snow", "The Ferry"]
    assert [maker.name for maker in catalogue.makers] == ["Ada Lindqvist"]


def test_a_graph_of_objects_is_read(tmp_path: Path, changed: Changed) -> None:
    file = tmp_path / "all.json"
    file.write_text(json.dumps({"@context": "https://linked.art/ns/v1/linked-art.json", "@graph": [changed(), {"type": "Place"}]}))
    assert list(rows(file)) == [FERRY]


def test_a_file_that_is_cut_off_is_told(tmp_path: Path) -> None:
    file = tmp_path / "cut.json"
    file.write_bytes((HERE / "human_made_object.json").read_bytes()[:2000])
    with pytest.raises(SourceError, match=r"^cut\.json ends in the middle of its JSON; export or download it again$"):
        list(rows(file))


@pytest.mark.parametrize(
    ("head", "is_linked_art"),
    [
        (b'{"@context": "https://linked.art/ns/v1/linked-art.json"', True),
        (b'{"type":"HumanMadeObject"', True),
        (b'{"title": "HumanMadeObject of the year"', False),
        (b"", False),
    ],
)
def test_a_file_says_of_itself_whether_it_is_linked_art(head: bytes, is_linked_art: bool) -> None:
    assert sniff(head) is is_linked_art
