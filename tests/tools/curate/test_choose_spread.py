"""Choosing a show over at least or at most so many continents, makers, decades: what is proven, and what is named where it cannot be."""

from __future__ import annotations

import numpy as np
import pytest

from eval.curate_brute import broken
from tests.tools.curate.test_choose import PAPER, many
from tools.curate.brief import Brief, Fact, Rule
from tools.curate.choose import Choice, Conflict, choose
from tools.curate.choose.facts import values_of
from tools.curate.choose.rows import terms_of
from tools.curate.choose.solve import best_works
from tools.curate.choose.worth import worth
from tools.curate.pool import Piece


def test_a_show_of_too_few_continents_says_how_many_there_are() -> None:
    where = ["Asia", "Asia", "Europe", "Africa", None, None]
    pool = [Piece(id=f"w{at}", title="A", continent=continent, on_paper=at != 3) for at, continent in enumerate(where)]
    rules = (Rule(kind="spread", of="continent", low=3), Rule(kind="only", trait=PAPER), Rule(kind="per_maker", count=2))
    found = choose(pool, np.zeros(6), {}, Brief(theme="", size=4, rules=rules))
    assert isinstance(found, Conflict)
    assert found.rules == (0, 1)
    assert found.clashes[0].reach == 2
    assert found.nearest[0] == (
        "Works from at least three continents: two at most if the rest holds; the pool has works from three continents, and under the "
        "other rules from two; two works have no known continent and count for none."
    )


def test_a_show_of_too_many_makers_says_how_many_it_must_have() -> None:
    pool = [Piece(id=f"w{at}", title="A", maker_id=f"m:{at}", maker="A") for at in range(5)]
    rules = (Rule(kind="spread", of="maker", high=2), Rule(kind="per_maker", count=1))
    found = choose(pool, np.zeros(5), {}, Brief(theme="", size=3, rules=rules))
    assert isinstance(found, Conflict)
    assert found.rules == (None, 0)
    assert found.nearest == (
        "Exactly three works: two at most if the rest holds.",
        "Works by at most two makers: three at least if the rest holds.",
    )


def test_works_that_do_not_tell_what_is_counted_are_named() -> None:
    pool = [Piece(id=f"w{at}", title="A", nationality=None if at else "Dutch") for at in range(3)]
    found = choose(pool, np.zeros(3), {}, Brief(theme="", size=3, rules=(Rule(kind="spread", of="nationality", high=1),)))
    assert isinstance(found, Choice)
    assert found.notes == ("Of two works chosen the catalogue does not tell what “works by makers of at most one nationality” counts.",)


@pytest.mark.parametrize(
    ("fact", "low", "high"),
    [("maker", 6, None), ("maker", None, 2), ("maker", 3, 3), ("decade", 6, None), ("decade", None, 2), ("type", 3, None), ("type", 2, 2)],
)
def test_a_spread_of_a_large_pool_is_proven_best(fact: Fact, low: float | None, high: float | None) -> None:
    pool, relevance, facets = many(400)
    brief = Brief(theme="", size=8, rules=(Rule(kind="spread", of=fact, low=low, high=high),))
    found = choose(pool, relevance, facets, brief)
    assert isinstance(found, Choice)
    assert found.optimal
    assert broken(brief, [piece for piece in pool if piece.id in found.ids], pool) == []
    terms, value = terms_of(pool, brief), worth(pool, relevance, facets)
    whole = best_works(terms, value, 60)
    assert whole
    assert value.of(whole[0]) == pytest.approx(found.objective)


@pytest.mark.parametrize(
    ("fact", "piece", "values"),
    [
        ("maker", Piece(id="w", title="", maker_id="m:a", maker="A", other_makers=("m:b",)), ("m:a", "m:b")),
        ("maker", Piece(id="w", title="", maker_id="m:x", maker="Unknown artist", culture="Yoruba"), ()),
        ("maker_or_culture", Piece(id="w", title="", culture="Yoruba"), ("yoruba",)),
        ("country", Piece(id="w", title="", place="Haarlem, Holland"), ("Netherlands",)),
        ("country", Piece(id="w", title="", place="London", nationality="British"), ("United Kingdom",)),
        ("country", Piece(id="w", title="", place="London"), ()),
        ("century", Piece(id="w", title="", earliest=1795, latest=1800), ("18",)),
        ("century", Piece(id="w", title="", earliest=1795, latest=1805), ()),
        ("century", Piece(id="w", title="", earliest=-100, latest=-1), ("-1",)),
        ("decade", Piece(id="w", title="", earliest=1800, latest=1809), ("180",)),
        ("decade", Piece(id="w", title="", earliest=1800), ()),
        ("culture", Piece(id="w", title="", nationality="Dutch"), ("dutch",)),
    ],
)
def test_a_work_has_the_values_that_the_catalogue_tells_for_certain(fact: Fact, piece: Piece, values: tuple[str, ...]) -> None:
    assert values_of(fact, piece) == values
