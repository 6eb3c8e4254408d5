"""Random briefs: what the evaluation counts, and that its own check of rules can fail."""

from __future__ import annotations

import random

import pytest

from eval.curate_briefs import Draw
from eval.curate_brute import broken, tried
from eval.curate_rules import evaluate, read_pieces
from retrieval.collections import STARTER
from tools.curate.brief import Brief, Rule, Trait
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
    assert (found["briefs"], found["broken_rules"], found["not_proven"], found["small_wrong"], found["small_not_fewest"]) == (4, 0, 0, 0, 0)


def test_the_same_seed_draws_the_same_briefs() -> None:
    works = read_pieces(STARTER)
    first, second = (Draw(works, random.Random(5)).case(50, (3, 9), 8, 5) for _ in range(2))
    assert first.brief == second.brief
    assert first.relevance.tolist() == second.relevance.tolist()
