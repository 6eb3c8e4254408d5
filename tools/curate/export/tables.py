"""The checklist as CSV and as a spreadsheet."""

from __future__ import annotations

import csv
import io
import re

from tools.curate.show import Show

from .rows import COLUMNS, checklist, safe_cell

# Characters that XML, and so a spreadsheet, cannot hold.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# In characters, for the columns in their order.
_WIDTHS = (24, 26, 36, 14, 30, 20, 30, 16, 34, 18, 11, 30)


def csv_bytes(show: Show) -> bytes:
    """Return the checklist as CSV in UTF-8; the mark at its start is what makes Excel read it so."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(value) for value in row.values()] for row in checklist(show))
    return text.getvalue().encode("utf-8-sig", "replace")


def xlsx_bytes(show: Show) -> bytes:
    """Return the checklist as a spreadsheet, every cell as text."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one; the library's types leave it open
    sheet.title = "Checklist"
    sheet.append(list(COLUMNS))
    for row in checklist(show):
        sheet.append([_NOT_XML.sub("", safe_cell(value)) or None for value in row.values()])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.data_type = "s" if cell.value is not None else cell.data_type
    for letter, width in zip("ABCDEFGHIJKL", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
