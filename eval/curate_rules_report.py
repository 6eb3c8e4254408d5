"""What random briefs under hard rules come to: rules broken, conflicts, times, and what proof gains over greedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from .curate_trials import End, MiddlingTrial, SmallTrial, Trial
from .report import Report, Table


def report(
    large: Sequence[Trial], small: Sequence[SmallTrial], middling: Sequence[MiddlingTrial], setting: Mapping[str, Any], drawn: str
) -> Report:  # fmt: skip
    """Return what the trials come to; `drawn` says how they were drawn."""
    seed = int(setting["seed"])
    document: dict[str, Any] = {
        **setting, **_counts(large), "small": _small(small), "middling": _middling(middling), "times": _times(large),
        "gain": _gain([(t.worth, t.greedy) for t in large], seed), "plain": _plain(large, seed),
        "trials": [asdict(trial) for trial in large],
    }  # fmt: skip
    impossible = [trial.conflict for trial in large if trial.conflict][:5]
    notes = [
        drawn,
        "Plain greedy takes the work that adds most and breaks no limit so far; greedy that looks ahead asks the solver at each step "
        "whether the rules can still be kept, and never ends in a dead end.",
        *impossible,
    ]
    tables = [_counts_table(document), _gains_table(document), _times_table(document["times"])]
    return Report("Rules of an exhibition", tables, notes, document)


def _counts(large: Sequence[Trial]) -> dict[str, int]:
    return {
        "briefs": len(large),
        "possible": sum(trial.possible for trial in large),
        "impossible_alone": sum(trial.clashing == 1 for trial in large),
        "impossible_lacking": sum(trial.lacking for trial in large),
        "broken_rules": sum(trial.broken for trial in large),
        "not_proven": sum(not trial.proven for trial in large),
    }


def _small(small: Sequence[SmallTrial]) -> dict[str, int]:
    return {
        "briefs": len(small),
        "impossible": sum(not trial.possible for trial in small),
        "wrong": sum(not trial.right for trial in small),
        "not_fewest": sum(not trial.fewest for trial in small),
    }


def _middling(middling: Sequence[MiddlingTrial]) -> dict[str, int]:
    settled = [trial for trial in middling if trial.settled]
    return {
        "briefs": len(middling),
        "settled": len(settled),
        "impossible": sum(not trial.possible for trial in settled),
        "wrong": sum(not trial.right for trial in settled),
    }


def _plain(large: Sequence[Trial], seed: int) -> dict[str, float]:
    """Return how plain greedy ends, as parts of the possible briefs, and what the best shows are worth over those that keep the rules."""
    ends = [trial.plain_end for trial in large if trial.plain_end]
    wanted: Sequence[End] = ("kept", "stuck", "broken")
    return {**{end: ends.count(end) / max(1, len(ends)) for end in wanted}, **_gain([(t.worth, t.plain) for t in large], seed)}


def _times(large: Sequence[Trial]) -> dict[str, dict[str, float]]:
    kinds = {"possible": [t for t in large if t.possible], "impossible": [t for t in large if not t.possible]}
    return {
        name: {
            "briefs": len(trials),
            "median_s": float(np.median([t.seconds for t in trials])),
            "worst_s": max(t.seconds for t in trials),
            "median_processor_s": float(np.median([t.processor_s for t in trials])),
            "p95_processor_s": float(np.percentile([t.processor_s for t in trials], 95)),
            "worst_processor_s": max(t.processor_s for t in trials),
        }
        for name, trials in kinds.items()
        if trials
    }


def _gain(worths: Sequence[tuple[float | None, float | None]], seed: int) -> dict[str, float]:
    """Return what the best shows are worth over greedy ones, as a part of the greedy worth, with a bootstrap interval of the mean."""
    pairs = [(best, greedy) for best, greedy in worths if best is not None and greedy is not None and greedy > 0]
    if not pairs:
        return {"briefs": 0}
    gains = np.array([best / greedy - 1 for best, greedy in pairs])
    means = np.random.default_rng(seed).choice(gains, (2000, len(gains))).mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return {
        "briefs": len(gains), "mean": float(gains.mean()), "low": float(low), "high": float(high), "median": float(np.median(gains)),
        "largest": float(gains.max()), "smallest": float(gains.min()), "better": float((gains > 1e-6).mean()),
    }  # fmt: skip


def _counts_table(document: Mapping[str, Any]) -> Table:
    small, middling = document["small"], document["middling"]
    impossible = document["briefs"] - document["possible"]
    rows = [
        ["briefs, possible", f"{document['briefs']}, {document['possible']}"],
        [
            "impossible by one rule, of these for what no work has",
            f"{document['impossible_alone']}, {document['impossible_lacking']}",
        ],
        ["impossible by several rules together", str(impossible - document["impossible_alone"])],
        ["rules broken", str(document["broken_rules"])],
        ["best, or that none of the clashing rules can be spared, not proven", str(document["not_proven"])],
        ["small pools: briefs, impossible", f"{small['briefs']}, {small['impossible']}"],
        ["small pools: otherwise than by trying everything", str(small["wrong"])],
        ["small pools: a conflict of fewer rules exists", str(small["not_fewest"])],
        [
            "middling pools: briefs, settled by branch and bound, impossible of these",
            ", ".join(str(middling[key]) for key in ("briefs", "settled", "impossible")),
        ],
        ["middling pools: otherwise than by branch and bound", str(middling["wrong"])],
    ]
    return Table("Random briefs", ["", "found"], rows)


def _gains_table(document: Mapping[str, Any]) -> Table:
    rows: list[list[str]] = []
    plain = document["plain"]
    ends = f"{plain['kept']:.0%}, {plain['stuck']:.0%}, {plain['broken']:.0%}"
    for name, gain, ended in (("plain", plain, ends), ("looks ahead", document["gain"], "100%, 0%, 0%")):
        if gain["briefs"]:
            mean = f"{gain['mean']:.2%} [{gain['low']:.2%}, {gain['high']:.2%}]"
            rows.append(
                [name, ended, f"{gain['briefs']:.0f}", mean, f"{gain['median']:.2%}", f"{gain['largest']:.1%}", f"{gain['better']:.0%}"]
            )
    heads = [
        "greedy",
        "keeps the rules, gets stuck, breaks one",
        "n",
        "best is worth more by, mean [95 %]",
        "median",
        "largest",
        "better in",
    ]
    return Table("The best show against greedy ones, possible briefs", heads, rows)


def _times_table(times: Mapping[str, Mapping[str, float]]) -> Table:
    columns = ["median_s", "worst_s", "median_processor_s", "p95_processor_s", "worst_processor_s"]
    heads = ["briefs", "n", *(column.replace("_", " ") for column in columns)]
    return Table(
        "Seconds a brief", heads, [[name, f"{row['briefs']:.0f}", *(f"{row[c]:.2f}" for c in columns)] for name, row in times.items()]
    )  # fmt: skip
