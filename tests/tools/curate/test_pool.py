"""Works as a curator sees them, and the traits they have for certain."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.index.open import open_index
from tools.curate.brief import Trait
from tools.curate.pool import Piece, on_paper, pieces, widths
from tools.curate.traits import holds, judged

PIECE = Piece(
    id="w:pines", title="Pines in Snow", maker_id="m:ada", maker="Ada Lindqvist", gender="female", nationality="Swedish", earliest=1888,
    latest=1892, medium="Etchings and aquatint", type="print", on_paper=True, width_cm=30.0, tags=("winter landscape", "trees"),
    holder="Harbour Museum", source="a file",
)  # fmt: skip


def test_a_collection_gives_its_works_with_their_makers(collection: Path) -> None:
    found = {piece.id: piece for piece in pieces(open_index(collection))}
    ferry, bull = found["w:ferry"], found["w:bull"]
    assert (ferry.maker, ferry.gender, ferry.life, ferry.on_paper, ferry.width_cm) == (
        "Ada Lindqvist", "female", "1850–1920", False, 120,
    )  # fmt: skip
    assert (bull.maker_id, bull.maker, bull.culture, bull.earliest) == (None, None, "Cycladic", -2600)
    assert len(found) == 6


@pytest.mark.parametrize(
    ("medium", "kind", "expected"),
    [
        ("Oil paint on canvas", None, False),
        ("Oil on paper, laid on canvas", None, True),
        ("Graphite and watercolour on paper", None, True),
        ("Ink on silk", None, False),
        ("Watercolour on ivory", None, False),
        ("Chalk on two sheets of laid paper", None, True),
        ("Lithograph", None, True),
        ("Gelatin silver print", None, True),
        ("Marble", None, False),
        ("Wood, paper and string on board", None, False),
        ("Graphite", "on paper, unique", True),
        (None, "photograph", True),
        (None, "painting", None),
        (None, None, None),
    ],
)
def test_what_is_on_paper(medium: str | None, kind: str | None, expected: bool | None) -> None:
    assert on_paper(medium, kind) is expected


@pytest.mark.parametrize(
    ("trait", "expected"),
    [
        (Trait(field="medium", words=("etching",)), True),
        (Trait(field="medium", words=("tint",)), False),
        (Trait(field="medium", words=("etching",), also=Trait(field="gender", words=("female",), to_year=1892)), True),
        (Trait(field="medium", words=("etching",), also=Trait(field="gender", words=("female",), to_year=1891)), False),
        (Trait(field="medium", words=("etching",), also=Trait(field="genre", words=("landscape",))), None),
        (Trait(field="medium", words=("oil", "aquatint")), True),
        (Trait(field="medium", words=("etching aquatint",)), False),
        (Trait(field="gender", words=("male",)), False),
        (Trait(field="maker", words=("Lindqvist",)), True),
        (Trait(field="maker", words=("m:ada",)), True),
        (Trait(field="tag", words=("winter",)), True),
        (Trait(field="holder", words=("harbour museum",)), True),
        (Trait(field="on_paper"), True),
        (Trait(field="on_paper", words=("no",)), False),
        (Trait(field="place", words=("Bergen",)), None),
        (Trait(from_year=1888, to_year=1892), True),
        (Trait(to_year=1891), False),
        (Trait(max_width_cm=30), True),
        (Trait(min_width_cm=30.5), False),
        (Trait(max_height_cm=10), None),
        (Trait(max_height_cm=10, to_year=1700), False),
        (Trait(field="medium", words=("etching",), max_height_cm=10), None),
        (Trait(ids=("w:pines", "w:other")), True),
        (Trait(ids=("w:other",)), False),
    ],
)
def test_a_trait_holds_or_does_not_or_the_catalogue_does_not_say(trait: Trait, expected: bool | None) -> None:
    assert judged(trait, PIECE) is expected
    assert holds(trait, PIECE) is (expected is True)


def test_years_known_in_part_decide_what_they_can() -> None:
    ended = Piece(id="w", title="", latest=1700)
    assert judged(Trait(from_year=1750), ended) is False
    assert judged(Trait(from_year=1650), ended) is None
    assert judged(Trait(to_year=1700), ended) is True


def test_chinese_words_are_found_inside_a_run_of_signs() -> None:
    assert holds(Trait(field="title", words=("山水",)), Piece(id="w", title="谿山行旅山水圖"))


def test_a_width_that_is_not_known_is_the_median() -> None:
    pool = [Piece(id=str(at), title="", width_cm=width) for at, width in enumerate([10.0, None, 30.0, 90.0])]
    assert widths(pool) == ([10.0, 30.0, 30.0, 90.0], 1)
    assert widths(pool[1:2]) == ([100.0], 1)
