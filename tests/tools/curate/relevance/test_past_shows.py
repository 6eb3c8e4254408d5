from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.catalogue.read import Wanted
from retrieval.errors import SourceError
from retrieval.train.shows import theme_of
from tests.tools.curate.relevance.small_museum import write_museum
from tools.curate.pool import Piece
from tools.curate.relevance.past import AGAIN, NO_THEME, TOO_FEW, Listed, Museum, sifted, twins, without
from tools.curate.relevance.read import read_museum


def small_museum(*listed: Listed) -> Museum:
    pool = tuple(Piece(id=f"w:{n}", title=f"Work {n}", maker=f"Maker Number{n}") for n in range(20))
    return sifted(Museum(name="small", pool=pool), listed)


def works(*numbers: int) -> tuple[str, ...]:
    return tuple(f"w:{n}" for n in numbers)


def test_a_show_that_hung_before_is_kept_once_and_the_earliest_hanging_is_kept() -> None:
    museum = small_museum(
        Listed(id="late", title="Winter again", begin="2001-01-01", works=works(0, 1, 2, 3, 4)),
        Listed(id="early", title="Winter", begin="1999-01-01", works=works(0, 1, 2, 3, 4, 5)),
    )
    assert [show.id for show in museum.shows] == ["small:early"]
    assert museum.left_out == {AGAIN: 1}


def test_shows_without_a_theme_or_with_too_few_works_are_counted_and_not_learnt_from() -> None:
    museum = small_museum(
        Listed(id="1", title="Recent Acquisitions", begin="2000", works=works(0, 1, 2, 3, 4)),
        Listed(id="2", title="Harbours", begin="2000", works=works(6, 7)),
        Listed(id="4", title="Lent to us", begin="2000"),
        Listed(id="3", title="Forests", begin="2000", works=works(8, 9, 10, 11, 12, 99)),
    )
    assert [(show.title, show.works) for show in museum.shows] == [("Forests", (8, 9, 10, 11, 12))]
    assert museum.left_out == {NO_THEME: 1, TOO_FEW: 2}
    assert museum.no_theme == ("Recent Acquisitions",)


def test_a_show_of_one_maker_or_named_after_one_is_monographic() -> None:
    assert theme_of("Snow", ["ada ek"] * 9 + ["bo holm"]) == "monographic"
    assert theme_of("Snow", ["ada ek"] * 3 + ["bo holm"] * 3) == "thematic"
    assert theme_of("Rembrandt at work", ["rembrandt van rijn"] * 3 + ["bo holm"] * 3) == "monographic"
    assert theme_of("Amalia Lind-Moe: Memory", ["amalia lind-moe", "bo holm", "cy dahl"]) == "monographic"
    assert theme_of("Holm and the north", ["ada ek", "bo holm", "cy dahl"]) == "monographic"
    assert theme_of("Snow", ["ada ek", "bo holm", "cy dahl"]) == "thematic"


def test_a_travelling_twin_is_found_whatever_the_order_of_its_words_and_is_dropped_with_lists_of_persons() -> None:
    museum = small_museum(Listed(id="1", title="Winter in the North", begin="2000", works=works(0, 1, 2, 3, 4)))
    listed = Museum(name="small", pool=museum.pool, shows=museum.shows, persons=(("North: Winters", ("Ada Ek",)), ("Summer", ("Bo Holm",))))
    same = twins(listed.shows, ["The North in Winter"])
    assert same == {"small:1"}
    kept = without(listed, same)
    assert (kept.shows, kept.persons) == ((), (("Summer", ("Bo Holm",)),))


@pytest.mark.parametrize("renamed", [False, True])
def test_tables_are_read_whatever_their_columns_are_called(tmp_path: Path, renamed: bool) -> None:
    museum = read_museum(write_museum(tmp_path / "small", renamed=renamed))
    assert len(museum.shows) == 12
    assert all("winter" in museum.pool[work].title.casefold() for work in museum.shows[0].works)
    assert [show.year for show in museum.shows[:2]] == [1980, 1981]


def test_columns_that_no_guess_finds_can_be_given(tmp_path: Path) -> None:
    folder = write_museum(tmp_path / "small")
    hung = folder / "hung.csv"
    hung.write_text(hung.read_text().replace("exhibition_id", "where").replace("object_id", "what"))
    given = {"hung.where": "exhibitions.exhibition_id", "hung.what": "objects.id"}
    assert len(read_museum(folder, Wanted(joins=given)).shows) == 12


def test_a_folder_without_what_was_hung_is_refused_with_what_to_do(tmp_path: Path) -> None:
    folder = write_museum(tmp_path / "small")
    (folder / "hung.csv").unlink()
    with pytest.raises(SourceError, match=r"lists what was hung.*say which columns with --join"):
        read_museum(folder)
    (folder / "exhibitions.csv").unlink()
    with pytest.raises(SourceError, match="lists exhibitions"):
        read_museum(folder)
