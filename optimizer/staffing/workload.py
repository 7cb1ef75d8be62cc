r"""How many hours a year a grid asks of its workers (网格员工时), and why drawing lines creates none.

.. math::

    W_g = \sum_k n_{gk} f_k \left[t + \tau_g + \left(\tfrac{1}{p}-1\right)(t_{fail} + \tau_g)\right]
        + \lambda_g s + D\, r \frac{L_g}{v},
    \qquad \tau_g = 0.7124\,\kappa \sqrt{A_g / n_g} / v

n households (or shops, key places) of class k · f visits a year · t minutes a visit, t_fail a closed
door · p chance of an answer · τ minutes from door to door, from the length of a tour through n
random points of an area (Beardwood, Halton and Hammersley 1959, doi:10.1017/S0305004100034095), with
κ the detour of the street network · λ events a year, s minutes each · D patrol days, r passes a day
over L metres of street at speed v. Meetings, records and training fall on workers, not on grids:
they shorten the year of a worker, and a new line through the same ground adds travel at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.errors import InvalidValueError
from domain.footprints import ground_m2
from domain.frozen import frozen_array
from domain.plan import community_of_grid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from domain.plan import Plan
    from domain.standards import Standards

TOUR: Final = 0.7124
"""Constant of the shortest tour through random points: length ≈ 0.7124 √(n A)."""
HOUSEHOLD_CLASSES: Final = ("rental", "monthly")
PLACE_CLASSES: Final = ("shops", "key-places")
MINUTES: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Demand:
    """What makes work on each unit, in the basis that hours follow; all arrays of shape (units,).

    Attributes
    ----------
    households
        Households visited; float64, since a basis may follow from another by a share.
    classes
        Households or places of further classes where they were counted: `rental`, `monthly`
        (both among the households), `shops`, `key-places`.
    events
        Events a year.
    street_m
        Metres of street to patrol; conserved, each metre on one unit or shared by two.
    patrol_rounds
        Patrol rounds (巡查路线) that the whole ground has, each walked once a day, or None where
        nobody knows: then every metre is passed as often a day as the standard says.
    """

    households: NDArray[np.float64]
    classes: Mapping[str, NDArray[np.float64]]
    events: NDArray[np.float64]
    street_m: NDArray[np.float64]
    patrol_rounds: float | None = None

    def __post_init__(self) -> None:
        """Freeze the arrays and check that nothing is negative."""
        for name in ("households", "events", "street_m"):
            object.__setattr__(self, name, frozen_array(getattr(self, name), np.float64))
        frozen = {key: frozen_array(values, np.float64) for key, values in sorted(self.classes.items())}
        object.__setattr__(self, "classes", frozen)
        for values in (self.households, self.events, self.street_m, *frozen.values()):
            if values.shape != self.households.shape or (values < 0).any():
                raise InvalidValueError("demand")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Workload:
    """Hours a year of each grid by cause; float64, shape (grids,). Only travel depends on the lines."""

    visit_h: NDArray[np.float64]
    travel_h: NDArray[np.float64]
    event_h: NDArray[np.float64]
    patrol_h: NDArray[np.float64]
    worker_hours: float

    @property
    def hours(self) -> NDArray[np.float64]:
        """All hours of each grid."""
        total: NDArray[np.float64] = self.visit_h + self.travel_h + self.event_h + self.patrol_h
        return total

    @property
    def fte(self) -> NDArray[np.float64]:
        """Full-time equivalents (折算全职人力) that each grid asks for."""
        posts: NDArray[np.float64] = self.hours / self.worker_hours
        return posts


def workload(graph: PlanningGraph, plan: Plan, demand: Demand, standards: Standards) -> Workload:
    """Return the hours of each grid of a plan, each unit's work on the grid that holds it."""
    visits, stops = _visits(plan, demand, standards)
    answer, detour = _area_class(graph, plan, standards)
    speed = standards["workload.walk-speed"]
    tau = TOUR * detour * np.sqrt(plan.sums(ground_m2(graph, plan)) / np.maximum(stops, 1.0)) / speed
    closed = (1.0 / answer - 1.0) * standards["workload.closed-door-minutes"]
    minutes = standards["workload.visit-minutes"] + closed
    return Workload(
        visit_h=frozen_array(visits * minutes / MINUTES, np.float64),
        travel_h=frozen_array(visits * tau / answer / MINUTES, np.float64),
        event_h=frozen_array(
            plan.sums(demand.events) * standards["workload.event-minutes"] / MINUTES, np.float64
        ),
        patrol_h=frozen_array(plan.sums(_patrol_h(demand, standards)), np.float64),
        worker_hours=worker_hours(standards),
    )


