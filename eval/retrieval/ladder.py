"""The report: every method's figures by set and source, what each gains over another, and quality against cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.metrics import Estimate, bootstrap
from eval.report import Report, Table
from retrieval.train.corpus import source_of

from .measure import FIGURES, Measured
from .methods import DEPTH
from .plot import plot
from .sets import SETS, Benchmark

# Sets with many right answers a question: what curators hung together.
GRADED = ("exhibition",)


def report(measured: Sequence[Measured], bench: Benchmark, seed: int, command: str, missing: Sequence[str]) -> Report:
    """Word what was measured; the last method is ours."""
    splits = _splits(bench)
    estimates = {
        name: {each.method.name: _estimates(each, bench, chosen, seed, name) for each in measured} for name, chosen in splits.items()
    }
    gains = {name: dict(_gains(measured, bench, chosen, seed)) for name, chosen in splits.items()}
    sets = [name for name in splits if name in SETS]
    notes = [*_notes(bench, seed, command), *missing]
    return Report(
        "Retrieval: does search find the text that answers?",
        [_ladder(measured, estimates, sets), *(_by_set(name, estimates[name]) for name in sets), _by_source(estimates), _gain_table(gains)],
        notes,
        {
            "command": command, "seed": seed, "n": len(bench.questions), "depth": DEPTH, "notes": notes,
            "corpus": {"passages": len(bench.fragments), "texts": _texts(bench), "fingerprint": bench.fingerprint},
            "methods": [{"name": m.method.name, "bytes_a_passage": round(m.method.size, 1), **m.times()} for m in measured],
            "sets": {name: {k: {f: asdict(v) for f, v in e.items()} for k, e in by.items()} for name, by in estimates.items()},
            "gain_at_1": {name: {k: asdict(v) for k, v in by.items()} for name, by in gains.items()},
        },
        {"ladder.png": plot(measured, [_mean(estimates, sets, each) for each in measured])},
    )  # fmt: skip


def _splits(bench: Benchmark) -> dict[str, NDArray[np.bool_]]:
    """Return which questions belong to each set, and within a set of several sources to each source."""
    kinds, sources = np.array([q.set for q in bench.questions]), np.array([q.source for q in bench.questions])
    splits: dict[str, NDArray[np.bool_]] = {}
    for name in SETS:
        found = dict.fromkeys(sources[kinds == name].tolist())
        if found:
            splits[name] = kinds == name
        if len(found) > 1:
            splits.update({f"{name}: {source}": (kinds == name) & (sources == source) for source in sorted(found)})
    return splits


def _estimates(each: Measured, bench: Benchmark, chosen: NDArray[np.bool_], seed: int, name: str) -> dict[str, Estimate]:
    groups = [question.group for question in bench.questions]
    figures = (*FIGURES, "R-precision") if name.split(":")[0] in GRADED else FIGURES
    return {figure: each.estimate(figure, chosen, groups, seed) for figure in figures}


def _gains(measured: Sequence[Measured], bench: Benchmark, chosen: NDArray[np.bool_], seed: int) -> Iterator[tuple[str, Estimate]]:
    *others, ours = measured
    groups = np.array([question.group for question in bench.questions])[chosen]
    for other in others:
        yield other.method.name, bootstrap((ours.values["R@1"] - other.values["R@1"])[chosen], seed, groups=groups)


def _ladder(measured: Sequence[Measured], estimates: Mapping[str, Any], sets: Sequence[str]) -> Table:
    rows: list[list[str]] = []
    for each in measured:
        took = each.times()
        encode = f"{took['encode_ms_p50']:.1f} / {took['encode_ms_p95']:.1f}" if took["encode_ms_p95"] else "–"
        figures = [f"{estimates[name][each.method.name]['R@1'].value:.3f}" for name in sets]
        whole = f"{took['ms_p50']:.1f} / {took['ms_p95']:.1f}"
        rows.append([each.method.name, *figures, f"{_mean(estimates, sets, each):.3f}", whole, encode, f"{each.method.size:,.0f}"])
    columns = ["method", *sets, "mean", "ms a query", "of it encoding", "bytes a passage"]
    return Table("The ladder: R@1 by set; milliseconds p50 / p95", columns, rows)


def _mean(estimates: Mapping[str, Any], sets: Sequence[str], each: Measured) -> float:
    return float(np.mean([estimates[name][each.method.name]["R@1"].value for name in sets]))


def _by_set(name: str, found: Mapping[str, Mapping[str, Estimate]]) -> Table:
    figures = list(next(iter(found.values())))
    n = next(iter(found.values()))["R@1"].n
    rows = [[method, *(str(estimate) for estimate in by.values())] for method, by in found.items()]
    return Table(f"{SETS[name].capitalize()} (n = {n}): mean [95 % interval]", ["method", *figures], rows)


def _by_source(estimates: Mapping[str, Mapping[str, Mapping[str, Estimate]]]) -> Table:
    parts = {name: found for name, found in estimates.items() if ":" in name}
    methods = list(next(iter(estimates.values())))
    rows = [[name, str(next(iter(by.values()))["R@1"].n), *(str(by[method]["R@1"]) for method in methods)] for name, by in parts.items()]
    return Table("R@1 by source", ["set: source", "n", *methods], rows)


def _gain_table(gains: Mapping[str, Mapping[str, Estimate]]) -> Table:
    methods = list(next(iter(gains.values())))
    rows = [[name, *(str(by[method]) for method in methods)] for name, by in gains.items()]
    return Table("Ours minus the others, R@1, same questions", ["set", *methods], rows)


def _texts(bench: Benchmark) -> dict[str, int]:
    texts = {identity: fragment.source or source_of(identity) for fragment in bench.fragments for identity in fragment.about}
    return dict(sorted(Counter(texts.values()).items()))


def _notes(bench: Benchmark, seed: int, command: str) -> Iterator[str]:
    texts = ", ".join(f"{count} of {source}" for source, count in _texts(bench).items())
    yield f"corpus: {len(bench.fragments)} passages of {sum(_texts(bench).values())} texts ({texts})"
    yield f"n = {len(bench.questions)} questions of the test part (SHA-256 of the text's or show's id), seed {seed}; made by: {command}"
    yield "intervals: percentile bootstrap, 1,000 resamples of texts or shows, not of questions"
    yield f"a result counts when it is, or is part of, a text that answers; ranks beyond {DEPTH} texts count as not found"
    yield "R@k is the share of questions with a right text among the first k (with several right texts: success at k)"
    yield "single vector, MaxSim and fused: MiniLM, exact, half precision; projected: 128 dimensions, exact; ours: the product, int8 codes"
    yield "labels, comments and biographies are searched without title and artist; records of works shown have both"
    yield "exhibitions: asked of the museum's own works (a filter on the holder); those not shown count as wrong; titles with a theme only"
