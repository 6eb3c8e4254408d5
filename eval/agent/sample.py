"""One run of one task by one system, as a line of JSON: what was said, what it took, and how it was scored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from retrieval.errors import SourceError

from .ground import ground_of_task
from .score import score
from .task import Task

OURS = "ours"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the person said in a turn and what was answered; a turn has more where a question of the agent was replied to."""

    turn: int
    said: str
    answer: str


@dataclass(frozen=True, slots=True)
class Called:
    """A tool call: its name and arguments, the ids that came back, milliseconds, and the tool's own words where it refused."""

    tool: str
    arguments: Mapping[str, Any]
    ids: tuple[str, ...]
    milliseconds: float | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample. `error` is the sentence of what broke it; `cost` is in the unit of the prices given."""

    version: str
    system: str
    brain: str
    task: str
    kind: str
    cluster: str
    trial: int
    seed: int
    exchanges: tuple[Exchange, ...] = ()
    calls: tuple[Called, ...] = ()
    input_tokens: float = 0
    output_tokens: float = 0
    seconds: float = 0
    cost: float = 0
    error: str | None = None
    passed: bool = False
    told: bool = False
    missed: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, int]:
        """What makes a sample one of its run: system, task and trial."""
        return self.system, self.task, self.trial

    @property
    def repeated(self) -> int:
        """How many calls had been made before with the same arguments."""
        made = [(call.tool, json.dumps(dict(call.arguments), sort_keys=True, ensure_ascii=False)) for call in self.calls]
        return len(made) - len(set(made))

    def answers(self) -> list[list[str]]:
        """Return the answers turn by turn."""
        turns = max((exchange.turn for exchange in self.exchanges), default=-1) + 1
        return [[e.answer for e in self.exchanges if e.turn == turn] for turn in range(turns)]

    def line(self) -> str:
        """Return the sample as a line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


_SAMPLE = TypeAdapter(Sample)


def scored(sample: Sample, task: Task) -> Sample:
    """Return the sample with its marks; one that broke has failed, with the sentence that says how."""
    if sample.error is not None:
        return replace(sample, passed=False, told=False, missed=(sample.error,))
    verdict = score(task, sample.answers(), ground_of_task(task))
    return replace(sample, passed=verdict.passed, told=verdict.told, missed=tuple(verdict.missed))


def read_samples(file: Path) -> list[Sample]:
    """Read samples from JSON lines; raise `SourceError` when the file is missing or a whole line is no sample."""
    if not file.is_file():
        raise SourceError(f"there is no file {file}; give the samples.jsonl of a run")
    lines = file.read_text(encoding="utf-8").split("\n")
    # What a killed run left of its last line has no end: it is no sample, and is run again.
    return [_sample(file, number, line) for number, line in enumerate(lines[:-1], start=1) if line.strip()]


def write_samples(file: Path, samples: Iterable[Sample]) -> None:
    """Write samples as JSON lines."""
    file.write_text("".join(f"{sample.line()}\n" for sample in samples), encoding="utf-8")


def _sample(file: Path, number: int, line: str) -> Sample:
    try:
        return _SAMPLE.validate_json(line)
    except ValidationError as error:
        raise SourceError(f"{file}, line {number} is no sample ({error.errors()[0]['msg']}); run the benchmark again") from None
