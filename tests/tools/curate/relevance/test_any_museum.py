from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.catalogue.read import Wanted
from retrieval.errors import SourceError
from tests.tools.curate.relevance.museum_forms import FORMS, SHOWS, collection_system, german, hung, keys_in_works, persons, table
from tools.curate.relevance.past import Museum
from tools.curate.relevance.read import read_museum


def read(form: Callable[[Path], None], folder: Path) -> Museum:
    form(folder)
    return read_museum(folder)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_the_same_museum_is_read_alike_in_every_form(form: Callable[[Path], None], tmp_path: Path) -> None:
    museum = read(form, tmp_path)
    assert [show.year for show in museum.shows] == list(range(1980, 1980 + SHOWS))
    assert all(len(show.works) == 6 for show in museum.shows)
    assert all(museum.pool[work].title.split()[0] in show.title for show in museum.shows for work in show.works)
    assert {piece.maker for piece in museum.pool} >= {"Ada Ek", "Eva Møe"}


def test_what_was_guessed_is_said(tmp_path: Path) -> None:
    museum = read(collection_system, tmp_path)
    said = "\n".join(museum.reading)
    assert "shows: Exhibitions (id <- ExhibitionID, title <- ExhTitle, begin <- BeginISODate)" in said
    assert "hung: ExhObjXrefs, its ExhibitionID = shows' ExhibitionID, its ObjectID = works' ObjectID" in said
    assert "made by: ObjConstituents" in said
    assert f"{len(hung())} works or persons hung in {SHOWS} shows" in said


def test_another_encoding_is_said(tmp_path: Path) -> None:
    assert "read as Windows-1252, for not all is UTF-8" in read(german, tmp_path).reading


def test_names_of_persons_beside_shows_are_read_without_a_table_of_persons(tmp_path: Path) -> None:
    museum = read(persons, tmp_path)
    assert not museum.pool
    assert dict(museum.persons)["The Winter as seen 0"] == ("Ada Ek", "Eva Møe", "Cy Dahl")


def test_a_mapping_file_in_the_folder_goes_over_the_guess_and_what_is_given_over_both(tmp_path: Path) -> None:
    collection_system(tmp_path)
    (tmp_path / "mapping.toml").write_text('[map]\n"Exhibitions.begin" = "EnteredDate"\n')
    assert {show.year for show in read_museum(tmp_path).shows} == {2011}
    given = Wanted(columns={"Exhibitions.begin": "BeginISODate"})
    assert min(show.year or 0 for show in read_museum(tmp_path, given).shows) == 1980


@pytest.mark.parametrize("text", ["[map", "[columns]\n", "map = 3\n"])
def test_a_mapping_file_that_cannot_be_read_is_one_sentence(tmp_path: Path, text: str) -> None:
    collection_system(tmp_path)
    (tmp_path / "mapping.toml").write_text(text)
    with pytest.raises(SourceError, match=r"mapping\.toml"):
        read_museum(tmp_path)


def test_shows_without_dates_are_taken_for_the_earliest_and_that_is_said(tmp_path: Path) -> None:
    keys_in_works(tmp_path)
    file = tmp_path / "exhibitions.csv"
    file.write_text(file.read_text().replace("1991-05", ""))
    museum = read_museum(tmp_path)
    assert [show.year for show in museum.shows[:2]] == [None, 1980]
    assert "1 without a date (taken for the earliest)" in museum.told()


def test_files_that_no_one_reads_are_named_where_a_table_is_missing(tmp_path: Path) -> None:
    collection_system(tmp_path)
    (tmp_path / "Exhibitions.csv").unlink()
    (tmp_path / "Exhibitions.xlsx").write_bytes(b"PK")
    with pytest.raises(SourceError, match=r"lists exhibitions.*not read: Exhibitions\.xlsx"):
        read_museum(tmp_path)


def test_a_folder_without_works_says_so(tmp_path: Path) -> None:
    table(tmp_path / "exhibitions.csv", [{"id": n, "title": f"Winter {n}", "begin": 1990 + n} for n in range(3)])
    table(tmp_path / "membership.csv", [{"exhibition_id": n, "object_id": n} for n in range(3)])
    with pytest.raises(SourceError, match="tells of works or persons"):
        read_museum(tmp_path)
