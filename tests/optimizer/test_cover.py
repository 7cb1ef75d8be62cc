"""Whether a small part has a legal plan is answered rightly, and a plan told to fit fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.outcome import Infeasible
from optimizer.redraw import cover
from optimizer.redraw.bare import BareGraph, prepare_graph
from optimizer.redraw.cover import legal_plan

if TYPE_CHECKING:
    from collections.abc import Iterator


@st.composite
def graphs(draw: st.DrawFn) -> tuple[BareGraph, int, tuple[int, int], list[tuple[int, int]]]:
    """A connected graph of up to seven nodes with a further workload, parts, and the bounds of both."""
    size = draw(st.integers(1, 7))
    tree = [(draw(st.integers(0, n - 1)), n) for n in range(1, size)]
    more = draw(st.sets(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=4))
    edges = sorted({*tree, *((a, b) for a, b in more if a < b)})
    weight = draw(st.lists(st.integers(0, 9), min_size=size, max_size=size).filter(any))
    calls = draw(st.lists(st.integers(0, 5), min_size=size, max_size=size))
    parts = draw(st.integers(1, size))
    low, least = draw(st.integers(0, sum(weight) // parts)), draw(st.integers(0, sum(calls) // parts))
    high, most = draw(st.integers(low, sum(weight))), draw(st.integers(least, sum(calls)))
    graph = BareGraph(
        codes=tuple(map(str, range(size))), weight=np.array(weight), x=np.arange(size), y=np.zeros(size),
        tail=np.array([a for a, _ in edges]), head=np.array([b for _, b in edges]),
        loads=np.array(calls)[:, None],
    )  # fmt: skip
    return graph, parts, (low, high), [(least, most)]


def labellings(label: tuple[int, ...], size: int) -> Iterator[tuple[int, ...]]:
    """Every way to put nodes into parts, parts numbered as they come up."""
    if len(label) == size:
        yield label
        return
    for part in range(max(label) + 2):
        yield from labellings((*label, part), size)


def legal(
    graph: BareGraph, label: tuple[int, ...], parts: int, bounds: tuple[int, int], calls: tuple[int, int]
) -> bool:
    """All parts used, in one piece and within both bounds."""
    whole: nx.Graph[int] = nx.empty_graph(graph.weight.size)
    whole.add_edges_from(zip(graph.tail.tolist(), graph.head.tolist(), strict=True))
    groups = [[n for n, own in enumerate(label) if own == part] for part in range(parts)]
    return all(
        group
        and nx.is_connected(whole.subgraph(group))
        and bounds[0] <= graph.weight[group].sum() <= bounds[1]
        and calls[0] <= graph.loads[group, 0].sum() <= calls[1]
        for group in groups
    )


@given(graphs())
@settings(max_examples=100)
def test_it_agrees_with_every_plan_tried(
    given_: tuple[BareGraph, int, tuple[int, int], list[tuple[int, int]]],
) -> None:
    graph, parts, (low, high), limits = given_
    part = prepare_graph(graph, parts=parts, low=low, high=high, objective="inertia", limits=limits)
    exists = any(
        legal(graph, label, parts, (low, high), limits[0])
        for label in labellings((0,), graph.weight.size)
        if max(label) == parts - 1
    )
    if isinstance(part, Infeasible):
        assert not exists
        return
    known, plan = legal_plan(part)
    assert known == ("found" if exists else "none")
    if exists:
        assert legal(graph, tuple(plan.tolist()), parts, (low, high), limits[0])


def square(side: int) -> BareGraph:
    """A square of alike nodes, each beside those east and north of it."""
    own = np.arange(side * side).reshape(side, side)
    tail, head = (np.concatenate(ends) for ends in (
        (own[:, :-1].ravel(), own[:-1].ravel()), (own[:, 1:].ravel(), own[1:].ravel())
    ))  # fmt: skip
    return BareGraph(
        codes=tuple(map(str, range(side * side))), weight=np.ones(side * side, np.int64),
        x=own.ravel() % side, y=own.ravel() // side, tail=tail, head=head,
    )  # fmt: skip


def test_what_is_too_much_to_try_is_said_to_be_unknown() -> None:
    part = prepare_graph(square(8), parts=8, low=8, high=8, objective="inertia")
    assert not isinstance(part, Infeasible)
    assert legal_plan(part)[0] == "unknown"  # 64 nodes are more than a number has bits
    part = prepare_graph(square(6), parts=4, low=9, high=9, objective="inertia")
    assert not isinstance(part, Infeasible)
    assert cover.MOST_SETS < 10**6
    known, plan = legal_plan(part)
    assert known == "found"
    assert sorted(np.bincount(plan)) == [9, 9, 9, 9]
