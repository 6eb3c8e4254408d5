"""A property of any right choice: a rule that asks less, of whatever kind, never makes the best show worth less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.tools.curate.test_choose import RULES, cases
from tools.curate.brief import Kind, Rule, Trait
from tools.curate.choose import Choice, choose


def looser(rule: Rule, size: int) -> Iterator[Rule]:
    """Yield rules that every show which keeps this one keeps as well."""
    ids = rule.trait.ids if rule.trait else ()
    match rule.kind:
        case "only":
            yield replace(rule, kind="share", low=1 - 1 / size)
            yield replace(rule, kind="at_least", count=size)
        case "none":
            yield replace(rule, kind="at_most", count=1)
        case "at_least" if rule.count:
            yield replace(rule, count=rule.count - 1)
        case "at_most" | "per_maker":
            yield replace(rule, count=(rule.count or 0) + 1)
        case "exactly":
            yield replace(rule, kind="at_most")
            yield replace(rule, kind="at_least")
        case "share":
            yield replace(rule, low=rule.low and rule.low / 2, high=rule.high and min(1.0, 1.5 * rule.high))
        case "spread":
            yield replace(rule, low=None if rule.high else (rule.low or 2) - 1 or 1, high=rule.high and rule.high + 1)
            if rule.low and rule.high:
                yield replace(rule, high=None)
        case "wall":
            yield replace(rule, metres=(rule.metres or 0) + 0.7)
        case "include" | "exclude" if len(ids) > 1:
            yield replace(rule, trait=Trait(ids=ids[:1]))
        case _:
            return


def test_every_kind_of_rule_is_loosened() -> None:
    assert set(RULES) == set(get_args(Kind))


@pytest.mark.parametrize("kind", list(RULES))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(case=cases(most=14), data=st.data())
def test_a_looser_rule_or_none_never_makes_a_show_worth_less(kind: Kind, case, data: st.DataObject) -> None:
    pool, relevance, facets, brief = case
    rule = data.draw(RULES[kind])
    brief = replace(brief, rules=(rule, *brief.rules[:3]))
    strict = choose(pool, relevance, facets, brief)
    assume(isinstance(strict, Choice))
    assert isinstance(strict, Choice)
    for instead in [[], *([each] for each in looser(rule, brief.size))]:
        loose = choose(pool, relevance, facets, replace(brief, rules=(*instead, *brief.rules[1:])))
        assert isinstance(loose, Choice)
        assert loose.objective >= strict.objective - 1e-6
