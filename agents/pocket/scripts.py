"""What the pocket model is taught: conversations with the calls to make and how to answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from retrieval.errors import CollectionError

SHIPPED = Path(__file__).with_name("scripts.json")


class ScriptsWrong(CollectionError):
    """A file of scripts can't be used."""


class Turn(BaseModel):
    """One question and what the model does about it.

    `calls` holds step after step, each with the calls made side by side as {tool: arguments}. The answer is `say`, or the
    sentences nearest to the question out of the first `each` passages of the results numbered in `from` (all by default).
    A `slip` is said before the answer and has no support, so that the graph sends it back.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    ask: str
    show: str | None = None
    calls: list[list[dict[str, dict[str, Any]]]] = []
    say: str | None = None
    slip: str | None = None
    results: list[int] | None = Field(default=None, alias="from")
    each: int = Field(default=1, ge=1)


class Script(BaseModel):
    """A conversation; without `first_look` the graph measures no picture unasked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    first_look: bool = True
    turns: list[Turn] = Field(min_length=1)


def read_scripts(file: Path) -> list[Script]:
    """Read the scripts in a JSON file.

    Raises:
        ScriptsWrong: the file is missing or does not hold scripts.
    """
    try:
        return TypeAdapter(list[Script]).validate_json(file.read_bytes())
    except OSError as error:
        raise ScriptsWrong(f"{file} can't be read ({error.strerror}); name a JSON file of scripts") from None
    except ValidationError as error:
        wrong = error.errors()[0]
        place = ".".join(map(str, wrong["loc"])) or "the file"
        raise ScriptsWrong(f"{file} does not fit at {place} ({wrong['msg']}); see {SHIPPED.name} for the form") from None
