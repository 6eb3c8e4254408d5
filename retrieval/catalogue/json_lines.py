"""Rows of a JSON lines file: an object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from retrieval.errors import SourceError

from .json_folder import known_row
from .lines import whole_lines
from .survey import Row


def rows(file: Path, encoding: str = "utf-8") -> Iterator[Row]:
    """Yield each line's object, by its usual columns where its form is known; raise `SourceError` that names the line which is none."""
    for number, line in enumerate(whole_lines(file, encoding), start=1):
        if line.strip():
            row = _object(line, f"{file.name}, line {number}")
            known = known_row(row)
            yield row if known is None else known


def _object(line: str, where: str) -> Row:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise SourceError(f"{where} is not JSON ({error.msg}); mend that line") from None
    except RecursionError:
        raise SourceError(f"{where} is nested too deep; write flatter objects") from None
    if not isinstance(row, dict):
        raise SourceError(f"{where} is not a JSON object; write one object a line")
    return row
