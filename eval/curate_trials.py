"""One random brief at a time: chosen for, held to its rules by plain counting, and to other ways of choosing."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tools.curate.choose import Choice, Conflict, choose
from tools.curate.choose.facts import values_of
from tools.curate.choose.greedy import greedy_works
from tools.curate.choose.prune import needed
from tools.curate.choose.rows import terms_of
from tools.curate.choose.worth import worth
from tools.curate.traits import holds

from .curate_branch import searched
from .curate_briefs import Case
from .curate_brute import broken, tried
from .curate_plain import plain_works

# How a greedy choice without looking ahead ends.
End = Literal["kept", "stuck", "broken"]


@dataclass(frozen=True, slots=True)
class Trial:
    """One brief of a large pool: `seconds` of the clock, `processor_s` of this process; worths are None for an impossible one.

    `greedy` looks ahead; `plain` does not, and is None where it did not keep the rules. `clashing` says how many rules cannot hold
    together, and `lacking` that it is one alone, about something that the pool has none of.
    """

    rules: int
    size: int
    possible: bool
    broken: int
    proven: bool
    seconds: float
    processor_s: float
    worth: float | None
    greedy: float | None
    plain: float | None
    plain_end: End | None
    clashing: int
    lacking: bool
    conflict: str


@dataclass(frozen=True, slots=True)
class SmallTrial:
    """One brief of a small pool, held to trying everything: `right` and, for an impossible one, whether its set is of the fewest."""

    possible: bool
    right: bool
    fewest: bool


@dataclass(frozen=True, slots=True)
class MiddlingTrial:
    """One brief of a middling pool, held to branch and bound; `settled` where that came to an end."""

    possible: bool
    settled: bool
    right: bool


def tried_large(case: Case) -> Trial:
    """Choose for a brief, hold the show to its rules by plain counting, and choose greedily beside it."""
    clock, processor = time.perf_counter(), time.process_time()
    found = choose(case.pool, case.relevance, case.facets, case.brief)
    seconds, processor_s = time.perf_counter() - clock, time.process_time() - processor
    rules, size = len(case.brief.rules), case.brief.size
    if isinstance(found, Conflict):
        lacking = len(found.rules) == 1 and _lacking(case, found.rules[0])
        return Trial(
            rules, size, False, 0, found.minimal, seconds, processor_s, None, None, None, None, len(found.rules), lacking, found.text
        )
    by_id = {piece.id: piece for piece in case.pool}
    wrong = broken(case.brief, [by_id[identity] for identity in found.ids], case.pool)
    greedy, (plain, end) = _greedy(case), _plain(case)
    return Trial(
        rules,
        size,
        True,
        len(wrong),
        found.optimal,
        seconds,
        processor_s,
        found.objective,
        greedy,
        plain,
        end,
        0,
        lacking=False,
        conflict="",
    )


def _lacking(case: Case, place: int | None) -> bool:
    """Say whether a rule is about what no work of the pool has."""
    if place is None:
        return False
    rule = case.brief.rules[place]
    having = [piece for piece in case.pool if rule.trait is None or holds(rule.trait, piece)]
    return not any(rule.of is None or values_of(rule.of, piece) for piece in having)


def _plain(case: Case) -> tuple[float | None, End]:
    """Return what the greedy that does not look ahead comes to."""
    terms, value = terms_of(case.pool, case.brief), worth(case.pool, case.relevance, case.facets)
    taken = plain_works(terms, value)
    if len(taken) < case.brief.size:
        return None, "stuck"
    if broken(case.brief, [case.pool[at] for at in taken], case.pool):
        return None, "broken"
    return value.of(taken), "kept"


def _greedy(case: Case) -> float | None:
    """Return the worth of the greedy that asks at each step whether the rules can still be kept."""
    terms, value = terms_of(case.pool, case.brief), worth(case.pool, case.relevance, case.facets)
    kept = needed(terms, value)
    taken = greedy_works(terms.narrowed(kept), value.narrowed(kept))
    return None if taken is None else value.of(kept[taken])


def tried_small(case: Case) -> SmallTrial:
    """Hold a choice, or a conflict, to what trying every show of a small pool gives."""
    truth = tried(case.pool, _relevance(case), _facets(case), case.brief)
    found = choose(case.pool, case.relevance, case.facets, case.brief)
    if isinstance(found, Choice):
        kept = not broken(case.brief, [piece for piece in case.pool if piece.id in found.ids], case.pool)
        return SmallTrial(True, kept and truth.best is not None and abs(truth.best - found.objective) < 1e-6, True)
    spared = ([rule for rule in found.rules if rule is not other] for other in found.rules)
    right = truth.best is None and not truth.can_hold(found.rules) and all(truth.can_hold(rest) for rest in spared)
    return SmallTrial(False, right, len(found.rules) == truth.fewest)


def tried_middling(case: Case) -> MiddlingTrial:
    """Hold a choice, or a conflict, to what branch and bound finds."""
    truth = searched(case.pool, _relevance(case), _facets(case), case.brief)
    found = choose(case.pool, case.relevance, case.facets, case.brief)
    if isinstance(found, Conflict):
        return MiddlingTrial(False, truth.settled, truth.best is None)
    return MiddlingTrial(True, truth.settled, truth.best is not None and abs(truth.best - found.objective) < 1e-6)


def _relevance(case: Case) -> Mapping[str, float]:
    return dict(zip((piece.id for piece in case.pool), case.relevance.tolist(), strict=True))


def _facets(case: Case) -> Mapping[str, frozenset[str]]:
    names = [piece.id for piece in case.pool]
    return {facet: frozenset(name for name, has in zip(names, shows, strict=True) if has) for facet, shows in case.facets.items()}
