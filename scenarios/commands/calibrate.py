"""Logged hours held against the catalogue on the command line, and the numbers that follow as a file."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from domain.errors import FormatError
from gis.dataset_folder import read_dataset
from scenarios.calibrating.fitted import calibration_of
from scenarios.calibrating.log import logged_hours
from scenarios.commands.done import Done
from scenarios.commands.plans import plan_at
from scenarios.documents import document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from domain.standards import Standards
    from scenarios.calibrating.fitted import Calibration, TaskFit
    from scenarios.documents import Tell


def calibrate_told(
    folder: Path, log: Path, scenario: Path | None, standards: Standards, *, out: Path | None, tell: Tell
) -> Done:
    """Say what a log of hours makes of the catalogue; write the numbers it tells as standards where asked."""
    if out is not None and out.exists():
        raise FormatError("file-exists", file=str(out))
    dataset = read_dataset(folder)
    plan = plan_at(dataset, scenario, standards)
    found = calibration_of(dataset, plan, logged_hours(log, plan, dataset.graph.units), standards)
    if out is not None:
        out.write_text(_file(found, log.name, tell), encoding="utf-8", newline="\n")
    told = document(
        "calibrate", ok=True, rows=found.rows, logged_h=found.logged_h, error_before=found.error_before,
        error_after=found.error_after, fte=list(found.fte), posts=list(found.posts),
        tasks=[asdict(task) for task in found.tasks], file=str(out or ""),
    )  # fmt: skip
    return Done(document=told, lines=tuple(_lines(found, log.name, out, tell)))


def _lines(found: Calibration, file: str, out: Path | None, tell: Tell) -> Iterator[str]:
    """The log, the fit, each task, and what follows."""
    yield tell("calibrate.log", file=file, rows=found.rows, hours=f"{found.logged_h:,.0f}")
    yield tell("calibrate.fit", before=f"{found.error_before:.1%}", after=f"{found.error_after:.1%}")
    for task in found.tasks:
        yield tell(
            f"calibrate.{task.state}", name=tell(f"standard.{task.key}"), now=f"{task.now:g}",
            value=f"{task.value:g}", low=f"{task.low:g}", high=f"{task.high:g}", rows=task.rows,
            factor=f"{task.factor:.2f}", unit=found.standards.entries[task.key].unit,
        )  # fmt: skip
    fte, posts = found.fte, found.posts
    yield tell(
        "calibrate.posts", fte=f"{fte[0]:.1f}", fte_then=f"{fte[1]:.1f}", posts=posts[0], posts_then=posts[1]
    )
    if out is not None:
        yield tell("standards.written", file=str(out))


def _file(found: Calibration, log: str, tell: Tell) -> str:
    """Return a standards file with the numbers that the log tells."""
    return "\n".join(_entry(task, found, log, tell) for task in found.changed)


def _entry(task: TaskFit, found: Calibration, log: str, tell: Tell) -> str:
    source = tell(
        "calibrate.source",
        file=log,
        rows=task.rows,
        low=f"{task.low:g}",
        high=f"{task.high:g}",
        was=f"{task.now:g}",
    )
    unit = found.standards.entries[task.key].unit
    return (
        f"[{task.key}]\nvalue = {task.value!r}\nunit = {json.dumps(unit, ensure_ascii=False)}\n"
        f"source = {json.dumps(source, ensure_ascii=False)}\n"
    )
