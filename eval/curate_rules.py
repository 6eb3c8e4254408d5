"""Random briefs under hard rules: is any broken, are impossible ones named rightly, how long does it take, what does proof gain?"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.collections import STARTER
from tools.curate.choose import Choice, Conflict, choose
from tools.curate.choose.greedy import greedy_works
from tools.curate.choose.prune import needed
from tools.curate.choose.rows import terms_of
from tools.curate.choose.worth import worth
from tools.curate.pool import Piece, pieces, pieces_of

from .curate_briefs import Case, Draw
from .curate_brute import broken, tried
from .report import Report, Table

SIZES = (5, 25)
MOST_RULES = 8
MOST_FACETS = 8
SMALL_POOL = 9
SMALL_SIZES = (2, 4)
SMALL_RULES = 5


@dataclass(frozen=True, slots=True)
class Trial:
    """One brief of a large pool: `seconds` of the clock, `processor_s` of this process; worths are None for an impossible one."""

    rules: int
    size: int
    possible: bool
    broken: int
    proven: bool
    seconds: float
    processor_s: float
    worth: float | None
    greedy: float | None
    conflict: str


@dataclass(frozen=True, slots=True)
class SmallTrial:
    """One brief of a small pool, held to trying everything: `right` and, for an impossible one, whether its set is of the fewest."""

    possible: bool
    right: bool
    fewest: bool


def evaluate(briefs: int, source: Path | None, works: int, seed: int, progress: Callable[[int, int], None]) -> Report:
    """Choose shows for `briefs` random briefs of `works` works of a catalogue, and for as many of small pools."""
    draw = Draw(read_pieces(source or STARTER), random.Random(seed))
    large: list[Trial] = []
    small: list[SmallTrial] = []
    for number in range(briefs):
        large.append(tried_large(draw.case(works, SIZES, MOST_RULES, MOST_FACETS)))
        small.append(tried_small(draw.case(SMALL_POOL, SMALL_SIZES, SMALL_RULES, 3)))
        progress(number + 1, briefs)
    return _report(large, small, {"source": (source or STARTER).name, "pool": works, "seed": seed})


def read_pieces(source: Path) -> list[Piece]:
    """Return the works of a built collection or of a catalogue."""
    from retrieval.catalogue import read_catalogue
    from retrieval.index.open import open_index

    if (source / "index.json").is_file():
        return pieces(open_index(source))
    catalogue = read_catalogue(source).catalogue
    return pieces_of(catalogue.works, {maker.id: maker for maker in catalogue.makers})


def tried_large(case: Case) -> Trial:
    """Choose for a brief, hold the show to its rules by plain counting, and choose greedily beside it."""
    clock, processor = time.perf_counter(), time.process_time()
    found = choose(case.pool, case.relevance, case.facets, case.brief)
    seconds, processor_s = time.perf_counter() - clock, time.process_time() - processor
    rules, size = len(case.brief.rules), case.brief.size
    if isinstance(found, Conflict):
        return Trial(rules, size, False, 0, True, seconds, processor_s, None, None, found.text)
    by_id = {piece.id: piece for piece in case.pool}
    wrong = broken(case.brief, [by_id[identity] for identity in found.ids], case.pool)
    return Trial(rules, size, True, len(wrong), found.optimal, seconds, processor_s, found.objective, _greedy(case), "")


def _greedy(case: Case) -> float | None:
    terms, value = terms_of(case.pool, case.brief), worth(case.pool, case.relevance, case.facets)
    kept = needed(terms, value)
    taken = greedy_works(terms.narrowed(kept), value.narrowed(kept))
    return None if taken is None else value.of(kept[taken])


def tried_small(case: Case) -> SmallTrial:
    """Hold a choice, or a conflict, to what trying every show of a small pool gives."""
    names = [piece.id for piece in case.pool]
    facets = {name: frozenset(i for i, has in zip(names, shows, strict=True) if has) for name, shows in case.facets.items()}
    truth = tried(case.pool, dict(zip(names, case.relevance.tolist(), strict=True)), facets, case.brief)
    found = choose(case.pool, case.relevance, case.facets, case.brief)
    if isinstance(found, Choice):
        kept = not broken(case.brief, [piece for piece in case.pool if piece.id in found.ids], case.pool)
        return SmallTrial(True, kept and truth.best is not None and abs(truth.best - found.objective) < 1e-6, True)
    spared = ([rule for rule in found.rules if rule is not other] for other in found.rules)
    right = truth.best is None and not truth.can_hold(found.rules) and all(truth.can_hold(rest) for rest in spared)
    return SmallTrial(False, right, len(found.rules) == truth.fewest)


def _report(large: Sequence[Trial], small: Sequence[SmallTrial], setting: Mapping[str, Any]) -> Report:
    document: dict[str, Any] = {**setting, **_counts(large, small), "times": _times(large), "gain": _gain(large, int(setting["seed"])),
                "trials": [asdict(trial) for trial in large]}  # fmt: skip
    impossible = [trial.conflict for trial in large if trial.conflict][:5]
    notes = [
        f"{setting['pool']:,} works drawn of {setting['source']} for each brief, {SIZES[0]} to {SIZES[1]} asked; seed {setting['seed']}.",
        "Greedy takes the work that adds most as long as the solver finds that the rules can still be kept: it never ends in a dead end.",
        f"Small pools have {SMALL_POOL} works, so that every show can be tried; conflicts of large pools are not tried so.",
        *impossible,
    ]
    return Report("Rules of an exhibition", [_counts_table(document), _times_table(document["times"])], notes, document)


def _counts(large: Sequence[Trial], small: Sequence[SmallTrial]) -> dict[str, int]:
    return {
        "briefs": len(large),
        "possible": sum(trial.possible for trial in large),
        "broken_rules": sum(trial.broken for trial in large),
        "not_proven": sum(not trial.proven for trial in large),
        "small_briefs": len(small),
        "small_impossible": sum(not trial.possible for trial in small),
        "small_wrong": sum(not trial.right for trial in small),
        "small_not_fewest": sum(not trial.fewest for trial in small),
    }


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


def _gain(large: Sequence[Trial], seed: int) -> dict[str, float]:
    """Return what the best shows are worth over greedy ones, as a part of the greedy worth, with a bootstrap interval of the mean."""
    pairs = [(t.worth, t.greedy) for t in large if t.worth is not None and t.greedy is not None and t.greedy > 0]
    if not pairs:
        return {"briefs": 0}
    gains = np.array([best / plain - 1 for best, plain in pairs])
    means = np.random.default_rng(seed).choice(gains, (2000, len(gains))).mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return {
        "briefs": len(gains), "mean": float(gains.mean()), "low": float(low), "high": float(high), "median": float(np.median(gains)),
        "largest": float(gains.max()), "smallest": float(gains.min()), "better": float((gains > 1e-6).mean()),
    }  # fmt: skip


def _counts_table(document: Mapping[str, Any]) -> Table:
    gain = document["gain"]
    rows = [
        ["briefs, possible", f"{document['briefs']}, {document['possible']}"],
        ["rules broken", str(document["broken_rules"])],
        ["best not proven", str(document["not_proven"])],
        ["small pools: briefs, impossible", f"{document['small_briefs']}, {document['small_impossible']}"],
        ["small pools: otherwise than by trying everything", str(document["small_wrong"])],
        ["small pools: a conflict of fewer rules exists", str(document["small_not_fewest"])],
    ]
    if gain["briefs"]:
        rows.append(["worth over greedy, mean [95 %]", f"{gain['mean']:.2%} [{gain['low']:.2%}, {gain['high']:.2%}]"])
        rows.append(["worth over greedy, median, largest", f"{gain['median']:.2%}, {gain['largest']:.2%}"])
        rows.append(["better than greedy", f"{gain['better']:.0%} of {gain['briefs']}"])
    return Table("Random briefs", ["", "found"], rows)


def _times_table(times: Mapping[str, Mapping[str, float]]) -> Table:
    columns = ["median_s", "worst_s", "median_processor_s", "p95_processor_s", "worst_processor_s"]
    heads = ["briefs", "n", *(column.replace("_", " ") for column in columns)]
    return Table(
        "Seconds a brief", heads, [[name, f"{row['briefs']:.0f}", *(f"{row[c]:.2f}" for c in columns)] for name, row in times.items()]
    )  # fmt: skip
