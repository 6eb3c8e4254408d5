from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from retrieval.catalogue import read_catalogue
from retrieval.catalogue.mapping import guess_mapping
from retrieval.catalogue.passages import PASSAGE_CHARACTERS, passages
from retrieval.catalogue.people import maker
from retrieval.catalogue.tables import table
from retrieval.errors import SourceError
from retrieval.records import Artwork, Catalogue, Fragment, Maker

FERRY = "The ferry crosses the fjord at dusk, and nobody looks back."
ROWS = [
    {"id": "1", "title": "The Ferry", "artist": "Ada Lindqvist", "date": "1885", "medium": "oil on canvas", "description": FERRY},
    {"id": "2", "title": "Pines; Snow, “Winter”", "artist": "", "date": "c. 1890", "medium": "etching", "description": "Too short."},
]
LINDQVIST = Maker(id="m:ada-lindqvist", name="Ada Lindqvist")
CATALOGUE = Catalogue(
    makers=(LINDQVIST,),
    works=(
        Artwork(id="museum:1", title="The Ferry", maker=LINDQVIST.id, date="1885", earliest=1885, latest=1885, medium="oil on canvas"),
        Artwork(id="museum:2", title="Pines; Snow, “Winter”", date="c. 1890", earliest=1890, latest=1890, medium="etching"),
    ),
    fragments=(Fragment(id="f:museum-1-1", text=FERRY, about=("museum:1", LINDQVIST.id)),),
)


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode(encoding))
    return file


def comma_separated(rows: Sequence[Mapping[str, str]], delimiter: str = ",") -> str:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in f'{delimiter}"\n') else cell

    return "\n".join(delimiter.join(quoted(cell) for cell in line) for line in [list(rows[0]), *(row.values() for row in rows)])


def json_lines(rows: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def parquet(folder: Path, name: str, rows: Sequence[Mapping[str, Any]]) -> Path:
    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), folder / name)
    return folder / name


def one_work(folder: Path, **row: Any) -> Artwork:
    (work,) = read_catalogue(parquet(folder, "museum.parquet", [{"title": "The Ferry", **row}])).catalogue.works
    return work


def one_maker(folder: Path, **row: Any) -> Maker:
    (maker,) = read_catalogue(written(folder, "museum.jsonl", json_lines([{"title": "The Ferry", **row}]))).catalogue.makers
    return maker


def refusal(source: Path, columns: Mapping[str, str] | None = None, encoding: str = "utf-8") -> str:
    with pytest.raises(SourceError) as refused:
        read_catalogue(source, columns, encoding)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [
        ("museum.csv", comma_separated(ROWS), "utf-8"),
        ("museum.csv", comma_separated(ROWS, ";"), "utf-8"),
        ("museum.csv", comma_separated(ROWS, "\t"), "utf-8"),
        ("museum.csv", "\ufeff" + comma_separated(ROWS), "utf-8"),
        ("museum.csv", comma_separated(ROWS).replace("\n", "\r\n"), "utf-8"),
        ("museum.csv", comma_separated(ROWS), "cp1252"),
        ("museum.jsonl", json_lines(ROWS), "utf-8"),
        ("museum.jsonl", "\ufeff" + json_lines(ROWS) + "\n\n", "utf-8"),
    ],
    ids=["commas", "semicolons", "tabs", "byte order mark", "Windows line ends", "cp1252", "JSON lines", "JSON lines with a mark"],
)
def test_every_form_gives_the_same_catalogue(tmp_path: Path, name: str, text: str, encoding: str) -> None:
    assert read_catalogue(written(tmp_path, name, text, encoding), encoding=encoding).catalogue == CATALOGUE


def test_parquet_gives_the_same_catalogue(tmp_path: Path) -> None:
    assert read_catalogue(parquet(tmp_path, "museum.parquet", ROWS)).catalogue == CATALOGUE


