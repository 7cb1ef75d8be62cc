"""Groups below the grid: micro-grids, groups of ten households, groups of neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from domain.errors import StandardsError
from domain.plan import EXCLUSIVE, RETIRED
from gis.built import built_on
from optimizer.redraw.walk import Sizes
from scenarios.along import grouped_along, weights_of
from scenarios.role_areas import TOWN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.plan import Plan
    from domain.standards import Standards
    from gis.built import Built
    from gis.dataset import Dataset
    from scenarios.along import SmallGroup, Split

Kind = Literal["micro", "ten", "neighbours"]
SPLIT: Final[dict[Kind, Split]] = {"micro": "stairwell", "ten": "household", "neighbours": "household"}
"""微网格 keep stairwells whole; 十联户 and 邻里组 are formed by the household."""
WIDE: Final = "neighbours"
"""The kind that lies in a community rather than in a grid."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SmallGroups:
    """All groups by their areas, the buildings they are made of, and how much lies in none."""

    count: str
    built: Built
    groups: tuple[SmallGroup, ...]
    outside: int


def small_groups(
    dataset: Dataset, plan: Plan, kind: Kind, standards: Standards, *, count: str = ""
) -> SmallGroups:
    """Return the groups of every grid, or community, that has anything counted.

    The count of each unit is shared over its buildings by their dwellings. Exclusive and retired
    grids have no groups, nor has ground without a grid.

    Raises
    ------
    InvalidValueError
        No such count.
    """
    built, units = built_on(dataset), dataset.graph.units
    count = count or dataset.info.households
    weight = weights_of(built, units.count(count), "dwellings")
    area, codes = _areas(dataset, plan, kind)
    of = area[built.unit]
    town = np.isin(units.communities.kinds, TOWN)[units.communities.of_unit][built.unit]
    groups: list[SmallGroup] = []
    for n, code in enumerate(codes):
        inside = np.flatnonzero((of == n) & (weight > 0))
        if inside.size:
            urban = 2 * int(weight[inside] @ town[inside]) >= int(weight[inside].sum())
            sizes = sizes_of(
                standards, f"{kind}.{'town' if urban else 'village'}" if kind == "micro" else kind
            )
            groups += grouped_along(built, weight, inside, code, sizes, SPLIT[kind], standards)
    return SmallGroups(count=count, built=built, groups=tuple(groups), outside=int(weight[of < 0].sum()))


def sizes_of(standards: Standards, kind: str) -> Sizes:
    """Return what a group of a kind should weigh.

    Raises
    ------
    StandardsError
        The numbers are not in order: 1 or more, low, target, high.
    """
    low, high, target = (standards.whole(f"small-groups.{kind}.{name}") for name in ("low", "high", "target"))
    if not 1 <= low <= target <= high:
        raise StandardsError("small-sizes", key=f"small-groups.{kind}", low=low, target=target, high=high)
    return Sizes(low=low, high=high, target=target)


def _areas(dataset: Dataset, plan: Plan, kind: Kind) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """The area of each unit in which groups of a kind lie, −1 for none, and the areas' codes."""
    if kind == WIDE:
        level = dataset.graph.units.communities
        return level.of_unit, level.codes
    ruled = np.array([grid.type not in (EXCLUSIVE, RETIRED) for grid in plan.grids] + [False])
    held = np.where(ruled[plan.grid_of], plan.grid_of, -1).astype(np.int32)
    return held, tuple(grid.code for grid in plan.grids)
