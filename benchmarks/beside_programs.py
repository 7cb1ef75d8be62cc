"""The bare engine beside other programs, in turns: GerryChain, METIS, spopt and PuLP."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pulp
from scipy.spatial import Delaunay

from benchmarks import peers
from optimizer.models.siting import median_model, p_median
from optimizer.models.solver import handed_over
from optimizer.redraw import advance, begin
from optimizer.redraw.bare import BareGraph, cut_edges, inertia_km2, prepare_graph
from optimizer.redraw.part import cost, stream_of
from optimizer.redraw.starts import draw
from scenarios.partition import Cut

if TYPE_CHECKING:
    from gerrychain import Graph

    from optimizer.redraw import Part, PartState

from benchmarks.instances import TOLERANCE, instance, ours, print_row, turns


def g1() -> None:
    """ReCom steps a second, beside GerryChain."""
    ratios = []
    for name, parts in (
        ("tract_NM", 3), ("tract_NE", 3), ("tract_AR", 4), ("tract_UT", 4), ("tract_ID", 2), ("bg_AR", 20),
    ):  # fmt: skip
        graph, tolerance = instance(name), TOLERANCE
        low, high = Cut(parts=parts, tolerance=tolerance).bounds(int(graph.weight.sum()))
        part = prepare_graph(graph, parts=parts, low=low, high=high)
        every = np.array([1.5, 0.15, 2.0 * part.nodes / parts, 0.0])  # each proposal redraws a pair
        part = replace(part, schedule=every)
        town = peers.gerry_graph(graph)
        start = peers.tree_plan(town, graph, parts, 1, tolerance).plan
        state = begin(part, 1)

        def we(part: Part = part, state: PartState = state, parts: int = parts) -> float:
            began, budget = time.perf_counter(), 3_000 * 2 * part.nodes // parts
            advance(part, state, budget)
            return budget / (2 * part.nodes / parts) / (time.perf_counter() - began)

        def they(
            town: Graph = town, graph: BareGraph = graph, start: np.ndarray = start, parts: int = parts
        ) -> float:
            found, steps = peers.recom_chain(town, graph, start, parts, TOLERANCE, 3.0)
            return steps / found.seconds

        we()
        mine, theirs = turns(we, they)
        ratios.append(mine / theirs)
        print_row("G1", name, f"{mine:.0f} steps/s", f"GerryChain {theirs:.0f}", f"× {mine / theirs:.0f}")
    print_row("G1", "median", "", "goal 60", f"× {statistics.median(ratios):.0f}")


def triangles(nodes: int, seed: int = 1) -> BareGraph:
    """A Delaunay triangulation of random places with weights 1 to 40."""
    dice = np.random.default_rng(seed)
    places = dice.uniform(0, 30, (nodes, 2))
    faces = Delaunay(places).simplices
    sides = np.vstack([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [0, 2]]])
    ends = np.unique(np.sort(sides, axis=1), axis=0)
    return BareGraph(
        codes=tuple(map(str, range(nodes))), weight=dice.integers(1, 41, nodes),
        x=places[:, 0], y=places[:, 1], tail=ends[:, 0], head=ends[:, 1],
    )  # fmt: skip


def g2() -> None:
    """A valid plan from nothing, 16,000 nodes in 40 parts, beside `recursive_tree_part`."""
    graph, parts, tolerance = triangles(16_000), 40, 0.05
    low, high = Cut(parts=parts, tolerance=tolerance).bounds(int(graph.weight.sum()))
    part = prepare_graph(graph, parts=parts, low=low, high=high)
    town = peers.gerry_graph(graph)

    def we() -> float:
        began, stream = time.perf_counter(), stream_of(1, "")
        plan = draw(part, stream)
        took = time.perf_counter() - began
        assert cost(part, plan)[0] == 0
        return took

    def they() -> float:
        found = peers.tree_plan(town, graph, parts, 1, tolerance)
        assert peers.legal(graph, found.plan, low, high)
        return found.seconds

    we()
    mine, theirs = turns(we, they)
    print_row(
        "G2", "16,000 nodes", f"{mine * 1000:.0f} ms", f"{theirs:.1f} s", f"× {theirs / mine:.0f} (goal 200)"
    )


def g3() -> None:
    """Cut edges after 5 s beside the best legal plan of METIS and GerryChain in as long."""
    gains = []
    for name, parts in (("bg_AR", 20), ("delaunay_n15", 100), ("walshaw_wing", 180)):
        graph, tolerance = instance(name), TOLERANCE
        low, high = Cut(parts=parts, tolerance=tolerance).bounds(int(graph.weight.sum()))
        mine = ours(graph, parts=parts, tolerance=tolerance, seconds=5.0).objective
        best, tried, began = float("inf"), 0, time.perf_counter()
        while time.perf_counter() - began < 5:
            for tight in (tolerance, tolerance / 2, 0.01, 0.002):
                found = peers.metis(graph, parts, tried, tight)
                tried += 1
                if peers.legal(graph, found.plan, low, high):
                    best = min(best, cut_edges(graph, found.plan.astype(np.int32)))
        chain = float("inf")
        if name == "bg_AR":
            town = peers.gerry_graph(graph)
            start = peers.tree_plan(town, graph, parts, 1, tolerance)
            moved, _ = peers.recom_chain(town, graph, start.plan, parts, tolerance, 5.0)
            chain = cut_edges(graph, moved.plan.astype(np.int32))
            region = peers.ward(graph, parts)
            kept = peers.legal(graph, region.plan, low, high)
            print_row("G3", name, "spopt Ward", cut_edges(graph, region.plan.astype(np.int32)),
                      "bounds kept" if kept else "bounds broken")  # fmt: skip
        gains.append(100 * (1 - mine / min(best, chain)))
        print_row("G3", f"{name} k={parts}", f"ours {mine:.0f}", f"METIS {best} of {tried} tries",
                  f"GerryChain {chain}", f"{gains[-1]:.1f} % lower")  # fmt: skip
    print_row("G3", "mean", f"{statistics.mean(gains):.1f} % lower (goal 8 %)")


def g4() -> None:
    """Inertia at no worse cut than METIS."""
    for parts, tolerance, price in ((20, 0.05, 0.02), (180, 0.1, 0.2)):
        graph = instance("bg_AR")
        low, high = Cut(parts=parts, tolerance=tolerance).bounds(int(graph.weight.sum()))
        plans = [peers.metis(graph, parts, seed, tolerance).plan.astype(np.int32) for seed in range(20)]
        plan = min(plans, key=lambda one: cut_edges(graph, one))
        found = ours(graph, parts=parts, tolerance=tolerance, objective="inertia", seconds=10.0,
                     cut_price=price)  # fmt: skip
        mine = np.array(found.part_of_node, np.int32)
        lower = 100 * (1 - found.objective / inertia_km2(graph, plan))
        print_row("G4", f"k={parts}", f"inertia {found.objective:.0f} / METIS {inertia_km2(graph, plan):.0f}",
                  f"cut {cut_edges(graph, mine)} / {cut_edges(graph, plan)}",
                  "METIS legal" if peers.legal(graph, plan, low, high) else "METIS breaks bounds",
                  f"{lower:.1f} % lower (goal 20 %)")  # fmt: skip


def g9() -> None:
    """Building the p-median of 447 places and handing it to HiGHS: our matrices beside plain PuLP."""
    dice = np.random.default_rng(1)
    places, weights = dice.uniform(0, 10, (447, 2)), dice.integers(1, 100, 447).astype(float)
    ways = np.hypot(*(places[:, None] - places).transpose(2, 0, 1))

    def we() -> float:
        began = time.perf_counter()
        cost, rules, whole = median_model(ways, weights, 10)
        handed = handed_over(cost, rules, whole=whole)
        took = time.perf_counter() - began
        assert handed.getNumCol() >= 447 * 447
        return took

    def they() -> float:
        began = time.perf_counter()
        build_pulp(ways, weights, 10)
        return time.perf_counter() - began

    small = ways[:25, :25], weights[:25]
    problem = build_pulp(*small, 4)
    problem.solve(pulp.HiGHS(msg=False))
    same = abs(pulp.value(problem.objective) - p_median(*small, 4).value) < 1e-6
    mine, theirs = turns(we, they)
    print_row("G9", f"{447 * 447 + 447} binaries", f"{mine:.2f} s", f"PuLP {theirs:.1f} s",
              f"× {theirs / mine:.0f} (goal 100)", f"same objective at 25 places: {same}")  # fmt: skip


def build_pulp(ways: np.ndarray, weights: np.ndarray, sites: int) -> pulp.LpProblem:
    """The same model, as a reader of the PuLP handbook would write it, handed to HiGHS."""
    problem, size = pulp.LpProblem("p-median", pulp.LpMinimize), range(len(ways))
    opened = pulp.LpVariable.dicts("open", size, cat="Binary")
    served = pulp.LpVariable.dicts("serve", (size, size), cat="Binary")
    problem += pulp.lpSum(weights[i] * ways[i, j] * served[i][j] for i in size for j in size)
    for i in size:
        problem += pulp.lpSum(served[i][j] for j in size) == 1
        for j in size:
            problem += served[i][j] <= opened[j]
    problem += pulp.lpSum(opened[j] for j in size) <= sites
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    return problem
