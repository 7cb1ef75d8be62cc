"""Buildings that a community adds below its table: name, address, figures, and where they are."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gis.placing.building_numbers import plain
from gis.reading.personal import about_persons
from scenarios.collection.cells import cell_of, figure, rows_below, text_of
from scenarios.collection.form import ADDRESS, EAST, NAME, NEW, NORTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from scenarios.collection.cells import Look


NUMBER: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{17}[\dXx]")  # a mobile or an identity number
SEPARATORS: Final = re.compile(r"[-.·_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """One added building.

    Attributes
    ----------
    n
        Its number among those of the workbook, from 1.
    figures
        Its counts in the order of the form; an empty cell is 0.
    x, y
        Longitude and latitude, or metres east and north; None where no place is given.
    """

    n: int
    name: str
    address: str
    figures: tuple[int, ...]
    x: float | None
    y: float | None


def added_rows(sheet: Worksheet, top: int, at: int, heads: Sequence[str], look: Look) -> tuple[Added, ...]:
    """Return the buildings below the table, whose faults are told as those of the table are.

    `at` is the column of names where the heads of the added rows are gone.
    """
    below = iter(rows_below(sheet, top))
    if not any(text_of(sheet.cell(row, at).value) == NEW for row in below):
        return ()
    filled = [row for row in below if any(text_of(cell.value) for cell in sheet[row])]
    if not filled:
        return ()
    columns = {text_of(cell.value): int(cell.column) for cell in sheet[filled[0]] if text_of(cell.value)}
    for head in columns:
        if about_persons(head) and head not in heads:
            look.tell("personal", column=head)
    where = {NAME: at, ADDRESS: at + 1} | columns
    seen: set[str] = set()
    for row in filled[1:]:
        told = plain("".join(text_of(sheet.cell(row, where[head]).value) for head in (NAME, ADDRESS)))
        if NUMBER.search(SEPARATORS.sub("", told)):
            look.tell("new-personal", "", NAME, cell=cell_of(sheet, row, where[NAME]))
        if told in seen:
            look.tell("new-twice", told, NAME, cell=cell_of(sheet, row, where[NAME]))
        seen |= {told} - {""}
    return tuple(_added(sheet, row, n, where, heads, look) for n, row in enumerate(filled[1:], start=1))


def _added(
    sheet: Worksheet, row: int, n: int, where: Mapping[str, int], heads: Sequence[str], look: Look
) -> Added:
    name, address = (text_of(sheet.cell(row, where[head]).value) for head in (NAME, ADDRESS))
    figures = [
        max(0, figure(sheet, row, where[head], name, head, look))
        if head in where and text_of(sheet.cell(row, where[head]).value)
        else 0
        for head in heads
    ]
    x, y = (_coordinate(sheet, row, head, where, name, look) for head in (EAST, NORTH))
    if (x is None) != (y is None):
        missing = EAST if x is None else NORTH
        look.tell("half-a-place", name, missing, cell=cell_of(sheet, row, where.get(missing, where[NAME])))
    if x is None or y is None or not math.isfinite(x + y):
        x = y = None
    return Added(n=n, name=name, address=address, figures=tuple(figures), x=x, y=y)


def _coordinate(
    sheet: Worksheet, row: int, head: str, where: Mapping[str, int], name: str, look: Look
) -> float | None:
    """A coordinate, NaN with the fault told, or None where there is none."""
    told = text_of(sheet.cell(row, where[head]).value) if head in where else ""
    if not told:
        return None
    try:
        value = float(told)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        look.tell("no-coordinate", name, head, told, cell=cell_of(sheet, row, where[head]))
        return math.nan
    return value
