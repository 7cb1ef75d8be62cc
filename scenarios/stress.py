"""Stress of a plan: what becomes of a year's events with so many workers a grid, and where it breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.errors import InvalidValueError
from domain.plan import community_of_grid
from optimizer.staffing.stress import Flow, Level, stressed
from scenarios.hours import demand_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.plan import Plan
    from domain.standards import Standards
    from gis.dataset import Dataset
    from optimizer.staffing.stress import Stressed

FEWEST_RUNS, MOST_RUNS = 2, 1000  # one run has no band


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stress:
    """A plan under stress.

    Attributes
    ----------
    grids
        Positions in the plan of the grids that were simulated: those with events.
    yearly
        Events a year of each of them.
    loads
        Load ρ of each grid, community and street; from 1 on queues grow without end.
    outcome
        What the runs gave, by these grids.
    """

    grids: NDArray[np.int64]
    yearly: NDArray[np.float64]
    loads: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
    outcome: Stressed

    @property
    def unstable(self) -> tuple[int, int, int]:
        """How many grids, communities and streets have more to do than time."""
        over = [int((load >= 1).sum()) for load in self.loads]
        return over[0], over[1], over[2]


def stress(
    dataset: Dataset, plan: Plan, standards: Standards, *, workers: int = 1, more: float = 0.0,
    runs: int = 20, seed: int = 1,
) -> Stress:  # fmt: skip
    """Return a plan under a year of its events.

    Parameters
    ----------
    workers
        Workers on duty in each grid.
    more
        By which share events are more (or fewer) than were counted.

    Raises
    ------
    InvalidValueError
        Where workers, runs or the share are none that can be.
    """
    if workers < 1 or not FEWEST_RUNS <= runs <= MOST_RUNS or not more > -1:
        raise InvalidValueError("stress", workers=workers, runs=runs, most=MOST_RUNS, more=more)
    flow, grids = flow_of(dataset, plan, standards, workers=workers, more=more)
    outcome = stressed(flow, runs=runs, seed=seed)
    return Stress(grids=grids, yearly=flow.yearly, loads=flow.loads, outcome=outcome)


def flow_of(
    dataset: Dataset, plan: Plan, standards: Standards, *, workers: int, more: float
) -> tuple[Flow, NDArray[np.int64]]:
    """Return what is simulated, and the grids of the plan that it is of."""
    units = dataset.graph.units
    households = units.count(dataset.info.households).astype(np.float64)
    yearly = plan.sums(demand_of(dataset, households, standards).events) * (1 + more)
    community = community_of_grid(plan, units)
    grids = np.flatnonzero((yearly > 0) & (community >= 0)).astype(np.int64)
    level, above = units.communities, units.levels[1:2]
    of_street = np.zeros(len(level.codes), np.int64)
    if above:
        of_street[level.of_unit] = above[0].of_unit
    streets = len(above[0].codes) if above else 1
    day = 60.0 * standards["stress.duty-hours"]
    return (
        Flow(
            yearly=yearly[grids],
            levels=(
                _level(grids.size, workers, "grid", standards, standards["workload.event-minutes"], day),
                _level(
                    len(level.codes), standards.whole("stress.desk.community"), "community", standards,
                    standards["stress.minutes.community"], day,
                ),
                _level(
                    streets, standards.whole("stress.desk.street"), "street", standards,
                    standards["stress.minutes.street"], day,
                ),
            ),
            above=(community[grids].astype(np.int64), of_street),
            duty_minutes=day,
            duty_days=round(standards["workload.patrol-days"]),
            duty_share=standards["stress.duty-share"],
        ),
        grids,
    )  # fmt: skip


def _level(size: int, servers: int, name: str, standards: Standards, minutes: float, day: float) -> Level:
    """Return one level by its standards."""
    onward = {"grid": "stress.onward.community", "community": "stress.onward.street"}.get(name)
    return Level(
        servers=np.full(size, servers, np.int64),
        minutes=minutes,
        deadline=day * standards[f"stress.deadline.{name}"],
        onward=standards[onward] if onward else 0.0,
    )
