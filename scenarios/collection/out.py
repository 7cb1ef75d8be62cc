"""Workbooks out: one for each community, with its units, last counts, and room for what is new."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from scenarios.collection.form import (
    ADDRESS,
    BEFORE,
    CODE,
    EAST,
    GUIDE,
    MARK,
    MOST,
    NAME,
    NEW,
    NORTH,
    PLACE,
    SHEET,
    TEMPLATE,
    TOTAL,
    asked_columns,
    heading,
)
from scenarios.collection.gathering import forms_on

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from domain.units import Count
    from gis.dataset import Dataset
    from scenarios.collection.form import Form

FIRST: Final = 3  # row of the first unit, counted from 0
HOW: Final = (
    "1. 只填白色单元格，灰色单元格已锁定。",
    "2. 每格填整数，没有填 0，不留空。",
    "3. 不填姓名、电话、证件号码等个人信息。",
    "4. 新增的楼栋填在表末，注明名称、地址和数量；地址写明小区和楼号，知道坐标的填坐标。",
    "5. 可以插入空行、调整行序，不改编码。",
)


def workbooks(
    dataset: Dataset, *, round_: str, new_rows: int, word: Callable[[str], str]
) -> dict[str, bytes]:
    """Return the workbook of every community by its file name."""
    units = dataset.graph.units
    columns, forms = asked_columns(units), forms_on(dataset)
    at = [units.columns.index(column) for column in columns]
    return {
        form.file: workbook(
            form, columns, units.counts[list(form.units)][:, at], round_=round_, new_rows=new_rows, word=word
        )
        for form in forms
    }


def workbook(
    form: Form, columns: Sequence[Count], counts: NDArray[np.int64], *, round_: str, new_rows: int,
    word: Callable[[str], str],
) -> bytes:  # fmt: skip
    """Return one community's workbook; the same input gives the same bytes.

    `counts` has a row for each unit of the form and a column for each of `columns`, int64; `word`
    says the name of a count.
    """
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_numbers": False})
    book.set_properties({"title": form.name, "created": None})
    looks = {
        "head": book.add_format({"bold": True, "bg_color": "#E8E6E0", "border": 1, "text_wrap": True}),
        "text": book.add_format({"num_format": "@", "bg_color": "#F2F1EC", "border": 1}),
        "last": book.add_format({"num_format": "0", "bg_color": "#F2F1EC", "border": 1}),
        "fill": book.add_format({"num_format": "0", "border": 1, "locked": False}),
        "open": book.add_format({"num_format": "@", "border": 1, "locked": False}),
        "place": book.add_format({"num_format": "General", "border": 1, "locked": False}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "missing": book.add_format({"bg_color": "#FBE3B5"}),
    }
    guide = book.add_worksheet(GUIDE)
    guide.set_column(0, 0, 80)
    guide.write_column(0, 0, [f"{form.name} {round_}", *HOW])
    main = book.add_worksheet(SHEET)
    _main(main, form, columns, counts, looks, round_=round_, new_rows=new_rows, word=word)
    mark = book.add_worksheet(MARK)
    told = {"round": round_, "community": form.code, "template": TEMPLATE, "checksum": form.checksum}
    for row, (key, value) in enumerate(told.items()):
        mark.write_string(row, 0, key)
        mark.write_string(row, 1, value)
    mark.very_hidden()
    main.activate()
    book.close()
    return target.getvalue()


def _main(
    sheet: Worksheet, form: Form, columns: Sequence[Count], counts: NDArray[np.int64],
    looks: dict[str, Format], *, round_: str, new_rows: int, word: Callable[[str], str],
) -> None:  # fmt: skip
    """The sheet to fill in."""
    sheet.write(0, 0, f"{form.name}（{form.code}） {round_}", looks["title"])
    heads = [CODE, PLACE]
    for column in columns:
        head = heading(column, word(column.name))
        heads += [f"{head}{BEFORE} {column.date}", head]
    sheet.write_row(FIRST - 1, 0, heads, looks["head"])
    last = FIRST + len(form.codes) - 1
    for row, (code, place) in enumerate(zip(form.codes, form.places, strict=True), start=FIRST):
        sheet.write_string(row, 0, code, looks["text"])
        sheet.write_string(row, 1, place, looks["text"])
        for n in range(len(columns)):
            sheet.write_number(row, 2 + 2 * n, int(counts[row - FIRST, n]), looks["last"])
            sheet.write_blank(row, 3 + 2 * n, None, looks["fill"])
    sheet.write_string(last + 1, 0, TOTAL, looks["head"])
    for n in range(2 * len(columns)):
        name = xl_col_to_name(2 + n)
        sheet.write_formula(last + 1, 2 + n, f"=SUM({name}{FIRST + 1}:{name}{last + 1})", looks["last"])
    whole = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": MOST,
             "error_title": "须填整数", "error_message": "填 0 或正整数"}  # fmt: skip
    for n in range(len(columns)):
        sheet.data_validation(FIRST, 3 + 2 * n, last, 3 + 2 * n, whole)
        blank = {"type": "blanks", "format": looks["missing"]}
        sheet.conditional_format(FIRST, 3 + 2 * n, last, 3 + 2 * n, blank)
    below = last + 3
    sheet.write_string(below, 0, NEW, looks["title"])
    added = [NAME, ADDRESS, *(heading(c, word(c.name)) for c in columns), EAST, NORTH]
    sheet.write_row(below + 1, 0, added, looks["head"])
    for row in range(below + 2, below + 2 + new_rows):
        for at, head in enumerate(added):
            look = "open" if head in (NAME, ADDRESS) else "place" if head in (EAST, NORTH) else "fill"
            sheet.write_blank(row, at, None, looks[look])
    sheet.freeze_panes(FIRST, 2)
    sheet.set_column(0, 1, 24)
    sheet.set_column(2, 1 + 2 * len(columns), 13)
    sheet.set_landscape()
    sheet.print_area(0, 0, below + 1 + new_rows, 1 + 2 * len(columns))
    sheet.repeat_rows(FIRST - 1)
    sheet.protect("", {"insert_rows": True, "format_cells": True, "sort": True, "insert_columns": True})
