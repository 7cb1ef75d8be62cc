"""A districting problem: the ground, what is asked of it, and what it must obey."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from domain.errors import InvalidValueError
from domain.frozen import digest_of, frozen_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from domain.plan import Plan
    from domain.standards import GridType
    from domain.units import Count

Task = Literal["only-over", "count", "norm"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """Weights of what is traded off once laws and norms hold; each against a dimensionless term.

    balance: Σ ((h − mean) / mean)² over grids · compactness: cut border in metres over the root of
    the community's area · crossing: share of households that cross an old border · nets: households
    outside the main department area of their grid, in mean grids.
    """

    balance: float = 1.0
    compactness: float = 0.05
    crossing: float = 0.0
    nets: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DistrictingProblem:
    """One redraw, at any level: parts are the communities, pieces are the units.

    Attributes
    ----------
    graph
        The planning graph.
    households
        Workload of the norm for each unit in the basis of `basis`; int64, shape (units,).
    basis
        What `households` counts.
    types
        Grid types in use.
    type_of_community
        For each community the position of its type in `types`; int32.
    task
        `norm`: the number of grids follows from the norm · `count`: exactly `grids` grids ·
        `only-over`: only grids beyond hard limits and the neighbours they need (只动超标网格).
    grids
        Number of grids over all communities, exclusive ones not counted; only for `count`.
    today
        Today's grids, or None to draw from nothing. Locked and exclusive grids keep their units.
    keep_lines
        Whether to start from today's lines where there are any.
    crossing_cap
        Largest share of households that may cross an old border, or None.
    together
        Units with the same label ≥ 0 stay in one grid (estates below the whole limit); int32.
    nets
        Areas of department nets by a label for each unit, that grids should lie in; empty for none; int32.
    exclaves
        Units that need not touch the rest of their grid (飞地), as positions, ascending; int32.
    strict
        Whether norms are laws.
    """

    graph: PlanningGraph
    households: NDArray[np.int64]
    basis: Count
    types: tuple[GridType, ...]
    type_of_community: NDArray[np.int32]
    task: Task
    grids: int | None = None
    today: Plan | None = None
    keep_lines: bool = False
    crossing_cap: float | None = None
    together: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    nets: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    exclaves: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    strict: bool = False
    wishes: Wishes = field(default_factory=Wishes)

    def __post_init__(self) -> None:
        """Freeze the arrays and check that they fit the graph and each other."""
        size, communities = len(self.graph.units), len(self.graph.units.communities.codes)
        together = self.together if self.together.size else np.full(size, -1)
        for name, values, dtype, shape in (
            ("households", self.households, np.int64, (size,)),
            ("together", together, np.int32, (size,)),
            ("type_of_community", self.type_of_community, np.int32, (communities,)),
            ("exclaves", np.unique(self.exclaves), np.int32, np.unique(self.exclaves).shape),
            ("nets", self.nets, np.int32, (size,) if self.nets.size else (0,)),
        ):
            array = frozen_array(values, dtype)
            if array.shape != shape:
                raise InvalidValueError("problem-shape", field=name)
            object.__setattr__(self, name, array)
        if (self.task == "count") != (self.grids is not None):
            raise InvalidValueError("problem-count", task=self.task)
        if self.task == "only-over" and self.today is None:
            raise InvalidValueError("problem-today", task=self.task)
        if self.nets.size and (self.task == "only-over" or self.crossing_cap is not None):
            raise InvalidValueError("nets-and-lines")

    @property
    def digest(self) -> str:
        """sha256 over all that is asked, the unit set by its own digest."""
        today = self.today.grid_of if self.today is not None else np.empty(0, np.int32)
        locks = (
            ""
            if self.today is None
            else "".join("01"[g.locked or g.type == "exclusive"] for g in self.today.grids)
        )
        asked = (
            self.task, self.grids, self.keep_lines, self.crossing_cap, self.strict, self.types, self.wishes,
            locks,
        )  # fmt: skip
        return digest_of(
            [
                self.graph.units.digest,
                self.households,
                self.type_of_community,
                self.together,
                self.exclaves,
                self.nets,
                today,
                repr(asked),
            ]
        )
