"""Choose the works of a show under the rules of a brief."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tools.curate.brief import Brief, checked
from tools.curate.pool import Piece
from tools.curate.wording import joined, rule_text, works_text
from tools.errors import ToolError

from .conflict import explained
from .highs import Solution
from .makers import NOBODY, makers_of
from .nearest import unknown_text
from .prune import needed
from .records import Choice, Conflict
from .rows import Terms, terms_of
from .solve import best_works
from .worth import Weights, worth

# Much more than all but the strangest briefs need; a busy machine needs several times the seconds of an idle one.
LIMIT_S = 30.0


def choose(
    pool: Sequence[Piece],
    relevance: NDArray[np.float64],
    facets: Mapping[str, NDArray[np.bool_]],
    brief: Brief,
    *,
    weights: Weights | None = None,
    limit_s: float = LIMIT_S,
) -> Choice | Conflict:
    """Return the works that are worth most together and keep every rule, or the rules that cannot hold together.

    The worth is the sum of relevance, of the theme's facets, and of makers, decades and kinds, where the first work of each counts
    most (`Weights`). It is the greatest there is, by proof, unless `optimal` of the choice says that `limit_s` seconds ran out.

    Args:
        pool: The works to choose from, n of them, each id once.
        relevance: How well each fits the theme (n,), z-scored within the pool.
        facets: For each facet of the theme, which works show it, (n,) each.
        brief: The size and the rules.
        weights: What the works of a facet add.
        limit_s: How long the solver may look for a proof, and as long again for the rules that clash.

    Raises:
        ToolError: The pool is empty, the brief makes no sense or names a work that is not in the pool, or the time ran out before
            any show was found.
    """
    began = time.perf_counter()
    _refuse(pool, relevance, facets, checked(brief))
    terms = terms_of(pool, brief)
    value = worth(pool, relevance, facets, weights)
    kept = needed(terms, value)
    found = best_works(terms.narrowed(kept), value.narrowed(kept), limit_s)
    if found is None:
        why = explained(terms, limit_s)
        notes = tuple(_unknown(pool, terms))
        return Conflict(clashes=why.clashes, seconds=time.perf_counter() - began, minimal=why.minimal, notes=notes)
    works, solution = kept[found[0]], found[1]
    return Choice(
        ids=tuple(pool[at].id for at in works),
        objective=value.of(works),
        bound=solution.bound,
        optimal=solution.proven,
        seconds=time.perf_counter() - began,
        notes=(*_unproven(solution, value.of(works), limit_s), *_notes(pool, terms, works.tolist())),
    )


def _refuse(pool: Sequence[Piece], relevance: NDArray[np.float64], facets: Mapping[str, NDArray[np.bool_]], brief: Brief) -> None:
    """Refuse what cannot be chosen from: a person's mistake in words, a programmer's as `ValueError`."""
    if not pool:
        raise ToolError("there are no works to choose from; build a collection with works, or ask for less")
    known = {piece.id for piece in pool}
    if len(known) < len(pool):
        raise ValueError(f"{len(pool) - len(known)} works of the pool have an id that another has")
    if any(len(values) != len(pool) for values in (relevance, *facets.values())) or not np.isfinite(relevance).all():
        raise ValueError(f"relevance and facets must tell of each of the {len(pool)} works, in numbers")
    named = [(rule, rule.trait.ids) for rule in brief.rules if rule.trait and rule.kind in ("include", "exclude")]
    for rule, ids in named:
        if unknown := [identity for identity in ids if identity not in known]:
            raise ToolError(
                f"there is no work {joined(unknown)} among those to choose from (“{rule.said or rule_text(rule)}”); give its id"
            )


def _unproven(solution: Solution, worth: float, limit_s: float) -> list[str]:
    """Say how much more another show might be worth, where that was not settled."""
    if solution.proven:
        return []
    more = solution.bound - worth
    most = f"up to {more / worth:.1%} more" if worth > 0 and np.isfinite(more) else "more"
    return [f"The show keeps every rule but is not proven the best: in {limit_s:g} seconds it was not ruled out that one is worth {most}."]


def _unknown(pool: Sequence[Piece], terms: Terms) -> list[str]:
    """Say of which works of a pool the catalogue does not tell what the rules ask."""
    said = [text for place in range(len(terms.rules)) if (text := unknown_text(terms, place))]
    if any(rule.kind == "wall" for rule in terms.rules):
        said += _assumed(pool, terms)
    return [_sentence(text) for text in dict.fromkeys(said)]


def _notes(pool: Sequence[Piece], terms: Terms, works: Sequence[int]) -> list[str]:
    """Say what is not known of the works chosen, and which were left out for want of a fact."""
    notes: list[str] = []
    for place, rule in enumerate(terms.rules):
        if rule.kind == "only" and (text := unknown_text(terms, place)):
            notes.append(f"{text}; what is not known is left out")
        elif rule.kind == "none" and (unsure := int(terms.unknown[place, works].sum())):
            notes.append(f"of {works_text(unsure, 'works')} chosen the catalogue does not say whether “{rule_text(rule)}” holds")
        elif rule.kind == "spread" and (untold := int((terms.marks[place, works] & ~terms.told(place)[works]).sum())):
            notes.append(f"of {works_text(untold, 'works')} chosen the catalogue does not tell what “{rule_text(rule)}” counts")
        elif rule.kind == "per_maker" and (nobody := sum(makers_of(pool[at])[0].startswith(NOBODY) for at in works)) > 1:
            notes.append(f"{works_text(nobody, 'works chosen')} name no maker; each counts as by a maker of its own")
    return [_sentence(note) for note in dict.fromkeys(notes)]


def _assumed(pool: Sequence[Piece], terms: Terms) -> list[str]:
    """Say how wide works without a width are taken to be."""
    assumed = [float(width) for piece, width in zip(pool, terms.widths, strict=True) if not piece.width_cm]
    if not assumed:
        return []
    have = f"{works_text(len(assumed))} {'has' if len(assumed) == 1 else 'have'} no width"
    return [f"{have}; {assumed[0]:g} cm were assumed, the median of those that have one"]


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
