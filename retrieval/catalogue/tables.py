"""A source's tables as streams of rows: plain Python values, whatever the file format, read as often as asked and never held."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import SourceError

from . import survey
from .cells import storable
from .survey import Row, Survey

# One file of these is one table.
TABLE_SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")
# Files of these in one folder are one table: an object, or a document of objects, a file.
DOCUMENT_SUFFIXES = (".json", ".jsonld", ".xml")
Rows = Callable[[], Iterator[Row]]
Looked = Callable[[int], None]


def _silent(_: int) -> None:
    """Show no progress."""


@dataclass(frozen=True, slots=True)
class Table:
    """A named table. `rows()` reads it from the start each time; `seen` is what one reading of it showed."""

    name: str
    rows: Rows
    seen: Survey

    @property
    def columns(self) -> Sequence[str]:
        """The columns, in the order in which they first appear."""
        return tuple(self.seen.columns)


def table(name: str, rows: Rows, file: str | None = None, looked: Looked = _silent) -> Table:
    """Read `rows` once to learn its columns; raise `SourceError` when there are none.

    Args:
        name: what the table is called in messages and ids.
        rows: starts a new reading at each call; a row is a mapping of column to plain value, list or nested mapping.
        file: what to call the file in messages; the name by default.
        looked: told of rows as they are looked at.
    """
    seen = survey.of(rows(), looked)
    if not seen.rows:
        raise SourceError(f"{file or name} has no rows; give a catalogue with at least one work")
    # A file's name need not be text.
    return Table(storable(name), lambda: map(survey.flat, rows()), seen)


def read_table(file: Path, encoding: str = "utf-8", looked: Looked = _silent) -> Table:
    """Open one file as a table; raise `SourceError` in a sentence when it cannot be read."""
    return table(file.stem, lambda: rows_of(file, encoding), file.name, looked)


def read_documents(name: str, files: Sequence[Path], looked: Looked = _silent) -> Table:
    """Open the JSON and XML files of a folder as one table."""
    return table(name, lambda: (row for file in files for row in rows_of(file)), looked=looked)


def rows_of(file: Path, encoding: str = "utf-8") -> Iterator[Row]:
    """Start to read the rows of one file, by its suffix and, for JSON, by what it says of itself."""
    match file.suffix.lower():
        case ".parquet":
            from .parquet import rows

            return rows(file)
        case ".csv" | ".tsv":
            from .delimited import rows

            return rows(file, encoding)
        case ".jsonl" | ".ndjson":
            from .json_lines import rows

            return rows(file, encoding)
        case ".xml":
            from .lido import rows

            return rows(file)
        case ".json" | ".jsonld":
            return _json_reader(file)(file)
        case other:
            known = ", ".join((*TABLE_SUFFIXES, *DOCUMENT_SUFFIXES))
            what = f"is a {other} file" if other else "has no ending that tells what it is"
            raise SourceError(f"{file.name} {what}; give one of {known}")


def _json_reader(file: Path) -> Callable[[Path], Iterator[Row]]:
    """Return the reader of the form that a JSON file's beginning names in its context."""
    from . import iiif, json_folder, linked_art

    try:
        with file.open("rb") as stream:
            beginning = stream.read(4096)
    except OSError as error:
        raise SourceError(f"{file} cannot be read ({error.strerror}); check the path and its permissions") from None
    # Linked Art first: its records name the IIIF context of their pictures.
    if linked_art.sniff(beginning):
        return linked_art.rows
    return iiif.rows if iiif.sniff(beginning) else json_folder.rows
