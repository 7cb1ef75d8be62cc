"""Stress and seats on the command line."""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING

import numpy as np

from domain.errors import FormatError, InvalidValueError
from gis.dataset_folder import read_dataset
from optimizer.staffing.queues import answered, seats
from scenarios.commands.done import Done
from scenarios.commands.plans import plan_at
from scenarios.documents import document
from scenarios.stress import stress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any

    from domain.plan import Plan
    from domain.standards import Standards
    from scenarios.documents import Tell
    from scenarios.stress import Stress

SHOWN = 5
HOURS, SHIFT = 24, 8


def stressed(
    folder: Path, scenario: Path | None, standards: Standards, *, workers: int, more: float, runs: int,
    seed: int, tell: Tell,
) -> Done:  # fmt: skip
    """Say what becomes of a year of events on a plan, and which grids have more to do than time."""
    dataset = read_dataset(folder)
    plan = plan_at(dataset, scenario, standards)
    found = stress(dataset, plan, standards, workers=workers, more=more, runs=runs, seed=seed)
    rows = _rows(found, plan)
    outcome, over = found.outcome, found.unstable
    told = document(
        "stress", ok=True, workers=workers, more=more, runs=runs, seed=seed, events=outcome.events,
        on_time={"mean": outcome.on_time.mean, "half": outcome.on_time.half},
        waiting_minutes={"mean": outcome.waiting.mean, "half": outcome.waiting.half},
        unstable={"grids": over[0], "communities": over[1], "streets": over[2]}, grids=rows,
    )  # fmt: skip
    return Done(document=told, lines=tuple(_lines(found, rows, runs, tell)))


def _rows(found: Stress, plan: Plan) -> list[dict[str, Any]]:
    """Every grid, those with least on time first, then those with most to do."""
    outcome = found.outcome
    order = np.lexsort((found.grids, -found.loads[0], outcome.by_grid[0]))
    return [
        {
            "grid": plan.grids[int(found.grids[n])].code,
            "events": round(float(found.yearly[n])),
            "load": round(float(found.loads[0][n]), 4),
            "on_time": round(float(outcome.by_grid[0, n]), 4),
            "half": round(float(outcome.by_grid[1, n]), 4),
            "queue": round(float(outcome.queue[n]), 4),
        }
        for n in order
    ]


def _lines(found: Stress, rows: Sequence[dict[str, Any]], runs: int, tell: Tell) -> list[str]:
    """The district, where it breaks, and the grids with least on time, then with most to do."""
    outcome, over = found.outcome, found.unstable
    lines = [
        tell(
            "stress.whole", events=round(float(found.yearly.sum())), runs=runs, share=outcome.on_time.mean,
            half=outcome.on_time.half, minutes=outcome.waiting.mean, grids=found.grids.size,
        )
    ]  # fmt: skip
    if any(over):
        lines.append(tell("stress.unstable", grids=over[0], communities=over[1], streets=over[2]))
    lines += [
        tell(
            "stress.grid",
            grid=row["grid"],
            events=row["events"],
            load=row["load"],
            share=row["on_time"],
            queue=row["queue"],
        )
        for row in rows[:SHOWN]
    ]
    return lines


def hotline(path: Path, standards: Standards, *, seconds: float, tell: Tell) -> Done:
    """Say how many seats a hotline needs in each hour, and posts by shift, from its calls by hour."""
    calls = _calls(path)
    within, share = standards["stress.seats.within-seconds"], standards["stress.seats.share"]
    needed = [seats(each, seconds, within_s=within, share=share) for each in calls]
    shifts = [max(needed[first : first + SHIFT]) for first in range(0, HOURS, SHIFT)]
    posts = math.ceil(sum(shifts) * SHIFT / HOURS * standards["stress.seats.relief"] - 1e-9)
    rows = [
        {
            "hour": hour,
            "calls": each,
            "seats": n,
            "answered": round(answered(n, each * seconds / 3600, seconds, within), 4),
        }
        for hour, (each, n) in enumerate(zip(calls, needed, strict=True))
    ]
    told = document("seats", ok=True, hours=rows, shifts=shifts, posts=posts)
    lines = [tell("seats.hour", **row) for row in rows if row["seats"]]
    spans = "、".join(f"{k * SHIFT}–{(k + 1) * SHIFT}: {n}" for k, n in enumerate(shifts))
    whole = tell("seats.posts", shifts=spans, posts=posts, relief=standards["stress.seats.relief"])
    return Done(document=told, lines=(*lines, whole))


def _calls(path: Path) -> list[float]:
    """Read calls by hour: columns `hour` (0–23) and `calls`; hours that are not named have none."""
    calls = [0.0] * HOURS
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                hour, each = int(row["hour"]), float(row["calls"])
                if not (0 <= hour < HOURS and each >= 0 and math.isfinite(each)):
                    raise InvalidValueError("calls", file=path.name, row=number)
                calls[hour] += each
    except (KeyError, TypeError, ValueError, OSError) as error:
        if isinstance(error, InvalidValueError):
            raise
        raise FormatError("calls", file=path.name, columns="hour, calls") from error
    return calls
