"""What is nearest to a rule that cannot hold, in a sentence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.curate.brief import GAP_CM, Fact, Rule, Trait
from tools.curate.wording import (
    count_text,
    fact_text,
    joined,
    number_text,
    of_values,
    percent,
    rule_text,
    trait_text,
    values_text,
    works_text,
)

from .reach import Works
from .records import Clash
from .rows import Suspect, Terms

_FACTS = {
    "on_paper": "medium", "maker": "known maker", "gender": "maker of known gender", "nationality": "maker of known nationality",
    "tag": "tags",
}  # fmt: skip


def clash(terms: Terms, suspect: Suspect, works: Works | None) -> Clash:
    """Return a rule of a conflict with what the nearest works have of it.

    No works when the others cannot hold without it either, None when the time ran out before they were found.
    """
    if works is None:
        text = f"exactly {works_text(terms.size)}" if suspect is None else rule_text(terms.rules[suspect])
        return Clash(rule=suspect, text=text, reach=None, nearest=_sentence(text, "the time ran out before what is nearest was found"))
    if suspect is None:
        text = f"exactly {works_text(terms.size)}"
        return Clash(
            rule=None, text=text, reach=float(len(works)), nearest=_sentence(text, _at(_some(len(works)), len(works) < terms.size))
        )
    rule = terms.rules[suspect]
    reach, said = _reached(rule, terms, suspect, works)
    return Clash(rule=suspect, text=rule_text(rule), reach=reach, nearest=_sentence(rule_text(rule), said, *_pool(terms, suspect)))


def unknown_text(terms: Terms, place: int) -> str | None:
    """Say how many works have no fact that a rule asks for; None when all have it."""
    if fact := terms.rules[place].of:
        untold = int((terms.marks[place] & ~terms.told(place)).sum())
        counts = "has no known {} and counts" if untold == 1 else "have no known {} and count"
        return f"{works_text(untold)} {counts.format(fact_text(fact))} for none" if untold else None
    trait, count = terms.rules[place].trait, int(terms.unknown[place].sum())
    if trait is None or not count:
        return None
    have = "has" if count == 1 else "have"
    return f"{works_text(count)} {have} no {_facts(trait)} and cannot be said to be {trait_text(trait).removeprefix('works ')}"


def _some(count: int) -> str:
    return number_text(count) if count else "none"


def _sentence(text: str, *said: str) -> str:
    return f"{text[0].upper()}{text[1:]}: {'; '.join(said)}."


def _reached(rule: Rule, terms: Terms, place: int, works: Works) -> tuple[float | None, str]:
    """Return how much of a rule the nearest works have, and say it."""
    if not len(works):
        return None, "without it the rest cannot hold either"
    having = int(terms.marks[place, works].sum())
    match rule.kind:
        case "wall":
            metres = float((terms.widths[works] + GAP_CM).sum() / 100)
            return metres, f"{metres:.1f} metres are needed if the rest holds"
        case "per_maker":
            most = float((terms.makers[:, works] * terms.marks[place, works][None, :]).sum(axis=1).max())
            return most, f"{_some(int(most))} by one maker are needed if the rest holds"
        case "share":
            share = having / len(works)
            return share, _at(percent(share), share < (rule.low or 0))
        case "spread":
            several = _values_had(terms, place, works)
            return float(several), _at(_some(several), several < (rule.low or 0))
        case "only":
            return float(having), f"{_some(having)} of {number_text(len(works))} can keep to it if the rest holds"
        case "include":
            missing = set(rule.trait.ids if rule.trait else ()) - {terms.ids[at] for at in works}
            return float(having), f"{joined(sorted(missing), 'and')} must be left out if the rest holds"
        case "none" | "exclude":
            return float(having), f"{_some(having)} must be in if the rest holds"
        case "at_least" | "at_most" | "exactly":
            return float(having), _at(_some(having), having < (rule.count or 0))


def _at(reached: str, below: bool) -> str:
    return f"{reached} {'at most' if below else 'at least'} if the rest holds"


def _values_had(terms: Terms, place: int, works: Works) -> int:
    """Return how many values of its fact a rule counts among works."""
    return int((terms.values[place][:, works].sum(axis=1) > 0).sum())


def _values_in_pool(terms: Terms, place: int, fact: Fact) -> str:
    """Say how many values of a fact the pool has, and how many of them may be had under the other rules."""
    having = _values_had(terms, place, np.arange(terms.works))
    fitting = _values_had(terms, place, np.flatnonzero(_let_in(terms, place)))
    text = f"the pool has works {of_values(fact, values_text(fact, having))}"
    return text if fitting == having else f"{text}, and under the other rules {of_values(fact, _some(fitting))}"


def _pool(terms: Terms, place: int) -> list[str]:
    """Say how many works of the pool have a trait that a rule wants more of, and how many do not tell."""
    rule = terms.rules[place]
    said = [unknown] if (unknown := unknown_text(terms, place)) else []
    if rule.of:
        return [_values_in_pool(terms, place, rule.of), *said] if rule.low else said
    if rule.kind not in ("only", "at_least", "exactly", "share") or rule.trait is None:
        return said
    having = int(terms.marks[place].sum())
    fitting = int((terms.marks[place] & _let_in(terms, place)).sum())
    text = f"the pool has {count_text(having, rule.trait)}"
    return [text if fitting == having else f"{text}, of which {_some(fitting)} may be chosen under the other rules", *said]


def _let_in(terms: Terms, place: int) -> NDArray[np.bool_]:
    """Return which works (n,) no other rule shuts out by itself."""
    let = np.ones(terms.works, dtype=bool)
    for other, rule in enumerate(terms.rules):
        if other != place and rule.kind == "only":
            let &= terms.marks[other]
        elif other != place and rule.kind in ("none", "exclude"):
            let &= ~terms.marks[other]
    return let


def _facts(trait: Trait) -> str:
    """Name the facts that decide a trait."""
    sizes = {"width": (trait.min_width_cm, trait.max_width_cm), "height": (trait.min_height_cm, trait.max_height_cm),
             "date": (trait.from_year, trait.to_year)}  # fmt: skip
    asked = [name for name, bounds in sizes.items() if bounds != (None, None)]
    own = [*([_FACTS.get(trait.field, trait.field)] if trait.field else []), *asked]
    return joined([*own, _facts(trait.also)] if trait.also else own)
