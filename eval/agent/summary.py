"""The report of a run: tables for people, a document for programs, plots; the same figures in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval.report import Report, Table

from .figures import Outcome, by_system, effort_of, outcomes, pass_power, told_share
from .paired import Paired, paired
from .plot import plots
from .sample import Sample


@dataclass(frozen=True, slots=True)
class About:
    """What a reader needs to make the figures again."""

    command: str
    seed: int
    settings: Sequence[str] = ()


def summary(samples: Sequence[Sample], about: About) -> Report:
    """Return the report of samples, the first system's against each other one's."""
    results = {name: outcomes(of) for name, of in by_system(samples).items()}
    first, *others = results
    k = min(outcome.trials for of in results.values() for outcome in of)
    versus = {other: found for other in others if (found := paired(results[first], results[other], about.seed))}
    of_kinds = {kind: [o for o in results[first] if o.kind == kind] for kind in dict.fromkeys(o.kind for o in results[first])}
    tables = [
        _systems(results, k, about.seed),
        _kinds(first, of_kinds, k, about.seed),
        *([_differences(first, versus)] if versus else []),
        *([_kinds_of_all(results, about.seed)] if versus else []),
        _efforts(samples),
        *_failed(first, samples),
    ]
    return Report(
        "The agent on whole tasks",
        tables,
        _notes(samples, about, k),
        _document(samples, results, versus, about, k),
        plots(results, about.seed),
    )


def _systems(results: Mapping[str, Sequence[Outcome]], k: int, seed: int) -> Table:
    return _shares("All tasks", "system", results, k, seed)


def _kinds(name: str, kinds: Mapping[str, Sequence[Outcome]], k: int, seed: int) -> Table:
    return _shares(f"By kind: {name}", "kind", kinds, k, seed)


def _shares(title: str, first: str, groups: Mapping[str, Sequence[Outcome]], k: int, seed: int) -> Table:
    powers = sorted({1, k})
    rows = [
        [
            name, *(str(pass_power(of, power, seed)) for power in powers), str(told_share(of, seed)),
            str(len(of)), str(len({outcome.cluster for outcome in of})),
        ]
        for name, of in groups.items()
    ]  # fmt: skip
    return Table(title, [first, *(f"pass^{power}" for power in powers), "told", "tasks", "clusters"], rows)


def _kinds_of_all(results: Mapping[str, Sequence[Outcome]], seed: int) -> Table:
    kinds = dict.fromkeys(outcome.kind for of in results.values() for outcome in of)
    rows = [[kind, *(_value([o for o in of if o.kind == kind], seed) for of in results.values())] for kind in kinds]
    return Table("By kind: all systems, pass^1", ["kind", *results], rows)


def _value(of: Sequence[Outcome], seed: int) -> str:
    return f"{pass_power(of, 1, seed).value:.2f}" if of else ""


def _differences(first: str, versus: Mapping[str, Paired]) -> Table:
    rows = [[f"{first} - {other}", str(p.difference), f"{p.chance:.4f}", str(p.better), str(p.worse)] for other, p in versus.items()]
    return Table("Paired, task by task", ["difference", "pass^1", "by chance", "better", "worse"], rows)


def _efforts(samples: Sequence[Sample]) -> Table:
    columns = ["system", "calls", "repeated", "words", "tokens in", "tokens out", "median s", "largest s", "cost", "broke"]
    rows: list[list[str]] = []
    for name, of in by_system(samples).items():
        e = effort_of(of)
        rows.append([
            name, f"{e.calls:.2f}", f"{e.repeated:.2f}", f"{e.words:.0f}", f"{e.input_tokens:.0f}", f"{e.output_tokens:.0f}",
            f"{e.median_s:.2f}", f"{e.largest_s:.2f}", f"{e.cost:.4f}", str(e.broke),
        ])  # fmt: skip
    return Table("What a sample took, on average", columns, rows)


def _failed(first: str, samples: Sequence[Sample]) -> list[Table]:
    rows = [
        [f"{s.task} ({s.trial})" if s.trial else s.task, s.kind, "; ".join(s.missed)[:100]]
        for s in samples
        if s.system == first and not s.passed
    ]
    return [Table(f"Failed: {first}", ["task", "kind", "what was missing or wrong"], rows)] if rows else []


def _notes(samples: Sequence[Sample], about: About, k: int) -> list[str]:
    clusters, broken = len({sample.cluster for sample in samples}), sum(sample.error is not None for sample in samples)
    return [
        f"benchmark version {samples[0].version}; brain {samples[0].brain}; seed {about.seed}; trials {k}; {clusters} clusters of tasks",
        "pass: every required fact and number stated and cited, every rule kept, nothing forbidden, not too long to read",
        "told: the same without asking for citations",
        "pass^k: the chance that k trials all pass, without bias: C(c, k) / C(n, k) (Yao et al., τ-bench, 2024)",
        "intervals: 95 %, whole clusters drawn again; Wilson's over clusters where every task came out alike",
        "by chance: how often flipped signs of whole clusters give a difference as large",
        "calls are the brain's and the first look's; repeated: the same tool with the same arguments",
        *(["no tools, with the offline brain, is what refusing everything scores"] if "offline" in {s.brain for s in samples} else []),
        *([f"{broken} of {len(samples)} samples broke and have failed; --resume with this --report runs them again"] if broken else []),
        *about.settings,
        f"command: {about.command}",
    ]


def _document(
    samples: Sequence[Sample], results: Mapping[str, Sequence[Outcome]], versus: Mapping[str, Paired], about: About, k: int
) -> Mapping[str, Any]:
    def figures(of: Sequence[Outcome]) -> dict[str, Any]:
        powers = {f"pass^{power}": asdict(pass_power(of, power, about.seed)) for power in range(1, k + 1)}
        return {**powers, "told": asdict(told_share(of, about.seed))}

    return {
        "command": about.command,
        "version": samples[0].version,
        "brain": samples[0].brain,
        "seed": about.seed,
        "trials": k,
        "systems": {
            name: {
                "all": figures(of),
                "kinds": {kind: figures([o for o in of if o.kind == kind]) for kind in dict.fromkeys(o.kind for o in of)},
                "effort": asdict(effort_of(by_system(samples)[name])),
            }
            for name, of in results.items()
        },
        "paired": {other: asdict(found) for other, found in versus.items()},
    }
