from __future__ import annotations

from dataclasses import replace

import pytest

from retrieval.catalogue.sized import size_sentence
from retrieval.catalogue.wording import headings, maker_sentences, work_sentences
from retrieval.records import Artwork, Catalogue, Maker

ADA = Maker(id="m:ada", name="Ada Lindqvist", other_names=("A. L.",), nationality="Swedish", life="1850–1920")
FERRY = Artwork(
    id="w:ferry",
    title="The Ferry",
    original_title="Färjan",
    maker="m:ada",
    date="c. 1885",
    medium="Oil on canvas",
    type="Painting",
    height_cm=50.5,
    width_cm=70,
    holder="National Gallery, Bergen",
    accession="N 1",
    style="Realism",
    genre="genre scene",
    tags=("boat", "dusk"),
)


def test_a_work_is_worded_fact_by_fact() -> None:
    assert work_sentences(FERRY, [ADA]) == (
        "The Ferry is a painting by Ada Lindqvist (Swedish, 1850–1920). The Ferry dates from c. 1885. "
        "The original title of The Ferry is Färjan. "
        "The material and technique of The Ferry: oil on canvas. The Ferry is 50.5 cm high and 70 cm wide. "
        "The Ferry is kept in the National Gallery, Bergen (accession number N 1). "
        "The Ferry is in the style Realism and of the genre genre scene. The subjects of The Ferry are boat, dusk."
    )


def test_a_work_without_facts_is_one_sentence() -> None:
    bare = Artwork(id="w:bull", title="Bull")
    assert work_sentences(bare, []) == "Bull is a work by an unnamed maker."
    assert work_sentences(replace(bare, culture="Cycladic", type="etching"), []) == "Bull is an etching by an unnamed maker (Cycladic)."


def test_a_maker_is_worded_with_other_names_and_works() -> None:
    assert maker_sentences(ADA, ["The Ferry", "Pines"]) == (
        "Ada Lindqvist (1850–1920) is a Swedish artist in this collection. Ada Lindqvist is also known as A. L. "
        "Works by Ada Lindqvist in this collection: The Ferry; Pines."
    )


@pytest.mark.parametrize(
    ("nationality", "worded"),
    [
        ("Italian", "an Italian artist"),
        ("Ukrainian", "a Ukrainian artist"),
        ("European", "a European artist"),
        ("Ugandan", "a Ugandan artist"),
        ("Uzbek", "an Uzbek artist"),
        (None, "an artist"),
    ],
)
def test_the_article_follows_the_sound(nationality: str | None, worded: str) -> None:
    assert maker_sentences(Maker(id="m:x", name="X", nationality=nationality), []) == f"X is {worded} in this collection."


@pytest.mark.parametrize(
    ("sides", "worded"),
    [
        ({"height_cm": 50, "width_cm": 70}, "X is 50 cm high and 70 cm wide."),
        ({"height_cm": 50, "width_cm": 70, "depth_cm": 2.5}, "X is 50 cm high, 70 cm wide and 2.5 cm deep."),
        ({"height_cm": 50}, "X is 50 cm high."),
        ({"height_cm": 50, "depth_cm": 9}, "X is 50 cm high and 9 cm deep."),
        ({"dimensions": "19 in. across"}, "X measures 19 in. across."),
        ({"dimensions": "Diam. 30 cm"}, "X is 30 cm in diameter."),
        ({"dimensions": "diameter: 10 1/2 in. (26.7 cm)"}, "X is 10 1/2 in. (26.7 cm) in diameter."),
        ({"dimensions": "Overall: 8 in. (20.3 cm)"}, "X measures 8 in. (20.3 cm) overall."),
        ({"dimensions": "duration: 59min, 18sec"}, "X runs for 59min, 18sec."),
        ({"dimensions": "Overall display dimensions variable"}, "The size of X: overall display dimensions variable."),
        ({"dimensions": "o: 20 x 15; i: 20 x 10 1/4"}, "The size of X: o: 20 x 15; i: 20 x 10 1/4."),
        ({"dimensions": "M_2008_2_001.jpg"}, None),
        ({"dimensions": "Gift of Drs. Carolyn and Eli Holm"}, None),
        ({"dimensions": "Class of 1906"}, None),
        ({}, None),
    ],
)
def test_a_size_is_worded_as_far_as_it_is_known(sides: dict[str, float | str], worded: str | None) -> None:
    assert size_sentence(Artwork(id="w:x", title="X", **sides), "X") == worded  # pyright: ignore[reportArgumentType]


def test_a_heading_names_the_title_and_who_made_it() -> None:
    orphan = Artwork(id="w:bull", title="Bull", maker="m:gone")
    assert headings(Catalogue((ADA,), (FERRY, orphan))) == {
        "m:ada": "Ada Lindqvist",
        "w:ferry": "The Ferry, Ada Lindqvist",
        "w:bull": "Bull",
    }