def test_a_folder_is_read_table_by_table(tmp_path: Path) -> None:
    written(tmp_path, "museum-2.csv", comma_separated(ROWS[1:]))
    written(tmp_path, "museum-1.jsonl", json_lines(ROWS[:1]))
    assert read_catalogue(tmp_path).catalogue == CATALOGUE


def test_tables_of_a_folder_without_ids_keep_all_their_rows(tmp_path: Path) -> None:
    written(tmp_path, "museum-1.csv", "title\nThe Ferry")
    written(tmp_path, "museum-2.csv", "title\nPines")
    assert [(w.id, w.title) for w in read_catalogue(tmp_path).catalogue.works] == [("museum-1:1", "The Ferry"), ("museum-2:1", "Pines")]


def test_our_own_layout_is_read_as_it_is(tmp_path: Path, museum: Catalogue) -> None:
    from dataclasses import asdict

    for kind in ("makers", "works", "fragments"):
        written(tmp_path, f"{kind}/all.jsonl", json_lines([asdict(record) for record in getattr(museum, kind)]))
    assert read_catalogue(tmp_path).catalogue == museum


def test_quotes_and_line_ends_inside_a_cell_stay_in_it(tmp_path: Path) -> None:
    plain = "\n".join(f"Work {i},{'a plain description of it ' * 20}" for i in range(40))
    table = f'title,description\n{plain}\n"The ""Ferry"", 1885","It says ""Hej"".\nThe fjord, calm; the boat, full of people."'
    catalogue = read_catalogue(written(tmp_path, "museum.csv", table)).catalogue
    assert catalogue.works[-1].title == 'The "Ferry", 1885'
    assert catalogue.fragments[-1].text == 'It says "Hej". The fjord, calm; the boat, full of people.'


def test_commas_in_texts_do_not_hide_semicolons_between_columns(tmp_path: Path) -> None:
    rows = "\n".join(f"Work {i};one, two, three, four, five, six, seven, eight, nine of them" for i in range(9))
    assert [w.title for w in read_catalogue(written(tmp_path, "museum.csv", f"title;description\n{rows}")).catalogue.works][:2] == [
        "Work 0",
        "Work 1",
    ]


def test_a_line_separator_inside_a_json_text_ends_no_line(tmp_path: Path) -> None:
    row = {"title": "The\u2028Ferry", "description": FERRY + "\u0085" + FERRY}
    assert [w.title for w in read_catalogue(written(tmp_path, "museum.jsonl", json_lines([row]))).catalogue.works] == ["The Ferry"]


def test_a_missing_number_is_no_word(tmp_path: Path) -> None:
    work = one_work(tmp_path, medium=float("nan"), tags=["boat", None, "dusk"], date="1885")
    assert work == Artwork(id="museum:1", title="The Ferry", date="1885", earliest=1885, latest=1885, tags=("boat", "dusk"))


def test_pictures_in_a_table_are_not_text(tmp_path: Path) -> None:
    assert one_work(tmp_path, image={"bytes": b"\xff\xd8" * 9, "path": "ferry.jpg"}) == Artwork(id="museum:1", title="The Ferry")


CLEVELAND = [
    "id",
    "accession_number",
    "title",
    "artist",
    "date",
    "medium",
    "department",
    "culture",
    "type",
    "api_description",
    "did_you_know",
    "image_url",
    "url",
    "scraped_description",
    "mood",
    "subject",
    "style_period",
    "embedding_index",
]
NMWA = [
    "Media",
    "ObjectID",
    "Object Number",
    "Credit",
    "Department",
    "Classification",
    "Culture",
    "Display Name",
    "Alpha Sort",
    "Attribution",
    "Birth place",
    "Nationality",
    "Birth Year",
    "Death Year",
    "Inverted Display",
    "Title",
    "Dated",
    "Begin Date",
    "Medium",
    "Dimensions",
    "Description",
    "Image Full Size URL",
    "Image Credit",
]
DALLAS = [
    "ObjectID",
    "ClassificationObject",
    "CreditLine",
    "DateBegin",
    "Dated",
    "DateEnd",
    "Department",
    "ObjectOwned",
    "ObjectNumber",
    "PublicDescription",
    "Medium",
    "DimensionsDisplayText",
    "ConstituentBeginDate",
    "Nationality",
    "ConstituentEndDate",
    "DisplayName",
    "Gender",
    "Institution",
    "Role",
    "Title",
    "ImageURL",
]
TATE = [
    "id",
    "acno",
    "title",
    "all_artists",
    "artist_birth",
    "artist_gender",
    "classification",
    "medium",
    "dateText",
    "dateRange_start",
    "dateRange_end",
    "creditLine",
    "dimensions",
    "width",
    "movements",
    "subject_leaf",
    "thumbnailUrl",
    "url",
]


