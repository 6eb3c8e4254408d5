"""Rules that contradict each other whatever the collection holds, and the ways out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from retrieval.words import stem, words
from tools.curate.brief import Brief, Rule, Trait
from tools.curate.wording import joined, rule_text, works_text

from .question import Option, Question


def clash_of(brief: Brief) -> Question[Brief] | None:
    """Return the question that rules which cannot hold together raise; None when they can, as far as the words tell."""
    for clash, size in _clashes(brief):
        said = [_said(rule) for rule in clash]
        ways = [Option(f"make it {works_text(size)}", replace(brief, size=size))] if size else []
        # The later words are the last thought, so what they clash with is dropped first.
        ways += [Option(f"leave out {_said(rule)}", _without(brief, rule)) for rule in clash]
        what = f"{joined([*said, works_text(brief.size)], 'and')}" if size or len(clash) == 1 else joined(said, "and")
        return Question(f"{what} cannot hold together; which should give way?", tuple(ways))
    return None


def _clashes(brief: Brief) -> Iterator[tuple[tuple[Rule, ...], int | None]]:
    """Yield rules that clash, with the size that would let them hold where there is one."""
    rules = brief.rules
    for rule in rules:
        if (need := _need(rule, brief.size)) > brief.size:
            yield (rule,), need if need <= 500 else None
    for first, second in combinations(rules, 2):
        if _contradict(first, second, brief.size):
            yield (first, second), None
    for group in _apart(rules, brief.size):
        if (need := sum(_need(rule, brief.size) for rule in group)) > brief.size:
            yield tuple(group), need if need <= 500 and not any(rule.kind == "share" for rule in group) else None


def _need(rule: Rule, size: int) -> int:
    """Return how many works of a rule's trait a show needs at the least."""
    if rule.kind in ("at_least", "exactly"):
        return rule.count or 0
    # A work may be by several makers, but it is of one century and from one country.
    if rule.kind == "spread" and rule.of not in ("maker", "maker_or_culture"):
        return int(rule.low or 0)
    if rule.kind == "share" and rule.low:
        return math.ceil(rule.low * size - 1e-9)
    return len(set(rule.trait.ids)) if rule.kind == "include" and rule.trait else 0


def _room(rule: Rule, size: int) -> int:
    """Return how many works of a rule's trait a show may have at the most."""
    if rule.kind in ("at_most", "exactly"):
        return rule.count or 0
    if rule.kind == "share" and rule.high is not None:
        return math.floor(rule.high * size + 1e-9)
    return 0 if rule.kind == "none" else size


def _contradict(first: Rule, second: Rule, size: int) -> bool:
    """Say whether two rules can never hold together."""
    if first.trait is None or second.trait is None:
        return False
    if {first.kind, second.kind} == {"include", "exclude"}:
        return bool(set(first.trait.ids) & set(second.trait.ids))
    for one, other in ((first, second), (second, first)):
        wanted = size if one.kind == "only" else _need(one, size)
        if not wanted or one.trait is None or other.trait is None:
            continue
        if other.kind == "only" and _disjoint(one.trait, other.trait):
            return True
        if surely_within(one.trait, other.trait) and _room(other, size) < wanted:
            return True
    return False


def _apart(rules: Sequence[Rule], size: int) -> Iterator[list[Rule]]:
    """Yield the rules that want works of kinds of which no work is two."""
    wanting = [rule for rule in rules if rule.trait and _need(rule, size) and rule.kind != "include"]
    for field in ("type", "gender", "on_paper"):
        group: list[Rule] = []
        for rule in (rule for rule in wanting if rule.trait and rule.trait.field == field):
            if all(rule.trait and kept.trait and _disjoint(rule.trait, kept.trait) for kept in group):
                group.append(rule)
        if len(group) > 1:
            yield group


def _disjoint(first: Trait, second: Trait) -> bool:
    """Say whether no work can have both traits: other kinds of one field that a work has once, or times and sizes that do not meet."""
    if _bound_apart(first, second):
        return True
    # A medium or a maker may be several; a type, a gender and being on paper are one.
    if first.field == second.field and first.field in ("type", "gender", "on_paper"):
        return not (_stems(first) & _stems(second))
    return False


def _bound_apart(first: Trait, second: Trait) -> bool:
    for low, high in (("from_year", "to_year"), ("min_height_cm", "max_height_cm"), ("min_width_cm", "max_width_cm")):
        for one, other in ((first, second), (second, first)):
            least, most = getattr(one, low), getattr(other, high)
            if least is not None and most is not None and least > most:
                return True
    return False


def surely_within(inner: Trait, outer: Trait) -> bool:
    """Say whether all works of one trait surely have the other."""
    if outer == inner:
        return True
    same = inner.field == outer.field and inner.field is not None and _stems(inner) <= _stems(outer)
    plain = replace(outer, field=None, words=()) == Trait()
    return same and plain


def _stems(trait: Trait) -> frozenset[str]:
    return frozenset(" ".join(stem(word) for word in words(said)) for said in trait.words)


def _without(brief: Brief, rule: Rule) -> Brief:
    """Return a brief without a rule, which is said aloud."""
    rules = tuple(kept for kept in brief.rules if kept != rule)
    return replace(brief, rules=rules, assumed=(*brief.assumed, f"{_said(rule)} was left out.".capitalize()))


def _said(rule: Rule) -> str:
    return f"“{rule.said}”" if rule.said else f"“{rule_text(rule)}”"
