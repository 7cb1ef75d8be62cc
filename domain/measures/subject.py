"""What is measured: a plan on its ground, with its households and today's grids beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from domain.errors import InvalidValueError
from domain.footprints import ground_m2, perimeter_m
from domain.graph import connected_pieces
from domain.judgement import Ruled, Verdict, judge_grids, ruled
from domain.measures.agreement import Crosswalk, crosswalk
from domain.measures.service import Travel, travel_from_centre
from domain.measures.shape import moment_compactness, polsby_popper, second_moment_m4
from domain.plan import EXCLUSIVE, RETIRED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from domain.plan import Plan
    from domain.standards import GridType

UNRULED = (EXCLUSIVE, RETIRED)


@dataclass(frozen=True, kw_only=True, eq=False)
class Subject:
    """One plan to be measured; what several measures need is worked out once.

    Attributes
    ----------
    households
        Workload of the norm for each unit, in the chosen basis; int64, shape (units,).
    types
        Bands by grid type, those of all ruled grids among them.
    today
        Today's grids on the same units; measures of movement need them.
    fte
        Full-time equivalents that each grid asks for; measures of work need them; shape (grids,).
    """

    graph: PlanningGraph
    plan: Plan
    households: NDArray[np.int64]
    types: Mapping[str, GridType]
    today: Plan | None = None
    fte: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        """Check that everything is about the same units, and that every ruled grid's type is known."""
        size = len(self.graph.units)
        for name, shape in (
            ("plan", self.plan.grid_of.shape),
            ("households", self.households.shape),
            ("today", self.today.grid_of.shape if self.today else (size,)),
        ):
            if shape != (size,):
                raise InvalidValueError("subject-shape", field=name, units=size)
        if self.fte is not None and self.fte.shape != (len(self.plan),):
            raise InvalidValueError("subject-shape", field="fte", units=size)
        for grid in self.plan.grids:
            if grid.type not in self.types and grid.type not in UNRULED:
                raise InvalidValueError("grid-type", grid=grid.code, type=grid.type)

    @cached_property
    def ruled(self) -> Ruled:
        """What the household norm rules."""
        return ruled(self.plan, self.graph.units, self.households)

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Band and reason of each grid."""
        return judge_grids(self.plan, self.graph.units, self.households, self.types)

    @cached_property
    def households_of_grid(self) -> NDArray[np.int64]:
        """Households of each grid."""
        return self.plan.totals(self.households)

    @cached_property
    def workload(self) -> NDArray[np.float64]:
        """Households of the grids that the norm rules, empty ones included."""
        return self.households_of_grid[self.ruled.grids].astype(np.float64)

    @cached_property
    def filled(self) -> NDArray[np.bool_]:
        """Whether each grid has a unit."""
        return np.bincount(self.plan.grid_of[self.plan.grid_of >= 0], minlength=len(self.plan)) > 0

    @cached_property
    def area_m2(self) -> NDArray[np.float64]:
        """Area of each grid: the sum over its footprints."""
        return self.plan.sums(self.ground_m2)

    @cached_property
    def ground_m2(self) -> NDArray[np.float64]:
        """Area of each unit, that of a footprint once for each grid on it."""
        return ground_m2(self.graph, self.plan)

    @cached_property
    def perimeter_m(self) -> NDArray[np.float64]:
        """Border of each grid: the outer borders of its footprints and every border that leaves it."""
        return perimeter_m(self.graph, self.plan)

    @cached_property
    def compactness(self) -> NDArray[np.float64]:
        """Polsby-Popper of each grid; 0 without ground."""
        return polsby_popper(self.area_m2, self.perimeter_m)

    @cached_property
    def moment_compactness(self) -> NDArray[np.float64]:
        """Normalised moment of inertia of each grid; 0 without ground."""
        graph, grids = self.graph, len(self.plan)
        moment = second_moment_m4(self.ground_m2, graph.x, graph.y, self.plan.grid_of, grids)
        return moment_compactness(self.area_m2, moment)

    @cached_property
    def pieces(self) -> NDArray[np.int64]:
        """Number of connected pieces of each grid over passable borders; 0 for an empty one."""
        tail, head = self.ends
        inside = (tail == head) & (tail >= 0) & self.graph.passable
        piece = connected_pieces(len(self.graph.units), self.graph.tail[inside], self.graph.head[inside])
        assigned = np.flatnonzero(self.plan.grid_of >= 0)
        _, first = np.unique(piece[assigned], return_index=True)
        return np.bincount(self.plan.grid_of[assigned[first]], minlength=len(self.plan))

    @cached_property
    def ends(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Grid on either side of each border."""
        return self.plan.grid_of[self.graph.tail], self.plan.grid_of[self.graph.head]

    @cached_property
    def cut(self) -> NDArray[np.bool_]:
        """Whether each border lies between different grids."""
        tail, head = self.ends
        return np.not_equal(tail, head)

    @cached_property
    def travel(self) -> Travel:
        """Straight-line travel from the centre of each grid's households."""
        graph = self.graph
        return travel_from_centre(graph.x, graph.y, self.households, self.plan.grid_of, len(self.plan))

    @cached_property
    def crosswalk(self) -> Crosswalk:
        """Overlap of today's grids and this plan's, by households."""
        if self.today is None:
            raise InvalidValueError("no-today")
        today = self.today
        return crosswalk(today.grid_of, self.plan.grid_of, self.households, len(today), len(self.plan))
