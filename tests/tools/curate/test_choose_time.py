"""What choosing says when the solver has too little time: never a broken rule, and never a proof that there is none of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.curate_brute import broken
from tests.tools.curate.test_choose import PAPER, cases, many, truth
from tools.curate.brief import Brief, Rule, Trait
from tools.curate.choose import Conflict, choose
from tools.curate.choose.conflict import explained
from tools.curate.choose.constraints import row, stacked
from tools.curate.choose.distinct import verdicts
from tools.curate.choose.highs import OutOfTime, Problem, answered
from tools.curate.choose.rows import terms_of
from tools.curate.traits import judged

HARD = (
    Rule(kind="wall", metres=9.0), Rule(kind="spread", of="decade", high=4), Rule(kind="spread", of="maker", low=5, high=6),
    Rule(kind="share", trait=PAPER, low=0.4, high=0.6),
)  # fmt: skip
LIMITS = st.sampled_from([0.0, 0.001, 0.002, 0.004, 0.01, 0.05])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 4), st.integers(5, 12), LIMITS)
def test_however_little_time_there_is_no_rule_is_broken_and_nothing_unproven_is_called_best(seed: int, size: int, limit_s: float) -> None:
    pool, relevance, facets = many(250, seed)
    brief = Brief(theme="", size=size, rules=HARD)
    try:
        hurried = choose(pool, relevance, facets, brief, limit_s=limit_s)
    except OutOfTime:
        return
    best = choose(pool, relevance, facets, brief, limit_s=60)
    if isinstance(best, Conflict) or isinstance(hurried, Conflict):
        assert isinstance(best, Conflict) == isinstance(hurried, Conflict)
        return
    assert broken(brief, [piece for piece in pool if piece.id in hurried.ids], pool) == []
    assert best.optimal
    assert hurried.objective - 1e-6 <= best.objective <= hurried.bound + 1e-6
    assert hurried.objective == pytest.approx(best.objective) or not hurried.optimal
    assert any("not proven the best" in note for note in hurried.notes) != hurried.optimal


@settings(max_examples=30, deadline=None)
@given(cases(), LIMITS)
def test_rules_said_to_clash_do_however_little_time_there_is(case, limit_s: float) -> None:
    pool, _, _, brief = case
    known = truth(*case)
    if known.best is not None:
        return
    found = explained(terms_of(pool, brief), limit_s)
    rules = [clash.rule for clash in found.clashes]
    assert not known.can_hold(rules)
    spared = all(known.can_hold([rule for rule in rules if rule is not other]) for other in rules)
    assert spared or not found.minimal


def test_rules_that_no_time_is_left_to_tell_apart_are_all_named_and_that_is_said() -> None:
    pool, _, _ = many(60)
    rules = (Rule(kind="at_least", trait=PAPER, count=5), Rule(kind="at_most", trait=PAPER, count=3), Rule(kind="per_maker", count=3))
    found = explained(terms_of(pool, Brief(theme="", size=8, rules=rules)), 0.0)
    assert [clash.rule for clash in found.clashes] == [None, 0, 1, 2]
    assert not found.minimal
    text = Conflict(clashes=found.clashes, seconds=0.0, minimal=found.minimal).text
    assert "The time ran out before it was clear whether fewer of these clash already." in text
    assert "At most three works on paper: the time ran out before what is nearest was found." in text


def test_a_show_that_is_not_proven_best_says_how_much_better_one_might_be() -> None:
    chance = np.random.default_rng(0)
    weights = chance.integers(1000, 9999, 60).astype(float)
    # Sums that come to one number exactly: easy to miss, and hard to prove.
    knapsack = stacked([row(weights, 0, weights.sum() // 2 + 0.5), row(np.ones(60), 0, 30)])
    problem = Problem(weights + chance.random(60), knapsack, np.ones(60), np.ones(60, dtype=bool))
    found = answered(problem, 0.05)
    assert found is not None
    assert found.bound >= float(problem.gain @ found.values) - 1e-6
    assert found.proven == (found.bound - float(problem.gain @ found.values) < 1e-5)


SEVERAL = (
    PAPER, Trait(), Trait(field="maker", words=("m:a",)), Trait(field="tag", words=("x",), max_width_cm=60),
    Trait(ids=("w0", "w3"), min_width_cm=30), Trait(field="type", words=("print",), also=Trait(from_year=1810, to_year=1900)),
    Trait(field="holder", words=("x",)),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(cases(most=14), st.sampled_from(SEVERAL))
def test_works_judged_once_for_the_same_facts_are_judged_as_one_by_one(case, trait: Trait) -> None:
    pool = case[0]
    of = {True: 1, None: 0, False: -1}
    assert verdicts(trait, pool).tolist() == [of[judged(trait, piece)] for piece in pool]
