"""The solver: HiGHS by way of scipy, asked for a proof and not for nearly the best."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from tools.errors import ToolError

from .constraints import Rows

# Statuses of scipy.optimize.milp.
_OPTIMAL, _OUT_OF_TIME, _INFEASIBLE, _OTHER = 0, 1, 2, 4
# A limit of nodes ends with one that scipy does not know. With the reduction, no status but those of an answer will do.
_AS_IT_IS = {"presolve": False, "node_limit": 1}, frozenset({_OPTIMAL, _OUT_OF_TIME, _INFEASIBLE, _OTHER})
_REDUCED = {"presolve": True}, frozenset({_OPTIMAL, _OUT_OF_TIME, _INFEASIBLE})


class OutOfTime(ToolError):
    """The time ran out before it was known whether anything keeps the rules."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Maximise `gain @ x` where `rows` hold, `0 <= x <= upper`, and x is whole where `whole`; each is (n,) but `rows`."""

    gain: NDArray[np.float64]
    rows: Rows
    upper: NDArray[np.float64]
    whole: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Solution:
    """The best values (n,), the most that any could reach, and whether these are proven to reach it."""

    values: NDArray[np.float64]
    bound: float
    proven: bool


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one call found: `none` says that nothing keeps the rows; `best` is None where nothing was found."""

    best: Solution | None
    bound: float
    none: bool

    @property
    def settled(self) -> bool:
        """Whether there is no more to be known."""
        return self.none or (self.best is not None and self.best.proven)


def answered(problem: Problem, limit_s: float) -> Solution | None:
    """Return the best values, which count none; None when no values keep the rows.

    The problem is put as it is first, for one node of the search and at most a third of the time, and where that settles nothing reduced
    beforehand: the reduction often takes ten times as long as the answer, and where there is none it often is what shows it.

    Raises:
        OutOfTime: Neither is known after `limit_s` seconds.
    """
    ends = time.monotonic() + limit_s
    first = _asked(problem, limit_s / 3, *_AS_IT_IS)
    if first.settled:
        return first.best
    second = _asked(problem, max(0.0, ends - time.monotonic()), *_REDUCED)
    if second.settled:
        return second.best
    known = [answer.best for answer in (first, second) if answer.best]
    if not known:
        raise OutOfTime(f"in {limit_s:g} seconds no show was found that keeps the rules, nor that there is none; leave out a rule")
    found = max(known, key=lambda best: float(problem.gain @ best.values))
    return Solution(found.values, min(first.bound, second.bound), proven=False)


def _asked(problem: Problem, limit_s: float, options: Mapping[str, Any], expected: frozenset[int]) -> _Answer:
    from scipy.optimize import Bounds, LinearConstraint, milp

    # Typed as single numbers in scipy's stubs; arrays are what they take.
    low, high, upper = cast("Any", problem.rows.low), cast("Any", problem.rows.high), cast("Any", problem.upper)
    found = milp(
        -problem.gain,
        integrality=problem.whole.astype(np.int64),
        bounds=Bounds(0, upper),
        constraints=LinearConstraint(problem.rows.matrix, low, high),
        # HiGHS stops at a gap of 1e-4 unless told otherwise.
        options=cast("Any", {"mip_rel_gap": 0.0, "time_limit": limit_s, **options}),
    )
    # A model that HiGHS cannot read has the status of one that nothing keeps, and another message.
    misread = found.status == _INFEASIBLE and "infeasible" not in found.message
    if found.status not in expected or misread or (found.x is None and found.status == _OPTIMAL):
        raise RuntimeError(f"the solver failed: {found.message}")
    bound = np.inf if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    if found.x is None:
        return _Answer(None, bound, none=found.status == _INFEASIBLE)
    values = np.where(problem.whole, np.round(found.x), found.x)
    return _Answer(Solution(values, bound, found.status == _OPTIMAL), bound, none=False)
