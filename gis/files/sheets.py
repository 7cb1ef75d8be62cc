"""Sheets: text tables read as text, so that codes keep their zeros, in an encoding that is vouched for."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from gis.files.encodings import Verdict, decide

if TYPE_CHECKING:
    from pathlib import Path

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
SEPARATORS = ",\t;|，"
LONGEST = 10_000_000  # characters of one cell: a large multipolygon as WKT


class SheetError(Exception):
    """A text table cannot be read; `code` says why, `line` where."""

    def __init__(self, code: str, line: int) -> None:
        self.code = code
        self.line = line
        super().__init__(f"{code}: line {line}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """The rows of a text table under its first row, every cell text or missing."""

    names: tuple[str, ...]
    table: pd.DataFrame


def sheet_encoding(path: Path, declared: str = "") -> Verdict:
    """Say in which encoding a text table is written: by its mark, the user's word, or its lines."""
    raw = path.read_bytes()
    for mark, name in MARKS:
        if raw.startswith(mark) and not declared:
            return Verdict(encoding=name, how="cpg")
    lines = raw.splitlines()
    return decide(lines, declared=declared, shown=lines[:1])  # the names; rows may be about persons


def read_sheet(path: Path, encoding: str) -> Sheet:
    """Return a text table.

    Raises
    ------
    SheetError
        `text.undecodable` where a line is not in the encoding, `table.ragged` where a row has more
        cells than the first, `table.empty` where there is no first row.
    """
    raw = path.read_bytes()
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetError("text.undecodable", raw[: error.start].count(b"\n") + 1) from error
    first = text.lstrip("\r\n").partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    csv.field_size_limit(LONGEST)
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator)
    rows: list[list[str]] = []
    names: list[str] | None = None
    try:
        for row in reader:
            if names is None:
                names = [cell.strip() for cell in row] if any(row) else None
                continue
            if any(cell.strip() for cell in row[len(names) :]):
                raise SheetError("table.ragged", reader.line_num)
            if any(row):
                rows.append((row + [""] * len(names))[: len(names)])
    except csv.Error as error:
        raise SheetError("table.ragged", reader.line_num) from error
    if names is None:
        raise SheetError("table.empty", 1)
    table = pd.DataFrame(rows, columns=range(len(names)), dtype="str")
    table = table.apply(lambda column: column.str.strip()).replace("", pd.NA)
    return Sheet(names=tuple(names), table=table)
