from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.errors import SourceError
from retrieval.records import Fragment
from retrieval.train.corpus import read_corpus


def test_each_text_stands_once_and_rows_share_it(benchmark_data: Path) -> None:
    corpus = read_corpus(benchmark_data)
    comments = [fragment for fragment in corpus.fragments if fragment.source == "semart"]
    assert comments[0] == Fragment(
        id="semart:1-1",
        text="Comment 1: a ferry with 1 lamps crosses the fjord towards the northern shore.",
        about=("semart:1",),
        source="semart",
    )
    assert len(comments) == 28
    assert corpus.text_ids["semart"]["1"] == corpus.text_ids["semart"]["2"] == "semart:1"
    assert "3" not in corpus.text_ids["semart"]


def test_a_label_does_not_bear_the_title_and_artist_that_ask_for_it(benchmark_data: Path) -> None:
    told = [f for f in read_corpus(benchmark_data).fragments if f.source in ("semart", "cleveland", "nmwa", "dallas")]
    assert told
    assert [f for f in told if f.topic or "Ferry number" in f.text or "Lindqvist" in f.text] == []


def test_two_texts_of_a_row_are_one_text(benchmark_data: Path) -> None:
    told = [f for f in read_corpus(benchmark_data).fragments if f.about == ("cleveland:7",)]
    assert (
        " ".join(f.text for f in told)
        == "The artist knew 7 harbours, and this is the smallest. It was lost for 7 years before it was found again."
    )


def test_works_shown_are_headed_and_worded_as_the_product_does_it(benchmark_data: Path) -> None:
    record, text = (f for f in read_corpus(benchmark_data).fragments if f.about == ("wcma:4",))
    assert (record.topic, record.kind, text.topic, text.kind) == (
        "Ferry number 4, Ada Lindqvist",
        "record",
        "Ferry number 4, Ada Lindqvist",
        "text",
    )
    assert record.text.startswith("Ferry number 4 is a work by Ada Lindqvist")
    assert text.text == "Wood, with 4 old nails and a lamp of brass."


def test_a_work_without_an_accession_number_is_kept_too(benchmark_data: Path) -> None:
    assert read_corpus(benchmark_data).text_ids["wcma"]["1"] == "wcma:1"


def test_the_narrow_corpus_reads_no_other_table(benchmark_data: Path) -> None:
    (benchmark_data / "images/rijksmuseum.parquet").unlink()
    assert set(read_corpus(benchmark_data, "aqua").text_ids) == {"semart", "saam", "nmwa"}
    with pytest.raises(SourceError, match=r"there is no .*rijksmuseum\.parquet; give the folder"):
        read_corpus(benchmark_data)


def test_a_changed_table_changes_the_fingerprint(benchmark_data: Path) -> None:
    before = read_corpus(benchmark_data, "aqua").fingerprint
    (benchmark_data / "texts/saam/artist_bios.parquet").replace(benchmark_data / "texts/saam/object_descriptions.parquet")
    assert read_corpus(benchmark_data, "aqua").fingerprint != before