@pytest.mark.parametrize(
    ("columns", "fields", "texts"),
    [
        (
            CLEVELAND,
            {
                "id": "id",
                "title": "title",
                "artist": "artist",
                "culture": "culture",
                "date": "date",
                "medium": "medium",
                "type": "type",
                "accession": "accession_number",
                "style": "style_period",
                "tags": "subject",
                "picture": "image_url",
                "url": "url",
            },
            ["api_description", "scraped_description", "did_you_know"],
        ),
        (
            NMWA,
            {
                "id": "ObjectID",
                "title": "Title",
                "artist": "Display Name",
                "nationality": "Nationality",
                "born": "Birth Year",
                "died": "Death Year",
                "birthplace": "Birth place",
                "culture": "Culture",
                "date": "Dated",
                "earliest": "Begin Date",
                "medium": "Medium",
                "type": "Classification",
                "dimensions": "Dimensions",
                "accession": "Object Number",
                "picture": "Image Full Size URL",
                "credit": "Credit",
            },
            ["Description"],
        ),
        (
            DALLAS,
            {
                "id": "ObjectID",
                "title": "Title",
                "artist": "DisplayName",
                "nationality": "Nationality",
                "born": "ConstituentBeginDate",
                "died": "ConstituentEndDate",
                "role": "Role",
                "gender": "Gender",
                "date": "Dated",
                "earliest": "DateBegin",
                "latest": "DateEnd",
                "medium": "Medium",
                "type": "ClassificationObject",
                "dimensions": "DimensionsDisplayText",
                "holder": "ObjectOwned",
                "accession": "ObjectNumber",
                "picture": "ImageURL",
                "credit": "CreditLine",
            },
            ["PublicDescription"],
        ),
        (
            TATE,
            {
                "id": "id",
                "title": "title",
                "artist": "all_artists",
                "born": "artist_birth",
                "gender": "artist_gender",
                "date": "dateText",
                "earliest": "dateRange_start",
                "latest": "dateRange_end",
                "medium": "medium",
                "type": "classification",
                "dimensions": "dimensions",
                "width": "width",
                "accession": "acno",
                "style": "movements",
                "tags": "subject_leaf",
                "picture": "thumbnailUrl",
                "url": "url",
                "credit": "creditLine",
            },
            [],
        ),
    ],
    ids=["Cleveland", "NMWA", "Dallas", "Tate"],
)
def test_the_columns_of_museums_are_recognised(columns: list[str], fields: dict[str, str], texts: list[str]) -> None:
    rows = [dict.fromkeys(columns, "The Ferry"), dict.fromkeys(columns, "Pines")]
    guessed = guess_mapping(table("museum", lambda: iter(rows)), {})
    assert (guessed.fields, guessed.texts) == (fields, texts)


def test_a_row_of_each_museum_becomes_a_work(tmp_path: Path) -> None:
    tate = one_work(
        tmp_path,
        id=7,
        acno="Z00007",
        dateText="c.1885–90",
        dateRange_start=1885.0,
        dateRange_end=1890.0,
        subject_leaf=["boat", "dusk"],
        movements=["Nordic Light"],
        dimensions="support: 305 x 410 mm",
    )
    assert tate == Artwork(
        id="museum:z00007",
        title="The Ferry",
        date="c.1885–90",
        earliest=1885,
        latest=1890,
        dimensions="support: 305 x 410 mm",
        height_cm=30.5,
        width_cm=41.0,
        accession="Z00007",
        style="Nordic Light",
        tags=("boat", "dusk"),
    )


