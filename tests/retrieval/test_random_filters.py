"""Random filters over an invented collection whose names are as nasty as the filters."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from eval.filters import NASTY, Draw, Reference, evaluate, tried
from retrieval.catalogue import Reading
from retrieval.catalogue.wording import makers_of
from retrieval.index.build import build_index
from retrieval.index.filters import Filter, fitting
from retrieval.index.open import Index, open_index
from retrieval.records import Artwork, Catalogue, Fragment, Maker, Picture

NAMES = (
    "Ada Lindqvist", "O'Brien", 'Nuala "Nell" O’Brien', "x'); DROP TABLE fragments; --", "100% Wool", "snake_case_name", "back\\slash",
    "葛飾北斎", "Зинаида", "أحمد", "שרה", "E\u0301mile Zo\u0308e", "Émile Zoë", "Ek|Holm", "m:ek", "İpek", "Ǆon",
    "NULL", "' OR 1=1 --", "한국 작가",
)  # fmt: skip
MEDIA = (
    None, "", "oil on canvas", "Oil%", "o_l", "油彩 画布", "水墨画", "tin", "paint'ing", 'collage "mixed"', "e\u0301mail", "émail",
    "رسم زيتي", "🎨",
    "back\\slash", "a | b", "'; --", "ｏｉｌ", "ﬁne ﬂoss", "½ inch", "Ⅳ steel",
)  # fmt: skip
HOLDERS = (None, "", "Harbour Museum", "O'Hara's", "國立故宮博物院", "100%", "Musée d’Art", "_", "' OR ''='")
PICTURED = [f"w:{number}" for number in range(0, 120, 5)]
LICENCES = (None, "", "CC0 1.0", "https://creativecommons.org/licenses/by/4.0/", "© O'Hara's", "CC-BY-NC", "公有领域")
YEARS = (None, -2600, -1, 0, 1, 1500, 1885, 1886, 2024)


def invented(seed: int, works: int) -> Catalogue:
    chance = random.Random(seed)
    makers = tuple(
        Maker(id=f"m:{number}", name=name, born=chance.choice(YEARS), died=chance.choice((None, 1886, 2024)))
        for number, name in enumerate(NAMES)
    )
    made = tuple(_work(number, chance, makers) for number in range(works))
    return Catalogue(makers, made, tuple(_passage(number, chance, made, makers) for number in range(works)))


def _work(number: int, chance: random.Random, makers: tuple[Maker, ...]) -> Artwork:
    years = sorted(year for year in (chance.choice(YEARS), chance.choice(YEARS)) if year is not None)
    hands = [maker.id for maker in chance.sample(makers, chance.randrange(3))]
    return Artwork(
        id=f"w:{number}", title=f"Ferry {number}", maker=hands[0] if hands else None, other_makers=tuple(hands[1:]),
        earliest=years[0] if years else None, latest=chance.choice((years[-1], None)) if years else None, medium=chance.choice(MEDIA),
        type=chance.choice((None, "painting", "print")), holder=chance.choice(HOLDERS), source=chance.choice((None, "export '24")),
        picture=chance.choice((None, "a.jpg")),
        licence=chance.choice(LICENCES),
    )  # fmt: skip


def _passage(number: int, chance: random.Random, works: tuple[Artwork, ...], makers: tuple[Maker, ...]) -> Fragment:
    about = [work.id for work in chance.sample(works, chance.randrange(3))] + [
        maker.id for maker in chance.sample(makers, chance.randrange(2))
    ]
    pictures = (Picture(file="b.jpg"),) if chance.random() < 0.2 else ()
    return Fragment(
        id=f"f:{number}", text=f"A passage with the number {number}.", about=tuple(about), pictures=pictures, source=chance.choice(HOLDERS)
    )


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return invented(7, 120)


@pytest.fixture(scope="module")
def index(
    tmp_path_factory: pytest.TempPathFactory,
    catalogue: Catalogue,
    reading_of: Callable[[Catalogue], Reading],
    hash_encoder: Any,
    give_pictures: Callable[[Path, Iterable[str]], None],
) -> Index:
    folder: Path = tmp_path_factory.mktemp("index")
    build_index(reading_of(catalogue), folder, hash_encoder(), "invented")
    give_pictures(folder, PICTURED)
    return open_index(folder)


def test_five_hundred_random_filters_give_exactly_the_rows_that_fit(index: Index) -> None:
    counts = evaluate(index, 500, seed=1).document
    assert (counts["filters"], counts["mismatches"], counts["wrong"]) == (500, 0, [])
    # Some find nothing, some are refused, and most find something.
    assert counts["empty"] > 0
    assert counts["refused"] > 0
    assert counts["empty"] + counts["refused"] < 400


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_ten_thousand_random_filters_give_exactly_the_rows_that_fit(index: Index) -> None:
    counts = evaluate(index, 10_000, seed=2).document
    assert (counts["filters"], counts["mismatches"], counts["wrong"]) == (10_000, 0, [])


@pytest.mark.parametrize("nasty", [*NASTY, *NAMES, *(medium for medium in MEDIA if medium), *(holder for holder in HOLDERS if holder)])
def test_each_nasty_text_fits_what_it_fits_in_every_place(index: Index, nasty: str) -> None:
    reference = Reference(index)
    for wanted in (
        Filter(artist=nasty),
        Filter(medium=nasty),
        Filter(holder=nasty),
        Filter(licence=nasty),
        Filter(medium=(nasty, "tin"), holder=(nasty, "harbour")),
    ):
        assert tried(wanted, reference, index).differing == 0, wanted


def test_the_reference_itself_says_what_the_records_say(index: Index, catalogue: Catalogue) -> None:
    works = {work.id: work for work in catalogue.works}
    found = Reference(index).fitting(Filter(artist="m:1", has_picture=True)) or set()
    by_hand = {work.id for work in catalogue.works if "m:1" in makers_of(work) and work.id in PICTURED}
    assert found & set(works) == by_hand
    assert by_hand


def test_one_of_several_is_enough(index: Index) -> None:
    both = fitting(Filter(artist=("m:0", "m:1")), index)
    assert both == fitting(Filter(artist="m:0"), index) | fitting(Filter(artist="m:1"), index)
    assert fitting(Filter(medium=("tin", "")), index) == fitting(Filter(medium="tin"), index)
    assert fitting(Filter(medium=("", "%")), index) == fitting(Filter(), index)


def test_an_index_that_loses_a_row_is_found_out(index: Index) -> None:
    reference = Reference(index)
    reference.ids = [*reference.ids[:-1], "f:gone"]
    assert tried(Filter(), reference, index).differing == 2


def test_filters_are_drawn_alike_from_one_seed(index: Index) -> None:
    first, second = (Draw(index, random.Random(3)) for _ in range(2))
    assert [first.filter() for _ in range(50)] == [second.filter() for _ in range(50)]
