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
    """An answer in words, without its citations; `seconds` is None where it was not timed."""

    id: str
    prediction: str
    refused: bool = False
    pictured: bool = False
    seconds: float | None = None


def read_predictions(file: Path, items: Sequence[Item]) -> list[Prediction]:
    """Return the prediction for each item, from JSON lines of `id` and `prediction`.

    Raises:
        SourceError: the file is missing, a line is none, an id comes twice, or an item has no prediction.
    """
    if not file.is_file():
        raise SourceError(f"there is no file {file}; give JSON lines of “id” and “prediction” with --predictions")
    known: dict[str, Prediction] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            found = _prediction(line, f"{file}, line {number}")
            if found.id in known:
                raise SourceError(f"{file}, line {number}: the id “{found.id}” comes twice; keep one of the two")
            known[found.id] = found
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
    file.write_text("".join(f"{json.dumps(asdict(each), ensure_ascii=False)}\n" for each in predictions), encoding="utf-8")


def _prediction(line: str, place: str) -> Prediction:
    try:
        found: object = json.loads(line)
    except json.JSONDecodeError as error:
        raise SourceError(f"{place} is no JSON ({error}); mend it") from None
    fields = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    given, text = fields.get("id"), fields.get("prediction")
    if not isinstance(given, str | int) or not isinstance(text, str):
        raise SourceError(f"{place} lacks an “id” or a “prediction” of text; mend it")
    seconds = fields.get("seconds")
    return Prediction(
        str(given), text, bool(fields.get("refused")), bool(fields.get("pictured")), float(seconds) if seconds is not None else None
    )
