"""The verdict on every grid: its band, and the reason where it is not 合格."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from domain.bands import band_of, fitting_counts
from domain.plan import EXCLUSIVE, RETIRED, community_of_grid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from domain.plan import Plan
    from domain.scenario import Band
    from domain.standards import GridType
    from domain.units import UnitSet

Reason = Literal[
    "",
    "above-limit",
    "above-norm",
    "below-limit",
    "below-norm",
    "kept-whole",
    "no-units",
    "single-over-limit",
    "unavoidable",
    "whole-community",
]
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Band of one grid, and the code of the reason for it: empty for `ok` and `exclusive`."""

    band: Band
    reason: Reason = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ruled:
    """What the household norm rules: grids that are neither exclusive nor retired, and their ground.

    Attributes
    ----------
    grids
        Whether the norm rules each grid; bool, shape (grids,).
    units
        Whether each unit lies outside exclusive grids, unassigned ones included; bool, shape (units,).
    community_total
        Households of each community outside exclusive grids; int64.
    """

    grids: NDArray[np.bool_]
    units: NDArray[np.bool_]
    community_total: NDArray[np.int64]


def ruled(plan: Plan, units: UnitSet, households: NDArray[np.int64]) -> Ruled:
    """Return what the household norm rules in a plan."""
    exclusive = np.array([grid.type == EXCLUSIVE for grid in plan.grids] + [False])
    retired = np.array([grid.type == RETIRED for grid in plan.grids], np.bool_)
    outside = ~exclusive[plan.grid_of]
    totals = np.zeros(len(units.communities.codes), np.int64)
    np.add.at(totals, units.communities.of_unit[outside], households[outside])
    return Ruled(grids=~exclusive[:-1] & ~retired, units=outside, community_total=totals)


def judge_grids(
    plan: Plan,
    units: UnitSet,
    households: NDArray[np.int64],
    types: Mapping[str, GridType],
    only: Sequence[int] | None = None,
) -> tuple[Verdict, ...]:
    """Return the verdict on each grid by the three bands of its type, or on some of them, in their order.

    A grid that holds all its community's ruled ground is never too small (整建制单格). A grid above
    the limit because one estate that may not be cut, or one unit, alone is above it stands as
    单体超限 and is 可接受, unless what it holds beside that could stand alone (尾数 below the norm's
    minimum may join a neighbour).
    """
    rule = ruled(plan, units, households)
    held = plan.totals(households)
    filled = np.bincount(plan.grid_of[plan.grid_of >= 0], minlength=len(plan))
    community = community_of_grid(plan, units)
    ground = np.bincount(units.communities.of_unit[rule.units], minlength=len(units.communities.codes))
    atom = heaviest_atoms(plan, units, households, types)
    verdicts = []
    for grid in range(len(plan)) if only is None else only:
        about = plan.grids[grid]
        if about.type == EXCLUSIVE:
            verdicts.append(Verdict("exclusive"))
        elif not filled[grid]:
            verdicts.append(Verdict("empty", "no-units"))
        else:
            total = int(rule.community_total[community[grid]])
            whole = filled[grid] == ground[community[grid]] and held[grid] == total
            verdicts.append(
                _verdict(int(held[grid]), total, int(atom[grid]), types[about.type], whole=bool(whole))
            )
    return tuple(verdicts)


def unavoidable(total: int, grid_type: GridType) -> bool:
    """Say whether a community's total fits no number of grids (社区总量不可整分)."""
    fewest, most = fitting_counts(total, grid_type.norm_low, grid_type.norm_high)
    return fewest > most


def heaviest_atoms(
    plan: Plan, units: UnitSet, households: NDArray[np.int64], types: Mapping[str, GridType]
) -> NDArray[np.int64]:
    """Return the households of the heaviest thing in each grid that lines may not cut.

    That is one unit, or the part inside the grid of an estate whose total is below the whole-estate
    limit of the grid's type.
    """
    atoms = np.zeros(len(plan), np.int64)
    inside = np.flatnonzero(plan.grid_of >= 0)
    np.maximum.at(atoms, plan.grid_of[inside], households[inside])
    within = inside[units.estate_of[inside] >= 0]
    if not within.size:
        return atoms
    estates = len(units.estate_codes)
    whole = np.zeros(estates, np.int64)
    lived_in = units.estate_of >= 0
    np.add.at(whole, units.estate_of[lived_in], households[lived_in])
    pair, of = np.unique(
        plan.grid_of[within].astype(np.int64) * estates + units.estate_of[within], return_inverse=True
    )
    part = np.zeros(pair.size, np.int64)
    np.add.at(part, of, households[within])
    grid, estate = pair // estates, pair % estates
    limit = np.array([types[g.type].whole_limit if g.type in types else 0 for g in plan.grids], np.int64)
    kept = whole[estate] < limit[grid]
    np.maximum.at(atoms, grid[kept], part[kept])
    return atoms


def _verdict(households: int, total: int, atom: int, grid_type: GridType, *, whole: bool) -> Verdict:
    """Return band and reason of a grid with units; the first reason that applies explains it."""
    band = band_of(households, grid_type, whole_community=whole)
    if band == "ok":
        return Verdict("ok")
    small = households < grid_type.norm_low
    alone = atom > grid_type.norm_high and households - atom < grid_type.norm_low
    if alone and atom > grid_type.hard_high:
        return Verdict("acceptable", "single-over-limit")
    if band == "over":
        return Verdict("over", "below-limit" if small else "above-limit")
    if small and whole:
        return Verdict("acceptable", "whole-community")
    if unavoidable(total, grid_type):
        return Verdict("acceptable", "unavoidable")
    return Verdict("acceptable", "kept-whole" if alone else "below-norm" if small else "above-norm")
