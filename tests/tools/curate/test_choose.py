"""Choosing a show: held to trying everything, and to properties that any right choice has."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.curate_brute import broken, tried, worth_of
from tools.curate.brief import Brief, Fact, Kind, Rule, Trait
from tools.curate.choose import Choice, Conflict, Weights, choose
from tools.curate.choose.greedy import greedy_works
from tools.curate.choose.prune import needed
from tools.curate.choose.rows import terms_of
from tools.curate.choose.solve import best_works
from tools.curate.choose.worth import worth
from tools.curate.pool import Piece
from tools.errors import ToolError

PAPER = Trait(field="on_paper")
WOMEN = Trait(field="gender", words=("female",))
PRINTS = Trait(field="type", words=("print",))
OLD = Trait(to_year=1850)
NARROW = Trait(max_width_cm=60)
TRAITS = (PAPER, WOMEN, PRINTS, OLD, NARROW, Trait(ids=("w0", "w2")))

FACTS: tuple[Fact, ...] = ("maker", "country", "continent", "type", "century")

pieces = st.builds(
    Piece,
    id=st.just(""),
    title=st.just("Untitled"),
    maker_id=st.sampled_from([None, "m:a", "m:b", "m:c"]),
    other_makers=st.sampled_from([(), (), (), ("m:d",), ("m:a", "m:d")]),
    gender=st.sampled_from([None, "female", "male"]),
    earliest=st.sampled_from([None, 1800, 1849, 1900]),
    latest=st.sampled_from([None, 1850, 1851, 1910]),
    type=st.sampled_from([None, "print", "painting"]),
    on_paper=st.sampled_from([None, True, False]),
    width_cm=st.sampled_from([None, 20.0, 60.0, 61.0, 200.0]),
    continent=st.sampled_from([None, "Asia", "Africa", "Europe"]),
    place=st.sampled_from([None, "Edo, Japan", "Kyoto, Japan", "Cairo, Egypt", "Paris"]),
)


def counted(kind: Kind) -> st.SearchStrategy[Rule]:
    return st.builds(Rule, kind=st.just(kind), trait=st.sampled_from(TRAITS), count=st.integers(0, 4))


NAMED = st.sampled_from([Trait(ids=("w0",)), Trait(ids=("w1", "w2"))])
SHARES = st.one_of(
    st.builds(Rule, kind=st.just("share"), trait=st.sampled_from(TRAITS), low=st.sampled_from([0.25, 1 / 3, 0.5, 1.0])),
    st.builds(Rule, kind=st.just("share"), trait=st.sampled_from(TRAITS), high=st.sampled_from([0.0, 1 / 3, 0.5])),
)
SPREADS = st.one_of(
    st.builds(Rule, kind=st.just("spread"), of=st.sampled_from(FACTS), trait=st.sampled_from([None, None, PAPER]), low=st.integers(1, 3)),
    st.builds(Rule, kind=st.just("spread"), of=st.sampled_from(FACTS), trait=st.sampled_from([None, None, WOMEN]), high=st.integers(1, 2)),
    st.builds(Rule, kind=st.just("spread"), of=st.sampled_from(FACTS), low=st.integers(1, 2), high=st.integers(2, 3)),
)
RULES: dict[Kind, st.SearchStrategy[Rule]] = {
    "only": st.builds(Rule, kind=st.just("only"), trait=st.sampled_from(TRAITS)),
    "none": st.builds(Rule, kind=st.just("none"), trait=st.sampled_from(TRAITS)),
    "at_least": counted("at_least"),
    "at_most": counted("at_most"),
    "exactly": counted("exactly"),
    "per_maker": st.builds(Rule, kind=st.just("per_maker"), trait=st.sampled_from([None, None, PAPER]), count=st.integers(1, 2)),
    "share": SHARES,
    "spread": SPREADS,
    "wall": st.builds(Rule, kind=st.just("wall"), metres=st.sampled_from([1.0, 2.4, 4.0, 8.0])),
    "include": st.builds(Rule, kind=st.just("include"), trait=NAMED),
    "exclude": st.builds(Rule, kind=st.just("exclude"), trait=NAMED),
}
rules = st.one_of(*RULES.values())


@st.composite
def cases(draw: st.DrawFn, most: int = 8) -> tuple[list[Piece], np.ndarray, dict[str, np.ndarray], Brief]:
    drawn = draw(st.lists(pieces, min_size=3, max_size=most))
    pool = [replace(piece, id=f"w{at}") for at, piece in enumerate(drawn)]
    relevance = np.array(draw(st.lists(st.integers(-20, 20), min_size=len(pool), max_size=len(pool)))) / 10
    shown = st.lists(st.booleans(), min_size=len(pool), max_size=len(pool))
    facets = {name: np.array(draw(shown)) for name in draw(st.sampled_from([(), ("snow",), ("snow", "solitude")]))}
    brief = Brief(theme="winter", size=draw(st.integers(1, 5)), rules=tuple(draw(st.lists(rules, max_size=5))))
    return pool, relevance, facets, brief


def truth(pool, relevance, facets, brief):
    by_id = {name: frozenset(piece.id for piece, shows in zip(pool, values) if shows) for name, values in facets.items()}
    return tried(pool, dict(zip([piece.id for piece in pool], relevance)), by_id, brief)


@settings(max_examples=80, deadline=None)
@given(cases())
def test_the_choice_and_the_conflict_are_those_that_trying_everything_gives(case) -> None:
    pool, relevance, facets, brief = case
    known = truth(*case)
    found = choose(pool, relevance, facets, brief)
    if isinstance(found, Choice):
        chosen = [piece for piece in pool if piece.id in found.ids]
        assert len(chosen) == len(found.ids) == brief.size
        assert broken(brief, chosen, pool) == []
        assert found.optimal
        assert found.objective == pytest.approx(known.best)
        assert found.bound == pytest.approx(found.objective, abs=1e-5)
    else:
        assert known.best is None
        assert not known.can_hold(found.rules)
        assert all(known.can_hold([rule for rule in found.rules if rule is not spared]) for spared in found.rules)
        assert len(found.rules) == known.fewest


@pytest.mark.parametrize("kind", list(RULES))
@settings(max_examples=20, deadline=None)
@given(case=cases(most=6), data=st.data())
def test_a_rule_of_each_kind_is_kept_as_trying_everything_tells(kind: Kind, case, data: st.DataObject) -> None:
    pool, relevance, facets, brief = case
    asked = replace(brief, size=min(brief.size, 3), rules=(data.draw(RULES[kind]), *brief.rules[:1]))
    found, known = choose(pool, relevance, facets, asked), truth(pool, relevance, facets, asked)
    assert (known.best is None) == isinstance(found, Conflict)
    assert known.best is None or isinstance(found, Conflict) or found.objective == pytest.approx(known.best)


@settings(max_examples=40, deadline=None)
@given(cases(most=14))
def test_works_left_out_beforehand_cost_nothing(case) -> None:
    pool, relevance, facets, brief = case
    terms, value = terms_of(pool, brief), worth(pool, relevance, facets)
    kept = needed(terms, value)
    whole, fewer = best_works(terms, value, 30), best_works(terms.narrowed(kept), value.narrowed(kept), 30)
    assert (whole is None) == (fewer is None)
    if whole and fewer:
        assert value.of(kept[fewer[0]]) == pytest.approx(value.of(whole[0]))


@settings(max_examples=30, deadline=None)
@given(cases())
def test_greedy_keeps_the_rules_and_is_never_better(case) -> None:
    pool, relevance, facets, brief = case
    terms, value = terms_of(pool, brief), worth(pool, relevance, facets)
    found, taken = choose(pool, relevance, facets, brief), greedy_works(terms, value)
    assert (taken is None) == isinstance(found, Conflict)
    if taken is not None and isinstance(found, Choice):
        assert broken(brief, [pool[at] for at in taken], pool) == []
        assert value.of(taken) <= found.objective + 1e-6


def many(count: int, seed: int = 0) -> tuple[list[Piece], np.ndarray, dict[str, np.ndarray]]:
    chance = np.random.default_rng(seed)
    maker, year = chance.zipf(1.4, count) % 40, chance.integers(1700, 1900, count)
    pool = [
        Piece(id=f"w{at}", title="Untitled", maker_id=f"m{maker[at]}", type=str(chance.choice(["print", "painting", "drawing"])),
              earliest=int(year[at]), latest=int(year[at]) + 5, on_paper=bool(chance.random() < 0.4),
              width_cm=float(chance.integers(10, 200)))
        for at in range(count)
    ]  # fmt: skip
    facets = {name: chance.random(count) < 0.1 for name in ("snow", "solitude", "night")}
    return pool, chance.normal(size=count) + sum(facets.values()), facets


def test_most_works_of_a_large_pool_are_left_out_and_the_best_show_stays() -> None:
    pool, relevance, facets = many(600)
    brief = Brief(theme="winter", size=8, rules=(Rule(kind="per_maker", count=2), Rule(kind="at_least", trait=PAPER, count=4),
                                                 Rule(kind="wall", metres=8.0)))  # fmt: skip
    terms, value = terms_of(pool, brief), worth(pool, relevance, facets)
    kept = needed(terms, value)
    whole, fewer = best_works(terms, value, 60), best_works(terms.narrowed(kept), value.narrowed(kept), 60)
    assert whole
    assert fewer
    assert len(kept) < 450
    assert value.of(kept[fewer[0]]) == pytest.approx(value.of(whole[0]))


@pytest.mark.parametrize("metres", [4.4, 5.2, 6.4])
def test_a_short_wall_wants_narrow_works_that_are_worth_less(metres: float) -> None:
    pool, relevance, facets = many(300)
    brief = Brief(theme="winter", size=8, rules=(Rule(kind="per_maker", count=2), Rule(kind="wall", metres=metres)))
    terms, value = terms_of(pool, brief), worth(pool, relevance, facets)
    found, whole = choose(pool, relevance, facets, brief), best_works(terms, value, 60)
    assert isinstance(found, Choice)
    assert whole
    assert found.objective == pytest.approx(value.of(whole[0]))


def test_a_facet_counts_most_by_its_first_work() -> None:
    pool = [Piece(id=f"w{at}", title="Untitled") for at in range(4)]
    facets = {"snow": np.array([True, True, False, False]), "night": np.array([False, False, True, False])}
    relevance = np.array([1.0, 0.9, 0.5, 0.6])
    plain = choose(pool, relevance, facets, Brief(theme="winter", size=2), weights=Weights((), (), (), ()))
    covering = choose(pool, relevance, facets, Brief(theme="winter", size=2))
    assert isinstance(plain, Choice)
    assert isinstance(covering, Choice)
    assert set(plain.ids) == {"w0", "w1"}
    assert set(covering.ids) == {"w0", "w2"}
    named = {"snow": frozenset({"w0", "w1"}), "night": frozenset({"w2"})}
    assert covering.objective == pytest.approx(worth_of([pool[0], pool[2]], {"w0": 1.0, "w2": 0.5}, named))


def test_steps_that_rise_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fall"):
        choose([Piece(id="w", title="")], np.zeros(1), {}, Brief(theme="", size=1), weights=Weights(coverage=(0.5, 1.0)))


def test_works_by_nobody_known_are_each_by_a_maker_of_their_own_and_that_is_said() -> None:
    pool = [Piece(id="w0", title="Icon"), Piece(id="w1", title="Icon"), Piece(id="w2", title="Icon", maker_id="m", maker="Unknown artist")]
    found = choose(pool, np.zeros(3), {}, Brief(theme="icons", size=3, rules=(Rule(kind="per_maker", count=1),)))
    assert isinstance(found, Choice)
    assert found.notes == ("Three works chosen name no maker; each counts as by a maker of its own.",)


def test_widths_that_nobody_measured_are_assumed_aloud() -> None:
    pool = [Piece(id="w0", title="A", width_cm=50), Piece(id="w1", title="B", width_cm=70), Piece(id="w2", title="C")]
    found = choose(pool, np.zeros(3), {}, Brief(theme="", size=3, rules=(Rule(kind="wall", metres=3.0),)))
    assert isinstance(found, Conflict)
    assert found.notes == ("One work has no width; 70 cm were assumed, the median of those that have one.",)
    assert isinstance(choose(pool, np.zeros(3), {}, Brief(theme="", size=3, rules=(Rule(kind="wall", metres=3.1),))), Choice)


def test_too_few_works_on_paper_are_named_with_how_many_there_are() -> None:
    pool = [Piece(id=f"w{at}", title="A", on_paper=at < 3 or None, latest=1800 + at) for at in range(20)]
    brief = Brief(theme="", rules=(Rule(kind="at_least", trait=PAPER, count=4), Rule(kind="only", trait=Trait(to_year=1817))))
    found = choose(pool, np.zeros(20), {}, brief)
    assert isinstance(found, Conflict)
    assert found.rules == (0,)
    assert found.clashes[0].reach == 3
    assert found.text == (
        "This cannot hold: at least four works on paper. At least four works on paper: three at most if the rest holds; "
        "the pool has three works on paper; 17 works have no medium and cannot be said to be on paper."
    )


def test_filters_that_leave_too_few_works_clash_with_the_size() -> None:
    pool = [Piece(id=f"w{at}", title="A", width_cm=None if at < 5 else 100.0 + 10 * at) for at in range(20)]
    found = choose(pool, np.zeros(20), {}, Brief(theme="", size=12, rules=(Rule(kind="only", trait=Trait(max_width_cm=220)),)))
    assert isinstance(found, Conflict)
    assert found.rules == (None, 0)
    assert found.nearest == (
        "Exactly twelve works: eight at most if the rest holds.",
        "No work wider than 220 cm: eight of twelve can keep to it if the rest holds; the pool has eight works at most 220 cm wide; "
        "five works have no width and cannot be said to be at most 220 cm wide.",
    )


def test_five_hundred_works_of_thirty_are_too_many() -> None:
    found = choose([Piece(id=f"w{at}", title="A") for at in range(30)], np.zeros(30), {}, Brief(theme="", size=500))
    assert isinstance(found, Conflict)
    assert found.text == "This cannot hold: exactly 500 works. Exactly 500 works: 30 at most if the rest holds."


def test_of_rules_that_contradict_each_other_only_those_are_named() -> None:
    pool, relevance, facets = many(60)
    rules = (Rule(kind="per_maker", count=3), Rule(kind="at_least", trait=PAPER, count=5), Rule(kind="wall", metres=40.0),
             Rule(kind="at_most", trait=PAPER, count=3), Rule(kind="only", trait=Trait(from_year=1700)))  # fmt: skip
    found = choose(pool, relevance, facets, Brief(theme="", size=8, rules=rules))
    assert isinstance(found, Conflict)
    assert found.rules == (1, 3)
    assert [clash.reach for clash in found.clashes] == [3, 5]


def test_a_wall_that_is_too_short_says_how_long_it_has_to_be() -> None:
    pool = [Piece(id=f"w{at}", title="A", width_cm=60.0 + at) for at in range(9)]
    found = choose(pool, np.zeros(9), {}, Brief(theme="", size=4, rules=(Rule(kind="wall", metres=3.0),)))
    assert isinstance(found, Conflict)
    assert found.nearest == (
        "Exactly four works: two at most if the rest holds.",
        "3 metres of wall: 4.1 metres are needed if the rest holds.",
    )


def test_a_work_that_is_not_there_is_refused() -> None:
    rule = Rule(kind="include", trait=Trait(ids=("w:mona-lisa",)), said="with the Mona Lisa")
    with pytest.raises(ToolError, match="there is no work w:mona-lisa among those to choose from"):
        choose([Piece(id="w0", title="A")], np.zeros(1), {}, Brief(theme="", size=1, rules=(rule,)))


def test_an_empty_collection_is_refused() -> None:
    with pytest.raises(ToolError, match="there are no works to choose from"):
        choose([], np.zeros(0), {}, Brief(theme="", size=1))


def test_works_without_dates_are_counted_and_not_guessed() -> None:
    pool = [Piece(id=f"w{at}", title="A", earliest=1700 if at else None, latest=1750 if at else None) for at in range(4)]
    found = choose(pool, np.zeros(4), {}, Brief(theme="", size=3, rules=(Rule(kind="only", trait=Trait(to_year=1800)),)))
    assert isinstance(found, Choice)
    assert "w0" not in found.ids
    assert found.notes == ("One work has no date and cannot be said to be made in 1800 or before; what is not known is left out.",)


def test_a_solver_that_is_given_no_time_says_so() -> None:
    pool, relevance, facets = many(300)
    with pytest.raises(ToolError, match="in 0 seconds no show was found"):
        choose(pool, relevance, facets, Brief(theme="", size=8, rules=(Rule(kind="wall", metres=9.0),)), limit_s=0.0)
