"""Workbooks back: read whatever became of them, every fault found with its cell, nothing guessed."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import numpy as np
import openpyxl

from gis.reading.personal import about_persons
from scenarios.collection.added import added_rows
from scenarios.collection.cells import Look, cell_of, figure, rows_below, text_of
from scenarios.collection.form import BEFORE, CODE, MARK, NEW, TEMPLATE, TOTAL, heading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from domain.outcome import Problem
    from domain.units import Count
    from scenarios.collection.added import Added
    from scenarios.collection.form import Form

HEADS_WITHIN: Final = 30  # rows from the top among which the heads are sought
BROKEN = (zipfile.BadZipFile, KeyError, ValueError, OSError, TypeError, EOFError)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Returned:
    """One workbook that came back.

    Attributes
    ----------
    community
        Code of the community that it is of; empty where nobody can tell.
    counts
        The figures by unit in the order of the form, −1 where a cell is faulty; int64.
    new
        Rows of buildings that the form did not know.
    came
        Day of the file, ISO 8601.
    """

    file: str
    community: str
    counts: NDArray[np.int64]
    new: tuple[Added, ...]
    came: str
    problems: tuple[Problem, ...]

    @property
    def faults(self) -> int:
        """How many faults must be corrected."""
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def faulty(self) -> bool:
        """Whether it must go back (有误)."""
        return self.faults > 0


class Reader:
    """Reads workbooks of one round."""

    def __init__(
        self, forms: Sequence[Form], columns: Sequence[Count], before: NDArray[np.int64], *, round_: str,
        change: float, word: Callable[[str], str],
    ) -> None:  # fmt: skip
        """Know the forms; `before` are the last counts of all units, `change` the share told beyond."""
        self.forms = {form.code: form for form in forms}
        self.home = {code: form.code for form in forms for code in form.codes}
        self.columns, self.before, self.round, self.change = tuple(columns), before, round_, change
        self.heads = tuple(heading(column, word(column.name)) for column in columns)

    def read(self, path: Path) -> Returned:
        """Return what a file holds; a file that is no workbook has one problem."""
        look = Look(path.name, came=_day_of(path))
        try:
            book = openpyxl.load_workbook(path, data_only=True)
        except BROKEN:
            look.tell("not-a-workbook")
            return self._none(look)
        sheet, top, places = _table(book)
        mark = _mark(book)
        if sheet is None:
            look.tell("no-table")
            return self._none(look, mark.get("community", ""))
        look.sheet = str(sheet.title)
        form = self._form(mark, sheet, top, places[CODE], look)
        if form is None:
            return self._none(look)
        for head in places:
            if about_persons(head) and head not in self.heads:
                look.tell("personal", column=head)
        missing = [head for head in self.heads if head not in places]
        for head in missing:
            look.tell("column-missing", column=head)
        counts = self._rows(form, sheet, top, places, look)
        new = added_rows(sheet, top, places[CODE], self.heads, look)
        look.blank(cells=counts.size)
        if not look.problems:
            self._against_last(form, counts, look)
        return Returned(
            file=path.name, community=form.code, counts=counts, new=new,
            came=look.came, problems=tuple(look.problems),
        )  # fmt: skip

    def _none(self, look: Look, community: str = "") -> Returned:
        """A workbook without figures."""
        none = np.empty((0, len(self.columns)), np.int64)
        return Returned(
            file=look.file, community=community if community in self.forms else "", counts=none, new=(),
            came=look.came, problems=tuple(look.problems),
        )  # fmt: skip

    def _form(self, mark: Mapping[str, str], sheet: Worksheet, top: int, at: int, look: Look) -> Form | None:
        """Return the form that a workbook is of: by its mark, else by most of its codes."""
        if mark and (mark.get("round") != self.round or mark.get("template") != TEMPLATE):
            look.tell("other-round", value=mark.get("round", ""), round=self.round)
        codes = [text_of(sheet.cell(row, at).value) for row in rows_below(sheet, top)]
        homes = [self.home[code] for code in codes if code in self.home]
        told = mark.get("community") or max(sorted(set(homes)), key=homes.count, default="")
        if told not in self.forms:
            look.tell("unknown-community", value=told)
            return None
        return self.forms[told]

    def _rows(
        self, form: Form, sheet: Worksheet, top: int, places: Mapping[str, int], look: Look
    ) -> NDArray[np.int64]:
        """Return the figures of a form, every unit once."""
        counts = np.full((len(form.codes), len(self.columns)), -1, np.int64)
        position = {code: n for n, code in enumerate(form.codes)}
        seen: set[str] = set()
        for row in rows_below(sheet, top):
            code = text_of(sheet.cell(row, places[CODE]).value)
            if code == NEW:
                break
            if code in ("", TOTAL):
                continue
            if code not in position:
                look.tell("unknown-code", code, CODE, cell=cell_of(sheet, row, places[CODE]))
            elif code in seen:
                look.tell("code-twice", code, CODE, cell=cell_of(sheet, row, places[CODE]))
            else:
                for n, head in enumerate(self.heads):
                    if head in places:
                        counts[position[code], n] = figure(sheet, row, places[head], code, head, look)
            seen.add(code)
        for code in form.codes:
            if code not in seen:
                look.tell("code-missing", code, CODE)
        return counts

    def _against_last(self, form: Form, counts: NDArray[np.int64], look: Look) -> None:
        """Tell totals that are far from the last ones."""
        was = self.before[list(form.units)].sum(axis=0)
        for n, (old, new) in enumerate(zip(was.tolist(), counts.sum(axis=0).tolist(), strict=True)):
            if abs(new - old) > self.change * old and old + new > 0:
                look.tell("total-far", column=self.heads[n], value=new, last=old)


def _day_of(path: Path) -> str:
    """The day on which a file was last written."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone().date().isoformat()


def _table(book: Workbook) -> tuple[Worksheet | None, int, dict[str, int]]:
    """Return the sheet with the heads, their row, and the column of each head; None without any."""
    for sheet in book.worksheets:
        if sheet.title == MARK:
            continue
        for row in range(1, min(sheet.max_row, HEADS_WITHIN) + 1):
            heads = [text_of(sheet.cell(row, column).value) for column in range(1, sheet.max_column + 1)]
            if CODE in heads:
                return (
                    sheet,
                    row,
                    {head: n for n, head in enumerate(heads, start=1) if head and BEFORE not in head},
                )
    return None, 0, {}


def _mark(book: Workbook) -> dict[str, str]:
    """Return what the hidden sheet says; nothing where it is gone."""
    if MARK not in book.sheetnames:
        return {}
    return {text_of(row[0].value): text_of(row[1].value) for row in book[MARK].iter_rows(max_col=2)}
