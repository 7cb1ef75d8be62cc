"""Workbooks: where the row of names stands under a title, and which sheets are hidden."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import openpyxl

from domain.outcome import Problem
from gis.files.heads import LOOKED_AT, head_row

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def below_titles(path: Path, name: str, spare: Path) -> tuple[Path, tuple[Problem, ...]]:
    """Return a workbook whose sheets begin with their names, and what was seen: titles, hidden sheets.

    Where no sheet has a title it is the workbook itself; otherwise a copy of its values in `spare`.
    A workbook that is damaged is left to its reader, which says so.
    """
    try:
        heads, problems = _seen(path, name)
        if not any(heads.values()):
            return path, problems
        made = spare / path.name
        _copied(path, made, heads)
    except Exception:  # noqa: BLE001 -- whatever the library meets in a damaged workbook
        return path, ()
    return made, problems


def _seen(path: Path, name: str) -> tuple[Mapping[str, int], tuple[Problem, ...]]:
    """Look at the first rows of every sheet."""
    heads, problems = {}, []
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            _unbounded(sheet)
            rows = list(islice(sheet.iter_rows(values_only=True), LOOKED_AT))
            heads[sheet.title] = head = head_row(rows)
            if head:
                title = next((str(cell) for row in rows for cell in row if cell is not None), "")
                problems.append(_told("table.title", name, sheet.title, value=title[:40], row=head + 1))
            if sheet.sheet_state != "visible":
                problems.append(_told("table.hidden", name, sheet.title))
    finally:
        book.close()
    return heads, tuple(problems)


def _told(code: str, file: str, layer: str, value: str = "", **facts: int) -> Problem:
    """Make a warning about a sheet."""
    return Problem(code=code, severity="warning", file=file, layer=layer, value=value, facts=facts)


def _unbounded(sheet: Any) -> None:  # noqa: ANN401 -- the library brings no types
    """Let the rows say how wide a sheet is: what its head says may be wrong."""
    sheet.reset_dimensions()


def _copied(path: Path, made: Path, heads: Mapping[str, int]) -> None:
    """Write the values of a workbook without the rows above the names."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    copy = openpyxl.Workbook(write_only=True)
    try:
        for sheet in book.worksheets:
            _unbounded(sheet)
            target = copy.create_sheet(sheet.title)
            for row in islice(sheet.iter_rows(values_only=True), heads[sheet.title], None):
                target.append(row)
        copy.save(made)
    finally:
        book.close()