@pytest.mark.parametrize(
    ("row", "bounds"),
    [
        ({"dated": "c. 1996", "begin_date": "0"}, (1996, 1996)),
        ({"begin_date": "0", "end_date": "0"}, (None, None)),
        ({"begin_date": "-50", "end_date": "79"}, (-50, 79)),
        ({"begin_date": "500 BCE", "end_date": "450 BCE"}, (-500, -450)),
        ({"begin_date": 1885.0, "end_date": None}, (1885, 1885)),
        ({"begin_date": "1900", "end_date": "1890"}, (1890, 1900)),
        ({"begin_date": "1885", "end_date": "9999"}, (1885, 1885)),
        ({"begin_date": "05-10-1885"}, (1885, 1885)),
    ],
)
def test_years_in_columns_bound_a_work(tmp_path: Path, row: dict[str, Any], bounds: tuple[int | None, int | None]) -> None:
    work = one_work(tmp_path, **row)
    assert (work.earliest, work.latest) == bounds


@pytest.mark.parametrize(
    ("label", "maker"),
    [
        ("Ada Lindqvist (Swedish, 1850–1920)", {"nationality": "Swedish", "born": 1850, "died": 1920, "life": "1850–1920"}),
        ("Ada Lindqvist (Swedish, born 1950)", {"nationality": "Swedish", "born": 1950, "life": "born 1950"}),
        ("Ada Lindqvist (b. 1950)", {"born": 1950, "life": "b. 1950"}),
        ("Ada Lindqvist (Swedish, d. 1920)", {"nationality": "Swedish", "died": 1920, "life": "d. 1920"}),
        ("Ada Lindqvist (Swedish, active 1885–90)", {"nationality": "Swedish", "life": "active 1885–90"}),
        ("Ada Lindqvist (Swedish, active England, 1850–1920)", {"nationality": "Swedish", "born": 1850, "died": 1920, "life": "1850–1920"}),
        ("Ada Lindqvist (born 1850, died 1920)", {"born": 1850, "died": 1920, "life": "born 1850, died 1920"}),
        ("Ada Lindqvist (Swedish, born Norway, 1850–1920)", {"nationality": "Swedish", "born": 1850, "died": 1920, "life": "1850–1920"}),
        ("LINDQVIST, Ada", {}),
        ("Lindqvist, Ada (Swedish, 1850–1920)", {"nationality": "Swedish", "born": 1850, "died": 1920, "life": "1850–1920"}),
        (["Ada Lindqvist"], {}),
    ],
    ids=str,
)
def test_an_artists_label_is_read(tmp_path: Path, label: str | list[str], maker: dict[str, Any]) -> None:
    assert one_maker(tmp_path, artist=label) == Maker(id="m:ada-lindqvist", name="Ada Lindqvist", **maker)


def test_two_artists_in_a_list_are_two_makers(tmp_path: Path) -> None:
    work = one_work(tmp_path, artist=["Ada Lindqvist", "Jon Ek"])
    assert (work.maker, work.other_makers) == ("m:ada-lindqvist", ("m:jon-ek",))


@pytest.mark.parametrize("label", ["Unknown", "unknown artist", "Anonymous", "Unidentified", "", "   "])
def test_an_unknown_artist_is_no_maker(tmp_path: Path, label: str) -> None:
    assert read_catalogue(written(tmp_path, "museum.jsonl", json_lines([{"title": "The Ferry", "artist": label}]))).catalogue.makers == ()


def test_life_dates_in_columns_are_read(tmp_path: Path) -> None:
    maker = one_maker(tmp_path, display_name="Ada Lindqvist", birth_year="1850", death_year="0", gender="Female", nationality="Swedish")
    assert maker == Maker(id="m:ada-lindqvist", name="Ada Lindqvist", nationality="Swedish", born=1850, life="born 1850", gender="female")


