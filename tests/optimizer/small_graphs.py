"""Small connected graphs with places, and every way to cut them into connected parts."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from optimizer.redraw.bare import BareGraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


@st.composite
def small_graphs(draw: st.DrawFn, *, loads: int = 0) -> BareGraph:
    """A tree of 4 to 7 nodes and a few more edges, weights 1 to 9, places in whole kilometres."""
    size = draw(st.integers(4, 7))
    edges = {(draw(st.integers(0, node - 1)), node) for node in range(1, size)}
    for _ in range(draw(st.integers(0, size))):
        one, other = draw(st.integers(0, size - 1)), draw(st.integers(0, size - 1))
        if one != other:
            edges.add((min(one, other), max(one, other)))
    ends = np.array(sorted(edges), np.int32)
    places = draw(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=size, max_size=size))
    lengths = st.lists(st.integers(1, 9), min_size=len(ends), max_size=len(ends))
    weights = st.lists(st.integers(1, 9), min_size=size, max_size=size)
    return BareGraph(
        codes=tuple(map(str, range(size))),
        weight=np.array(draw(weights), np.int64),
        x=np.array([x for x, _ in places], np.float64),
        y=np.array([y for _, y in places], np.float64),
        tail=ends[:, 0],
        head=ends[:, 1],
        length=np.array(draw(lengths), np.float64),
        loads=np.array([draw(weights) for _ in range(loads)], np.int64).reshape(loads, size).T,
    )


def every_plan(graph: BareGraph, parts: int, low: int, high: int) -> Iterator[NDArray[np.int32]]:
    """Yield every legal plan of a graph, some of them several times under other numbers."""
    town = nx.Graph(zip(graph.tail.tolist(), graph.head.tolist(), strict=True))
    for rest in product(range(parts), repeat=graph.weight.size - 1):
        plan = np.array((0, *rest), np.int32)
        weights = np.bincount(plan, graph.weight, minlength=parts)
        if (
            np.unique(plan).size == parts
            and (weights >= low).all()
            and (weights <= high).all()
            and all(nx.is_connected(town.subgraph(np.flatnonzero(plan == p).tolist())) for p in range(parts))
        ):
            yield plan
