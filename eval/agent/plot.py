"""Plots of a run: what passes by kind with intervals, and how it falls when every trial has to pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .figures import Outcome, pass_power

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plots(results: Mapping[str, Sequence[Outcome]], seed: int) -> dict[str, Figure]:
    """Return the plots by file name; the fall over k only where there is more than one trial."""
    trials = min(outcome.trials for of in results.values() for outcome in of)
    found = {"kinds.png": _kinds(results, seed)}
    return {**found, "power.png": _powers(results, trials, seed)} if trials > 1 else found


def _kinds(results: Mapping[str, Sequence[Outcome]], seed: int) -> Figure:
    from matplotlib.figure import Figure

    kinds = list(dict.fromkeys(o.kind for of in results.values() for o in of))
    figure = Figure(figsize=(8, 0.9 + 0.24 * len(kinds) * max(len(results), 1.5)), layout="constrained")
    axes = figure.subplots()
    step = 0.8 / len(results)
    for at, (name, of) in enumerate(results.items()):
        chosen = {kind: [o for o in of if o.kind == kind] for kind in kinds}
        estimates = {kind: pass_power(some, 1, seed) for kind, some in chosen.items() if some}
        places = [kinds.index(kind) + at * step - 0.4 + step / 2 for kind in estimates]
        values = [e.value for e in estimates.values()]
        spread = [[e.value - e.low for e in estimates.values()], [e.high - e.value for e in estimates.values()]]
        axes.barh(places, values, height=step, xerr=spread, label=name, error_kw={"elinewidth": 1, "ecolor": "#555555"})
    axes.set_yticks(range(len(kinds)), kinds)
    axes.set_ylim(len(kinds) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.set_xlabel("pass^1, 95 % interval by cluster")
    axes.grid(axis="x", alpha=0.3)
    if len(results) > 1:
        figure.legend(loc="outside lower center", ncols=len(results))
    return figure


def _powers(results: Mapping[str, Sequence[Outcome]], trials: int, seed: int) -> Figure:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5, 3.5), layout="constrained")
    axes = figure.subplots()
    for name, of in results.items():
        estimates = [pass_power(of, k, seed) for k in range(1, trials + 1)]
        axes.plot(range(1, trials + 1), [e.value for e in estimates], "o-", label=name)
        axes.fill_between(range(1, trials + 1), [e.low for e in estimates], [e.high for e in estimates], alpha=0.15)
    axes.set_xticks(range(1, trials + 1))
    axes.set_ylim(0, 1)
    axes.set_xlabel("k")
    axes.set_ylabel("pass^k")
    axes.grid(alpha=0.3)
    axes.legend()
    return figure
