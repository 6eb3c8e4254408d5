"""Which rules a work serves, and which kept one out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tools.curate.brief import Brief, Rule, Trait
from tools.curate.pool import Piece
from tools.curate.show import Grounds
from tools.curate.show.measures import typical
from tools.curate.show.rules import left_out, served

PAPER = Trait(field="on_paper")
POOL = [
    Piece(id=name, title=name, maker_id=maker, on_paper=paper, width_cm=50)
    for name, maker, paper in (("a", "m:1", True), ("b", "m:1", True), ("c", "m:1", True), ("d", "m:2", False), ("e", "m:3", True))
]


def _reason(grounds: Grounds, brief: Brief, chosen: str) -> dict[str, str]:
    mine = replace(grounds, pool=POOL, scores=np.array([5.0, 4, 3, 2, 1]))
    out = left_out(brief, [piece for piece in POOL if piece.id in chosen], mine, typical(POOL))
    return {left.piece.id: left.reason for left in out}


def test_the_rule_that_kept_a_work_out_is_named(grounds: Grounds) -> None:
    brief = Brief(theme="", size=3, rules=(Rule(kind="per_maker", count=2), Rule(kind="only", trait=PAPER)))
    assert _reason(grounds, brief, "abe") == {
        "c": "High by relevance, but the works that are in cover more of the theme, and more makers, decades and kinds, together.",
        "d": "Kept out by the rule “only works on paper”.",
    }


def test_a_work_that_ranks_below_all_is_said_to(grounds: Grounds) -> None:
    assert _reason(grounds, Brief(theme="", size=4), "abcd") == {"e": "Below all four that are in, by relevance."}


def test_a_wall_that_is_full_keeps_wide_works_out(grounds: Grounds) -> None:
    wide = [replace(piece, width_cm=300) if piece.id == "a" else piece for piece in POOL]
    mine = replace(grounds, pool=wide, scores=np.array([5.0, 4, 3, 2, 1]))
    brief = Brief(theme="", size=2, rules=(Rule(kind="wall", metres=2.0),))
    (out, *_) = left_out(brief, wide[1:3], mine, typical(wide))
    assert (out.piece.id, out.rank) == ("a", 1)
    assert out.reason == "Kept out by the rule “2 metres of wall”."


def test_a_work_serves_the_rules_that_ask_for_what_it_has() -> None:
    rules = (Rule(kind="at_least", trait=PAPER, count=2), Rule(kind="at_most", trait=PAPER, count=4), Rule(kind="per_maker", count=1),
             Rule(kind="share", trait=PAPER, high=0.5), Rule(kind="share", trait=PAPER, low=0.5))  # fmt: skip
    assert served(Brief(theme="", rules=rules), POOL[0]) == ["at least two works on paper", "works on paper for at least 50 % of the show"]
    assert served(Brief(theme="", rules=rules), POOL[3]) == []


def test_a_work_whose_continent_is_told_serves_a_spread_over_continents() -> None:
    brief = Brief(theme="", rules=(Rule(kind="spread", of="continent", low=4), Rule(kind="spread", of="continent", high=5),
                                   Rule(kind="spread", of="continent", low=2, trait=PAPER)))  # fmt: skip
    told = replace(POOL[3], continent="Asia")
    assert served(brief, told) == ["works from at least four continents"]
    assert served(brief, replace(told, on_paper=True))[1:] == ["works on paper, from at least two continents"]
    assert served(brief, POOL[3]) == []
