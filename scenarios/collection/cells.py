"""Cells of a returned workbook, and the faults that are found in them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from domain.outcome import Problem
from scenarios.collection.form import MOST

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from domain.outcome import Severity

ROWS_WITHIN: Final = 20_000  # whole columns with a format do not make a sheet longer


@dataclass
class Look:
    """Problems of one workbook as they are found."""

    file: str
    came: str
    sheet: str = ""
    problems: list[Problem] = field(default_factory=list)

    def tell(
        self, code: str, feature: str = "", column: str = "", value: object = "",
        severity: Severity = "error", **facts: str | float,
    ) -> None:  # fmt: skip
        """Add one problem."""
        self.problems.append(
            Problem(
                code=f"collect.{code}", severity=severity, file=self.file, layer=self.sheet, feature=feature,
                field=column, value="" if value is None else str(value), facts=facts,
            )
        )  # fmt: skip

    def blank(self, cells: int) -> None:
        """Tell once that nothing was filled in, in the place of every empty cell."""
        empty = [problem for problem in self.problems if problem.code == "collect.empty"]
        if len(empty) == cells > 0:
            self.problems = [problem for problem in self.problems if problem.code != "collect.empty"]
            self.tell("blank")


def rows_below(sheet: Worksheet, top: int) -> range:
    """Return the rows under a head."""
    return range(top + 1, min(int(sheet.max_row), top + ROWS_WITHIN) + 1)


def text_of(value: object) -> str:
    """Return what a cell says as text, without blanks around it."""
    return "" if value is None else str(value).strip()


def cell_of(sheet: Worksheet, row: int, column: int) -> str:
    """Return the name of a cell, as D4."""
    return str(sheet.cell(row, column).coordinate)


def figure(sheet: Worksheet, row: int, column: int, code: str, head: str, look: Look) -> int:
    """Return a whole number, or −1 with the fault told."""
    value, cell = sheet.cell(row, column).value, cell_of(sheet, row, column)
    if isinstance(value, str) and value.strip().lstrip("-").isdigit():
        value = int(value)  # a number that was typed as text is one
    fault = (
        "empty" if text_of(value) == ""
        else "not-a-number" if isinstance(value, bool) or not isinstance(value, (int, float))
        else "too-large" if not math.isfinite(value) or value > MOST
        else "fraction" if value != int(value)
        else "negative" if value < 0
        else ""
    )  # fmt: skip
    if fault or not isinstance(value, (int, float)):
        look.tell(fault, code, head, value, cell=cell)
        return -1
    return int(value)
