"""After a build: what was read how, what was left out, where it comes from; and memory that does not grow with the rows."""

from __future__ import annotations

import csv
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from retrieval.catalogue.columns import FIELDS
from retrieval.catalogue.passages import PASSAGE_CHARACTERS, passages
from retrieval.catalogue.read import Wanted, open_source
from retrieval.catalogue.rows import Provenance
from retrieval.catalogue.staging import Staging
from retrieval.collections import open_collection
from retrieval.index.build import build_index
from retrieval.index.open import open_index
from retrieval.index.report import Report, mapping_lines
from retrieval.records import Artwork

WHAT = ("source", "licence", "tables", "rows", "records", "skipped", "fragments", "sources", "licences")
FERRY = "A ferry crosses the fjord at dusk while two women look back at the shore."
ROWS = [
    {"accession number": "N 1", "title": "The Ferry", "artist": "Ada Ek", "description": FERRY, "rights": "CC BY 4.0", "shelf": "A"},
    {"accession number": "N 2", "title": "Pines", "artist": "Ada Ek", "description": FERRY, "rights": "", "shelf": "B"},
    {"accession number": "N 3", "title": "", "artist": "", "description": "", "rights": "", "shelf": "C"},
]


def table(file: Path, rows: list[dict[str, str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


@pytest.fixture
def report(tmp_path: Path, hash_encoder: Any) -> Report:
    source = open_source(table(tmp_path / "museum.csv", ROWS), Wanted(provenance=Provenance("Harbour Museum", "CC0 1.0")))
    built = build_index(source, tmp_path / "index", hash_encoder(), "museum")
    return Report(tmp_path / "index", source, built, 1.0, 100.0)


def test_a_build_tells_what_it_read_and_left_out(report: Report) -> None:
    document = report.document()
    assert {name: document[name] for name in WHAT} == {
        "source": "Harbour Museum",
        "licence": "CC0 1.0",
        "tables": [{
            "name": "museum", "holds": "works", "rows": 3,
            "fields": {"title": "title", "artist": "artist", "accession": "accession number", "licence": "rights"},
            "texts": ["description"], "joins": {}, "unread": ["shelf"],
        }],
        "rows": 3,
        "records": {"makers": 1, "works": 2, "passages": 1},
        "skipped": [
            {"reason": "a text that stands elsewhere too", "count": 1, "example": "museum, row 2: N 2"},
            {"reason": "no title", "count": 1, "example": "museum, row 3: N 3"},
        ],
        "fragments": {"all": 4, "encoded": 4, "kept": 0, "removed": 0},
        "sources": [{"name": "Harbour Museum", "records": 3}],
        "licences": [{"name": "CC BY 4.0", "records": 2}, {"name": "CC0 1.0", "records": 1}],
    }  # fmt: skip
    *skipped, provenance, _, outcome = report.lines()
    assert skipped[1] == "skipped 1: no title (such as museum, row 3: N 3)"
    assert provenance == "source: Harbour Museum; licence: CC BY 4.0 (2 records), CC0 1.0 (1 record)"
    assert outcome == f"{report.collection}: 4 fragments (4 encoded now), 2 works, 1 maker"


def test_what_did_not_happen_is_not_told(tmp_path: Path, hash_encoder: Any) -> None:
    source = open_source(table(tmp_path / "museum.csv", [{"title": "Pines", "artist": ""}]), Wanted(provenance=Provenance("Museum")))
    for expected in ("1 fragment (1 encoded now), 1 work", "1 fragment (1 kept), 1 work"):
        built = build_index(source, tmp_path / "index", hash_encoder(), "museum")
        provenance, read, outcome = Report(tmp_path / "index", source, built, 1.0, 100.0).lines()
        assert provenance == "source: Museum; licence: not known; name it with --licence"
        assert read.startswith("read 1 row in ")
        assert ("encoded" in read) == bool(built.encoded)
        assert outcome == f"{tmp_path / 'index'}: {expected}"


def test_sources_that_rows_name_themselves_are_told_with_their_number(tmp_path: Path, hash_encoder: Any) -> None:
    rows = [{"title": f"Pines {i}", "source": name} for i, name in enumerate(["Coast", "Coast", "Hill", "Lake", "Fell", ""])]
    source = open_source(table(tmp_path / "museum.csv", rows), Wanted(provenance=Provenance("museum.csv")))
    built = build_index(source, tmp_path / "index", hash_encoder(), "museum")
    told = next(Report(tmp_path / "index", source, built, 1.0, 100.0).lines())
    assert told.startswith("source: Coast (2 records), Fell (1 record), Hill (1 record) and others; licence: ")


def test_the_mapping_is_printed_with_the_fields_counted_or_named(report: Report) -> None:
    told, whole = ("\n".join(mapping_lines(report.source, whole)) for whole in (False, True))
    assert told.startswith("museum, works in 3 rows, columns read as:\n  title           <- title\n")
    assert told.endswith(
        f"  not read: shelf\n(change with --map FIELD=COLUMN or TABLE.FIELD=COLUMN; --verbose names the {len(FIELDS)} fields)"
    )
    assert "  not read: shelf\n(change with --map FIELD=COLUMN or TABLE.FIELD=COLUMN; fields: id, title," in whole


def test_many_columns_that_are_not_read_are_counted_unless_all_are_asked_for(tmp_path: Path) -> None:
    source = open_source(table(tmp_path / "museum.csv", [{"title": "Pines", **{f"flag {i}": "0" for i in range(30)}}]))
    told, whole = ("\n".join(mapping_lines(source, whole)) for whole in (False, True))
    assert "not read: flag 0, flag 1, flag 2, flag 3, flag 4, flag 5, flag 6, flag 7 and 22 more\n" in told
    assert "flag 29" in whole


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("The Ferry,1885\nPines, in snow,1890\nBull,1900\n", ["museum, row 2: Pines"]),
        ("The Ferry,1885\nPines, in snow,\nBull,1900\n", ["museum, row 2: Pines"]),
        ("The Ferry,1885,\nPines,1890,\nBull,1900,\n", []),
        ("The Ferry,1885,\nPines, in snow,1890,\nBull,1900\n", ["museum, row 2: Pines"]),
    ],
    ids=["a comma in a title", "the last cell empty", "a comma ends each line", "both"],
)
def test_a_row_with_more_cells_than_columns_is_told(tmp_path: Path, hash_encoder: Any, rows: str, told: list[str]) -> None:
    (tmp_path / "museum.csv").write_text(f"title,date\n{rows}", encoding="utf-8")
    built = build_index(open_source(tmp_path / "museum.csv"), tmp_path / "index", hash_encoder(), "museum")
    assert [skipped.example for skipped in built.told.skipped] == told
    assert all(skipped.reason.startswith("cells beyond the last column") for skipped in built.told.skipped)
    assert built.told.works == 3


def test_what_is_found_says_where_it_comes_from(report: Report, hash_encoder: Any) -> None:
    found = {hit.id: (hit.source, hit.licence) for hit in open_collection(report.collection, hash_encoder()).search("ferry fjord", limit=9)}
    assert found["f:museum-n-1-1"] == ("Harbour Museum", "CC BY 4.0")
    assert found["museum:n-2"] == ("Harbour Museum", "CC0 1.0")
    shown = open_index(report.collection).fragment("f:museum-n-1-1")
    assert (shown["source"], shown["licence"], shown["url"]) == ("Harbour Museum", "CC BY 4.0", "")


def test_a_text_without_a_full_stop_is_cut_between_words_and_nothing_is_lost() -> None:
    text = "ferry fjord harbour " * 5000
    cut = passages(text)
    assert " ".join(cut) == text.strip()
    assert max(map(len, cut)) <= PASSAGE_CHARACTERS
    assert max(map(len, passages("x" * 10_000))) <= PASSAGE_CHARACTERS


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    peaks: list[int] = []
    for count in (1500, 6000):
        rows = [
            {**ROWS[0], "accession number": f"N {i}", "title": f"Ferry {i}", "description": f"{FERRY} It is number {i}."}
            for i in range(count)
        ]
        file = table(tmp_path / f"museum{count}.csv", rows)
        del rows
        tracemalloc.start()
        with Staging(tmp_path / "staging.sqlite") as staging:
            open_source(file).stage(staging)
            assert sum(1 for _ in staging.fragments()) == 2 * count + 1
            assert staging.count(Artwork) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # A row held would be a kilobyte.
    assert peaks[1] - peaks[0] < 100 * 4500
