"""The order that a person asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from tests.tools.curate.words.expected import PAINTING, POOL, PRINT
from tools.curate.brief import InTurn
from tools.curate.order import Order
from tools.curate.pool import Piece
from tools.curate.show.arrange import arranged
from tools.curate.show.families import family
from tools.curate.show.order import rank
from tools.curate.show.parts import Part
from tools.curate.show.reasons import order_text, worded
from tools.curate.show.records import Tie
from tools.curate.traits import holds

BY_ID = {piece.id: piece for piece in POOL}
SHOWN = tuple(BY_ID[identity] for identity in ("w:storm", "w:goya", "w:bowl", "w:hunters", "w:wave"))
PARTS = [
    Part(Tie(by="subject", name="snow"), (BY_ID["w:hunters"], BY_ID["w:storm"])),
    Part(Tie(by="subject", name="sea"), (BY_ID["w:wave"], BY_ID["w:friedrich"])),
    Part(Tie(by="subject"), (BY_ID["w:goya"], BY_ID["w:kollwitz"])),
]


def _ids(parts: Sequence[Part]) -> list[str]:
    return [piece.id for part in parts for piece in part.works]


def _hung(order: Order) -> list[str]:
    return _ids(arranged([Part(Tie(), SHOWN)], order, {}))


def test_works_hang_as_they_are_asked_to() -> None:
    assert _hung(Order(first_traits=(PRINT,), last=("w:storm",))) == ["w:goya", "w:wave", "w:bowl", "w:hunters", "w:storm"]
    assert _hung(Order(by="oldest")) == ["w:hunters", "w:bowl", "w:goya", "w:wave", "w:storm"]
    assert _hung(Order(by="newest")) == ["w:storm", "w:wave", "w:goya", "w:bowl", "w:hunters"]
    assert _hung(Order(by="maker")) == ["w:hunters", "w:goya", "w:wave", "w:storm", "w:bowl"]
    assert _hung(Order(by="largest", swapped=(("w:hunters", "w:bowl"),))) == ["w:bowl", "w:storm", "w:wave", "w:goya", "w:hunters"]


def test_those_that_are_named_come_before_a_kind_and_one_kind_before_the_next() -> None:
    order = Order(first=("w:storm",), first_traits=(PRINT, PAINTING))
    assert _hung(order) == ["w:storm", "w:goya", "w:wave", "w:hunters", "w:bowl"]


def test_those_that_are_named_hang_after_a_kind_at_the_end() -> None:
    assert _hung(Order(last=("w:hunters",), last_traits=(PRINT, PAINTING))) == ["w:storm", "w:bowl", "w:goya", "w:wave", "w:hunters"]


def test_a_kind_that_comes_first_is_a_section_and_the_others_stay_as_they_are() -> None:
    hung = worded(arranged(PARTS, Order(first_traits=(PRINT,)), {}))
    assert [(part.title, _ids([part])) for part in hung] == [
        ("Prints", ["w:wave", "w:goya", "w:kollwitz"]), ("Snow", ["w:hunters", "w:storm"]), ("Sea", ["w:friedrich"]),
    ]  # fmt: skip
    assert hung[0].reason.startswith("These three works hang first, as asked. They are three prints,")


def test_what_the_show_calls_a_print_comes_first_with_the_prints_whatever_the_catalogue_says_of_its_type() -> None:
    relief = Piece(id="w:relief", title="Europe", type="on paper, unique", medium="Relief etching")
    parts = [Part(Tie(by="kind", name="paintings"), SHOWN[3:4]), Part(Tie(by="kind", name="prints"), (SHOWN[1], relief))]
    hung = worded(arranged(parts, Order(first_traits=(PRINT,)), {}))
    assert [(part.title, _ids([part])) for part in hung] == [("Prints", ["w:goya", "w:relief"]), ("Paintings", ["w:hunters"])]


def test_a_work_of_the_first_section_comes_first_within_it() -> None:
    hung = arranged(PARTS, Order(first=("w:storm",)), {})
    assert (hung[0].tie.name, _ids(hung[:1])) == ("snow", ["w:storm", "w:hunters"])
    assert hung[1:] == PARTS[1:]


def test_two_works_change_places_and_are_guests_where_they_do_not_fit() -> None:
    hung = arranged(PARTS, Order(swapped=(("w:storm", "w:wave"),)), {})
    assert _ids(hung) == ["w:hunters", "w:wave", "w:storm", "w:friedrich", "w:goya", "w:kollwitz"]
    assert [part.tie.guests for part in hung] == [("w:wave",), ("w:storm",), ()]
    assert worded(hung)[0].reason.endswith("“The Great Wave” hangs here as asked.")
    # Changed back, all is as it was.
    assert arranged(hung, Order(swapped=(("w:wave", "w:storm"),)), {}) == PARTS


def test_a_show_by_date_is_one_sequence_where_its_sections_would_come_apart() -> None:
    (hung,) = arranged(PARTS, Order(by="oldest"), {})
    assert hung.tie == Tie(order="oldest")
    assert order_text([hung]) == "Hung by date, the oldest first, as asked, in one sequence without sections."


def test_a_show_by_date_keeps_sections_that_follow_one_another_in_time() -> None:
    periods = [Part(Tie(by="period", name="1842"), (BY_ID["w:storm"],)), Part(Tie(by="period", name="1565–1610"), (
        BY_ID["w:trap"], BY_ID["w:hunters"]))]  # fmt: skip
    hung = arranged(periods, Order(by="oldest"), {})
    assert [(part.tie.name, _ids([part])) for part in hung] == [("1565–1610", ["w:hunters", "w:trap"]), ("1842", ["w:storm"])]
    assert order_text(hung) == "Hung by date, the oldest first, as asked."


def test_a_show_by_date_forgets_what_was_asked_to_come_first_before() -> None:
    old, new = (BY_ID["w:hunters"], BY_ID["w:trap"]), (BY_ID["w:wave"], BY_ID["w:storm"])
    periods = [Part(Tie(by="period", name="1565–1610"), old), Part(Tie(by="period", name="1831–1842"), new)]
    led = arranged(periods, Order(first_traits=(PRINT,)), {})
    assert [part.tie.by for part in led] == ["first", "period", "period"]
    # The print is of 1831, before the years of what is left of its section, which is then named by both again.
    assert arranged(led, Order(by="oldest"), {}) == [replace(part, tie=replace(part.tie, order="oldest")) for part in periods]


def test_what_the_catalogue_does_not_tell_hangs_after_the_others_and_is_said() -> None:
    hung = arranged([Part(Tie(), SHOWN)], Order(by="maker"), {})
    assert order_text(hung) == (
        "Hung by the names of the makers, as asked, in one sequence without sections. The catalogue does not tell the maker of “Tea Bowl”, "
        "which hangs after the others."
    )


named = st.lists(st.sampled_from(_ids(PARTS)), max_size=2).map(tuple)
orders = st.builds(
    Order, first=named, last=named, first_traits=st.sampled_from([(), (PRINT,), (PAINTING, PRINT)]),
    last_traits=st.sampled_from([(), (PRINT,), (PAINTING,)]),
)  # fmt: skip


@given(orders)
def test_what_an_order_does_not_speak_of_stays_as_it_is(order: Order) -> None:
    hung = arranged(PARTS, order, {})
    assert sorted(_ids(hung)) == sorted(_ids(PARTS))

    def spoken_of(piece: Piece) -> bool:
        return piece.id in (*order.first, *order.last) or any(holds(trait, piece) for trait in (*order.first_traits, *order.last_traits))

    others = [identity for identity in _ids(PARTS) if not spoken_of(BY_ID[identity])]
    assert [identity for identity in _ids(hung) if identity in others] == others
    first = list(dict.fromkeys(order.first))
    assert _ids(hung)[: len(first)] == first
    last = [identity for identity in dict.fromkeys(order.last) if identity not in first]
    if not any(holds(trait, BY_ID[identity]) for trait in order.first_traits for identity in last):
        assert last == _ids(hung)[len(_ids(hung)) - len(last) :]


@given(st.lists(st.sampled_from(POOL), min_size=1, unique_by=lambda piece: piece.id), st.sampled_from(get_args(InTurn)))
def test_a_show_in_turn_is_sorted_with_what_is_not_known_at_the_end(shown: list[Piece], by: InTurn) -> None:
    kinds = sorted({family(piece) or "" for piece in shown})
    parts = [Part(Tie(by="kind", name=kind), tuple(piece for piece in shown if (family(piece) or "") == kind)) for kind in kinds]
    hung = [piece for part in arranged(parts, Order(by=by), {}) for piece in part.works]
    assert [rank(piece, by) for piece in hung] == sorted(rank(piece, by) for piece in shown)
