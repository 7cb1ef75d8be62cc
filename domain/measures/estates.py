"""Which estates (小区, 村民小组) a plan cuts, and which of them it need not have cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from domain.judgement import Ruled
    from domain.plan import Plan
    from domain.standards import GridType
    from domain.units import UnitSet


def estate_households(units: UnitSet, households: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the households of each estate."""
    member = units.estate_of >= 0
    totals = np.zeros(len(units.estate_codes), np.int64)
    np.add.at(totals, units.estate_of[member], households[member])
    return totals


def cut_estates(plan: Plan, units: UnitSet, rule: Ruled) -> NDArray[np.int64]:
    """Return the positions of all estates that lie in several grids of one community, ascending.

    Parts in exclusive grids, in another community or in no grid make no cut: no line could join them.
    """
    within = np.flatnonzero((units.estate_of >= 0) & (plan.grid_of >= 0) & rule.units)
    areas, grids = np.int64(len(units.communities.codes)), np.int64(max(len(plan), 1))
    part = units.estate_of[within] * areas + units.communities.of_unit[within]
    part_of_piece = np.unique(part * grids + plan.grid_of[within]) // grids
    parts, times = np.unique(part_of_piece, return_counts=True)
    return np.unique(parts[times > 1] // areas)


def needless(
    cut: NDArray[np.int64], units: UnitSet, households: NDArray[np.int64], types: Mapping[str, GridType]
) -> NDArray[np.int64]:
    """Return the cut estates below the whole-estate limit of their community's type: there must be none.

    The community is that of the estate's first unit.
    """
    limits = np.array([types[kind].whole_limit for kind in units.communities.kinds], np.int64)
    member = np.flatnonzero(units.estate_of >= 0)
    estates, first = np.unique(units.estate_of[member], return_index=True)
    limit = np.zeros(len(units.estate_codes), np.int64)
    limit[estates] = limits[units.communities.of_unit[member[first]]]
    return cut[estate_households(units, households)[cut] < limit[cut]]
