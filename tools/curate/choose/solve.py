"""The works that are worth most together, as a problem for the solver."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, eye_array, hstack, vstack

from .constraints import Rows, plain, shape_of, stacked
from .highs import Problem, Solution, answered
from .rows import Terms, rows_of
from .worth import Worth


def solved(problem: Problem, limit_s: float) -> Solution | None:
    """Return the best values (n,); None when no values keep the rows. Raise `OutOfTime` when neither is known after `limit_s` seconds."""
    solution = answered(_with_values(problem), limit_s)
    return solution and replace(solution, values=solution.values[: len(problem.gain)])


def best_works(terms: Terms, worth: Worth, limit_s: float) -> tuple[NDArray[np.intp], Solution] | None:
    """Return the places of the works that are worth most together under all rules, or None when no works keep them."""
    if not terms.works:
        return None
    rules = stacked([rows_of(terms, suspect) for suspect in terms.suspects])
    problem = _with_steps(rules, worth)
    solution = solved(problem, limit_s)
    return None if solution is None else (np.flatnonzero(solution.values[: terms.works] > 0.5), solution)


def _with_steps(rules: Rows, worth: Worth) -> Problem:
    """Return the problem with a variable for each step of each facet.

    The steps of a facet are at most as many as its works that are chosen. They fall, so that the best takes the first ones first:
    they need not be whole, and the worth is linear and exact.
    """
    sizes = np.diff(worth.facets.indptr)
    facet, step = np.nonzero((worth.steps > 0) & (np.arange(worth.steps.shape[1])[None, :] < sizes[:, None]))
    works, steps = len(worth.relevance), len(facet)
    taken = coo_array((np.ones(steps), (facet, np.arange(steps))), shape=(len(sizes), steps))
    if not steps:
        return Problem(worth.relevance, rules, np.ones(works), np.ones(works, dtype=bool))
    matrix, values = (csr_array(hstack([part, csr_array((shape_of(part)[0], steps))])) for part in (rules.matrix, rules.values))
    wider = Rows(matrix, rules.low, rules.high, values, rules.counted)
    fall = plain(csr_array(hstack([-worth.facets, taken])), np.full(len(sizes), -np.inf), np.zeros(len(sizes)))
    return Problem(
        np.concatenate([worth.relevance, worth.steps[facet, step]]), stacked([wider, fall]), np.ones(works + steps),
        np.arange(works + steps) < works,
    )  # fmt: skip


def _with_values(problem: Problem) -> Problem:
    """Return the problem with a variable for each value that rows count: 1 where something that has it is taken.

    Where a row wants more of them, one is no more than the works taken that have it; where a row wants fewer, each such work needs it.
    The one is written for a value and the other for each work of it, which is what lets the solver prove the most soonest.
    """
    rows, (count, columns) = problem.rows, shape_of(problem.rows.values)
    if not count:
        return problem
    scarce = np.asarray(rows.counted[np.isfinite(rows.low)].sum(axis=0)) > 0
    dear = np.asarray(rows.counted[np.isfinite(rows.high)].sum(axis=0)) > 0
    each = csr_array(eye_array(count))
    value, work = rows.values[dear].nonzero()
    taken = coo_array((np.ones(len(work)), (np.arange(len(work)), work)), shape=(len(work), columns))
    allowed = coo_array((-problem.upper[work], (np.arange(len(work)), np.flatnonzero(dear)[value])), shape=(len(work), count))
    links = [
        csr_array(hstack([rows.matrix, rows.counted])),
        csr_array(hstack([-rows.values[scarce], each[scarce]])),
        csr_array(hstack([taken, allowed])),
    ]
    counts = int(scarce.sum()), len(work)
    return Problem(
        np.append(problem.gain, np.zeros(count)),
        plain(
            csr_array(vstack(links)),
            np.append(rows.low, np.full(sum(counts), -np.inf)),
            np.append(rows.high, np.zeros(sum(counts))),
        ),
        np.append(problem.upper, np.ones(count)),
        # A value that is only wanted is whole where the works are.
        np.append(problem.whole, dear),
    )
