"""Collection rounds to try things on: workbooks sent out, filled in, damaged, and read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl

from data.reference import shipped_standards
from layouts.text import say
from scenarios.collection.form import TOTAL
from scenarios.commands.collection import NOTHING, Hand, Keeping, Post, collect
from scenarios.commands.survey import survey

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from scenarios.commands.done import Done

ROUND, DATE, HEADS = "2026-11", "2026-11-20", 3
ROOM = 4  # the first column to fill in; every second one after it


def tell(code: str, /, **facts: str | float) -> str:
    return say(code, "zh_Hans", **facts)


def word(name: str) -> str:
    return say(f"count.{name}", "zh_Hans")


def sent_out(folder: Path, out: Path, round_: str = ROUND) -> Done:
    return survey(folder, out, round_=round_, standards=shipped_standards(), word=word, tell=tell)


def come_back(
    folder: Path, back: Path, out: Path | None = None, date: str = DATE, post: Post | None = None,
    keeping: Keeping | None = None, hand: Hand = NOTHING,
) -> dict[str, Any]:  # fmt: skip
    done = collect(
        folder, back, out, round_=ROUND, date=date, standards=shipped_standards(), word=word, tell=tell,
        post=post, keeping=keeping, hand=hand,
    )  # fmt: skip
    return dict(done.document)


def last_row(sheet: Worksheet) -> int:
    """The last row of a unit."""
    return next(row for row in range(HEADS + 1, sheet.max_row) if sheet.cell(row, 1).value == TOTAL) - 1


def fill(path: Path, more: int = 0) -> Workbook:
    """Fill in a workbook with the last figures, `more` added to each figure above ten."""
    book = openpyxl.load_workbook(path)
    sheet = book["摸底表"]
    width = sum(1 for cell in sheet[HEADS] if cell.value)
    for row in range(HEADS + 1, last_row(sheet) + 1):
        for column in range(ROOM, width + 1, 2):
            last = sheet.cell(row, column - 1).value
            sheet.cell(row, column).value = last + more * (last > 10)
    book.save(path)
    return book


def _row_gone(sheet: Worksheet) -> None:
    sheet.delete_rows(HEADS + 1)


def _row_twice(sheet: Worksheet) -> None:
    for column in range(1, sheet.max_column + 1):
        sheet.cell(HEADS + 2, column).value = sheet.cell(HEADS + 1, column).value


def _code_changed(sheet: Worksheet) -> None:
    sheet.cell(HEADS + 1, 1).value = f"{sheet.cell(HEADS + 1, 1).value}-1"


def _at_first(value: object) -> Callable[[Worksheet], None]:
    def damage(sheet: Worksheet) -> None:
        sheet.cell(HEADS + 1, ROOM).value = value

    return damage


def _column_gone(sheet: Worksheet) -> None:
    sheet.delete_cols(ROOM)


def _phone(sheet: Worksheet) -> None:
    sheet.cell(HEADS, sheet.max_column + 1).value = "联系电话"


def _no_codes(sheet: Worksheet) -> None:
    sheet.cell(HEADS, 1).value = "编号"


DAMAGES: dict[str, Callable[[Worksheet], None]] = {
    "collect.code-missing": _row_gone,
    "collect.code-twice": _row_twice,
    "collect.unknown-code": _code_changed,
    "collect.empty": _at_first(None),
    "collect.not-a-number": _at_first("约30户"),
    "collect.fraction": _at_first(31.5),
    "collect.negative": _at_first(-3),
    "collect.column-missing": _column_gone,
    "collect.personal": _phone,
    "collect.total-far": _at_first(99_999),
}
"""What people do to a sheet, by the code that it must be found by; two more damage the file itself."""


def damage_ten(files: list[Path]) -> dict[str, Path]:
    """Damage ten workbooks in ten ways, and return them by the code that each must be found by."""
    damaged = dict(zip(DAMAGES, files, strict=False))
    for code, damage in DAMAGES.items():
        book = openpyxl.load_workbook(damaged[code])
        damage(book["摸底表"])
        book.save(damaged[code])
    return damaged
