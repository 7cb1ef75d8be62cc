"""Towns to redraw, and every plan they could have."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from domain.problem import DistrictingProblem
from domain.standards import GridType
from tests.strategies import block_town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.graph import PlanningGraph

TOWN = GridType(
    key="town", norm_low=300, norm_high=500, target=400, hard_low=200, hard_high=800, whole_limit=600
)


def asked(graph: PlanningGraph, **what: Any) -> DistrictingProblem:
    """Return a problem of town grids on a graph."""
    return DistrictingProblem(
        graph=graph,
        households=graph.units.count("households"),
        basis=graph.units.columns[0],
        types=(what.pop("kind", TOWN),),
        type_of_community=np.zeros(len(graph.units.communities.codes)),
        **what,
    )


@cache
def plans_of_block_town(width: int, height: int, grids: int) -> tuple[tuple[int, ...], ...]:
    """Every plan of a town of blocks whose borders are all passable: the same for any households."""
    return tuple(every_plan(block_town(width, height, [0] * (width * height)), grids))


def every_plan(graph: PlanningGraph, grids: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to cut a graph into so many connected grids, by definition: networkx says connected."""
    town: nx.Graph[int] = nx.Graph()
    size = len(graph.units)
    town.add_nodes_from(range(size))
    town.add_edges_from(
        zip(graph.tail[graph.passable].tolist(), graph.head[graph.passable].tolist(), strict=True)
    )
    for labels in product(range(grids), repeat=size - 1):
        plan = (0, *labels)
        firsts = [plan.index(g) for g in range(grids) if g in plan]
        if len(firsts) < grids or firsts != sorted(firsts):
            continue
        members = [[u for u in range(size) if plan[u] == g] for g in range(grids)]
        if all(nx.is_connected(town.subgraph(m)) for m in members):
            yield plan


@st.composite
def broken_towns(draw: st.DrawFn, *, most_side: int = 4, most_households: int = 400) -> PlanningGraph:
    """A town of blocks in one or two communities, some of its borders not to be passed."""
    width, height = draw(st.integers(1, most_side)), draw(st.integers(1, most_side))
    size = width * height
    households = draw(st.lists(st.integers(0, most_households), min_size=size, max_size=size))
    cut = draw(st.integers(0, size))
    communities = [0] * cut + [1] * (size - cut) if 0 < cut < size else [0] * size
    town = block_town(width, height, households, communities)
    closed = draw(st.sets(st.integers(0, max(town.tail.size - 1, 0)), max_size=3))
    passable = np.array([n not in closed for n in range(town.tail.size)], np.bool_)
    return replace(town, passable=passable)