@pytest.mark.parametrize(
    ("date", "worded"),
    [
        ("1885", "was made in 1885"),
        ("16th century", "was made in the 16th century"),
        ("1700s", "was made in the 1700s"),
        ("late 1500s", "dates from the late 1500s"),
        ("First half 19th century", "dates from the first half 19th century"),
        ("by 1948", "was made by 1948"),
        ("Before 1900", "was made before 1900"),
        ("1653-01-26", "was made on 26 January 1653"),
        ("1785-01-14 -  1786-02-03", "was made between 14 January 1785 and 3 February 1786"),
        ("September 2, 1983", "was made on September 2, 1983"),
        ("5 July 1874", "was made on 5 July 1874"),
        ("1805-05", "was made in May 1805"),
        ("Nov. 1915", "was made in Nov. 1915"),
        ("1880-1882", "was made between 1880 and 1882"),
        ("1843–4", "was made between 1843 and 1844"),
        ("1897 - 98", "was made between 1897 and 1898"),
        ("1999–01", "was made in 1999–01"),
        ("750-250 BC", "was made between 750 and 250 BC"),
        ("2000 BC- 200 AD", "was made between 2000 BC and 200 AD"),
        ("1786 or 1800", "was made in 1786 or 1800"),
        ("1976–7, enlarged version 2007", "was made between 1976 and 1977, enlarged version 2007"),
        ("1978, printed 2005", "was made in 1978, printed 2005"),
        ("19th-20th century", "was made in the 19th–20th century"),
        ("1870's", "was made in the 1870s"),
        ("ca. 1870s", "dates from about the 1870s"),
        ("c.1786–9", "dates from c. 1786–9"),
        ("c. 1885", "dates from c. 1885"),
        ("um 1885", "was made about 1885"),
        ("1. Hälfte 16. Jh.", "dates from 1. Hälfte 16. Jh"),
        ("1880er Jahre", "dates from 1880er Jahre"),
        ("?1863", "was perhaps made in 1863"),
        ("1918?", "was perhaps made in 1918"),
        ("?c.1785", "dates perhaps from c. 1785"),
        ("probably 1619", "was probably made in 1619"),
        ("published 1881", "was published in 1881"),
        ("?exhibited 1826", "was perhaps exhibited in 1826"),
        ("published c.1820–3", "was published c. 1820–3"),
        ("Late Period (525-332 BC)", "dates from the Late Period (525–332 BC)"),
        ("20th Dynasty (1185-1070 BC)", "dates from the 20th Dynasty (1185–1070 BC)"),
        ("Roman copy of a bronze of c. 450–440 BCE", "is dated “Roman copy of a bronze of c. 450–440 BCE”"),
        ("negative 1947; printed 1981", "is dated “negative 1947; printed 1981”"),
        ("dated A.H. 1065", "is dated “A.H. 1065”"),
    ],
)
def test_a_date_is_worded_as_english_has_it(date: str, worded: str) -> None:
    assert work_sentences(Artwork(id="w:x", title="X", date=date), []) == f"X is a work by an unnamed maker. X {worded}."


@pytest.mark.parametrize(
    ("kind", "worded"),
    [
        ("Prints", "a print"),
        ("Gemälde", "a painting"),
        ("etching", "an etching"),
        ("black-and-white photographs", "a black-and-white photograph"),
        ("Metalwork", "a work of metalwork"),
        ("WCMA-PRINTS", "a print"),
        ("on paper, unique", "a unique work on paper"),
        ("on paper, print", "a print on paper"),
        ("genre", "a work (genre)"),
        (None, "a work"),
    ],
)
def test_a_kind_is_worded_as_a_thing(kind: str | None, worded: str) -> None:
    assert work_sentences(Artwork(id="w:x", title="X", type=kind), []) == f"X is {worded} by an unnamed maker."


@pytest.mark.parametrize(
    ("nationality", "worded"),
    [
        ("Sweden", "an artist from Sweden"),
        ("American, born Germany", "an artist (American, born Germany)"),
        ("deutsch", "an artist (deutsch)"),
        ("South African", "a South African artist"),
        ("possibly American", "a possibly American artist"),
    ],
)
def test_a_nationality_that_is_no_adjective_is_not_worded_as_one(nationality: str, worded: str) -> None:
    assert maker_sentences(Maker(id="m:x", name="X", nationality=nationality), []) == f"X is {worded} in this collection."


def test_countries_are_named_with_their_article() -> None:
    assert maker_sentences(Maker(id="m:x", name="X", birthplace="United States", deathplace="Bergen, Norway"), []).endswith(
        "X was born in the United States and died in Bergen, Norway."
    )


def test_subjects_with_commas_of_their_own_are_parted_by_semicolons() -> None:
    told = work_sentences(Artwork(id="w:x", title="X", tags=("boat, barge", "dusk")), [])
    assert told.endswith("The subjects of X are boat, barge; dusk.")


def test_what_belongs_to_a_work_beside_its_looks_is_told() -> None:
    work = Artwork(
        id="w:x", title="Chief of the Crees.", accession="N 1", tags=("portrait",), part_of="[from the suite Plains]",
        edition="Edition of 20", acquired="1990-03-02", inscription="signed l.r.: A. Ek.", credit="Gift of Jon Holm",
    )  # fmt: skip
    assert work_sentences(work, []) == (
        "Chief of the Crees is a work by an unnamed maker. The accession number of Chief of the Crees is N 1. "
        "The subject of Chief of the Crees is portrait. Chief of the Crees belongs to suite Plains. "
        "Chief of the Crees was acquired on 2 March 1990. The edition of Chief of the Crees: 20. "
        "The inscription on Chief of the Crees: signed l.r.: A. Ek. "
        "The credit line of Chief of the Crees: Gift of Jon Holm."
    )


def test_a_credit_line_that_states_rights_is_not_worded() -> None:
    assert "Copyright" not in work_sentences(Artwork(id="w:x", title="X", credit="Copyright may be controlled by the estate"), [])


def test_a_title_of_many_words_is_said_whole_once() -> None:
    title = " ".join(["The birth of Rama and his brothers from the chapter"] * 6)
    text = work_sentences(Artwork(id="w:x", title=title, date="1600", medium="ink"), [])
    assert (text.count(title), len(text) < 2 * len(title)) == (1, True)


def test_a_work_of_one_title_is_listed_once() -> None:
    assert maker_sentences(ADA, ["Untitled", "Untitled", "Herd of Bisons."]).endswith("in this collection: Untitled; Herd of Bisons.")
