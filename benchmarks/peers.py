"""Other programs that cut graphs, asked the same question: GerryChain, METIS and spopt."""

from __future__ import annotations

import random
import time
import warnings
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import libpysal
import networkx as nx
import numpy as np
import pymetis
import shapely
from gerrychain import Graph, MarkovChain, Partition, accept, constraints, updaters
from gerrychain.proposals import recom
from gerrychain.tree import recursive_tree_part
from spopt.region import WardSpatial

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.redraw.bare import BareGraph

warnings.simplefilter("ignore")


class Found(NamedTuple):
    """A plan of a peer, and the seconds it took."""

    plan: NDArray[np.int64]
    seconds: float


def legal(graph: BareGraph, plan: NDArray[np.int64], low: int, high: int) -> bool:
    """Say whether every part is in one piece and its weight within the bounds, counted by networkx."""
    weights = np.bincount(plan, graph.weight)
    town = nx.Graph()
    town.add_nodes_from(range(plan.size))
    kept = plan[graph.tail] == plan[graph.head]
    town.add_edges_from(zip(graph.tail[kept].tolist(), graph.head[kept].tolist(), strict=True))
    pieces = nx.number_connected_components(town)
    return bool(weights.min() >= low and weights.max() <= high and pieces == weights.size)


def metis(graph: BareGraph, parts: int, seed: int, tolerance: float) -> Found:
    """One contiguous k-way cut by METIS; it keeps an upper bound only."""
    size = graph.weight.size
    one = np.concatenate([graph.tail, graph.head])
    other = np.concatenate([graph.head, graph.tail])
    order = np.argsort(one, kind="stable")
    began = time.perf_counter()
    _, plan = pymetis.part_graph(
        parts,
        xadj=np.searchsorted(one[order], np.arange(size + 1)),
        adjncy=other[order],
        vweights=graph.weight.tolist(),
        recursive=False,
        contiguous=True,
        options=pymetis.Options(seed=seed, ufactor=max(1, int(1000 * tolerance))),
    )
    return Found(np.array(plan), time.perf_counter() - began)


def gerry_graph(graph: BareGraph) -> Graph:
    """The graph as GerryChain takes it."""
    town = nx.Graph()
    town.add_nodes_from(range(graph.weight.size))
    town.add_edges_from(zip(graph.tail.tolist(), graph.head.tolist(), strict=True))
    nx.set_node_attributes(town, dict(enumerate(graph.weight.tolist())), "pop")
    return Graph.from_networkx(town)


def tree_plan(town: Graph, graph: BareGraph, parts: int, seed: int, tolerance: float) -> Found:
    """A plan from nothing by GerryChain's `recursive_tree_part`."""
    random.seed(seed)
    began = time.perf_counter()
    mean = float(graph.weight.sum()) / parts
    found = recursive_tree_part(town, range(parts), mean, "pop", tolerance)
    took = time.perf_counter() - began
    return Found(np.array([found[node] for node in range(graph.weight.size)]), took)


def recom_chain(
    town: Graph, graph: BareGraph, start: NDArray[np.int64], parts: int, tolerance: float, seconds: float
) -> tuple[Found, int]:
    """The fewest cut edges that a ReCom chain of GerryChain sees in so many seconds, and its steps."""
    random.seed(1)
    mean = float(graph.weight.sum()) / parts
    first = Partition(
        town, dict(enumerate(start.tolist())),
        updaters={"pop": updaters.Tally("pop", alias="pop"), "cut_edges": updaters.cut_edges},
    )  # fmt: skip
    chain = MarkovChain(
        partial(recom, pop_col="pop", pop_target=mean, epsilon=tolerance, node_repeats=1),
        [constraints.within_percent_of_ideal_population(first, tolerance, pop_key="pop")],
        accept.always_accept, first, total_steps=10**9,
    )  # fmt: skip
    began, steps, best = time.perf_counter(), -1, first
    for state in chain:
        steps += 1
        if len(state["cut_edges"]) < len(best["cut_edges"]):
            best = state
        if time.perf_counter() - began >= seconds:
            break
    took = time.perf_counter() - began
    plan = best.assignment.to_series().sort_index().to_numpy()
    return Found(np.unique(plan, return_inverse=True)[1], took), steps


def ward(graph: BareGraph, parts: int) -> Found:
    """Regions by spopt's spatially constrained Ward clustering of places; it knows no bounds."""
    table = gpd.GeoDataFrame({"x": graph.x, "y": graph.y}, geometry=shapely.points(graph.x, graph.y))
    near: dict[int, list[int]] = {node: [] for node in range(graph.weight.size)}
    for tail, head in zip(graph.tail.tolist(), graph.head.tolist(), strict=True):
        near[tail].append(head)
        near[head].append(tail)
    began = time.perf_counter()
    model = WardSpatial(table, libpysal.weights.W(near), ["x", "y"], n_clusters=parts)
    model.solve()
    return Found(np.array(model.labels_), time.perf_counter() - began)
