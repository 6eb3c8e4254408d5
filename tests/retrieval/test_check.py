from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from retrieval.authority import differences
from retrieval.catalogue import read_catalogue
from retrieval.check import Problem, problems, reading_level, summary
from retrieval.collections import STARTER
from retrieval.records import Artwork, Catalogue, Fragment, Maker

ADA = Maker(id="m:ada", name="Ada Lindqvist", nationality="Swedish", continent="Europe", born=1850, died=1920, gender="female")
FERRY = Artwork(
    id="w:ferry",
    title="The Ferry",
    maker="m:ada",
    date="1885",
    earliest=1885,
    latest=1885,
    medium="oil on canvas",
    type="painting",
    height_cm=50,
    width_cm=70,
    continent="Europe",
    tags=("boat", "dusk", "water"),
)
TOLD = Fragment(
    id="f:ferry",
    text=(
        "A ferry crosses the fjord at dusk. Two women sit in the stern and look back at the shore. "
        "The light is low. No wind moves the sail."
    ),
    about=("w:ferry",),
)
SOUND = Catalogue((ADA,), (FERRY,), (TOLD,))
OTHER_TEXT = (
    "Snow lies on every branch. Three men carry a net to the lake. A dog waits on the ice. "
    "Far off, the smoke of one house goes straight up."
)


HARD = (
    "Phenomenological interpretations notwithstanding, contemporaneous representational conventions, institutional circumstances, "
    "iconographical precedents, compositional characteristics, professional relationships and commercial considerations demonstrate "
    "extraordinarily sophisticated understandings throughout Scandinavian representational accomplishments during successive "
    "industrialising generations."
)


def told(**changes: object) -> Catalogue:
    return replace(SOUND, fragments=(replace(TOLD, **changes),))


def made(**changes: object) -> Catalogue:
    return replace(SOUND, works=(replace(FERRY, **changes),))


def lived(**changes: object) -> Catalogue:
    return replace(SOUND, makers=(replace(ADA, **changes),))


def test_a_sound_collection_has_no_problems() -> None:
    assert problems(SOUND) == []


