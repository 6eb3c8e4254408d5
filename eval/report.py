"""What every command shares: a table on the terminal, and a folder with report.md, report.json and plots."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under a title."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        """Return the table for a Markdown page.

        >>> print(Table("Ladder", ["method", "R@1"], [["words", "0.5"]]).markdown())
        **Ladder**
        <BLANKLINE>
        | method | R@1 |
        |---|---|
        | words | 0.5 |
        """
        lines = [self.columns, *self.rows]
        head, *body = (f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
        return "\n".join([f"**{self.title}**", "", head, f"|{'---|' * len(self.columns)}", *body])


@dataclass(frozen=True, slots=True)
class Report:
    """What an evaluation found: tables and notes for people, `document` for programs, plots by file name."""

    title: str
    tables: Sequence[Table]
    notes: Sequence[str]
    document: Mapping[str, Any]
    plots: Mapping[str, Figure] = field(default_factory=dict[str, "Figure"])

    def markdown(self) -> str:
        """Return the whole report as a Markdown page."""
        parts = [f"# {self.title}", *(table.markdown() for table in self.tables), "\n".join(f"- {note}" for note in self.notes)]
        return "\n\n".join([*parts, *(f"![{name}]({name})" for name in self.plots)]) + "\n"


def show(report: Report, as_json: bool, folder: Path | None) -> None:
    """Print a report on stdout, as tables or as one JSON document, and write its files into `folder` when one is given."""
    if as_json:
        print(json.dumps(report.document, ensure_ascii=False))
    else:
        _print_tables(report)
    if folder is not None:
        _write(report, folder)
        print(f"report written to {folder}", file=sys.stderr)


def _print_tables(report: Report) -> None:
    from rich import table
    from rich.console import Console
    from rich.text import Text

    # A table in a file or a pipe is not cut to the width of a terminal that is not there.
    console = Console() if sys.stdout.isatty() else Console(width=160)
    for given in report.tables:
        shown = table.Table(title=given.title, title_justify="left")
        for number, column in enumerate(given.columns):
            shown.add_column(column, justify="left" if number == 0 else "right", no_wrap=True)
        for row in given.rows:
            shown.add_row(*(Text(cell) for cell in row))
        console.print(shown)
    for note in report.notes:
        console.print(Text(note))


def _write(report: Report, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.md").write_text(report.markdown(), encoding="utf-8")
    (folder / "report.json").write_text(json.dumps(report.document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, figure in report.plots.items():
        figure.savefig(folder / name, dpi=150, bbox_inches="tight")
