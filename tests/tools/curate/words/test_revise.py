"""Plain words into a change of a show: what leaves, what may leave, and all the rest that stays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.curate.words.expected import (
    PAINTING,
    PAPER,
    PHOTOGRAPH,
    POOL,
    PRINT,
    WOMEN,
    exclude,
    include,
    least,
    meant,
    most,
    none,
    of,
    only,
    per_maker,
    spread,
    wall,
    years,
)  # fmt: skip
from tools.curate.brief import Brief, Rule, Trait, checked
from tools.curate.choose import Choice, choose
from tools.curate.choose.facts import values_of
from tools.curate.order import Order
from tools.curate.traits import holds
from tools.curate.words import Change, Question, Why, asked_now, candidates, change_of, vocabulary_of

VOCABULARY = vocabulary_of(POOL)
SHOW = ("w:goya", "w:ruisdael", "w:friedrich", "w:wave", "w:fuji", "w:kollwitz", "w:hunters", "w:trap", "w:storm", "w:migrant")
HAD = (years(1500, 1950, "1500 to 1950"), per_maker(2, "two per artist"),
       least(2, PAPER, "at least two on paper"), wall(18, "18 m of wall"))  # fmt: skip
BRIEF = meant("winter", 10, *HAD)
BY_ID = {piece.id: piece for piece in POOL}
PRINTS = ("w:goya", "w:wave", "w:fuji", "w:kollwitz")
PAINTINGS = ("w:ruisdael", "w:friedrich", "w:hunters", "w:trap")
BY_MEN = ("w:goya", "w:ruisdael", "w:friedrich", "w:wave", "w:fuji", "w:hunters", "w:trap", "w:storm")


def asked(said: str, brief: Brief = BRIEF, **more: object) -> Change | Why | Question[Change]:
    return change_of(said, SHOW, POOL, brief, vocabulary=VOCABULARY, **more)  # type: ignore[arg-type]


def changed(said: str, brief: Brief = BRIEF, **more: object) -> Change:
    change = asked(said, brief, **more)
    assert isinstance(change, Change), change
    return change


def without(*ids: str) -> tuple[str, ...]:
    return tuple(identity for identity in SHOW if identity not in ids)


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("drop the third", ("w:friedrich",)),
        ("Drop the third, please.", ("w:friedrich",)),
        ("remove number 3", ("w:friedrich",)),
        ("take out the last one", ("w:migrant",)),
        ("drop the first two", ("w:goya", "w:ruisdael")),
        ("drop the third and the fifth", ("w:friedrich", "w:fuji")),
        ("drop 2, 4 and 7", ("w:ruisdael", "w:wave", "w:hunters")),
        ("drop the Ruisdael", ("w:ruisdael",)),
        ("drop both Hokusais", ("w:wave", "w:fuji")),
        ("drop the Great Wave", ("w:wave",)),
        ("drop “Hunters in the Snow”", ("w:hunters",)),
        ("drop w:trap", ("w:trap",)),
        ("drop all the photographs", ("w:migrant",)),
        ("drop the oldest", ("w:hunters",)),
        ("drop the largest print", ("w:kollwitz",)),
        ("drop the second print", ("w:wave",)),
        ("get rid of the Turner", ("w:storm",)),
    ],
)
def test_what_is_dropped_leaves_for_good_and_all_else_stays(said: str, gone: tuple[str, ...]) -> None:
    change = changed(said)
    assert (change.gone, change.free, change.pins, change.entering) == (gone, (), without(*gone), None)
    assert change.brief.size == 10 - len(gone)
    assert change.brief.rules[:-1] == HAD
    assert (change.brief.rules[-1].kind, change.brief.rules[-1].trait) == ("exclude", Trait(ids=gone))


def test_two_works_of_one_maker_are_asked_about() -> None:
    question = asked("drop the Hokusai")
    assert isinstance(question, Question)
    assert question.sentence == "“the Hokusai” may be two works of the show; which is meant?"
    assert [(option.said, option.meant.gone) for option in question.options] == [
        ("4: “The Great Wave” by Katsushika Hokusai", ("w:wave",)),
        ("5: “Fuji in Clear Weather” by Katsushika Hokusai", ("w:fuji",)),
    ]


@pytest.mark.parametrize(
    "said", ["drop the Picasso", "swap the Picasso for a print", "drop the 14th", "put the Picasso first", "why is the Picasso in?"]
)
def test_a_work_that_is_not_in_the_show_is_asked_about(said: str) -> None:
    question = asked(said)
    assert isinstance(question, Question)
    assert question.options == ()
    assert "\n" not in question.sentence


@pytest.mark.parametrize(
    ("said", "gone", "entering"),
    [
        ("swap the Ruisdael for something older", "w:ruisdael", {"w:bowl"}),
        ("swap the Friedrich for something smaller by a woman", "w:friedrich", {"w:cradle", "w:letter", "w:roses", "w:gamin"}),
        ("swap the Goya for a photograph by a woman", "w:goya", {"w:roses"}),
        ("replace the third with w:fjord", "w:friedrich", {"w:fjord"}),
        ("replace the Goya by The Cradle", "w:goya", {"w:cradle"}),
        ("swap the storm for something larger", "w:storm", {"w:interior", "w:cradle", "w:quilt", "w:fjord"}),
        ("exchange the Bird Trap for a ceramic", "w:trap", {"w:bowl"}),
    ],
)
def test_a_work_is_swapped_for_another_kind_in_its_place(said: str, gone: str, entering: set[str]) -> None:
    change = changed(said)
    assert (change.gone, change.pins, change.free, change.brief.size) == ((gone,), without(gone), (), 10)
    assert change.entering == entering
    assert {piece.id for piece in candidates(change, POOL)} == {*SHOW, *entering}


def test_darker_is_told_by_pictures_where_there_are_some() -> None:
    light = {"w:ruisdael": 55.0, "w:interior": 40.0, "w:cradle": 70.0, "w:quilt": 50.0}
    assert changed("swap the Ruisdael for something darker", lightness=light).entering == {"w:interior", "w:quilt"}
    assert changed("swap the Ruisdael for something lighter", lightness=light).entering == {"w:cradle"}


def test_what_was_measured_is_said() -> None:
    light = {"w:ruisdael": 55.0, "w:interior": 40.0, "w:cradle": 70.0, "w:quilt": 52.0, "w:wave": 10.0}
    assert changed("swap the Ruisdael for something darker", lightness=light).notes == (
        "“darker” was measured: the picture of “Winter Landscape” has a mean lightness of 55 of 100 (CIE L*), so what comes in has at most "
        "50; 1 of three works with a picture has.",
    )


def test_a_work_without_a_picture_is_no_measure_of_others() -> None:
    question = asked("swap the Ruisdael for something darker", lightness={"w:interior": 40.0})
    assert isinstance(question, Question)
    assert question.sentence.startswith("There is no picture of “Winter Landscape” to measure, so nothing can be called darker;")


def test_what_is_to_look_otherwise_in_two_ways_does_so_in_both() -> None:
    light = {"w:ruisdael": 55.0, "w:interior": 40.0, "w:bowl": 30.0, "w:quilt": 20.0}
    # The interior is larger, the quilt is later and larger; of the darker works only the bowl is smaller.
    change = changed("swap the Ruisdael for something darker and smaller", lightness=light)
    assert (change.entering, change.instead) == ({"w:bowl"}, ("w:ruisdael",))


def test_darker_is_asked_about_where_no_pictures_are() -> None:
    question = asked("swap the Ruisdael for something darker")
    assert isinstance(question, Question)
    assert question.sentence == "There are no pictures to tell how dark a work is; say older, newer, larger, smaller, or name a work."


def test_more_of_a_kind_takes_only_as_many_places_as_it_needs() -> None:
    change = changed("more women")
    assert (change.pins, change.free, change.keep) == (("w:kollwitz", "w:migrant"), BY_MEN, 8)
    assert change.brief.rules == (*HAD, least(4, WOMEN, "more women"))
    assert change.notes == ("“more women” was read as two works more.",)
    assert asked_now(change).rules[-2:] == (
        Rule(kind="include", trait=Trait(ids=("w:kollwitz", "w:migrant")), said="what was not asked to change stays"),
        Rule(kind="at_least", trait=Trait(ids=("w:kollwitz", "w:migrant", *BY_MEN)), count=8, said="no more changes than was asked"),
    )


@pytest.mark.parametrize(
    ("said", "rule", "gone", "free", "keep"),
    [
        ("no photographs after all", none(PHOTOGRAPH, "no photographs"), ("w:migrant",), (), 9),
        ("nothing wider than 100 cm", only(Trait(max_width_cm=100), "nothing wider than 100 cm"), ("w:friedrich", "w:hunters"), (), 8),
        ("only works by men", only(of("gender", "male"), "only works by men"), ("w:kollwitz", "w:migrant"), (), 8),
        ("three more by women", least(5, WOMEN, "three more by women"), (), BY_MEN, 7),
        ("one fewer print", most(3, PRINT, "one fewer print"), (), PRINTS, 9),
        ("at least five prints", least(5, PRINT, "at least five prints"), (), without(*PRINTS), 9),
        ("at most one painting", most(1, PAINTING, "at most one painting"), (), PAINTINGS, 7),
        ("at most two prints", most(2, PRINT, "at most two prints"), (), PRINTS, 8),
        ("include w:fjord", include("w:fjord", said="include w:fjord"), (), (), 10),
        ("keep the Goya", include("w:goya", said="keep the Goya"), (), (), 10),
    ],
)  # fmt: skip
def test_a_new_rule_moves_only_what_it_must(said: str, rule: Rule, gone: tuple[str, ...], free: tuple[str, ...], keep: int) -> None:
    change = changed(said)
    assert change.brief.rules == (*HAD, rule)
    assert (change.gone, change.free, change.keep) == (gone, free, keep)
    assert change.pins == without(*gone, *free)


def test_a_rule_takes_the_place_of_the_one_that_speaks_of_the_same() -> None:
    change = changed("only one per artist now")
    assert change.brief.rules == (HAD[0], HAD[2], HAD[3], per_maker(1, "only one per artist"))
    assert (change.free, change.keep, change.pins) == (("w:wave", "w:fuji"), 9, without("w:wave", "w:fuji"))
    assert changed("12 metres of wall").brief.rules == (*HAD[:3], wall(12, "12 metres of wall"))
    # What was not asked to change stays: the year from which on.
    assert changed("only before 1900").brief.rules == (*HAD[1:], years(1500, 1899, "only before 1900"))


@pytest.mark.parametrize(
    ("said", "lost"),
    [("drop the limit per artist", 1), ("never mind the wall", 3), ("any date", 0), ("forget the dates", 0), ("lift the artist limit", 1)],
)
def test_a_rule_that_is_lifted_moves_nothing(said: str, lost: int) -> None:
    change = changed(said)
    assert change.brief.rules == tuple(rule for at, rule in enumerate(HAD) if at != lost)
    assert (change.pins, change.gone, change.free) == (SHOW, (), ())
    assert change.notes == (f"No longer a rule: “{HAD[lost].said}”.",)


def test_anywhere_lifts_where_works_are_from() -> None:
    there = replace(BRIEF, rules=(only(of("place", "Norway"), "in Norway"),))
    assert changed("anywhere", there).brief.rules == ()


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("put the prints first", Order(first_traits=(PRINT,))),
        ("start with the Turner", Order(first=("w:storm",))),
        ("end with the Friedrich", Order(last=("w:friedrich",))),
        ("hang the photographs last", Order(last_traits=(PHOTOGRAPH,))),
        ("hang the photograph last", Order(last=("w:migrant",))),
        ("hang them chronologically", Order(by="oldest")),
        ("largest first", Order(by="largest")),
        ("hang them by date", Order(by="oldest")),
        ("order it by size", Order(by="smallest")),
        ("sort them alphabetically", Order(by="maker")),
        ("from the newest to the oldest", Order(by="newest")),
        ("put the oldest first", Order(first=("w:hunters",))),
        ("hang them in sections again", Order(by="sections")),
        ("swap the second and the fifth", Order(swapped=(("w:ruisdael", "w:fuji"),))),
    ],
)
def test_a_wish_for_the_order_changes_no_work(said: str, order: Order) -> None:
    change = changed(said)
    turn = None if order.by == "sections" else order.by
    assert change == Change(brief=replace(BRIEF, order=turn), pins=SHOW, keep=10, order=order, said=said)


def test_several_wishes_are_one_change() -> None:
    change = changed("make it eight and put the prints first")
    assert (change.brief.size, change.keep, change.free, change.order) == (8, 8, SHOW, Order(first_traits=(PRINT,)))
    change = changed("drop the first two, then add a Cassatt and call it “Ice”")
    assert (change.gone, change.entering, change.brief.size, change.brief.title) == (("w:goya", "w:ruisdael"), {"w:letter"}, 9, "Ice")
    # Places are those that the person saw.
    assert changed("drop the first and drop the second").gone == ("w:goya", "w:ruisdael")


@pytest.mark.parametrize(
    ("said", "size", "keep", "pins"),
    [
        ("make it twelve", 12, 10, SHOW), ("make it 8", 8, 8, ()), ("fifteen works", 15, 10, SHOW), ("shorter", 8, 8, ()),
        ("two more works", 12, 10, SHOW),
    ],
)  # fmt: skip
def test_the_size_changes_and_as_many_stay_as_can(said: str, size: int, keep: int, pins: tuple[str, ...]) -> None:
    change = changed(said)
    assert (change.brief.size, change.keep, change.pins) == (size, keep, pins)


def test_what_is_added_makes_the_show_larger() -> None:
    change = changed("add a sculpture")
    assert (change.brief.size, change.pins, change.entering) == (11, SHOW, {"w:gamin"})
    assert change.brief.rules[-1] == include("w:gamin", said="add a sculpture")
    few = changed("add three photographs")
    assert (few.brief.size, few.entering, few.notes) == (11, {"w:roses"}, ("The collection has only one work more of that kind.",))


def test_why_is_a_question_and_no_change() -> None:
    assert asked("why is the Goya in?") == Why(ids=("w:goya",), said="why is the Goya in?")
    assert asked("Why is this one in?", focus="w:storm") == Why(ids=("w:storm",), said="Why is this one in?")
    assert asked("why did you choose number 4?") == Why(ids=("w:wave",), said="why did you choose number 4?")
    assert isinstance(asked("why is this one in?"), Question)


@pytest.mark.parametrize("said", ["undo", "Undo that", "go back", "take that back", "as it was"])
def test_undo_asks_for_the_show_before(said: str) -> None:
    assert changed(said) == Change(brief=BRIEF, pins=SHOW, keep=10, undo=True, said=said)


def test_another_theme_frees_all_but_what_must_be_in() -> None:
    held = replace(BRIEF, rules=(include("w:goya", said="with w:goya"),))
    change = changed("make it about spring", held)
    assert (change.brief.theme, change.pins, change.keep) == ("spring", ("w:goya",), 1)


def test_a_change_that_denies_a_rule_that_stays_is_asked_about() -> None:
    question = asked("at least eleven prints")
    assert isinstance(question, Question)
    assert question.sentence == "“at least eleven prints” and ten works cannot hold together; which should give way?"
    assert [option.meant.brief.size for option in question.options] == [11, 10]


def test_a_dropped_work_is_no_longer_asked_for() -> None:
    held = replace(BRIEF, rules=(include("w:goya", "w:wave", said="with w:goya and w:wave"),))
    left = (include("w:wave", said="with w:goya and w:wave"), exclude("w:goya", said="drop the Goya"))
    assert changed("drop the Goya", held).brief.rules == left


SAYINGS = (
    "drop the third", "more women", "fewer prints", "only one per artist now", "no photographs after all", "undo", "make it ten",
    "put the prints first", "swap the first for something older", "never mind the wall", "at most one painting", "call it “Ice”",
    "nothing before 1800", "add a Cassatt", "keep the second", "half by women", "two metres of wall", "anywhere", "without the last",
    "from at least three countries", "no more than three makers", "from exactly two continents", "at least three centuries",
    "each from a different country", "only works with pictures",
)  # fmt: skip
shows = st.lists(st.sampled_from([piece.id for piece in POOL]), min_size=1, max_size=14, unique=True)


@settings(max_examples=200, deadline=None)
@given(show=shows, said=st.lists(st.sampled_from(SAYINGS), min_size=1, max_size=3))
def test_what_was_not_asked_to_change_stays(show: list[str], said: list[str]) -> None:
    brief = replace(BRIEF, size=len(show))
    change = change_of(". ".join(said), show, POOL, brief, vocabulary=VOCABULARY)
    if not isinstance(change, Change):
        return
    # Every work of the show is pinned, gone or free, in the show's order; no rule is lost that nothing spoke of.
    parts = (change.pins, change.gone, change.free)
    assert sorted(identity for part in parts for identity in part) == sorted(show)
    assert [identity for identity in show if identity in change.pins] == list(change.pins)
    assert len(change.pins) <= change.keep <= max(len(change.pins), change.brief.size)
    assert checked(change.brief) == change.brief
    assert change.brief.theme == brief.theme
    assert change.brief.language == brief.language
    # A free work has what must become fewer, or lacks what must become more.
    new = [rule for rule in change.brief.rules if rule not in brief.rules]
    # A spread that asks for more takes no work that alone has a value, and moves no more than it must.
    if len(said) == 1 and change.brief.size == brief.size and new and new[0].kind == "spread" and new[0].of and new[0].high is None:
        had = {value for identity in show for value in values_of(new[0].of, BY_ID[identity])}
        assert not change.free or len(had) < (new[0].low or 0)
        assert len(show) - change.keep <= max(0, int(new[0].low or 0) - len(had))
        others = {out: [one for one in show if one != out] for out in change.free}
        assert all(had == {value for one in rest for value in values_of(new[0].of, BY_ID[one])} for rest in others.values())
    if len(said) == 1 and change.brief.size == brief.size and new and new[0].trait and new[0].kind in ("at_least", "at_most", "share"):
        assert len({holds(new[0].trait, BY_ID[identity]) for identity in change.free}) <= 1


@settings(max_examples=200, deadline=None)
@given(said=st.text(max_size=120), show=shows)
def test_any_words_are_taken_without_a_fault(said: str, show: list[str]) -> None:
    change = change_of(said, show, POOL, BRIEF, vocabulary=VOCABULARY)
    if isinstance(change, Question):
        assert "\n" not in change.sentence or "\n" in said


def test_ids_that_are_not_there_are_no_part_of_a_show() -> None:
    change = change_of("drop the second", ["w:goya", "w:gone", "w:wave"], POOL, BRIEF)
    assert isinstance(change, Change)
    assert (change.gone, change.pins) == (("w:wave",), ("w:goya",))


@pytest.mark.parametrize(
    "said",
    [
        "drop the third",
        "more women",
        "swap the Goya for something newer",
        "make it eight",
        "at most one print",
        "add a Cassatt",
        "from at least three continents",
        "at most four nationalities",
        "by at least nine makers",
    ],
)
def test_a_show_that_is_chosen_again_keeps_what_was_not_asked_to_change(said: str) -> None:
    change = changed(said, replace(BRIEF, rules=()))
    left = candidates(change, POOL)
    choice = choose(left, np.zeros(len(left)), {}, asked_now(change))
    assert isinstance(choice, Choice)
    assert set(change.pins) <= set(choice.ids)
    assert not set(change.gone) & set(choice.ids)
    assert len(choice.ids) == change.brief.size
    assert len(set(choice.ids) & set(SHOW)) >= change.keep
    assert change.entering is None or set(choice.ids) - set(SHOW) <= change.entering


@pytest.mark.parametrize(
    ("said", "left"),
    [("never mind the continents", 2), ("drop the centuries rule", 2), ("drop the limit per artist", 2), ("forget the places", 2)],
)
def test_a_spread_is_lifted_by_what_it_counts(said: str, left: int) -> None:
    had = (spread("continent", 3, said="three continents"), spread("century", None, 2, said="two centuries"))
    change = (
        changed(said, replace(BRIEF, rules=had)) if left == 1 else changed(said, replace(BRIEF, rules=(*had, per_maker(1, "one each"))))
    )
    assert len(change.brief.rules) == left
    assert change.pins == SHOW


def test_a_spread_takes_the_place_of_the_one_before_and_of_no_other_rule() -> None:
    had = (spread("continent", 2), spread("century", None, 2), least(2, PAPER))
    change = changed("from at least three continents", replace(BRIEF, rules=had))
    assert change.brief.rules == (*had[1:], spread("continent", 3, said="from at least three continents"))


def test_no_work_that_alone_has_a_value_gives_way_to_a_wider_spread() -> None:
    # Goya is the only Spaniard and Lange the only American; of the two Germans and of Hokusai's two one may go.
    change = changed("at least ten nationalities", replace(BRIEF, rules=()))
    assert set(change.free) == {"w:friedrich", "w:kollwitz", "w:wave", "w:fuji"}
    assert change.keep == 8
