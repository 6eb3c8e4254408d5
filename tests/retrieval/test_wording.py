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
    assert (
        work_sentences(replace(bare, culture="Cycladic", type="etching"), []) == "Bull is a work of etching by an unnamed maker (Cycladic)."
    )


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