def test_a_mapping_given_overrides_the_guess(tmp_path: Path) -> None:
    file = written(tmp_path, "museum.csv", "title,label,who\nN 12,The Ferry,Ada Lindqvist")
    reading = read_catalogue(file, {"title": "label", "artist": "who"})
    assert reading.catalogue.works == (Artwork(id="museum:1", title="The Ferry", maker="m:ada-lindqvist"),)
    first, second, unread = reading.mappings["museum"].describe().splitlines()
    assert (first, second) == ("  title           <- label", "  artist          <- who")
    assert unread == "  not read: title"


def test_what_was_left_out_is_counted(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "title": "The Ferry", "text": FERRY},
        {"id": "2", "title": ""},
        {"id": "1", "title": "Again"},
        {"id": "3", "title": "Copy", "text": FERRY},
    ]
    reading = read_catalogue(written(tmp_path, "museum.jsonl", json_lines(rows)))
    assert reading.skipped == {"no title": 1, "an id that an earlier row has": 1, "a text that stands elsewhere too": 1}


def test_removing_a_row_leaves_the_other_passages_ids(tmp_path: Path) -> None:
    rows = [{"id": str(i), "title": f"Work {i}", "text": f"{FERRY} It is number {i}."} for i in range(3)]
    before = read_catalogue(written(tmp_path, "museum.jsonl", json_lines(rows))).catalogue.fragments
    after = read_catalogue(written(tmp_path, "museum.jsonl", json_lines(rows[1:]))).catalogue.fragments
    assert after == before[1:]


def test_a_long_text_is_cut_at_sentence_ends_and_nothing_is_lost() -> None:
    text = " ".join(f"Sentence number {i} tells of the ferry and of the fjord." for i in range(60)) + " It is old."
    cut = passages(text)
    assert " ".join(cut) == text
    assert max(len(p) for p in cut) < PASSAGE_CHARACTERS + 40


def test_markup_and_short_texts_are_left_out() -> None:
    assert (passages(f"<p>{FERRY}</p>"), passages("Oil."), passages("")) == ([FERRY], [], [])


def test_a_maker_is_told_by_who_tells_of_the_work_and_not_on_the_terms_of_one_work(tmp_path: Path) -> None:
    maker = one_maker(tmp_path, artist="Ada Lindqvist", source="Harbour Museum", licence="CC BY 4.0")
    assert maker == Maker(id="m:ada-lindqvist", name="Ada Lindqvist", source="Harbour Museum")


def test_a_text_that_is_too_short_is_counted_and_its_work_stays(tmp_path: Path) -> None:
    read = read_catalogue(written(tmp_path, "museum.csv", comma_separated(ROWS)))
    assert dict(read.skipped) == {"a text of fewer than 40 characters, or a reference alone; its record stays": 1}
    assert len(read.catalogue.works) == 2


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("museum.csv", "", "museum.csv has no rows; give a catalogue with at least one work"),
        ("museum.csv", "title,artist\n", "museum.csv has no rows; give a catalogue with at least one work"),
        ("museum.jsonl", "\n", "museum.jsonl has no rows; give a catalogue with at least one work"),
        (
            "museum.csv",
            "size,colour\n3,blue",
            "museum has no column that looks like a title (columns: size, colour); say which with --map title=COLUMN",
        ),
        ("museum.jsonl", '{"title": "The Ferry"}\n{"title": ', "museum.jsonl, line 2 is not JSON (Expecting value); mend that line"),
        ("museum.jsonl", '["The Ferry"]', "museum.jsonl, line 1 is not a JSON object; write one object a line"),
        ("museum.parquet", "PAR1 no", "museum.parquet is not a readable Parquet file"),
        ("museum.parquet", "", "museum.parquet is not a readable Parquet file"),
        ("museum.xlsx", "PK", "museum.xlsx is a .xlsx file; give one of .csv, .tsv, .jsonl, .ndjson, .parquet, .json, .jsonld, .xml"),
        ("works/all.jsonl", '{"id": "w:1"}', "works/all.jsonl, line 1: title: Field required; mend that line"),
        (
            "works/all.jsonl",
            '{"id": "w:1", "title": "T", "titel": "T"}',
            "works/all.jsonl, line 1: titel: Unexpected keyword argument; mend that line",
        ),
        ("works/all.jsonl", '{"id": ', "works/all.jsonl, line 1: not JSON (Expecting value at column 8); mend that line"),
    ],
)
def test_a_source_that_cannot_be_read_is_told_in_a_sentence(tmp_path: Path, name: str, text: str, says: str) -> None:
    file = written(tmp_path, name, text)
    assert refusal(tmp_path if "/" in name else file).startswith(says)


