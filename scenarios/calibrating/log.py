"""A log of hours: sums of a place and a task over some days, read with every row at fault.

No row is about a person: a place is a grid, a community, a street or the whole district.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.errors import FormatError, ImportRejected
from domain.outcome import Problem
from scenarios.staff_table import table_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from domain.plan import Plan
    from domain.units import UnitSet

FIELDS: Final = ("place", "task", "hours", "days")
CHINESE: Final = ("地点", "任务", "工时", "天数")
"""The same columns in Chinese."""
TASKS: Final = ("visits", "events", "patrol")
WORDS: Final = {
    "走访": TASKS[:1], "事件": TASKS[1:2], "巡查": TASKS[2:], "合计": TASKS, "all": TASKS,
    **{task: (task,) for task in TASKS},
}  # fmt: skip
"""Tasks that a word of the log counts."""
DISTRICT: Final = ("", "全区", "district")
YEAR_DAYS: Final = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """Hours a year of some tasks on the grids of one place."""

    place: str
    tasks: tuple[str, ...]
    grids: NDArray[np.int64]
    hours: float


def logged_hours(path: Path, plan: Plan, units: UnitSet) -> tuple[Logged, ...]:
    """Return the rows of a log, in UTF-8 or GBK, brought to a year.

    Raises
    ------
    FormatError
        The file is not there or has other columns.
    ImportRejected
        Rows that name no place or task, no hours or days, or a place and task twice; every one of them.
    """
    places = _places(plan, units)
    problems: list[Problem] = []
    found: dict[tuple[str, str], Logged] = {}
    for row, (place, task, hours, days) in _rows(path):
        amount, span = _amount(hours), _amount(days) if days else float(YEAR_DAYS)
        right = {
            "place": place in places, "task": task in WORDS, "hours": amount is not None, "days": bool(span),
            "twice": (place, task) not in found,
        }  # fmt: skip
        wrong = next((name for name, holds in right.items() if not holds), "")
        if wrong or amount is None or not span:
            problems.append(
                Problem(
                    code=f"log.row.{wrong}", severity="error", file=path.name, feature=str(row),
                    value=f"{place},{task},{hours},{days}", facts={"known": "、".join(WORDS)},
                )
            )  # fmt: skip
            continue
        found[place, task] = Logged(
            place=place, tasks=WORDS[task], grids=places[place], hours=amount * YEAR_DAYS / span
        )
    if problems:
        raise ImportRejected(problems)
    if not found:
        raise FormatError("log-empty", file=path.name)
    return tuple(found.values())


def _rows(path: Path) -> Iterator[tuple[int, tuple[str, str, str, str]]]:
    """Rows of the table whose heads speak either language."""
    if not path.is_file():
        raise FormatError("file-missing", file=str(path))
    data = path.read_bytes()
    try:
        rows, names = list(table_rows(data, FIELDS, path.name)), FIELDS
    except FormatError:
        rows, names = list(table_rows(data, CHINESE, path.name)), CHINESE
    for number, row in rows:
        place, task, hours, days = (row[name].strip() for name in names)
        yield number, (place, task, hours, days)


def _amount(text: str) -> float | None:
    """Return a number from 0 on, None where there is none."""
    try:
        amount = float(text)
    except ValueError:
        return None
    return amount if math.isfinite(amount) and amount >= 0 else None


def _places(plan: Plan, units: UnitSet) -> Mapping[str, NDArray[np.int64]]:
    """Grids of every place that a row may name: by code, or by a name that only one of a level has."""
    lived = np.unique(plan.grid_of).astype(np.int64)
    places: dict[str, NDArray[np.int64]] = dict.fromkeys(DISTRICT, lived)
    for level in reversed(units.levels):
        of_grid = np.full(len(plan), -1)
        of_grid[plan.grid_of] = level.of_unit
        often = Counter(level.names)
        for area, (code, name) in enumerate(zip(level.codes, level.names, strict=True)):
            words = (code, name) if name and often[name] == 1 else (code,)
            places |= dict.fromkeys(words, np.flatnonzero(of_grid == area))
    return places | {grid.code: np.array([n]) for n, grid in enumerate(plan.grids)}
