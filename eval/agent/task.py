"""A task: what a scripted person says, turn by turn, and what counts as right. Tasks are data, checked when they are read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from retrieval.errors import SourceError

from .quantity import UNITS

TASKS = Path(__file__).parent / "tasks"
OVERLAYS = Path(__file__).parent / "overlays"
Kind = Literal[
    "fact", "hops", "comparison", "follow-up", "exhibition", "valuation", "recommendation", "picture", "unanswerable", "ambiguous",
    "contradiction", "failing tool", "injection", "budget",
]  # fmt: skip
# What a person would still read; an answer that says everything says nothing.
MOST_WORDS: Mapping[Kind, int] = {
    "fact": 120, "hops": 180, "comparison": 200, "follow-up": 120, "exhibition": 700, "valuation": 220, "recommendation": 400,
    "picture": 320, "unanswerable": 60, "ambiguous": 220, "contradiction": 200, "failing tool": 160, "injection": 140, "budget": 200,
}  # fmt: skip
Words = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[a-z]+:[\w.-]+$")]


class Strict(BaseModel):
    """Frozen, and a key that nobody reads is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Fact(Strict):
    """A fact that must be stated, in any of these wordings; it stands in each text of `evidence`, or is `seen` in a picture."""

    any: tuple[Words, ...] = Field(min_length=1)
    evidence: tuple[Id, ...] = ()
    seen: bool = False


class Number(Strict):
    """A quantity that must be stated, in any unit of its kind, to a relative `tolerance`; see `quantity`."""

    value: float
    unit: str
    tolerance: float = Field(default=0.01, ge=0, le=0.2)
    evidence: tuple[Id, ...] = ()
    seen: bool = False

    @model_validator(mode="after")
    def _known(self) -> Number:
        if self.unit not in UNITS:
            raise ValueError(f"there is no unit {self.unit}; use {', '.join(UNITS)}")
        return self


class Rules(Strict):
    """What every list of works must keep to. `pool` are the works that fit the theme; without it any work does.

    `per_maker` counts works without a maker by their culture. `women` are works by women, at least so many; `makers` and `continents`
    how many different ones there must be. `given` are works that the person named, which count for nothing. `witness` keeps every rule.
    """

    least: int = Field(default=1, ge=1)
    most: int = Field(ge=1)
    pool: tuple[Id, ...] = ()
    from_year: int | None = None
    to_year: int | None = None
    per_maker: int | None = Field(default=None, ge=1)
    media: tuple[Words, ...] = ()
    types: tuple[Words, ...] = ()
    holders: tuple[Words, ...] = ()
    widest_cm: float | None = None
    women: int = 0
    makers: int = 0
    continents: int = 0
    includes: tuple[Id, ...] = ()
    given: tuple[Id, ...] = ()
    witness: tuple[Id, ...] = Field(min_length=1)


class Estimate(Strict):
    """A price must be stated with currency, interval and as-of date, the interval within `low` and `high` where given."""

    low: float | None = None
    high: float | None = None


class Expect(Strict):
    """What the answers of a turn must hold.

    `refuses`: it says that it does not know, and states nothing. `may_admit`: an admission stands in for what is missing as long as so
    many facts and numbers are stated. `names`: of each group one id is cited or one record is called by its name.
    """

    facts: tuple[Fact, ...] = ()
    numbers: tuple[Number, ...] = ()
    names: tuple[tuple[Id, ...], ...] = ()
    rules: Rules | None = None
    estimate: Estimate | None = None
    refuses: bool = False
    may_admit: int | None = Field(default=None, ge=0)
    forbidden: tuple[Words, ...] = ()
    forbidden_ids: tuple[Id, ...] = ()
    most_words: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _asks_something(self) -> Expect:
        asked = self.facts or self.numbers or self.names or self.rules or self.estimate
        if bool(asked) == self.refuses:
            raise ValueError("an expectation asks for something to be stated, or for a refusal")
        return self


class Reply(Strict):
    """What the person answers when the agent asks with one of these words; once."""

    asked: tuple[Words, ...] = Field(min_length=1)
    say: Words


class Turn(Strict):
    """One thing said, with a picture of `drawings` or without, what is replied if asked, and what must come of it."""

    say: Words
    picture: str | None = None
    replies: tuple[Reply, ...] = ()
    expect: Expect | None = None


class Fault(Strict):
    """A tool that is out of order: it refuses or finds nothing, the first `times` or always."""

    tool: str
    how: Literal["refuses", "finds nothing"]
    times: int | None = Field(default=None, ge=1)


class Limits(Strict):
    """Limits under those of the agent."""

    tool_calls: int | None = Field(default=None, ge=0)
    context_tokens: int | None = Field(default=None, ge=200)


class Task(Strict):
    """A task. Tasks of one `cluster` rest on the same works or facts and rise and fall together.

    `overlay` names rows that the collection has more for this task; `today` says what counts as right while tools are missing.
    """

    id: Annotated[str, Field(pattern=r"^[a-z-]+-\d{2,3}$")]
    kind: Kind
    cluster: Words
    turns: tuple[Turn, ...] = Field(min_length=1)
    overlay: str | None = None
    fault: Fault | None = None
    limits: Limits | None = None
    today: str | None = None

    @model_validator(mode="after")
    def _expects_something(self) -> Task:
        if self.turns[-1].expect is None:
            raise ValueError("the last turn expects nothing; say what counts as right")
        return self

    def most_words(self, expect: Expect) -> int:
        """Return how many words an answer may have."""
        return expect.most_words or MOST_WORDS[self.kind]


def read_tasks(folder: Path = TASKS) -> list[Task]:
    """Read every task of a folder of JSON lines; raise `SourceError` where one is none, or two have one id."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise SourceError(f"{folder} holds no tasks; give a folder of JSON lines with --tasks")
    tasks = [_task(file, number, line) for file in files for number, line in _lines(file)]
    twice = {task.id for task in tasks if sum(task.id == other.id for other in tasks) > 1}
    if twice:
        raise SourceError(f"two tasks are called {min(twice)}; give each an id of its own")
    return tasks


def _lines(file: Path) -> list[tuple[int, str]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _task(file: Path, number: int, line: str) -> Task:
    try:
        return Task.model_validate_json(line)
    except ValidationError as error:
        wrong = error.errors()[0]
        place = ".".join(map(str, wrong["loc"]))
        raise SourceError(f"{file}, line {number} is no task ({place}: {wrong['msg']}); mend it") from None


def fingerprint(folders: Sequence[Path], salt: str) -> str:
    """Return twelve hexadecimal digits over the names and bytes of all files in these folders, and `salt`."""
    digest = hashlib.sha256(salt.encode())
    for folder in folders:
        for file in sorted(path for path in folder.rglob("*.jsonl")):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]
