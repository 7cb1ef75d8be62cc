"""A plan as two tables: which unit lies in which grid, and what each grid is."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import numpy as np

from domain.errors import FormatError
from domain.plan import UNASSIGNED, Grid, Plan

if TYPE_CHECKING:
    from domain.units import UnitSet

PLAN_FIELDS = ("unit", "grid")
GRID_FIELDS = ("code", "type", "name", "locked")


def plan_csv(plan: Plan, units: UnitSet) -> str:
    """Unit code and grid code, a row a unit in code order; an empty grid code means unassigned."""
    codes = [grid.code for grid in plan.grids]
    rows = ((unit, codes[g] if g >= 0 else "") for unit, g in zip(units.codes, plan.grid_of, strict=True))
    return _table(PLAN_FIELDS, rows)


def grids_csv(plan: Plan) -> str:
    """Code, type, name and lock of each grid, in the plan's order, empty grids included."""
    return _table(GRID_FIELDS, ((g.code, g.type, g.name, "yes" if g.locked else "no") for g in plan.grids))


def read_plan(units: UnitSet, plan_text: str, grids_text: str) -> Plan:
    """The plan that the two tables describe; every unit must be named once, every grid listed.

    Raises
    ------
    FormatError
        With the row at fault: an unknown unit or grid, a unit named twice or not at all.
    """
    grids = tuple(
        Grid(code=row["code"], type=row["type"], name=row["name"], locked=row["locked"] == "yes")
        for row in _rows(grids_text, GRID_FIELDS, "grids.csv")
    )
    of_code = {grid.code: n for n, grid in enumerate(grids)}
    if len(of_code) != len(grids):
        raise FormatError("grid-twice", file="grids.csv")
    of_unit = {code: n for n, code in enumerate(units.codes)}
    grid_of = np.full(len(units), UNASSIGNED - 1, np.int32)
    for number, row in enumerate(_rows(plan_text, PLAN_FIELDS, "plan.csv"), start=2):
        unit, grid = row["unit"], row["grid"]
        if unit not in of_unit or (grid and grid not in of_code):
            raise FormatError("unknown-code", file="plan.csv", row=number, unit=unit, grid=grid)
        if grid_of[of_unit[unit]] >= UNASSIGNED:
            raise FormatError("unit-twice", file="plan.csv", row=number, unit=unit)
        grid_of[of_unit[unit]] = of_code[grid] if grid else UNASSIGNED
    if (grid_of < UNASSIGNED).any():
        missing = units.codes[int(grid_of.argmin())]
        raise FormatError("unit-missing", file="plan.csv", unit=missing)
    return Plan(unit_set=units.digest, grid_of=grid_of, grids=grids)


def _table(fields: tuple[str, ...], rows: object) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(fields)
    writer.writerows(rows)  # type: ignore[arg-type]
    return text.getvalue()


def _rows(text: str, fields: tuple[str, ...], file: str) -> csv.DictReader[str]:
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    if tuple(reader.fieldnames or ()) != fields:
        raise FormatError(
            "columns", file=file, expected=",".join(fields), found=",".join(reader.fieldnames or ())
        )
    return reader
