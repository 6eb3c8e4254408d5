"""Two runs of one version against each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.report import Report, Table
from retrieval.errors import SourceError

from .evaluate import SAMPLES
from .figures import Outcome, outcomes
from .paired import Paired, paired
from .sample import read_samples


def compare(a: Path, b: Path, system: str, seed: int) -> Report:
    """Return the report on a minus b, over all common tasks and by kind.

    Raises:
        SourceError: the runs are of different versions, have no samples of the system, or no task in common.
    """
    (of_a, version), (of_b, other) = _read(a, system), _read(b, system)
    if version != other:
        raise SourceError(f"{a} is of version {version} and {b} of {other}; score both again with agent-score")
    everything = paired(of_a, of_b, seed)
    if everything is None:
        raise SourceError(f"{a} and {b} have no task in common; compare runs of the same tasks")
    kinds = dict.fromkeys(outcome.kind for outcome in of_a)
    by_kind = {k: found for k in kinds if (found := paired(_of_kind(of_a, k), _of_kind(of_b, k), seed))}
    differences: Mapping[str, Paired] = {"all": everything, **by_kind}
    rows = [
        [name, str(p.difference), f"{p.chance:.4f}", str(p.better), str(p.worse), str(p.difference.n)] for name, p in differences.items()
    ]
    tables = [Table(f"{a} - {b}", ["tasks", "pass^1", "by chance", "better", "worse", "n"], rows)]
    if everything.tasks:
        tables.append(Table("Tasks that came out otherwise", ["task"], [[task] for task in everything.tasks]))
    command = f"python -m eval agent-compare {a} {b} --system '{system}' --seed {seed}"
    notes = [
        f"benchmark version {version}; {system}; seed {seed}; 95 % intervals, whole clusters drawn again",
        "by chance: how often flipped signs of whole clusters give a difference as large; not corrected for the number of kinds",
        f"command: {command}",
    ]
    document: dict[str, Any] = {"command": command, "version": version, "differences": {name: asdict(p) for name, p in differences.items()}}
    return Report("Two runs compared", tables, notes, document)


def _of_kind(given: Sequence[Outcome], kind: str) -> list[Outcome]:
    return [outcome for outcome in given if outcome.kind == kind]


def _read(run: Path, system: str) -> tuple[list[Outcome], str]:
    file = run / SAMPLES if run.is_dir() else run
    samples = [sample for sample in read_samples(file) if sample.system == system]
    if not samples:
        raise SourceError(f"{file} holds no samples of “{system}”; name another system with --system")
    return outcomes(samples), samples[0].version
