"""What hangs elsewhere in a changed show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tools.curate.brief import Brief, Trait
from tools.curate.order import Order
from tools.curate.show import Arrangement, Grounds, Show, make_show, moved
from tools.curate.show.moves import _rising  # pyright: ignore[reportPrivateUsage] # the longest run is what makes the lines few

WINTER = Brief(theme="the sea in winter")


def _changed(show: Show, grounds: Grounds, order: Order) -> Show:
    return make_show(WINTER, grounds.pool, grounds, arrangement=Arrangement(before=show.sections, order=order))


def test_a_show_that_is_made_again_of_the_same_works_has_no_move(show: Show, grounds: Grounds) -> None:
    again = _changed(show, grounds, Order())
    assert moved(show, again) == []
    assert [(section.title, section.tie) for section in again.sections] == [(section.title, section.tie) for section in show.sections]
    assert [(hung.piece, hung.number) for hung in again.works] == [(hung.piece, hung.number) for hung in show.works]


def test_a_work_that_hangs_elsewhere_is_told_with_both_its_numbers(show: Show, grounds: Grounds) -> None:
    last = show.works[-1].piece
    lines = moved(show, _changed(show, grounds, Order(first=(last.id,))))
    assert lines == [f"moved: {last.title} [{last.id}] from 6 to 1", "section in: To begin with"]


def test_most_works_in_another_order_are_told_in_a_line(show: Show, grounds: Grounds) -> None:
    lines = moved(show, _changed(show, grounds, Order(by="newest")))
    assert lines[0] == "the works hang in another order"


def test_a_section_that_comes_is_told(show: Show, grounds: Grounds) -> None:
    lines = moved(show, _changed(show, grounds, Order(first_traits=(Trait(field="type", words=("print",)),))))
    assert lines[-1] == "section in: Prints"


@given(st.lists(st.integers(0, 30), unique=True, max_size=9))
def test_the_works_that_rest_are_the_longest_run_that_rises(values: list[int]) -> None:
    kept = [values[at] for at in _rising(values)]
    assert kept == sorted(kept)
    best = [1] * len(values)
    for at, value in enumerate(values):
        best[at] = 1 + max((best[before] for before in range(at) if values[before] < value), default=0)
    assert len(kept) == max(best, default=0)
