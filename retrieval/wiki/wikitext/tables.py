"""Tables: simple ones are worded row by row, others are left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from retrieval.wiki.marks import BREAK, HOLE, ITEM, without_pictures

MOST_COLUMNS = 8
MOST_ROWS = 200
LONGEST_CELL = 300


def table_sentences(table: Any, words: Callable[[Any], str]) -> str:
    """Word each row of a table as “Title: X; Year: Y.”, a paragraph each; return nothing where cells span rows or columns.

    The first row must be a heading, and every row as long as it.
    """
    # Without “|-” before it the first row stands in the table itself.
    loose = [table] if _children(table, ("td", "th")) else []
    rows = [_cells(row, words) for row in (loose + _children(table, ("tr",)))[: MOST_ROWS + 1]]
    cells = [row for row in rows if row]
    if len(cells) < 2 or any(row is None for row in rows) or not all(heading for heading, _ in cells[0]):
        return ""
    headings = [text for _, text in cells[0]]
    if not 2 <= len(headings) <= MOST_COLUMNS or not all(headings):
        return ""
    worded = [_row(headings, [text for _, text in row]) for row in cells[1:] if len(row) == len(headings)]
    return "".join(f"\n{BREAK}\n{line}" for line in worded if line) + f"\n{BREAK}\n"


def _row(headings: list[str], cells: list[str]) -> str:
    pairs = [f"{heading}: {cell}" for heading, cell in zip(headings, cells, strict=True) if cell and HOLE not in cell]
    return f"{'; '.join(pairs)}." if len(pairs) >= 2 else ""


def _cells(row: Any, words: Callable[[Any], str]) -> list[tuple[bool, str]] | None:
    """Return each cell as (is a heading, its words); None when one spans others or holds a table."""
    found: list[tuple[bool, str]] = []
    for cell in _children(row, ("td", "th")):
        if any("span" in str(attribute.name) for attribute in cell.attributes) or _children(cell, ("table",)):
            return None
        text = without_pictures(words(cell.contents))[0].replace(BREAK, " ").replace(ITEM, " ")
        if str(cell).startswith("|+"):  # the table's caption, which the parser takes for a cell
            continue
        text = re.sub(r"\s+", " ", text).strip(" .;,*")
        if len(text) > LONGEST_CELL:
            return None
        found.append((str(cell.tag) == "th", text))
    return found


def _children(node: Any, names: tuple[str, ...]) -> list[Any]:
    inside = node.contents.nodes if node.contents is not None else []
    return [child for child in inside if type(child).__name__ == "Tag" and str(child.tag).strip() in names]