def test_a_missing_source_names_the_path(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.csv") == f"there is no file or folder {tmp_path / 'gone.csv'}; check the path"


def test_an_empty_folder_says_what_it_may_hold(tmp_path: Path) -> None:
    assert (
        refusal(tmp_path)
        == f"{tmp_path} holds no .csv, .tsv, .jsonl, .ndjson, .parquet, .json, .jsonld, .xml file; give a catalogue in one of these forms"
    )


def test_an_empty_parquet_table_has_no_rows(tmp_path: Path) -> None:
    pq.write_table(pa.table({"title": pa.array([], pa.string())}), tmp_path / "museum.parquet")
    assert refusal(tmp_path / "museum.parquet") == "museum.parquet has no rows; give a catalogue with at least one work"


def test_another_encoding_is_named_with_its_place(tmp_path: Path) -> None:
    file = written(tmp_path, "museum.csv", "title\nFerry\nFähre", "latin-1")
    assert refusal(file) == (
        "museum.csv is not utf-8 (byte 0xe4 in line 3); save it as UTF-8 or name its encoding, such as --encoding latin-1"
    )
    assert [w.title for w in read_catalogue(file, encoding="latin-1").catalogue.works] == ["Ferry", "Fähre"]


def test_another_encoding_is_named_in_our_own_layout_too(tmp_path: Path) -> None:
    written(tmp_path, "works/all.jsonl", '{"id": "w:1", "title": "Fähre"}', "latin-1")
    assert refusal(tmp_path).startswith("all.jsonl is not utf-8 (byte 0xe4 in line 1)")


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    assert (
        refusal(written(tmp_path, "museum.csv", "title\nT"), encoding="utf-9")
        == "there is no encoding “utf-9”; try utf-8, latin-1 or cp1252"
    )


def test_an_unknown_field_names_the_fields(tmp_path: Path) -> None:
    said = refusal(written(tmp_path, "museum.csv", "title\nT"), {"colour": "title"})
    assert said.startswith("there is no field “colour”; use one of: id, title, original_title, object_name, artist,")


def test_an_unknown_column_names_the_columns(tmp_path: Path) -> None:
    said = refusal(written(tmp_path, "museum.csv", "title,artist\nT,A"), {"date": "made"})
    assert said == "museum has no column “made”; it has: title, artist"


def test_a_table_of_untitled_rows_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path, "museum.jsonl", json_lines([{"title": " "}]))
    assert refusal(file) == f"{file} holds no row with a title; check the mapping with --map title=COLUMN"


@pytest.mark.parametrize(
    ("label", "nationality"),
    [
        ("Ada Ek (Swedish, 1850-1900)", "Swedish"),
        ("Ada Ek (South African, born 1960)", "South African"),
        ("Jan Both (Niederländer, 1618-1652)", "Niederländer"),
        ("Ada Ek (American)", "American"),
        ("Afro (Afro Basaldella)", None),
        ("Art & Language (Terry Atkinson, born 1939; Michael Baldwin, born 1945)", None),
    ],
)
def test_what_stands_behind_a_name_is_a_people_or_another_name(label: str, nationality: str | None) -> None:
    assert maker(label, {}).nationality == nationality
