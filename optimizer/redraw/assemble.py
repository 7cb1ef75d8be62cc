"""The plans of all parts become one proposal, with codes that a planner can read and certificates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.plan import Grid, Plan
from domain.proposal import Certificate, Proposal
from optimizer.redraw.certify import deviation, least_deviation
from optimizer.redraw.improve_kernels import DONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from domain.problem import DistrictingProblem
    from domain.proposal import StoppedBy, TracePoint
    from optimizer.redraw.part import Part, PartState, Prepared


def assemble(
    prepared: Prepared,
    states: Sequence[PartState],
    stopped_by: StoppedBy,
    *,
    trace: Sequence[TracePoint] = (),
    proposals: int | None = None,
) -> Proposal:
    """Return the best plans of all parts as one proposal.

    `proposals` is the total whose shares (`budgets`) all parts have done; without it, what they did.

    Grids of parts are coded by community and a serial of three digits, from west to east in bands
    from north to south. The code of one of today's grids stays with the grid that keeps most of
    its households; a new grid takes the next serial that today's codes have not used.
    """
    problem = prepared.problem
    drawn = _drawn(prepared, states)
    codes = _codes(problem, drawn, prepared.fixed_grid_of)
    grids: list[Grid] = []
    grid_of = np.full(len(problem.graph.units), -1, np.int32)
    for old, grid in enumerate(problem.today.grids if problem.today is not None else ()):
        if (prepared.fixed_grid_of == old).any():
            grid_of[prepared.fixed_grid_of == old] = len(grids)
            grids.append(grid)
    for code, lines in zip(codes, drawn, strict=True):
        grid_of[lines.units] = len(grids)
        grids.append(code)
    return Proposal(
        plan=Plan(unit_set=problem.graph.units.digest, grid_of=grid_of, grids=tuple(grids)),
        apportionment=prepared.apportionment,
        certificate=tuple(_certificate(p, s) for p, s in zip(prepared.parts, states, strict=True)),
        trace=tuple(trace),
        proposals=sum(int(s.counters[DONE]) for s in states) if proposals is None else proposals,
        stopped_by=stopped_by,
        household_cv_floor=prepared.household_cv_floor,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Drawn:
    """One grid as drawn: its community and the positions of its units."""

    community: int
    units: NDArray[np.int32]


def _drawn(prepared: Prepared, states: Sequence[PartState]) -> list[_Drawn]:
    """Return the drawn grids, communities in order, each in the order in which serials are given."""
    graph = prepared.problem.graph
    drawn: list[_Drawn] = []
    for part, state in zip(prepared.parts, states, strict=True):
        grid_of_unit = state.best[part.node_of]
        area_m2 = graph.area_m2[part.units]
        weight = np.maximum(np.bincount(grid_of_unit, area_m2, minlength=part.grids), 1e-9)
        x = np.bincount(grid_of_unit, area_m2 * graph.x[part.units], minlength=part.grids) / weight
        y = np.bincount(grid_of_unit, area_m2 * graph.y[part.units], minlength=part.grids) / weight
        drawn += [
            _Drawn(community=part.community, units=part.units[grid_of_unit == grid])
            for grid in _reading_order(x, y, float(area_m2.sum())).tolist()
        ]
    return drawn


def _reading_order(x: NDArray[np.float64], y: NDArray[np.float64], area_m2: float) -> NDArray[np.int64]:
    """Order centres in metres from north to south in bands as high as a mean grid, each from west to east."""
    band_m = max((area_m2 / x.size) ** 0.5, 1e-9)
    band = np.floor((y.max() - y) / band_m + 0.5)
    return np.lexsort((-y, x, band))


def _codes(problem: DistrictingProblem, drawn: Sequence[_Drawn], fixed: NDArray[np.int32]) -> list[Grid]:
    level, today = problem.graph.units.communities, problem.today
    heirs = _heirs(problem, drawn) if today is not None else {}
    used = {grid.code for grid in today.grids} if today is not None else set()
    serial = {code: _highest_serial(code, used) for code in level.codes}
    kept = set(fixed[fixed >= 0].tolist())
    grids = []
    for position, grid in enumerate(drawn):
        kind = problem.types[int(problem.type_of_community[grid.community])].key
        old = heirs.get(position)
        if today is not None and old is not None and old not in kept:
            grids.append(Grid(code=today.grids[old].code, type=kind, name=today.grids[old].name))
            continue
        community = level.codes[grid.community]
        serial[community] += 1
        grids.append(Grid(code=f"{community}{serial[community]:03d}", type=kind))
    return grids


def _highest_serial(community: str, used: set[str]) -> int:
    tails = [code[len(community) :] for code in used if code.startswith(community)]
    return max((int(tail) for tail in tails if tail.isascii() and tail.isdigit()), default=0)


def _heirs(problem: DistrictingProblem, drawn: Sequence[_Drawn]) -> Mapping[int, int]:
    """For each drawn grid the old grid whose code it keeps: the largest of those it holds most of."""
    if problem.today is None:
        return {}
    old_of, households = problem.today.grid_of, problem.households
    shares: dict[int, tuple[int, int, int]] = {}
    for position, grid in enumerate(drawn):
        for old in np.unique(old_of[grid.units]).tolist():
            inside = grid.units[old_of[grid.units] == old]
            share = (int(households[inside].sum()), int(inside.size), -position)
            if old >= 0 and share > shares.get(old, (-1, 0, 0)):
                shares[old] = share
    heirs: dict[int, tuple[int, int, int]] = {}
    for old, (held, size, place) in sorted(shares.items()):
        if (held, size, -old) > heirs.get(-place, (-1, 0, 0)):
            heirs[-place] = (held, size, -old)
    return {position: -minus for position, (_, _, minus) in heirs.items()}


def _certificate(part: Part, state: PartState) -> Certificate:
    """Compare the plan's deviation from even sizes with what arithmetic, or all plans, allow."""
    found, bound = deviation(part, state.best), least_deviation(part, state.least)
    return Certificate(
        community=part.code,
        objective="household-deviation",
        unit="households",
        value=found,
        bound=bound.value,
        gap=round(found - bound.value, 6),
        proven=found <= bound.value + 1e-6,
        evidence=bound.evidence,
    )
