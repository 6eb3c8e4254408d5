"""Tables as museums of several countries export them go in without a mapping."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from retrieval.catalogue import read_catalogue
from retrieval.catalogue.people import credit
from retrieval.catalogue.sizes import Size, size_in_columns, worded_size
from retrieval.records import Artwork, Maker

MOMA = """Title,Artist,ConstituentID,ArtistBio,Nationality,BeginDate,EndDate,Gender,Date,Medium,Dimensions,AccessionNumber,ObjectID,URL
The Ferry,"Ada Ek, Jon Holm","1, 2","(Swedish, 1850–1920) (Danish, born 1860)",(Swedish) (Danish),(1850) (1860),(1920) (0),(female) (male),\
1885,Ink,"19 1/8 x 66 1/2"" (48.6 x 168.9 cm)",885.1996,2,https://museum.example/2
Pines,Ada Ek,1,"(Swedish, 1850–1920)",(Swedish),(1850),(1920),(female),1890,Ink,,886.1996,3,https://museum.example/3
"""
MET = """Object Number,Object ID,Object Name,Title,Artist Role,Artist Prefix,Artist Display Name,Artist Display Bio,Artist Nationality,\
Artist Begin Date,Artist End Date,Object Date,Object Begin Date,Object End Date,Medium,Repository,Link Resource
67.2,37,Vase,,Artist|Maker,Attributed to|,Ada Ek|Jon Holm,"Swedish, 1850–1920|Danish, 1860",Swedish|Danish,1850|1860,1920|9999,\
1870–90,1870,1890,Earthenware,Harbour Museum,https://museum.example/37
"""
GERMAN = """sep=;
Inventarnummer;Titel;Künstler/in;Datierung;Technik;Höhe (mm);Breite (mm);Beschreibung;Rechte;Schlagwörter;Gattung
A 12;Die Fähre;Ek, Ada;um 1885;Öl auf Leinwand;800;1200;Eine Fähre überquert den Fjord in der Dämmerung.;CC0;Boot, Abend;Gemälde
A 13;Kopf;nach Ada Ek;1. Hälfte 16. Jh.;Radierung;;;k.A.;CC0;;
"""
FRENCH = """N° d'inventaire\tTitre\tAuteur\tDate de création\tTechnique\tMatériaux\tDimensions\tLieu de conservation\tDroits
1\tLe Bac\tEk, Ada (1850-1920)\tXVIe siècle\tpeinture à l'huile\ttoile\tH. 80 cm ; L. 120 cm\tMusée du Port\tLicence Ouverte
"""
DUTCH = """objectnummer,titel,vervaardiger,datering,materiaal,techniek,hoogte,breedte,rechten
SK-1,De veerpont,"Ek, Ada",ca. 1885,doek,schilderen,80 cm,120 cm,CC0
"""
SPANISH = """Número de inventario,Título,Autor,Fecha,Técnica,Medidas,Licencia
E-1,La barca,Anónimo,siglo XVI,óleo sobre lienzo,80 x 120 cm,CC BY
"""
SWEDE = Maker(id="m:ada-ek", name="Ada Ek", nationality="Swedish", born=1850, died=1920, life="1850–1920", gender="female")


def works(folder: Path, name: str, text: str, encoding: str = "utf-8") -> tuple[Artwork, ...]:
    (folder / name).write_bytes(text.encode(encoding))
    return tuple(read_catalogue(folder / name).catalogue.works)


def test_begin_and_end_are_lives_where_the_works_were_made_long_after(tmp_path: Path) -> None:
    (tmp_path / "moma.csv").write_text(MOMA, encoding="utf-8")
    catalogue = read_catalogue(tmp_path / "moma.csv").catalogue
    dane = Maker(id="m:jon-holm", name="Jon Holm", nationality="Danish", born=1860, life="born 1860", gender="male")
    assert catalogue.makers == (SWEDE, dane)
    assert catalogue.works[0] == Artwork(
        id="moma:885-1996", title="The Ferry", maker="m:ada-ek", other_makers=("m:jon-holm",), date="1885", earliest=1885, latest=1885,
        medium="Ink", height_cm=48.6, width_cm=168.9, dimensions='19 1/8 x 66 1/2" (48.6 x 168.9 cm)', accession="885.1996",
        url="https://museum.example/2",
    )  # fmt: skip


def test_a_prefix_keeps_its_artist_from_being_the_maker_and_an_untitled_work_is_called_what_it_is(tmp_path: Path) -> None:
    (work,) = works(tmp_path, "met.csv", MET)
    assert (work.title, work.maker, work.attribution, work.holder) == ("Vase", "m:jon-holm", "attributed to Ada Ek", "Harbour Museum")
    assert (work.earliest, work.latest) == (1870, 1890)


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", "\ufeff"), ("utf-16", "")], ids=["UTF-8 with a mark", "UTF-16"])
def test_a_german_table_of_a_spreadsheet_is_read(tmp_path: Path, encoding: str, mark: str) -> None:
    ferry, head = works(tmp_path, "haus.csv", mark + GERMAN, encoding)
    assert ferry == Artwork(
        id="haus:a-12", title="Die Fähre", maker="m:ada-ek", date="um 1885", earliest=1885, latest=1885, medium="Öl auf Leinwand",
        type="Gemälde", height_cm=80.0, width_cm=120.0, accession="A 12", tags=("Boot", "Abend"), licence="CC0",
    )  # fmt: skip
    assert (head.maker, head.attribution, head.earliest, head.latest) == (None, "nach Ada Ek", 1501, 1600)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("musee.tsv", FRENCH, {"id": "musee:1", "title": "Le Bac", "maker": "m:ada-ek", "earliest": 1501, "width_cm": 120.0,
                               "medium": "peinture à l'huile; toile", "holder": "Musée du Port", "licence": "Licence Ouverte"}),
        ("museum.csv", DUTCH, {"id": "museum:sk-1", "maker": "m:ada-ek", "earliest": 1885, "height_cm": 80.0,
                               "medium": "schilderen; doek"}),
        ("museo.csv", SPANISH, {"id": "museo:e-1", "maker": None, "attribution": None, "latest": 1600,
                               "width_cm": 120.0, "licence": "CC BY"}),
    ],
    ids=["French", "Dutch", "Spanish"],
)  # fmt: skip
def test_other_languages_are_read(tmp_path: Path, name: str, text: str, told: dict[str, Any]) -> None:
    (work,) = works(tmp_path, name, text)
    assert {field: getattr(work, field) for field in told} == told


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("after Ada Ek", ""), ("Attributed to Ada Ek", ""), ("Circle of Ada Ek", ""), ("School of Ada Ek", ""), ("Ada Ek (after)", ""),
        ("formerly attributed to Ada Ek", ""), ("Workshop of Ada Ek", ""), ("bottega di Ada Ek", ""), ("Umkreis von Ada Ek", ""),
        ("atelier de Ada Ek", ""), ("d'après Ada Ek", ""), ("navolger van Ada Ek", ""), ("taller de Ada Ek", ""), ("naar Ada Ek", ""),
        ("Ada Ek", "Artist After"), ("Ada Ek", "toegeschreven aan tekenaar"), ("Ada Ek", "imitator of"), ("Ada Ek", "sitter"),
        ("Ada Ek", "verworpen toeschrijving"), ("Ada Ek", "Published by"), ("Ada Ek, attributed to", ""), ("Ek, Ada (Werkstatt)", ""),
    ],
)  # fmt: skip
def test_who_is_not_plainly_the_maker_is_kept_in_the_words_of_the_source(label: str, role: str) -> None:
    read = credit([label], [role] if role else [], {})
    assert read.makers == ()
    assert "Ada" in (read.attribution or "")
    assert role.lower() in (read.attribution or "").lower()


@pytest.mark.parametrize(
    "label", ["Ada Ek", "Studio Drift", "British School", "Werkstatt Berlin", "Nachtmann", "Afterman, Jo", "Arte Povera"]
)
@pytest.mark.parametrize("role", ["", "Artist", "schilder", "eigenhandig gesigneerd tekenaar", "Engraver"])
def test_a_plain_credit_is_a_maker(label: str, role: str) -> None:
    read = credit([label], [role], {})
    assert (len(read.makers), read.attribution) == (1, None)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("29 1/2 × 36 in. (74.93 × 91.44 cm)", Size(74.93, 91.44)),
        ("support: 305 x 410 mm", Size(30.5, 41.0)),
        ("sheet: 22 7/16 x 19 1/16 in. (57 x 48.4 cm)image: 17 1/2 x 14 1/2 in. (44.5 x 36.8 cm)", Size(57.0, 48.4)),
        ("7 1/2 x 9 in.", Size(19.05, 22.86)),
        ("10,5 x 20 x 3 cm", Size(10.5, 20.0, 3.0)),
        ("H. 12 cm x W. 5 cm", Size(12.0, 5.0)),
        ("Höhe: 23,5 cm; Breite 10 cm", Size(23.5, 10.0)),
        ("dimensions variable", None),
        ("3 x 4", None),
        (None, None),
    ],
)
def test_a_size_in_words_is_read_in_centimetres(text: str | None, size: Size | None) -> None:
    assert worded_size(text) == size


@pytest.mark.parametrize(
    ("cells", "columns", "units", "size"),
    [
        ({"height": "394", "width": "419"}, {}, "mm", Size(39.4, 41.9)),
        ({"height": "8.7 CMcmcm", "width": "6.8 CMcmcm"}, {}, None, Size(8.7, 6.8)),
        ({"height": "800", "width": "0"}, {"height": "Höhe (mm)", "width": "Breite (mm)"}, None, Size(80.0, None)),
        ({"height": "10"}, {"height": "height_in"}, None, Size(25.4)),
        ({"height": "12,5"}, {}, None, Size(12.5)),
        ({"height": "n/a"}, {}, None, None),
    ],
)
def test_a_size_in_columns_is_read_in_centimetres(
    cells: dict[str, str | None], columns: dict[str, str], units: str | None, size: Size | None
) -> None:
    assert size_in_columns(cells, columns, units) == size


def test_nested_objects_are_columns(tmp_path: Path) -> None:
    row = '{"id": 1, "title": "Bull", "maker": [{"name": "Ada Ek", "role": "artist"}, {"name": "Jon Holm", "role": "after"}]}'
    (work,) = works(tmp_path, "museum.jsonl", row)
    assert (work.maker, work.attribution) == ("m:ada-ek", "after Jon Holm")


@pytest.mark.parametrize(
    "label", ["Iran", "Egyptian", "Greek?", "West African", "Akan Cultural Group", "Sioux Tribe", "Staffordshire, England"]
)
def test_a_people_or_a_place_is_a_culture_and_no_maker(tmp_path: Path, label: str) -> None:
    (tmp_path / "museum.csv").write_text(f'title,maker\nBowl,"{label}"\n', encoding="utf-8")
    read = read_catalogue(tmp_path / "museum.csv").catalogue
    assert (read.makers, read.works[0].maker, read.works[0].culture) == ((), None, label.rstrip("?"))


@pytest.mark.parametrize("label", ["Roman Opalka", "Hank Willis Thomas", "Denmark Vesey Jones", "Canaletto", "KAWS", "Ben Israel"])
def test_a_name_that_holds_the_word_of_a_people_stays_a_maker(label: str) -> None:
    assert [maker.name for maker in credit([label], [], {}).makers] == [label]


def test_a_person_with_a_life_is_a_maker_whatever_the_name() -> None:
    (maker,) = credit(["English"], [], {"born": ["1850"]}).makers
    assert (maker.name, maker.born) == ("English", 1850)


@pytest.mark.parametrize("label", ["figure with raised arm", "wood and metal", "1968"])
def test_words_that_slipped_into_the_column_are_no_maker(label: str) -> None:
    assert credit([label], [], {}).makers == ()


def test_the_culture_in_its_own_column_is_no_maker(tmp_path: Path) -> None:
    (tmp_path / "museum.csv").write_text("title,maker,culture\nBowl,Ushabti,Ushabti\n", encoding="utf-8")
    read = read_catalogue(tmp_path / "museum.csv").catalogue
    assert (read.makers, read.works[0].culture) == ((), "Ushabti")


def test_an_unknown_hand_of_a_people_keeps_the_people() -> None:
    assert credit(["Anonymous (Italian)"], [], {}).culture == "Italian"


def test_a_size_in_cells_beside_each_other_is_read(tmp_path: Path) -> None:
    sides, lengths = "Image Height\nImage Width\nMount Height\nMount Width", "15.4\n20.3\n40\n50"
    text = f'title,dim_type,dim_value,dim_unit\nBull,"{sides}","{lengths}","cm\ncm\ncm\ncm"\n'
    (work,) = works(tmp_path, "museum.csv", text)
    assert (work.height_cm, work.width_cm, work.depth_cm) == (15.4, 20.3, None)


def test_sizes_in_nested_objects_are_read(tmp_path: Path) -> None:
    row = '{"title": "Bull", "dimensions": [{"type": "Weight", "value": 9, "unit": "kg"}, {"type": "Height", "value": 254, "unit": "mm"}]}'
    (work,) = works(tmp_path, "museum.jsonl", row)
    assert (work.height_cm, work.width_cm) == (25.4, None)


def test_a_row_that_is_left_out_brings_no_maker(tmp_path: Path) -> None:
    (tmp_path / "museum.csv").write_text("accession,title,artist\nN 1,Ferry,Ada Ek\nN 1,Barge,Jon Holm\n", encoding="utf-8")
    read = read_catalogue(tmp_path / "museum.csv")
    assert [maker.name for maker in read.catalogue.makers] == ["Ada Ek"]
    assert read.skipped == {"an id that an earlier row has": 1}


SPANISH_TITLES = """Nº de catálogo;Título de la obra;Autor;Fecha de nacimiento;\
Lugar de nacimiento;Nacionalidad;Datación;Técnica;Soporte;Ficha
P1;La barca;"Ek, Ada";1850;Bergen;Sueca;Siglo XIX;Óleo;Lienzo;"<p>La barca cruza el <i>fiordo</i>&nbsp;al anochecer con dos mujeres.</p>"
"""
TMS = """ObjectNumber,Title,Dated,DateBegin,DateEnd,DisplayName,BeginDate,EndDate,Inscribed,Provenance,Department
1,Study,1912,1912,1912,Ada Ek,1880,1946,verso: 1912,"The artist; by bequest to the museum, 1949.",American Art
"""
AIRTABLE = """{"records": [{"id": "rec1", "createdTime": "2024-01-01", "fields": {"Name of work": "Weave",
"Artist(s)": ["Ada Ek", "Jon Holm"],
"Year made": 2019, "Materials": ["wool", "linen"], "Dimensions (cm)": "120 x 80", "Photo": [{"id": "att1", "url": "https://m.example/x.jpg"}],
"About": "Ada Ek wove this cloth in the winter after the flood."}}]}"""


def test_columns_that_say_of_what_they_are_the_title_are_read(tmp_path: Path) -> None:
    (tmp_path / "museo.csv").write_text(SPANISH_TITLES, encoding="utf-8")
    read = read_catalogue(tmp_path / "museo.csv").catalogue
    assert (read.works[0].id, read.works[0].title, read.works[0].medium) == ("museo:p1", "La barca", "Óleo; Lienzo")
    assert (read.makers[0].born, read.makers[0].birthplace, read.makers[0].nationality) == (1850, "Bergen", "Sueca")
    assert read.fragments[0].text == "La barca cruza el fiordo al anochecer con dos mujeres."


def test_a_second_pair_of_begin_and_end_is_the_makers_life(tmp_path: Path) -> None:
    (tmp_path / "tms.csv").write_text(TMS, encoding="utf-8")
    read = read_catalogue(tmp_path / "tms.csv").catalogue
    assert (read.makers[0].born, read.makers[0].died, read.works[0].earliest) == (1880, 1946, 1912)
    assert [passage.text for passage in read.fragments] == ["Provenance: The artist; by bequest to the museum, 1949."]


def test_a_table_of_a_web_service_is_read(tmp_path: Path) -> None:
    (work,) = works(tmp_path, "base.json", AIRTABLE)
    assert (work.title, work.maker, work.other_makers, work.date) == ("Weave", "m:ada-ek", ("m:jon-holm",), "2019")
    assert (work.height_cm, work.width_cm, work.medium, work.picture) == (120.0, 80.0, "wool, linen", "https://m.example/x.jpg")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Manzuoli, called Maso", "Manzuoli, called Maso"),
        ("Borch, Gerard ter (II)", "Gerard ter Borch II"),
        ("Lucien DÃ©truit", "Lucien Détruit"),
        ("Dürer &amp; Sons", "Dürer & Sons"),
    ],
)
def test_a_name_is_read_as_its_bearer_wrote_it(tmp_path: Path, label: str, name: str) -> None:
    (tmp_path / "museum.csv").write_text(f'title,artist\nBull,"{label}"\n', encoding="utf-8")
    assert [maker.name for maker in read_catalogue(tmp_path / "museum.csv").catalogue.makers] == [name]


def test_a_text_that_two_works_share_is_about_both(tmp_path: Path) -> None:
    text = "The two vases stood on one mantelpiece until the fire of 1890."
    (tmp_path / "museum.csv").write_text(f"accession,title,description\n1,Vase,{text}\n2,Pendant,{text}\n", encoding="utf-8")
    (passage,) = read_catalogue(tmp_path / "museum.csv").catalogue.fragments
    assert passage.about == ("museum:1", "museum:2")


def test_a_collection_that_names_no_museum_is_no_holder(tmp_path: Path) -> None:
    (bequest,) = works(tmp_path, "a.csv", "title,collection\nBull,Porter Bequest\n")
    (museum,) = works(tmp_path, "b.csv", "title,collection\nBull,City Museum\n")
    assert (bequest.holder, museum.holder) == (None, "City Museum")


REGISTER = """Inventar-Nr.;Objektbezeichnung;Künstler/in;Lebensdaten;Titel;Datierung;Höhe (cm);Breite (cm);Kurztext;Rechte;Bilddatei
P 9;Skulptur;Größel, Käthe;1902-1988;Sitzende;um 1932;1.234,5;56,0;Die Sitzende hat den Kopf auf die Knie gelegt, als fröre sie.;CC0;p9.jpg
P 10;Schale;Werkstatt Ülzen;;Schale mit Fischen;3. Viertel 18. Jh.;Dm. 30;;;gemeinfrei;
"""


def test_a_german_registrars_table_is_read_with_its_decimal_commas(tmp_path: Path) -> None:
    (tmp_path / "sammlung.csv").write_bytes(REGISTER.replace("\n", "\r\n").encode("latin-1"))
    read = read_catalogue(tmp_path / "sammlung.csv", encoding="latin-1")
    sitting, bowl = read.catalogue.works
    assert (sitting.height_cm, sitting.width_cm, sitting.picture, sitting.licence) == (1234.5, 56.0, "p9.jpg", "CC0")
    assert (bowl.height_cm, bowl.dimensions, bowl.type) == (None, "Diam. 30 cm", "Schale")
    assert [fragment.text[:12] for fragment in read.catalogue.fragments] == ["Die Sitzende"]


def test_nested_records_of_a_folder_are_read_with_their_measures(tmp_path: Path) -> None:
    record = {
        "objectNumber": "2001.3", "title": "Plate with Herons",
        "makers": [{"name": "Karin Holm", "dates": "1861-1930", "nationality": "Norwegian"}],
        "production": {"date": {"text": "1749-51", "from": 1749, "to": 1751}, "place": "Delft"},
        "measurements": [{"type": "height", "value": 4.5, "unit": "cm"}, {"type": "width", "value": "310", "unit": "mm"}],
    }  # fmt: skip
    (tmp_path / "1.json").write_text(json.dumps(record))
    bowl = {**record, "objectNumber": "2001.4", "measurements": [{"type": "diameter", "value": 31, "unit": "cm"}]}
    (tmp_path / "2.json").write_text(json.dumps(bowl))
    catalogue = read_catalogue(tmp_path).catalogue
    (maker,) = catalogue.makers
    plate, round_one = catalogue.works
    assert (maker.name, maker.nationality, maker.born, maker.died) == ("Karin Holm", "Norwegian", 1861, 1930)
    assert (plate.height_cm, plate.width_cm, plate.earliest, plate.latest, plate.place) == (4.5, 31.0, 1749, 1751, "Delft")
    assert round_one.dimensions == "Diam. 31 cm"
