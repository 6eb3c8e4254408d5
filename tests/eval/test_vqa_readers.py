"""The suites' files are read as they are published, and what is not so is told with its row."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from eval.vqa.item import Item, Name
from eval.vqa.readers import READERS, read_suite
from eval.vqa.run import drawn
from retrieval.errors import SourceError

DATA = Path(os.environ.get("CICERONE_DATA", Path(__file__).parents[3] / "shared" / "data"))
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="needs the benchmark data; name its folder in CICERONE_DATA")
SAMPLES = Path(__file__).parents[2] / "eval" / "vqa" / "samples"


def test_aqua_tells_questions_on_the_comment_from_those_on_the_picture() -> None:
    items = read_suite("aqua", SAMPLES / "aqua.json").items
    assert items[0] == Item("0", "00001-ferry.jpg", "who painted the ferry in bergen", ("Ada Lindqvist",), "knowledge")
    assert [item.kind for item in items] == ["knowledge", "visual", "knowledge", "knowledge", "visual", "knowledge"]


def test_a_table_of_aquas_columns_is_read_with_its_own_numbers(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = json.loads((SAMPLES / "aqua.json").read_text(encoding="utf-8"))
    pq.write_table(pa.Table.from_pylist([{**row, "qid": 70 + number} for number, row in enumerate(rows)]), tmp_path / "aqua.parquet")
    items = read_suite("aqua", tmp_path).items
    assert [item.id for item in items] == ["70", "71", "72", "73", "74", "75"]
    assert items[1].references == ("boat",)


def test_artpedia_asks_for_each_aspect_of_the_test_paintings_that_has_sentences() -> None:
    items = read_suite("artpedia", SAMPLES).items
    assert [(item.id, item.picture, item.subject) for item in items] == [
        ("1-content", "1.jpg", "“The Ferry” (1885)"),
        ("1-context", "1.jpg", "“The Ferry” (1885)"),
        ("2-content", "2.jpg", "“The Quarrel” (1750)"),
    ]
    assert items[1].references == ("Ada Lindqvist painted it in her last summer at Bergen.", "It was shown in Oslo in 1886.")


def test_semarts_table_is_read_from_latin_1() -> None:
    items = read_suite("semart", SAMPLES / "semart_test.csv").items
    assert items[0].references[0].endswith("where the café has lit its lamps.")
    assert (items[1].id, items[1].kind, items[1].subject) == ("00002-quarrel.jpg", "whole", "“The Quarrel” by MOREAU, Jean")


def test_a_byte_that_unicode_calls_a_line_end_ends_no_row(tmp_path: Path) -> None:
    raw = (SAMPLES / "semart_test.csv").read_bytes().replace(b"at dusk.", b"at dusk\x85")
    (tmp_path / "semart_test.csv").write_bytes(raw)
    assert len(read_suite("semart", tmp_path).items) == 3


def test_semarts_sentences_by_topic_are_the_references_of_their_topic() -> None:
    items = read_suite("semart", SAMPLES / "semart_topic_annotated_test.json").items
    assert [(item.id, len(item.references)) for item in items] == [
        ("00001-ferry.jpg-content", 1),
        ("00001-ferry.jpg-form", 1),
        ("00002-quarrel.jpg-context", 2),
    ]


def test_artquest_has_the_comment_as_context_where_semarts_table_lies_beside_it(tmp_path: Path) -> None:
    beside = read_suite("artquest", SAMPLES).items
    shutil.copy(SAMPLES / "artquest_test.csv", tmp_path)
    alone = read_suite("artquest", tmp_path).items
    assert beside[0].context.startswith("A ferry crosses")
    assert {item.context for item in alone} == {""}
    assert [item.kind for item in alone] == ["artist", "type", "school", "artist", "type", "timeframe"]


def test_a_paintings_form_is_told_by_both_writers() -> None:
    items = read_suite("paintingform", SAMPLES).items
    assert [(item.picture, len(item.references)) for item in items] == [("0.png", 2), ("1.png", 2)]
    assert items[0].references[1].startswith("A diagonal leads")


def test_the_training_file_of_paintingform_is_read_too() -> None:
    (item,) = read_suite("paintingform", SAMPLES / "train_samples_tuning.json").items
    assert item.references == ("Verticals rule this sheet. Three black trunks cut the white ground into narrow strips.",)


BROKEN: list[tuple[Name, str, Any, str]] = [
    ("aqua", "test.json", [{"image": "a.jpg", "question": "who", "need_external_knowledge": True}],
     "test.json, row 1: “answer” holds no text; give the file as it is published"),
    ("aqua", "test.json", [{"image": "a.jpg", "question": "who", "answer": "he", "need_external_knowledge": "yes"}],
     "test.json, row 1: “need_external_knowledge” is neither true nor false; give the file as it is published"),
    ("aqua", "test.json", {"data": []}, "holds no list of records"),
    ("aqua", "test.json", [], "holds no rows; give the suite's file with --data"),
    ("aqua", "test.json", ["who"], "test.json, row 1: this is no record with named fields"),
    ("artpedia", "artpedia.json", {"7": {"title": "The Ferry", "visual_sentences": "A ferry."}},
     "artpedia.json, entry 7: “visual_sentences” is no list of sentences"),
    ("artpedia", "artpedia.json", [], "is no JSON object of paintings by their ids"),
    ("artquest", "artquest_test.json", [{"image": "a.jpg", "question": "Who?", "answer": "he", "question_type": "mood"}],
     "“mood” is no question type; it must be one of artist, title, technique, school, timeframe, type"),
    ("semart", "semart.json", {"annotations": [{"img": "a.jpg", "content": [1], "form": [], "context": []}]},
     "semart.json, row 1: “content” is no list of sentences"),
    ("paintingform", "formalanalysis_test_gpt.json", [{"image": "0.png", "conversations": [{"from": "human", "value": "Look."}]}],
     "row 1: “conversations” holds no single answer"),
]  # fmt: skip


@pytest.mark.parametrize(("suite", "file", "content", "told"), BROKEN)
def test_a_malformed_row_is_told_in_a_sentence(suite: Name, file: str, content: Any, told: str, tmp_path: Path) -> None:
    (tmp_path / file).write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(SourceError) as refused:
        read_suite(suite, tmp_path)
    assert told in str(refused.value)


def test_test_files_on_different_pictures_are_refused(tmp_path: Path) -> None:
    for writer, picture in (("gemini", "0.png"), ("gpt", "1.png")):
        rows = [{"image": picture, "formal_analysis": "Blue."}]
        (tmp_path / f"formalanalysis_test_{writer}.json").write_text(json.dumps(rows), encoding="utf-8")
    with pytest.raises(SourceError, match="are not on the same pictures"):
        read_suite("paintingform", tmp_path)


@pytest.mark.parametrize("suite", list(READERS))
def test_a_missing_file_is_told_with_the_option_that_names_it(suite: Name, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"with --data$"):
        read_suite(suite, tmp_path)
    with pytest.raises(SourceError, match=r"with --data$"):
        read_suite(suite, tmp_path / "none.json")


def test_a_sample_follows_from_its_seed_and_keeps_the_order_of_the_file() -> None:
    suite = read_suite("aqua", SAMPLES)
    some = drawn(suite, 3, seed=1)
    assert some == drawn(suite, 3, seed=1)
    assert some != drawn(suite, 3, seed=2)
    assert [item.id for item in some] == sorted(item.id for item in some)
    assert drawn(suite, 100, seed=1) == drawn(suite, None, seed=1) == list(suite.items)


@needs_data
def test_all_of_aquas_validation_questions_and_semarts_comments_are_read() -> None:
    aqua, semart = read_suite("aqua", DATA / "qa").items, read_suite("semart", DATA / "qa").items
    assert Counter(item.kind for item in aqua) == {"knowledge": 3617, "visual": 1507}
    assert len({item.id for item in aqua}) == 5124
    assert (len(semart), len({item.picture for item in semart})) == (2138, 2138)
    assert {item.picture for item in aqua if item.kind == "knowledge"} <= {item.picture for item in semart}
