from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.catalogue.json_stream import json_objects
from retrieval.errors import SourceError

A, B = {"title": "Ferry", "id": 1}, {"title": "Pines", "id": 2}
Read = Callable[[str | bytes], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    file = tmp_path_factory.mktemp("json") / "museum.json"

    def objects(content: str | bytes) -> list[dict[str, Any]]:
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(json_objects(file))

    return objects


@pytest.mark.parametrize(
    "document",
    [
        [A, B],
        {"records": [A, B]},
        {"info": {"total": 2, "pages": [1, 2]}, "records": [A, B], "more": None},
        {"data": [A, B], "info": {"license": "CC0"}},
        {"artObjects": [A, B]},
        {"response": {"docs": [A, B], "numFound": 2}},
        {"took": 3, "hits": {"total": {"value": 2}, "hits": [{"_id": "1", "_source": A}, {"_id": "2", "_source": B}]}},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": A}, {"type": "Feature", "properties": B}]},
        {"Gemälde": [A, B]},
        {"count": 2, "paintings": [A, B]},
    ],
    ids=lambda document: next(iter(document)) if isinstance(document, dict) else "list",
)
def test_records_are_found_however_they_are_wrapped(read: Read, document: object) -> None:
    for text in (json.dumps(document), json.dumps(document, indent=4, ensure_ascii=False)):
        assert [{name: record[name] for name in A} for record in read(text)] == [A, B]


@pytest.mark.parametrize("document", [A, {"record": A}, {"data": A}, {"object": A, "stat": "ok"}, {"artObject": A, "elapsed": 1}])
def test_a_single_record_is_found_with_what_stands_beside_it(read: Read, document: dict[str, Any]) -> None:
    (record,) = read(json.dumps(document))
    assert {name: record[name] for name in A} == A
    assert set(record) == set(A) | set(document) - {"record", "data", "object", "artObject"}


def test_a_record_keeps_lists_of_its_own(read: Read) -> None:
    record = {"title": "Ferry", "items": [{"x": 1}], "objects": [{"y": 2}], "data": {"z": 3}}
    assert read(json.dumps(record)) == [record]


def test_objects_after_each_other_are_read(read: Read) -> None:
    assert read(f"{json.dumps(A)}\n{json.dumps(B, indent=2)}\n") == [A, B]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_marks_and_wide_encodings_are_read(read: Read, encoding: str) -> None:
    assert read(json.dumps([{"title": "Fähre 渡"}], ensure_ascii=False).encode(encoding)) == [{"title": "Fähre 渡"}]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "museum.json is empty; give a file with a JSON object or a list of them"),
        (" \n\t ", "museum.json is empty; give a file with a JSON object or a list of them"),
        ('[{"title": "Ferry"}, {"title": "Pi', "museum.json ends in the middle of its JSON; export or download it again"),
        ('[{"title": "Ferry"}', "museum.json ends in the middle of its JSON; export or download it again"),
        ('{"records": [{"title": "Ferry"}]', "museum.json ends in the middle of its JSON; export or download it again"),
        ("[1, 2]", "museum.json holds a list of numbers, not of records; give a list of JSON objects"),
        ('["a"]', "museum.json holds a list of text, not of records; give a list of JSON objects"),
        ("[[]]", "museum.json holds a list of lists, not of records; give a list of JSON objects"),
        ("[null]", "museum.json holds a list of nothing, not of records; give a list of JSON objects"),
        ('"text"', "museum.json holds text, not records; give a JSON object or a list of them"),
        ("title,artist\nFerry,Ek\n", "museum.json is not JSON (Expecting value, near character 1); mend or export it again"),
        ('[{"title": "a"} {"title": "b"}]', "museum.json is not JSON (expected ,, near character 17); mend or export it again"),
        ('[{"title": "a"},]', "museum.json is not JSON (a comma without a value, near character 17); mend or export it again"),
        ('[{"title": undefined}]', "museum.json is not JSON (Expecting value, near character 12); mend or export it again"),
        ("{'title': 1}", "museum.json is not JSON (expected a name in quotation marks, near character 2); mend or export it again"),
        ('[{"a":' + "[" * 200_000, "museum.json is not JSON (nested too deep, near character 2); mend or export it again"),
        ('[{"a":' + "9" * 5_000 + "}]", "museum.json is not JSON (a number that is too long, near character 2); mend or export it again"),
        (
            b'[{"title": "F\xe4hre"}]',
            "museum.json is not utf-8 (byte 0xe4 in line 1); save it as UTF-8 or name its encoding, such as --encoding latin-1",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_a_sentence(read: Read, content: str | bytes, says: str) -> None:
    with pytest.raises(SourceError) as refused:
        read(content)
    assert str(refused.value) == says


records = st.dictionaries(
    st.text(max_size=5).map(lambda name: f"x{name}"),
    st.recursive(st.none() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3), max_leaves=4),
    max_size=4,
).map(lambda more: {"title": "t", **more})


@given(
    st.lists(records, max_size=6),
    st.sampled_from([None, 1]),
    st.sampled_from(["%s", '{"records": %s}', '{"n": 12, "data": %s , "z": "]}"}']),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_list_of_objects_comes_back_as_it_was(read: Read, many: list[dict[str, Any]], indent: int | None, wrap: str) -> None:
    assert read(wrap % json.dumps(many, indent=indent)) == many


@pytest.mark.parametrize("wrap", ["%s", '{"info": {"n": 1}, "records": %s}'])
def test_records_longer_than_a_piece_of_the_file_are_whole(read: Read, wrap: str) -> None:
    many = [{"title": 'é\\"渡' * size} for size in (1, 30_000, 7, 300_000, 20_000, 1)]
    assert read(wrap % json.dumps(many)) == many
    assert read(wrap % json.dumps(many, ensure_ascii=False)) == many


def test_memory_stays_flat_over_any_number_of_records(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        file = tmp_path / f"{count}.json"
        file.write_text(json.dumps({"records": [{"title": f"Ferry {n}", "text": "x" * 500} for n in range(count)]}))
        tracemalloc.start()
        assert sum(1 for _ in json_objects(file)) == count
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(20_000) < 1.5 * peak(1_000)