@pytest.mark.parametrize(
    ("catalogue", "found"),
    [
        (
            replace(SOUND, fragments=(TOLD, replace(TOLD, text=OTHER_TEXT))),
            [Problem("f:ferry", "is given 2 times; every id is one record")],
        ),
        (
            replace(SOUND, fragments=(TOLD, replace(TOLD, id="f:Ferry_2", text=OTHER_TEXT))),
            [Problem("f:Ferry_2", "is not “f:” and lower-case letters, digits and hyphens")],
        ),
        (
            replace(
                SOUND,
                makers=(ADA, replace(ADA, id="m:ada-2")),
                works=(FERRY, replace(FERRY, id="w:two", maker="m:ada-2")),
                fragments=(replace(TOLD, about=("w:ferry", "w:two")),),
            ),
            [Problem("Ada Lindqvist", "is the name of 2 makers; merge them or tell them apart")],
        ),
        (
            lived(born=1850, died=1855),
            [
                Problem("m:ada", "lived from 1850 to 1855; check the years"),
                Problem("w:ferry", "is dated 1885, but Ada Lindqvist died in 1855"),
            ],
        ),
        (
            lived(born=2015, died=None),
            [Problem("m:ada", "was born in 2015; check the year"), Problem("w:ferry", "is dated 1885, but Ada Lindqvist was born in 2015")],
        ),
        (lived(nationality=None), [Problem("m:ada", "has no nationality or continent")]),
        (lived(continent=None), [Problem("m:ada", "has no nationality or continent")]),
        (lived(born=1880), [Problem("w:ferry", "is dated 1885, but Ada Lindqvist was born in 1880")]),
        (replace(SOUND, makers=(), works=(replace(FERRY, maker=None),)), [Problem("w:ferry", "has neither a maker nor a culture")]),
        (made(date=None), [Problem("w:ferry", "lacks a date, an earliest or a latest year")]),
        (made(latest=None), [Problem("w:ferry", "lacks a date, an earliest or a latest year")]),
        (made(earliest=1890), [Problem("w:ferry", "has earliest 1890 after latest 1885")]),
        (
            replace(made(date="2050", earliest=2050, latest=2050), makers=(replace(ADA, born=1990, died=None),)),
            [Problem("w:ferry", "is dated 2050, which is to come")],
        ),
        (made(date="1715"), [Problem("w:ferry", "is dated “1715” in words and 1885 to 1885 in years")]),
        (made(height_cm=50_000), [Problem("w:ferry", "has a side of 50000 cm; check the unit")]),
        (made(depth_cm=0.1), [Problem("w:ferry", "has a side of 0.1 cm; check the unit")]),
        (made(medium=None), [Problem("w:ferry", "lacks a medium, a type or a continent")]),
        (made(type=None), [Problem("w:ferry", "lacks a medium, a type or a continent")]),
        (made(tags=("boat", "dusk")), [Problem("w:ferry", "has fewer than three subject tags")]),
        (told(text="A ferry crosses the fjord."), [Problem("f:ferry", "has 5 words; keep to 25 to 110")]),
        (told(text=TOLD.text + " The boat is blue." * 30), [Problem("f:ferry", "has 148 words; keep to 25 to 110")]),
        (
            told(text=HARD),
            [Problem("f:ferry", "reads at level 52.5; shorten words and sentences to stay under 15.0")],
        ),
        (told(text=TOLD.text.rstrip(".")), [Problem("f:ferry", "does not end with a full sentence")]),
        (
            replace(SOUND, fragments=(TOLD, Fragment(id="f:two", text=OTHER_TEXT))),
            [Problem("f:two", "is about nothing: name works, makers or a topic")],
        ),
        (
            made(maker="m:gone"),
            [Problem("w:ferry", "names the maker m:gone, who is not in makers/"), Problem("m:ada", "has no work in the collection")],
        ),
        (told(about=("m:ada",)), [Problem("w:ferry", "has no fragment about it")]),
        (told(about=("w:ferry", "w:gone")), [Problem("f:ferry", "is about w:gone, which does not exist")]),
        (
            replace(
                SOUND,
                fragments=(TOLD, replace(TOLD, id="f:two", text=TOLD.text.replace("No wind moves the sail", "No wind fills the sail"))),
            ),
            [Problem("f:two", "is worded much like f:ferry (78% of their five-word runs)")],
        ),
    ],
    ids=lambda value: value[0].says[:40] if isinstance(value, list) else "",
)
def test_each_rule_sends_a_record_back(catalogue: Catalogue, found: Sequence[Problem]) -> None:
    assert problems(catalogue) == found


def test_long_words_read_harder_than_short_ones() -> None:
    assert (
        reading_level("The cat sat. The dog ran.")
        < 0
        < 14
        < reading_level("Representational considerations characterise institutional historiography.")
    )


def test_lives_are_compared_with_an_authority_whatever_the_order_of_names(tmp_path: Path) -> None:
    file = tmp_path / "authority.parquet"
    pq.write_table(
        pa.table({"name": ["Lindqvist, Ada", "Someone Else"], "yearOfBirth": [1851.0, None], "yearOfDeath": [1920.0, None]}), file
    )
    differs = [Problem("m:ada", "year of birth is 1850 here and 1851 in authority.parquet")]
    assert differences([ADA], file, {}) == differs
    assert differences([replace(ADA, name="A. L.", other_names=("Ada Lindqvist",))], file, {}) == differs
    assert differences([ADA], file, {"m:ada": "the parish register says 1850"}) == []
    assert differences([replace(ADA, name="Someone Else")], file, {}) == []


@pytest.fixture(scope="module")
def starter() -> Catalogue:
    return read_catalogue(STARTER).catalogue


def test_the_shipped_collection_has_no_problems(starter: Catalogue) -> None:
    assert problems(starter) == []


def test_the_shipped_collection_is_as_wide_as_it_claims(starter: Catalogue) -> None:
    counts = summary(starter)
    assert all(counts[name] >= least for name, least in (("works", 500), ("makers", 200), ("fragments", 1500)))
    assert {work.continent for work in starter.works} == {"Africa", "Asia", "Europe", "North America", "South America", "Oceania"}
    assert counts["european paintings 1850-1950, share"] <= 1 / 3
    assert counts["women among modern makers, share"] >= 1 / 4


def test_counts_are_of_what_is_there() -> None:
    assert summary(SOUND) == {
        "works": 1,
        "makers": 1,
        "fragments": 1,
        "european paintings 1850-1950, share": 1.0,
        "women among modern makers, share": 1.0,
        "works from Europe": 1,
    }
