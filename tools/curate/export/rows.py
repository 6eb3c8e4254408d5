"""The checklist: one row a work, in a curator's columns; what is unknown is empty."""

from __future__ import annotations

from collections.abc import Iterator

from tools.curate.show import Show

COLUMNS = (
    "id", "artist", "title", "date", "medium", "dimensions", "lender", "insurance value", "credit line", "accession number", "status",
    "location",
)  # fmt: skip
# What a work is until its lender has said yes.
STATUS = "proposed"
# A cell that begins so is a formula to a spreadsheet, whoever wrote it; a tab or a line end may hide one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def checklist(show: Show) -> Iterator[dict[str, str]]:
    """Yield the rows of a show in hanging order; `location` is where a work hangs in the show."""
    for section in show.sections:
        for hung in section.works:
            label = hung.label
            values = (
                hung.piece.id, label.maker, label.title, label.date, label.medium, label.dimensions, hung.piece.holder or "", "",
                label.credit, label.accession, STATUS, f"{hung.number}. wall {hung.wall}, {hung.x_m:.2f} m from the left",
            )  # fmt: skip
            yield dict(zip(COLUMNS, values, strict=True))


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> safe_cell('=HYPERLINK("http://x")'), safe_cell("Ada")
    ('\\'=HYPERLINK("http://x")', 'Ada')
    """
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
