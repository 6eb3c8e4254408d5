"""Tables of one folder are joined by the keys that they share; a person may say otherwise."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from retrieval.catalogue import read_catalogue
from retrieval.catalogue.mapping import Link
from retrieval.catalogue.read import Tables, Wanted, open_source
from retrieval.catalogue.rows import Provenance
from retrieval.catalogue.staging import Skipped, Staging
from retrieval.errors import SourceError
from retrieval.records import Artwork, Fragment, Maker

ARTISTS = [
    {"id": 7, "name": "Ek, Ada", "gender": "Female", "yearOfBirth": 1850.0, "yearOfDeath": 1920.0, "placeOfBirth": "Bergen, Norge"},
    {"id": 8, "name": "Holm, Jon", "gender": "Male", "yearOfBirth": 1860.0, "yearOfDeath": None, "placeOfBirth": None},
    {"id": 9, "name": "Holm, Jon", "gender": "Male", "yearOfBirth": 1960.0, "yearOfDeath": None, "placeOfBirth": None},
]
WORKS = [
    {"id": 1, "acno": "N1", "title": "The Ferry", "all_artists": "A. Ek", "artist_ids": [7], "contributor_role": ["artist"], "units": "mm",
     "width": 800.0, "height": 600.0},
    {"id": 2, "acno": "N2", "title": "Pines", "all_artists": "A. Ek, J. Holm", "artist_ids": [7, 9],
     "contributor_role": ["artist", "artist"]},
    {"id": 3, "acno": "N3", "title": "Bull", "all_artists": "after A. Ek", "artist_ids": [7], "contributor_role": ["after"]},
]  # fmt: skip
LABELS = [{"ObjectNumber": "N2", "text": "Snow lies on every branch, and the plate was bitten three times for it."}]
BIOS = [{"ArtistID": "7", "text": "She grew up by the water and never left it for long, and taught in Bergen."}]


def folder_of(folder: Path, **tables: Sequence[Mapping[str, Any]]) -> Path:
    for name, rows in tables.items():
        (folder / f"{name}.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return folder


def staged(folder: Path, wanted: Wanted | None = None) -> Staging:
    staging = Staging()
    open_source(folder, wanted).stage(staging)
    return staging


def opened(folder: Path) -> Tables:
    source = open_source(folder)
    assert isinstance(source, Tables)
    return source


@pytest.fixture
def museum(tmp_path: Path) -> Path:
    return folder_of(tmp_path, artists=ARTISTS, works=WORKS, labels=LABELS, bios=BIOS)


def test_what_each_table_holds_and_how_they_join_is_guessed(museum: Path) -> None:
    mappings = opened(museum).mappings
    assert {name: m.holds for name, m in mappings.items()} == {"artists": "makers", "bios": "texts", "labels": "texts", "works": "works"}
    assert mappings["works"].links == (Link("artist_ids", "artists", "id"),)
    assert mappings["bios"].links == (Link("ArtistID", "artists", "id"),)
    assert mappings["labels"].links == (Link("ObjectNumber", "works", "acno"),)
    assert "  artist_ids      -> artists.id" in mappings["works"].describe()


def test_works_find_their_makers_by_key_and_attributions_stay_words(museum: Path) -> None:
    with staged(museum) as staging:
        ada = Maker(
            id="m:ada-ek", name="Ada Ek", born=1850, died=1920, life="1850–1920", gender="female", birthplace="Bergen, Norge",
        )  # fmt: skip
        assert staging.maker("m:ada-ek") == ada
        assert [m.id for m in staging.records(Maker)] == ["m:ada-ek", "m:jon-holm", "m:jon-holm-9"]
        ferry, pines, bull = staging.records(Artwork)
        assert (ferry.maker, ferry.height_cm, ferry.width_cm) == ("m:ada-ek", 60.0, 80.0)
        assert (pines.maker, pines.other_makers) == ("m:ada-ek", ("m:jon-holm-9",))
        assert (bull.maker, bull.attribution) == (None, "after A. Ek")


def test_texts_are_about_what_their_keys_name(museum: Path) -> None:
    with staged(museum) as staging:
        told = {f.id: (f.kind, f.about) for f in staging.records(Fragment)}
    assert told == {"f:bios-7-1": ("maker", ("m:ada-ek",)), "f:labels-n2-1": ("text", ("works:n2",))}


def test_texts_without_a_title_or_anything_to_join_go_in(tmp_path: Path) -> None:
    with staged(folder_of(tmp_path, labels=LABELS)) as staging:
        assert [(f.id, f.about) for f in staging.records(Fragment)] == [("f:labels-n2-1", ())]


def test_several_texts_on_one_key_all_go_in(tmp_path: Path) -> None:
    second = {"ObjectNumber": "N2", "text": "The pines were drawn from the window of the inn at the harbour."}
    with staged(folder_of(tmp_path, labels=[*LABELS, second])) as staging:
        assert [f.id for f in staging.records(Fragment)] == ["f:labels-n2-1", "f:labels-n2-2"]


def test_a_join_may_be_given_and_taken_away(museum: Path) -> None:
    wanted = Wanted(joins={"works.artist_ids": "", "labels.ObjectNumber": ""})
    with staged(museum, wanted) as staging:
        assert {f.about for f in staging.records(Fragment)} == {("m:ada-ek",), ()}
        assert next(staging.records(Artwork)).maker == "m:a-ek"
    with pytest.raises(SourceError, match=r"there is no column works\.who to join; write --join TABLE"):
        open_source(museum, Wanted(joins={"works.who": "artists.id"}))


def test_columns_and_kinds_may_be_given_for_one_table(museum: Path) -> None:
    wanted = Wanted(columns={"works.title": "acno", "gender": ""}, holds={"bios": "nothing"})
    with staged(museum, wanted) as staging:
        assert [w.title for w in staging.records(Artwork)] == ["N1", "N2", "N3"]
        assert next(staging.records(Maker)).gender is None
        assert [f.id for f in staging.records(Fragment)] == ["f:labels-n2-1"]
    with pytest.raises(SourceError, match="no table here has a column “made”; write --map date=COLUMN with a name as it is printed"):
        open_source(museum, Wanted(columns={"date": "made"}))
    with pytest.raises(SourceError, match="there is no table “loans”; use one of: artists, bios, labels, works"):
        open_source(museum, Wanted(columns={"loans.title": "acno"}))
    with pytest.raises(SourceError, match="--holds bios=songs does not fit; name one of artists, bios, labels, works and one of works, "):
        open_source(museum, Wanted(holds={"bios": "songs"}))


def test_source_and_licence_are_told_of_each_record_unless_its_row_says_otherwise(tmp_path: Path) -> None:
    rows = [{**WORKS[0], "rights": "CC BY 4.0", "url": "https://museum.example/1"}, WORKS[1]]
    wanted = Wanted(provenance=Provenance("Harbour Museum", "CC0 1.0"))
    with staged(folder_of(tmp_path, works=rows), wanted) as staging:
        origins = [(w.source, w.licence, w.url) for w in staging.records(Artwork)]
        assert origins == [("Harbour Museum", "CC BY 4.0", "https://museum.example/1"), ("Harbour Museum", "CC0 1.0", None)]
        records = {f.id: (f.source, f.licence) for f in staging.fragments() if f.kind == "record"}
    assert records["works:n1"] == ("Harbour Museum", "CC BY 4.0")


def test_further_rows_of_a_work_are_joined_and_another_work_of_its_number_keeps_its_own_id(tmp_path: Path) -> None:
    rows = [
        {"id": 1, "accession": "N 1", "title": "The Ferry", "artist": "Ada Ek"},
        {"id": 1, "accession": "N 1", "title": "The Ferry", "artist": "Jon Holm"},
        {"id": 2, "accession": "N 1", "title": "Pines", "artist": "Ada Ek"},
    ]
    with staged(folder_of(tmp_path, museum=rows)) as staging:
        told = [(w.id, w.maker, w.other_makers) for w in staging.records(Artwork)]
        skipped = staging.skipped()
    assert told == [("museum:n-1", "m:ada-ek", ("m:jon-holm",)), ("museum:2", "m:ada-ek", ())]
    assert skipped == [Skipped("a further row of a work, joined to its first", 1, "museum, row 2: N 1")]


def test_exhibitions_without_a_text_are_told_by_their_dates_and_places(tmp_path: Path) -> None:
    rows = "exhibition_id,title,begin,end,venues,organisers\n7,Pines,1913-02-17,1913-03-15,Armory,Jon Holm\n8,Ferries,,,,\n"
    (tmp_path / "exhibitions.csv").write_text(rows, encoding="utf-8")
    read = read_catalogue(tmp_path / "exhibitions.csv")
    assert [(passage.id, passage.topic, passage.text) for passage in read.catalogue.fragments] == [
        (
            "f:exhibitions-7-show", "Pines", "Pines was an exhibition, shown from 1913-02-17 to 1913-03-15. Pines was shown at Armory. "
            "Pines was organised by Jon Holm.",
        ),
    ]  # fmt: skip
    assert read.skipped == {"no text of 40 characters": 1}
