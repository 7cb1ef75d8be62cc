"""A catalogue of tasks held against logged hours: which numbers the log would change, and what follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.standard_limits import limits_of
from optimizer.staffing.calibration import calibrated
from optimizer.staffing.problem import staffing_problem
from optimizer.staffing.workers import fewest_posts
from scenarios.calibrating.log import TASKS
from scenarios.hours import hours_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.plan import Plan
    from domain.standards import Standards
    from gis.dataset import Dataset
    from optimizer.staffing.calibration import Fit
    from optimizer.staffing.workload import Workload
    from scenarios.calibrating.log import Logged

THOUGHT: Final = "staffing.thought-spread"
MINUTES: Final = "workload.visit-minutes"
ROUND: Final = "workload.patrol-round-hours"
DIGITS: Final = 3
"""Figures that a calibrated number is given with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFit:
    """One task: hours a year as modelled, and the standard that its hours follow, now and by the log.

    `state` is `told`, `held` where the log cannot tell it from other tasks or does not count it, and
    `beyond` where no value of the standard gives the logged hours: more visits or fewer are made then.
    `low` and `high` are two standard errors from the value, both the same as `value` where it is held.
    """

    task: str
    key: str
    state: str
    rows: int
    modelled_h: float
    factor: float
    now: float
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What a log says of a catalogue, and what posts and full-time equivalents follow from it."""

    tasks: tuple[TaskFit, ...]
    rows: int
    logged_h: float
    error_before: float
    error_after: float
    standards: Standards
    fte: tuple[float, float]
    posts: tuple[int, ...]

    @property
    def changed(self) -> tuple[TaskFit, ...]:
        """The tasks whose standard the log would change."""
        return tuple(task for task in self.tasks if task.state == "told" and task.value != task.now)


def calibration_of(
    dataset: Dataset, plan: Plan, rows: Sequence[Logged], standards: Standards, *, basis: str = ""
) -> Calibration:
    """Return what a log of hours says of the standards that hours follow."""
    load = hours_of(dataset, plan, standards, basis=basis)
    by_task = np.stack([load.visit_h + load.travel_h, load.event_h, load.patrol_h])
    counted = np.array([[task in row.tasks for task in TASKS] for row in rows])
    modelled = counted * np.stack([by_task[:, row.grids].sum(axis=1) for row in rows])
    logged = np.array([row.hours for row in rows])
    fit = calibrated(logged, modelled, thought=standards[THOUGHT])
    tasks = tuple(
        _told(lever, fit, k, int(counted[:, k].sum()), float(by_task[k].sum()), standards)
        for k, lever in enumerate(_levers(dataset, plan, load, standards, basis))
    )
    then = standards.replaced(
        {task.key: replace(standards.entries[task.key], value=task.value, assumed=False)
         for task in tasks if task.state == "told"}
    )  # fmt: skip
    after = hours_of(dataset, plan, then, basis=basis)
    return Calibration(
        tasks=tasks, rows=len(rows), logged_h=float(logged.sum()), error_before=fit.error_before,
        error_after=fit.error_after, standards=then, fte=(float(load.fte.sum()), float(after.fte.sum())),
        posts=tuple(
            fewest_posts(staffing_problem(dataset.graph, plan, hours, by), "hours")
            for hours, by in ((load, standards), (after, then))
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lever:
    """The standard that the hours of a task follow: `per` hours a unit of it, and `rest` whatever it is."""

    key: str
    per: float
    rest: float

    def value(self, hours: float) -> float:
        """Return the standard with which the task takes so many hours."""
        return float(f"{(hours - self.rest) / self.per:.{DIGITS}g}") if self.per > 0 else float("nan")


def _levers(
    dataset: Dataset, plan: Plan, load: Workload, standards: Standards, basis: str
) -> tuple[_Lever, ...]:
    """What the hours of visits, events and patrol follow; ways and closed doors stay as they are."""
    keys = MINUTES, "workload.event-minutes", "workload.patrol-passes" if dataset.today is None else ROUND
    none = standards.replaced({MINUTES: replace(standards.entries[MINUTES], value=0.0)})
    shut = float(hours_of(dataset, plan, none, basis=basis).visit_h.sum())
    hours = float(load.visit_h.sum()) - shut, float(load.event_h.sum()), float(load.patrol_h.sum())
    rests = shut + float(load.travel_h.sum()), 0.0, 0.0
    return tuple(
        _Lever(key=key, per=time / standards[key] if standards[key] else 0.0, rest=rest)
        for key, time, rest in zip(keys, hours, rests, strict=True)
    )


def _told(lever: _Lever, fit: Fit, k: int, rows: int, modelled_h: float, standards: Standards) -> TaskFit:
    """What is told of one task."""
    factor, doubt, now = float(fit.factor[k]), 2.0 * float(fit.spread[k]), standards[lever.key]
    bounds = limits_of(standards.entries[lever.key].unit)
    values = tuple(lever.value(modelled_h * (factor + way)) for way in (0.0, -doubt, doubt))
    state = "held" if not fit.told[k] else "told" if bounds.least <= values[0] <= bounds.most else "beyond"
    value, low, high = values if state == "told" else (now, now, now)
    return TaskFit(
        task=TASKS[k], key=lever.key, state=state, rows=rows, modelled_h=modelled_h, factor=factor,
        now=now, value=value, low=max(low, bounds.least), high=high,
    )  # fmt: skip
