"""Random but always valid inputs for the property tests."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from domain.graph import PlanningGraph
from domain.plan import Grid, Plan
from domain.units import COMMUNITY, STREET, Count, Level, UnitSet

BLOCK_M = 100.0


def block_town(
    width: int,
    height: int,
    households: list[int],
    community_of: list[int] | None = None,
    *,
    kinds: tuple[str, ...] | None = None,
    origin: tuple[float, float] = (0.0, 0.0),
) -> PlanningGraph:
    """Return a rectangular town of square blocks of 100 m, row by row from the north-west corner."""
    size = width * height
    of = community_of if community_of is not None else [0] * size
    communities = max(of) + 1
    digits = max(4, len(str(size - 1)))
    units = UnitSet(
        codes=tuple(f"u{n:0{digits}d}" for n in range(size)),
        counts=np.array(households).reshape(size, 1),
        columns=(Count(name="households", basis="常住户", date="2025-06-30"),),
        footprint=np.arange(size),
        levels=(
            Level(
                key=COMMUNITY,
                codes=tuple(f"610114001{n + 1:03d}" for n in range(communities)),
                names=tuple(f"社区{n + 1}" for n in range(communities)),
                kinds=kinds or ("town",) * communities,
                of_unit=np.array(of),
            ),
            Level(
                key=STREET, codes=("610114001",), names=("街道",), kinds=("street",), of_unit=np.zeros(size)
            ),
        ),
    )
    column, row = np.arange(size) % width, np.arange(size) // width
    across = np.flatnonzero(column < width - 1)
    down = np.arange(size - width)
    tail, head = np.concatenate([across, down]), np.concatenate([across + 1, down + width])
    order = np.lexsort((head, tail))
    sides = np.bincount(np.concatenate([tail, head]), minlength=size)
    return PlanningGraph(
        units=units,
        x=origin[0] + (column + 0.5) * BLOCK_M,
        y=origin[1] - (row + 0.5) * BLOCK_M,
        area_m2=np.full(size, BLOCK_M**2),
        outer_border_m=(4 - sides) * BLOCK_M,
        tail=tail[order],
        head=head[order],
        border_m=np.full(tail.size, BLOCK_M),
        passable=np.ones(tail.size, np.bool_),
        follows_m=np.zeros(tail.size),
    )


def plan_of(graph: PlanningGraph, grid_of: list[int], grids: int) -> Plan:
    """Return a plan of town grids coded g000, g001, …"""
    return Plan(
        unit_set=graph.units.digest,
        grid_of=np.array(grid_of),
        grids=tuple(Grid(code=f"g{n:03d}", type="town") for n in range(grids)),
    )


@st.composite
def towns(draw: st.DrawFn, *, most_side: int = 5, most_households: int = 400) -> PlanningGraph:
    """A town of at most `most_side`² blocks in one or two communities."""
    width, height = draw(st.integers(1, most_side)), draw(st.integers(1, most_side))
    size = width * height
    households = draw(st.lists(st.integers(0, most_households), min_size=size, max_size=size))
    cut = draw(st.integers(0, size))
    community_of = [0] * cut + [1] * (size - cut) if 0 < cut < size else [0] * size
    return block_town(width, height, households, community_of)


@st.composite
def planned_towns(draw: st.DrawFn, *, most_grids: int = 3) -> tuple[PlanningGraph, Plan]:
    """A town and any assignment of its units to grids, unassigned and empty ones included."""
    graph = draw(towns())
    size = len(graph.units)
    grid_of = draw(st.lists(st.integers(-1, most_grids - 1), min_size=size, max_size=size))
    return graph, plan_of(graph, grid_of, most_grids)
