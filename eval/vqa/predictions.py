"""What was answered, kept one JSON line a question, so that it can be scored again without asking again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from retrieval.errors import SourceError

from .item import Item


@dataclass(frozen=True, slots=True)
class Prediction:
    """An answer in words, without its citations, and what it took; `seconds` is None where it was not timed.

    `error` is the sentence of what broke the question, whose answer is then empty.
    """

    id: str
    prediction: str
    refused: bool = False
    pictured: bool = False
    seconds: float | None = None
    input_tokens: float = 0
    output_tokens: float = 0
    error: str | None = None


def read_predictions(file: Path, items: Sequence[Item]) -> list[Prediction]:
    """Return the prediction for each item, from JSON lines of `id` and `prediction`.

    Raises:
        SourceError: the file is missing, a line is none, an id comes twice, or an item has no prediction.
    """
    if not file.is_file():
        raise SourceError(f"there is no file {file}; give JSON lines of “id” and “prediction” with --predictions")
    known = read_lines(file.read_text(encoding="utf-8").splitlines(), file)
    missing = [item.id for item in items if item.id not in known]
    if missing:
        raise SourceError(
            f"{file} has no prediction for {len(missing)} of {len(items)} questions, such as “{missing[0]}”; add them, or give the --limit "
            "and --seed of the run"
        )
    return [known[item.id] for item in items]


def write_predictions(predictions: Sequence[Prediction], file: Path) -> None:
    """Write predictions as JSON lines."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(line_of(each) for each in predictions), encoding="utf-8")


def line_of(prediction: Prediction) -> str:
    """Return a prediction as a line of JSON, with its end."""
    return f"{json.dumps(asdict(prediction), ensure_ascii=False)}\n"


def read_lines(lines: Sequence[str], file: Path, first: int = 1) -> dict[str, Prediction]:
    """Return the predictions of a file's lines by id; `first` is the number of the first line.

    Raises:
        SourceError: a line is no prediction, or an id comes twice.
    """
    known: dict[str, Prediction] = {}
    for number, line in enumerate(lines, start=first):
        if line.strip():
            found = _prediction(line, f"{file}, line {number}")
            if found.id in known:
                raise SourceError(f"{file}, line {number}: the id “{found.id}” comes twice; keep one of the two")
            known[found.id] = found
    return known


def _prediction(line: str, place: str) -> Prediction:
    try:
        found: object = json.loads(line)
    except json.JSONDecodeError as error:
        raise SourceError(f"{place} is no JSON ({error}); mend it") from None
    fields = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    given, text = fields.get("id"), fields.get("prediction")
    if not isinstance(given, str | int) or not isinstance(text, str):
        raise SourceError(f"{place} lacks an “id” or a “prediction” of text; mend it")
    seconds, error = fields.get("seconds"), fields.get("error")
    return Prediction(
        str(given),
        text,
        bool(fields.get("refused")),
        bool(fields.get("pictured")),
        float(seconds) if seconds is not None else None,
        float(fields.get("input_tokens") or 0),
        float(fields.get("output_tokens") or 0),
        str(error) if error is not None else None,
    )
