"""The graph says of neighbours and pieces what networkx says."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidValueError
from domain.graph import PlanningGraph, connected_pieces
from tests.strategies import block_town, towns


@given(st.integers(1, 40), st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=60))
def test_pieces_agree_with_networkx(size: int, pairs: list[tuple[int, int]]) -> None:
    edges = [(a % size, b % size) for a, b in pairs]
    oracle = nx.Graph(edges)
    oracle.add_nodes_from(range(size))
    tail, head = (np.array([e[side] for e in edges], np.int32) for side in (0, 1))
    found = connected_pieces(size, tail, head)
    expected = {frozenset(piece) for piece in nx.connected_components(oracle)}
    assert {frozenset(np.flatnonzero(found == n).tolist()) for n in range(int(found.max()) + 1)} == expected
    firsts = [int(np.flatnonzero(found == n)[0]) for n in range(int(found.max()) + 1)]
    assert firsts == sorted(firsts)


@given(towns())
def test_neighbour_lists_hold_each_border_twice(graph: PlanningGraph) -> None:
    csr = graph.neighbours()
    listed = [
        (u, int(v)) for u in range(len(graph.units)) for v in csr.indices[csr.indptr[u] : csr.indptr[u + 1]]
    ]
    borders = list(zip(graph.tail.tolist(), graph.head.tolist(), strict=True))
    assert listed == sorted(borders + [(b, a) for a, b in borders])


def test_arrays_of_a_graph_cannot_be_written() -> None:
    graph = block_town(2, 1, [1, 2])
    with pytest.raises(ValueError, match="read-only"):
        graph.x[0] = 3.0


def test_a_border_listed_backwards_is_refused() -> None:
    graph = block_town(2, 1, [1, 2])
    with pytest.raises(InvalidValueError) as told:
        PlanningGraph(
            units=graph.units, x=graph.x, y=graph.y, area_m2=graph.area_m2,
            outer_border_m=graph.outer_border_m,
            tail=graph.head, head=graph.tail, border_m=graph.border_m, passable=graph.passable,
            follows_m=graph.follows_m,
        )  # fmt: skip
    assert told.value.code == "value.border-range"
