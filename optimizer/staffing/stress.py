"""Stress: a year of events simulated one by one, from arrival over three levels to the deadline.

Events of a grid come at random (Poisson), at the rate that was counted. Each is served by the grid's
workers in the order of arrival; a share goes on to the desk of its community, and of these a share
to the desk of its street. Time counts in minutes on duty: what comes at night waits for the morning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import t as student

from optimizer.staffing.stress_kernels import served

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]

DAYS: Final = 365
SURE: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Level:
    """One of the three levels: servers of each station, minutes of service, and the minutes to the deadline.

    `onward` is the share of its events that goes on to the next level.
    """

    servers: Ints
    minutes: float
    deadline: float
    onward: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flow:
    """What is simulated.

    Attributes
    ----------
    yearly
        Events a year of each grid.
    levels
        Grids, communities, streets.
    above
        For each grid its community, for each community its street.
    duty_minutes, duty_days, duty_share
        Minutes of a day on duty, days on duty a year, and the share of events that come while on duty.
    """

    yearly: Reals
    levels: tuple[Level, Level, Level]
    above: tuple[Ints, Ints]
    duty_minutes: float
    duty_days: int
    duty_share: float

    @property
    def loads(self) -> tuple[Reals, Reals, Reals]:
        """Load ρ of each station of each level: work over time on duty; infinite without servers."""
        horizon = self.duty_minutes * self.duty_days
        rates = [self.yearly]
        for level, above in zip(self.levels, self.above, strict=False):
            size = int(self.levels[len(rates)].servers.size)
            rates.append(np.bincount(above, rates[-1] * level.onward, size).astype(float))
        found = []
        for level, rate in zip(self.levels, rates, strict=True):
            work = rate * level.minutes / horizon
            found.append(
                np.divide(work, level.servers, out=np.where(work > 0, np.inf, 0.0), where=level.servers > 0)
            )
        return found[0], found[1], found[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A mean over runs and half the width of its 95 % confidence band (Student's t)."""

    mean: float
    half: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stressed:
    """What the runs gave.

    Attributes
    ----------
    on_time
        Share of all events closed by their deadline.
    waiting
        Minutes on duty that an event waits for a worker of its grid.
    by_grid
        For each grid mean and half band of its share on time; float64, shape (2, grids); 1 without events.
    queue
        For each grid how many events wait on average, over runs.
    busy
        For each grid the share of its workers' time on duty that events take.
    events
        Events simulated in all runs.
    """

    on_time: Band
    waiting: Band
    by_grid: Reals
    queue: Reals
    busy: Reals
    events: int


def stressed(flow: Flow, *, runs: int, seed: int) -> Stressed:
    """Return what becomes of a year of events, over independent runs; the same seed, the same answer."""
    grids, horizon = flow.yearly.size, flow.duty_minutes * flow.duty_days
    shares, waits, queues, busy, on_time, events = [], [], [], [], [], 0
    for child in np.random.SeedSequence(seed).spawn(runs):
        run = _run(flow, np.random.default_rng(child))
        count = np.bincount(run.grid, minlength=grids)
        good = np.bincount(run.grid, run.good, grids)
        shares.append(np.divide(good, count, out=np.ones(grids), where=count > 0))
        on_time.append(run.good.mean() if run.good.size else 1.0)
        finite = np.where(np.isfinite(run.waited), run.waited, horizon)
        waits.append(finite.mean() if finite.size else 0.0)
        queues.append(np.bincount(run.grid, finite, grids) / horizon)
        busy.append(
            np.bincount(run.grid, run.service, grids) / (horizon * np.maximum(flow.levels[0].servers, 1))
        )
        events += run.grid.size
    middle, half = _band(np.array(shares))
    return Stressed(
        on_time=Band(mean=float(np.mean(on_time)), half=float(_band(np.array(on_time))[1])),
        waiting=Band(mean=float(np.mean(waits)), half=float(_band(np.array(waits))[1])),
        by_grid=np.array([middle, half]), queue=np.mean(queues, axis=0), busy=np.mean(busy, axis=0),
        events=events,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Run:
    """One run: the grid of each event, whether it was closed in time, minutes waited and served there."""

    grid: Ints
    good: Reals
    waited: Reals
    service: Reals


def _run(flow: Flow, dice: np.random.Generator) -> _Run:
    """Simulate one year: level by level, each in the order of arrival there."""
    counts = dice.poisson(flow.yearly)
    grid = np.repeat(np.arange(counts.size), counts).astype(np.int64)
    came = _arrivals(flow, grid.size, dice)
    order = np.argsort(came, kind="stable")
    grid, came = grid[order], came[order]
    late = np.zeros(grid.size, np.bool_)
    alive, station, at = np.arange(grid.size), grid, came
    waited = service = np.empty(0)
    for n, level in enumerate(flow.levels):
        minutes = dice.exponential(level.minutes, alive.size)
        first = np.concatenate([[0], np.cumsum(level.servers)]).astype(np.int64)
        done = served(at, minutes, station, first, np.zeros(int(first[-1])))
        late[alive] |= done - at > level.deadline
        if n == 0:
            waited, service = done - minutes - at, minutes
        if n == len(flow.above):
            break
        on = np.flatnonzero((dice.random(alive.size) < level.onward) & np.isfinite(done))
        on = on[np.argsort(done[on], kind="stable")]
        alive, at, station = alive[on], done[on], flow.above[n][station[on]]
    return _Run(grid=grid, good=(~late).astype(float), waited=waited, service=service)


def _arrivals(flow: Flow, events: int, dice: np.random.Generator) -> Reals:
    """Return when events come, in minutes on duty; what comes off duty comes at the next opening."""
    day = np.floor(dice.random(events) * flow.duty_days)
    minute = dice.random(events) * flow.duty_minutes
    on_duty = dice.random(events) < flow.duty_share
    return day * flow.duty_minutes + np.where(on_duty, minute, 0.0)


def _band(values: Reals) -> tuple[Reals, Reals]:
    """Return mean and half the band of the mean over the first axis; no band of a single run."""
    runs = values.shape[0]
    middle = values.mean(axis=0)
    if runs == 1:
        return middle, np.full_like(middle, np.nan)
    half = student.ppf((1 + SURE) / 2, runs - 1) * values.std(axis=0, ddof=1) / np.sqrt(runs)
    return middle, half
