"""Random briefs: what the evaluation counts, and that its own check of rules can fail."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from eval.curate_branch import searched
from eval.curate_briefs import Case, Draw
from eval.curate_brute import broken, tried
from eval.curate_plain import plain_works
from eval.curate_rules import evaluate, read_pieces
from eval.curate_trials import tried_large, tried_middling
from retrieval.collections import STARTER
from tools.curate.brief import Brief, Rule, Trait
from tools.curate.choose.rows import terms_of
from tools.curate.choose.worth import worth
from tools.curate.pool import Piece

POOL = [
    Piece(id="w0", title="A", maker_id="m:a", on_paper=True, width_cm=100.0, continent="Asia"),
    Piece(id="w1", title="B", maker_id="m:a", on_paper=False, width_cm=100.0, continent="Africa"),
    Piece(id="w2", title="C", on_paper=None),
]
PAPER = Trait(field="on_paper")


@pytest.mark.parametrize(
    "rule",
    [
        Rule(kind="only", trait=PAPER),
        Rule(kind="none", trait=PAPER),
        Rule(kind="at_least", trait=PAPER, count=2),
        Rule(kind="at_most", trait=PAPER, count=0),
        Rule(kind="exactly", trait=PAPER, count=2),
        Rule(kind="per_maker", count=1),
        Rule(kind="share", trait=PAPER, low=0.5),
        Rule(kind="share", trait=PAPER, high=0.3),
        Rule(kind="spread", of="maker", low=2),
        Rule(kind="spread", of="continent", high=1),
        Rule(kind="wall", metres=4.1),
        Rule(kind="include", trait=Trait(ids=("w0", "w9"))),
        Rule(kind="exclude", trait=Trait(ids=("w2",))),
    ],
)
def test_the_check_sees_a_broken_rule(rule: Rule) -> None:
    assert broken(Brief(theme="", size=3, rules=(Rule(kind="at_least", trait=PAPER, count=1), rule)), POOL, POOL) == [1]


def test_the_check_sees_a_wrong_size() -> None:
    assert broken(Brief(theme="", size=2), POOL, POOL) == [None]


def test_trying_everything_finds_the_fewest_rules_that_clash() -> None:
    rules = (Rule(kind="per_maker", count=2), Rule(kind="at_least", trait=PAPER, count=1), Rule(kind="none", trait=PAPER))
    truth = tried(POOL, {piece.id: 0.0 for piece in POOL}, {}, Brief(theme="", size=2, rules=rules))
    assert (truth.best, truth.fewest) == (None, 2)
    assert not truth.can_hold([1, 2])
    assert truth.can_hold([None, 0, 1])


def test_random_briefs_of_the_starter_collection_break_no_rule() -> None:
    found = evaluate(4, None, 60, 3, lambda *_: None).document
    assert (found["briefs"], found["broken_rules"], found["not_proven"]) == (4, 0, 0)
    assert (found["small"]["wrong"], found["small"]["not_fewest"], found["middling"]["wrong"]) == (0, 0, 0)
    assert found["middling"]["settled"] == 1


@pytest.mark.parametrize("seed", range(4))
def test_branch_and_bound_finds_what_trying_everything_does(seed: int) -> None:
    draw = Draw(read_pieces(STARTER), random.Random(seed))
    for _ in range(6):
        case = draw.case(9, (2, 4), 4, 3)
        names = [piece.id for piece in case.pool]
        facets = {name: frozenset(i for i, has in zip(names, shows, strict=True) if has) for name, shows in case.facets.items()}
        relevance = dict(zip(names, case.relevance.tolist(), strict=True))
        truth, found = tried(case.pool, relevance, facets, case.brief), searched(case.pool, relevance, facets, case.brief)
        assert found.settled
        assert (found.best is None) == (truth.best is None)
        assert found.best is None or found.best == pytest.approx(truth.best)


@pytest.mark.parametrize("seed", range(6))
def test_the_best_six_of_sixty_are_those_of_branch_and_bound(seed: int) -> None:
    trials = [tried_middling(Draw(read_pieces(STARTER), random.Random(100 + seed)).case(60, (6, 6), 3, 4)) for _ in range(2)]
    assert all(trial.right for trial in trials if trial.settled)
    assert any(trial.settled for trial in trials)


def test_plain_greedy_ends_where_it_did_not_look_ahead() -> None:
    pool = [replace(piece, width_cm=200.0 if at == 0 else 50.0) for at, piece in enumerate(POOL)]
    relevance = np.array([2.0, 1.0, 0.0])
    ends = [
        plain_works(terms_of(pool, brief), worth(pool, relevance, {}))
        for rule in (Rule(kind="wall", metres=3.0), Rule(kind="none", trait=PAPER), Rule(kind="at_least", trait=PAPER, count=1))
        for brief in [Brief(theme="", size=2, rules=(rule,))]
    ]
    assert ends == [[0], [1, 2], [0, 1]]


def test_what_no_work_of_the_pool_has_is_told_from_rules_that_clash() -> None:
    case = Case(POOL, np.zeros(3), {}, Brief(theme="", size=2, rules=(Rule(kind="spread", of="nationality", low=1),)))
    lacking = tried_large(case)
    clash = tried_large(replace(case, brief=Brief(theme="", size=2, rules=(Rule(kind="only", trait=PAPER),))))
    assert (lacking.clashing, lacking.lacking) == (1, True)
    assert (clash.clashing, clash.lacking) == (2, False)


def test_the_same_seed_draws_the_same_briefs() -> None:
    works = read_pieces(STARTER)
    first, second = (Draw(works, random.Random(5)).case(50, (3, 9), 8, 5) for _ in range(2))
    assert first.brief == second.brief
    assert first.relevance.tolist() == second.relevance.tolist()
