"""On real graphs with published optima: legal by an independent count, near the optimum, never below it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest

from optimizer.redraw import Part, advance, begin
from optimizer.redraw.bare import BareGraph, cut_edges, inertia_km2, prepare_graph
from optimizer.redraw.part import stream_of
from optimizer.redraw.starts import draw
from scenarios.graph_file import read_graph
from scenarios.partition import Cut, Partition, partition
from tests.shared import real_data

if TYPE_CHECKING:
    from typing import Any

pytestmark = pytest.mark.real_data

COUNTIES = ("cnty_AR", "cnty_ID", "cnty_KS", "cnty_MS", "cnty_NM", "cnty_OK", "cnty_NE")
TRACTS = ("tract_NM", "tract_NE", "tract_ID")


def instance(name: str) -> BareGraph:
    return read_graph(real_data("bench") / "instances" / f"{name}.json")


def published(name: str, family: str) -> Any:
    manifest = json.loads((real_data("bench") / "manifest.json").read_text(encoding="utf-8"))
    return manifest[name]["published_best"][family]


def assert_legal(graph: BareGraph, part_of_node: Any, parts: int, low: int, high: int) -> None:
    """Recount everything with networkx."""
    town = nx.Graph(zip(graph.tail.tolist(), graph.head.tolist(), strict=True))
    members: dict[int, list[int]] = {}
    for node, part in enumerate(part_of_node):
        members.setdefault(int(part), []).append(node)
    assert sorted(members) == list(range(parts))
    for nodes in members.values():
        assert nx.is_connected(town.subgraph(nodes))
        assert low <= sum(int(graph.weight[n]) for n in nodes) <= high


@pytest.mark.parametrize("name", COUNTIES + TRACTS)
def test_cuts_are_legal_and_near_the_proven_optimum(name: str) -> None:
    graph, best = instance(name), published(name, "cut_edges")
    asked = Cut(parts=best["k"], low=best["L"], high=best["U"], proposals=1_000_000, seed=1)
    found = partition(graph, asked)
    assert isinstance(found, Partition)
    assert_legal(graph, found.part_of_node, best["k"], best["L"], best["U"])
    assert found.objective == cut_edges(graph, np.array(found.part_of_node))
    assert best["best"] <= found.objective <= 1.1 * best["best"]


@pytest.mark.parametrize(
    ("name", "parts", "most"), [("cnty_OK", 5, 1.03), ("tract_NM", 3, 1.005), ("tract_CT", 5, 1.005)]
)
def test_inertia_is_near_that_of_the_published_plan(name: str, parts: int, most: float) -> None:
    graph = instance(name)
    manifest = json.loads((real_data("bench") / "manifest.json").read_text(encoding="utf-8"))
    best = _find(manifest[name], "inertia_of_published_plan_on_x_y")
    mean = int(graph.weight.sum()) / parts
    asked = Cut(parts=parts, tolerance=0.005, objective="inertia", proposals=2_000_000, seed=1)
    found = partition(graph, asked)
    assert isinstance(found, Partition)
    assert_legal(graph, found.part_of_node, parts, int(mean * 0.995), int(mean * 1.005) + 1)
    assert 0.99 * best <= found.objective <= most * best
    assert found.objective == pytest.approx(inertia_km2(graph, np.array(found.part_of_node, np.int32)))


def _find(tree: Any, key: str) -> Any:
    if isinstance(tree, dict):
        if key in tree:
            return tree[key]
        return next((found for value in tree.values() if (found := _find(value, key)) is not None), None)
    return None


@pytest.mark.parametrize(
    ("name", "parts", "tolerance", "proposals"),
    [("bg_AR", 180, 0.1, 3_000_000), ("bg_AR", 20, 0.05, 1_000_000), ("walshaw_wing", 180, 0.05, 500_000)],
)
def test_many_parts_of_large_graphs_are_legal(
    name: str, parts: int, tolerance: float, proposals: int
) -> None:
    graph = instance(name)
    asked = Cut(parts=parts, tolerance=tolerance)
    low, high = asked.bounds(int(graph.weight.sum()))
    part = prepare_graph(graph, parts=parts, low=low, high=high)
    assert isinstance(part, Part)
    first = begin(part, 1)
    assert_legal(graph, first.best, parts, 0, int(graph.weight.sum()))
    found = advance(part, first, proposals).best
    assert_legal(graph, found, parts, low, high)
    assert cut_edges(graph, found) <= cut_edges(graph, first.best)
    assert cut_edges(graph, found) < 0.8 * cut_edges(graph, draw(part, stream_of(1, "")))


def test_first_plans_of_large_graphs_are_drawn_on_joined_nodes() -> None:
    graph = instance("delaunay_n15")
    low, high = Cut(parts=60, tolerance=0.05).bounds(int(graph.weight.sum()))
    part = prepare_graph(graph, parts=60, low=low, high=high)
    assert isinstance(part, Part)
    first = begin(part, 1).best
    assert_legal(graph, first, 60, low, high)
    assert cut_edges(graph, first) < 0.8 * cut_edges(graph, draw(part, stream_of(1, "")))
    assert (first == begin(part, 1).best).all()
