"""Sheets: text tables read as text, so that codes keep their zeros, in an encoding that is vouched for."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import pandas as pd

from gis.files.dbf import about_persons_in_any, of_persons
from gis.files.encodings import SAMPLE, Verdict, decide
from gis.files.heads import LOOKED_AT, head_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
SEPARATORS = ",\t;|，"
RAW = "ISO-8859-1"  # every byte is one character
LONGEST = 10_000_000  # characters of one cell: a large multipolygon as WKT


class SheetError(Exception):
    """A text table cannot be read; `code` says why, `line` where."""

    def __init__(self, code: str, line: int) -> None:
        self.code = code
        self.line = line
        super().__init__(f"{code}: line {line}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """The rows of a text table under its names, every cell text or missing; `above` rows are a title."""

    names: tuple[str, ...]
    table: pd.DataFrame
    title: str
    above: int


def sheet_encoding(path: Path, declared: str = "") -> Verdict:
    """Say in which encoding a text table is written: by its mark, the user's word, or its lines."""
    raw = path.read_bytes()
    for mark, name in MARKS:
        if raw.startswith(mark) and not declared:
            return Verdict(encoding=name, how="cpg")
    lines = raw.splitlines()
    return decide(lines, declared=declared, shown=[*lines[:1], *_safe_cells(lines)])


def _safe_cells(lines: list[bytes]) -> list[bytes]:
    """Return cells that need an encoding, of columns that are not about persons."""
    texts = [line.decode(RAW) for line in lines[: SAMPLE + LOOKED_AT]]
    try:
        rows = [row for row in csv.reader(texts, delimiter=_separator(texts)) if any(row)]
    except csv.Error:
        return []
    head = head_row(rows)
    names = [name.encode(RAW) for name in rows[head]] if rows else []
    if of_persons(names):
        return []
    safe = [n for n, name in enumerate(names) if not about_persons_in_any(name)]
    cells = [row[n].encode(RAW) for row in rows[head + 1 :] for n in safe if n < len(row)]
    return [cell for cell in dict.fromkeys(cells) if not cell.isascii()]


def _separator(lines: Sequence[str]) -> str:
    """Return the sign that stands most often in the first line that has any: above it are titles."""
    told = (line for line in lines[:LOOKED_AT] if any(sign in line for sign in SEPARATORS))
    return max(SEPARATORS, key=next(told, "").count)


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
    csv.field_size_limit(LONGEST)
    text = text.removeprefix("\ufeff")
    separator = _separator(list(islice(io.StringIO(text), LOOKED_AT)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[list[str]] = []
    names: list[str] | None = None
    try:
        titles = _titles(text, separator)
        above = list(islice((row for row in reader if any(row)), len(titles)))
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
    title = next((cell for row in above for cell in row if cell.strip()), "")
    return Sheet(names=tuple(names), table=table, title=title, above=len(above))


def _titles(text: str, separator: str) -> list[list[str]]:
    """Return the rows above the one of names."""
    filled = (row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if any(row))
    first = list(islice(filled, LOOKED_AT))
    return first[: head_row(first)]
