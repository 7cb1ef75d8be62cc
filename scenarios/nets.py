"""多网融合: department nets laid over the grids of a plan, where they conflict, and who is in which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.errors import InvalidValueError
from domain.judgement import ruled
from domain.measures.agreement import crosswalk, nesting_ratio, purity
from gis.zoned import net_names, net_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.measures.agreement import Crosswalk
    from domain.plan import Plan
    from domain.standards import Standards
    from gis.dataset import Dataset
    from gis.zoned import Net

    Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Overlay:
    """A net laid over the grids of a plan.

    Attributes
    ----------
    cross
        Households in each grid (`old`) and each area of the net (`new`), as far as they meet.
    nested
        Share of the grids that hold their own ground with at least so much in one area (嵌套率).
    pure, pure_areas
        Share of households in the main area of their grid, and in the main grid of their area (纯度).
    areas_a_grid
        Mean number of areas that a grid has households in; 1 is ideal.
    households
        Mean households of an area.
    conflicts
        Grids that are not nested, by the households outside their main area, most first.
    """

    net: Net
    cross: Crosswalk
    nested: float
    pure: float
    pure_areas: float
    areas_a_grid: float
    households: float
    conflicts: tuple[Conflict, ...]

    def finer_than(self, households: float) -> bool:
        """Say whether its areas are smaller than grids: then areas should lie in grids, not the reverse."""
        return self.households < households


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A grid that several areas of a net share: their positions and households, most first."""

    grid: int
    parts: tuple[tuple[int, int], ...]

    @property
    def outside(self) -> int:
        """Households outside the main area."""
        return sum(held for _, held in self.parts[1:])


def overlays(
    dataset: Dataset, plan: Plan, standards: Standards, names: Sequence[str] = ()
) -> tuple[Overlay, ...]:
    """Lay nets by their names over a plan, all of the dataset without names.

    Raises
    ------
    InvalidValueError
        There is no net of a name.
    """
    households = dataset.graph.units.count(dataset.info.households)
    asked = names or net_names(dataset)
    return tuple(overlay(dataset, plan, net_of(dataset, name), households, standards) for name in asked)


def least_norm(dataset: Dataset, standards: Standards) -> int:
    """Return the smallest lower limit of the norm among the communities' types."""
    kinds = set(dataset.graph.units.communities.kinds)
    return min(standards.grid_type(kind).norm_low for kind in kinds)


def overlay(
    dataset: Dataset, plan: Plan, net: Net, households: NDArray[np.int64], standards: Standards
) -> Overlay:
    """Lay a net over the ruled grids of a plan; exclusive grids serve nobody's net and are left out."""
    counted = ruled(plan, dataset.graph.units, households).grids
    grid = plan.grid_of
    mine = np.where((grid >= 0) & np.append(counted, False)[grid], grid, -1).astype(np.int32)
    cross = crosswalk(mine, net.of_unit, households, len(plan), len(net.codes))
    share = standards["nets.nested"]
    met = cross.weight > 0
    held = np.bincount(cross.old[met], minlength=len(plan))
    of_area = cross.of_new()
    return Overlay(
        net=net,
        cross=cross,
        nested=nesting_ratio(cross, within=share),
        pure=purity(cross),
        pure_areas=purity(crosswalk(net.of_unit, mine, households, len(net.codes), len(plan))),
        areas_a_grid=float(held[held > 0].mean()) if (held > 0).any() else 0.0,
        households=float(of_area[of_area > 0].mean()) if (of_area > 0).any() else 0.0,
        conflicts=_conflicts(cross, share),
    )


def _conflicts(cross: Crosswalk, share: float) -> tuple[Conflict, ...]:
    found = []
    for grid in np.unique(cross.old).tolist():
        rows = np.flatnonzero((cross.old == grid) & (cross.weight > 0))
        parts = sorted(
            zip(cross.new[rows].tolist(), cross.weight[rows].tolist(), strict=True),
            key=lambda part: (-part[1], part[0]),
        )
        if parts and parts[0][1] < share * sum(held for _, held in parts):
            found.append(Conflict(grid=grid, parts=tuple(parts)))
    return tuple(sorted(found, key=lambda one: (-one.outside, one.grid)))


def net_labels(dataset: Dataset, names: tuple[str, ...], households: NDArray[np.int64], least: int) -> Ints:
    """Return a label for each unit, the same where units share the areas of all these nets; int32.

    Raises
    ------
    InvalidValueError
        No net of a name, or one whose areas hold fewer than `least` households on the average: no
        grid fits into them.
    """
    found = [net_of(dataset, name) for name in names]
    for net in found:
        held = np.bincount(net.of_unit, households)
        mean = float(held[held > 0].mean()) if (held > 0).any() else 0.0
        if mean < least:
            raise InvalidValueError("net-fine", net=net.name, households=round(mean), least=least)
    return np.unique([net.of_unit for net in found], axis=1, return_inverse=True)[1].astype(np.int32)
