"""Rows of a CSV or TSV file, its delimiter found by itself."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import SourceError

from .lines import opened
from .survey import BEYOND, Row

LARGEST_CELL = 64_000_000
DELIMITERS = ",;\t|"


def rows(file: Path, encoding: str = "utf-8") -> Iterator[Row]:
    """Yield each line of the table as a mapping of its header, see `BEYOND`; raise `SourceError` when it is not CSV."""
    csv.field_size_limit(LARGEST_CELL)
    delimiter = _delimiter(file, encoding)
    with opened(file, encoding) as stream:
        lines = _Lines(_sound(file, _after_hint(stream)))
        reader = csv.DictReader(lines, delimiter=delimiter, restkey=BEYOND)
        begins, usual = 2, None
        try:
            for row in reader:
                if lines.ended:
                    raise SourceError(f"{file.name}, line {begins} opens a quotation mark that is never closed; mend that line")
                begins = reader.line_num + 1
                beyond = row.pop(BEYOND, [])
                # Many a tool ends each line with a delimiter; then all rows have an empty cell more than the header.
                usual = (0 if any(beyond) else len(beyond)) if usual is None else usual
                yield {name: value for name, value in row.items() if name} | ({BEYOND: beyond} if len(beyond) > usual else {})
        except csv.Error as error:
            raise SourceError(f"{file.name} is not a readable CSV ({error}); save it again as CSV") from None


@dataclass(slots=True)
class _Lines:
    """Lines that tell when the last is past. A row that came only then was still open: a quotation mark had swallowed the rest."""

    lines: Iterator[str]
    ended: bool = False

    def __iter__(self) -> Iterator[str]:
        yield from self.lines
        self.ended = True


def _delimiter(file: Path, encoding: str) -> str:
    """Return what parts the header best. `csv.Sniffer` takes the texts for the table and counts the commas of prose."""

    def columns(delimiter: str) -> int:
        with opened(file, encoding) as stream:
            try:
                return len(next(csv.reader(_sound(file, _after_hint(stream)), delimiter=delimiter), []))
            except csv.Error as error:
                raise SourceError(f"{file.name} is not a readable CSV ({error}); save it again as CSV") from None

    return max(DELIMITERS, key=columns)


def _after_hint(lines: Iterator[str]) -> Iterator[str]:
    """Leave out the line “sep=;” by which Excel is told the delimiter."""
    for number, line in enumerate(lines):
        if number or not line.lower().startswith("sep="):
            yield line


def _sound(file: Path, lines: Iterator[str]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if "\0" in line:
            raise SourceError(f"{file.name}, line {number} holds a NUL character; mend that line, or name its encoding, such as utf-16")
        yield line
