"""The checklist."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from tools.curate.export.rows import COLUMNS, safe_cell
from tools.curate.export.tables import csv_bytes, xlsx_bytes
from tools.curate.show import Show


def _csv(show: Show) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(show).decode("utf-8-sig"))))


def _sheet(show: Show) -> Any:
    return load_workbook(io.BytesIO(xlsx_bytes(show))).active


def test_the_checklist_has_a_row_a_work_in_a_curators_columns(show: Show) -> None:
    head, *rows = _csv(show)
    assert tuple(head) == COLUMNS
    assert [row[0] for row in rows] == [hung.piece.id for hung in show.works]
    ferry = dict(zip(head, next(row for row in rows if row[0] == "w:ferry")))
    assert {name: ferry[name] for name in ("artist", "title", "date", "medium", "dimensions", "lender")} == {
        "artist": "Ada Lindqvist", "title": "The Ferry", "date": "1885", "medium": "Oil on canvas", "dimensions": "80 × 120 cm",
        "lender": "Harbour Museum, Bergen",
    }  # fmt: skip


def test_what_is_unknown_is_empty(show: Show) -> None:
    head, *rows = _csv(show)
    swing = dict(zip(head, next(row for row in rows if row[0] == "w:swing")))
    assert (swing["dimensions"], swing["lender"], swing["insurance value"], swing["credit line"]) == ("", "", "", "")


def test_the_spreadsheet_says_what_the_csv_says(show: Show) -> None:
    cells = [[cell or "" for cell in row] for row in _sheet(show).iter_rows(values_only=True)]
    assert cells == _csv(show)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "  =1"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


def test_no_cell_of_a_hostile_show_is_a_formula(hostile: Show) -> None:
    assert all(cell[:1] not in ("=", "+", "-", "@") for row in _csv(hostile) for cell in row)
    assert {cell.data_type for row in _sheet(hostile).iter_rows() for cell in row} <= {"s", "n"}
    assert all(cell.data_type == "s" for row in _sheet(hostile).iter_rows() for cell in row if cell.value is not None)


def test_characters_that_a_spreadsheet_cannot_hold_are_left_out(show: Show) -> None:
    from dataclasses import replace

    section = show.sections[0]
    hung = replace(section.works[0], label=replace(section.works[0].label, title="Fer\x00ry\x0b"))
    broken = replace(show, sections=(replace(section, works=(hung,)),))
    assert _sheet(broken)["C2"].value == "Ferry"