def worker_hours(standards: Standards) -> float:
    """Return the hours a year that one full-timer has for the grid: (H − h_w)(1 − b)."""
    year, meetings = standards["workload.worker-hours"], standards["workload.meeting-hours"]
    return (year - meetings) * (1.0 - standards["workload.lent-share"])


def passes_a_day(demand: Demand, standards: Standards) -> float:
    """Return how often a day each metre of street is passed, r.

    A known number of patrol rounds, one patrol hour each, is spread over all metres, so that it
    stays the same however the ground is cut; without one the standard's number of passes holds.
    """
    metres = float(demand.street_m.sum())
    if demand.patrol_rounds is None or metres <= 0:
        return standards["workload.patrol-passes"]
    a_day_m = standards["workload.patrol-round-hours"] * MINUTES * standards["workload.patrol-speed"]
    return demand.patrol_rounds * a_day_m / metres


def street_metres(graph: PlanningGraph) -> NDArray[np.float64]:
    """Return metres of street of each unit from the borders that follow one; shape (units,).

    Both sides of a street walk half of it. A community none of whose borders follows a street
    stands with 2 √area for each unit, half the perimeter of a square: lanes nobody drew.
    """
    size = len(graph.units)
    along = 0.5 * (
        np.bincount(graph.tail, graph.follows_m, size) + np.bincount(graph.head, graph.follows_m, size)
    )
    of_unit = graph.units.communities.of_unit
    drawn = np.bincount(of_unit, along, len(graph.units.communities.codes))
    return np.where(drawn[of_unit] > 0, along, 2.0 * np.sqrt(graph.area_m2))


def _visits(
    plan: Plan, demand: Demand, standards: Standards
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Visits a year and stops of each grid, all classes together."""
    households = plan.sums(demand.households)
    counts = {
        key: plan.sums(demand.classes[key])
        if key in demand.classes
        else households * standards[f"workload.share.{key}"]
        for key in HOUSEHOLD_CLASSES
    }
    counts["ordinary"] = np.maximum(households - sum(counts.values()), 0.0)
    places = {key: plan.sums(demand.classes[key]) for key in PLACE_CLASSES if key in demand.classes}
    visits = np.zeros(len(plan))
    for key, count in (counts | places).items():
        visits += count * standards[f"workload.visits.{key}"]
    return visits, households + sum(places.values())


def _area_class(
    graph: PlanningGraph, plan: Plan, standards: Standards
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Chance of an answer and detour of each grid, by the class of its community; 1 where empty."""
    kinds = graph.units.communities.kinds
    answer = np.array([standards[f"workload.answer.{kind}"] for kind in kinds] + [1.0])
    detour = np.array([standards[f"workload.detour.{kind}"] for kind in kinds] + [1.0])
    of_grid = community_of_grid(plan, graph.units)
    return answer[of_grid], detour[of_grid]


def _patrol_h(demand: Demand, standards: Standards) -> NDArray[np.float64]:
    """Patrol hours a year of each unit."""
    passes = passes_a_day(demand, standards) * standards["workload.patrol-days"]
    hours: NDArray[np.float64] = demand.street_m * (passes / standards["workload.patrol-speed"] / MINUTES)
    return hours
