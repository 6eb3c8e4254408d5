from __future__ import annotations

from dataclasses import replace

import pytest

from retrieval.catalogue.wording import headings, maker_sentences, size_text, work_sentences
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
        ({"height_cm": 50, "width_cm": 70}, "is 50 cm high and 70 cm wide"),
        ({"height_cm": 50, "width_cm": 70, "depth_cm": 2.5}, "is 50 cm high, 70 cm wide and 2.5 cm deep"),
        ({"height_cm": 50}, "is 50 cm high"),
        ({"height_cm": 50, "depth_cm": 9}, "is 50 cm high and 9 cm deep"),
        ({"dimensions": "19 in. across"}, "measures 19 in. across"),
        ({}, None),
    ],
)
def test_a_size_is_worded_as_far_as_it_is_known(sides: dict[str, float | str], worded: str | None) -> None:
    assert size_text(Artwork(id="w:x", title="X", **sides)) == worded  # pyright: ignore[reportArgumentType]


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
        ("1653-01-26", "was made on 1653-01-26"),
        ("c. 1885", "dates from c. 1885"),
        ("um 1885", "dates from um 1885"),
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
        ("on paper, unique", "a work (on paper, unique)"),
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


def test_what_belongs_to_a_work_beside_its_looks_is_told() -> None:
    work = Artwork(
        id="w:x", title="Chief of the Crees.", accession="N 1", tags=("portrait",), part_of="[from the suite Plains]", edition="3/20",
        inscription="signed l.r.: A. Ek.", credit="Gift of Jon Holm",
    )  # fmt: skip
    assert work_sentences(work, []) == (
        "Chief of the Crees is a work by an unnamed maker. The accession number of Chief of the Crees is N 1. "
        "The subject of Chief of the Crees is portrait. Chief of the Crees belongs to suite Plains. "
        "The edition of Chief of the Crees: 3/20. The inscription on Chief of the Crees: signed l.r.: A. Ek. "
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
