"""Workbooks of plain tables: a sheet each, its head in bold and always in sight."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

    Sheet = tuple[str, Sequence[str], Sequence[Sequence[object]]]

WIDTH = 16


def workbook_of(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook of sheets, each with its title, its heads and its rows."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        for title, heads, rows in sheets:
            sheet: Worksheet = book.add_worksheet(title)
            sheet.write_row(0, 0, heads, bold)
            for n, row in enumerate(rows, start=1):
                sheet.write_row(n, 0, row)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(heads) - 1, WIDTH)
    return file.getvalue()
