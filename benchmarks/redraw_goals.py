"""The redraw beside other programs and published optima: `python benchmarks/redraw_goals.py G1 G3 …`.

Needs `benchmarks/requirements.txt` and the instances at `../shared/bench`. Each goal prints its
rows; programs take turns in one process, and what is timed is the median of three turns.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np
import pulp
from scipy.sparse import vstack
from scipy.spatial import Delaunay

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import peers  # noqa: E402 -- after the path is set
from domain.errors import SolverError  # noqa: E402
from optimizer.models.siting import median_model, p_median  # noqa: E402
from optimizer.redraw import advance, begin, redraw  # noqa: E402
from optimizer.redraw.bare import BareGraph, cut_edges, inertia_km2, prepare_graph  # noqa: E402
from optimizer.redraw.part import cost, stream_of  # noqa: E402
from optimizer.redraw.starts import draw  # noqa: E402
from scenarios.graph_file import read_graph  # noqa: E402
from scenarios.partition import Cut, Partition, partition  # noqa: E402
from tests.optimizer.towns import asked as town_problem  # noqa: E402
from tests.strategies import block_town  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from gerrychain import Graph
    from scipy.optimize import LinearConstraint

    from optimizer.redraw import Part, PartState

BENCH = ROOT.parent / "shared" / "bench"
TOLERANCE = 0.05
LOADS = ("workload", "demand", "n_customers")


def instance(name: str, balance: tuple[str, ...] = ("pop",)) -> BareGraph:
    return read_graph(BENCH / "instances" / f"{name}.json", balance)


def manifest() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((BENCH / "manifest.json").read_text(encoding="utf-8"))
    return told


def published(name: str, key: str) -> dict[str, Any] | None:
    """What is published of an instance: bounds, parts and the best value."""
    found = manifest()[name]["published_best"]
    if key == "cut":
        return found.get("cut_edges")
    if "inertia_of_published_plan_on_x_y" not in found:
        return None
    hess = next(one for one in found["hess_moment_of_inertia"].values() if isinstance(one, dict))
    return {**hess, "best": found["inertia_of_published_plan_on_x_y"]}


def ours(graph: BareGraph, **what: Any) -> Partition:  # noqa: ANN401 -- as `Cut` takes it
    found = partition(graph, Cut(**what))
    assert isinstance(found, Partition)
    return found


def print_row(*cells: object) -> None:
    print("| " + " | ".join(f"{c:.4g}" if isinstance(c, float) else str(c) for c in cells) + " |", flush=True)


def turns(*programs: Callable[[], float]) -> list[float]:
    """Let programs take turns, three times; return the median of each."""
    seen = [[program() for program in programs] for _ in range(3)]
    return [statistics.median(column) for column in zip(*seen, strict=True)]


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
    for parts, tolerance in ((20, 0.05), (180, 0.1)):
        graph = instance("bg_AR")
        low, high = Cut(parts=parts, tolerance=tolerance).bounds(int(graph.weight.sum()))
        plans = [peers.metis(graph, parts, seed, tolerance).plan.astype(np.int32) for seed in range(20)]
        plan = min(plans, key=lambda one: cut_edges(graph, one))
        found = ours(graph, parts=parts, tolerance=tolerance, objective="inertia", seconds=10.0,
                     cut_price=0.02)  # fmt: skip
        mine = np.array(found.part_of_node, np.int32)
        lower = 100 * (1 - found.objective / inertia_km2(graph, plan))
        print_row("G4", f"k={parts}", f"inertia {found.objective:.0f} / METIS {inertia_km2(graph, plan):.0f}",
                  f"cut {cut_edges(graph, mine)} / {cut_edges(graph, plan)}",
                  "METIS legal" if peers.legal(graph, plan, low, high) else "METIS breaks bounds",
                  f"{lower:.1f} % lower (goal 20 %)")  # fmt: skip


def against_published(goal: str, key: str, seconds: float, seeds: int) -> None:
    """Objectives beside the published optima."""
    gaps = []
    for name in manifest():
        told = published(name, key) if name.startswith(("cnty", "tract")) else None
        if told is None:
            continue
        found = [
            ours(instance(name), parts=told["k"], low=told["L"], high=told["U"], objective=key,
                 seconds=seconds, seed=seed).objective
            for seed in range(1, seeds + 1)
        ]  # fmt: skip
        gaps.append(100 * (max(found) / told["best"] - 1))
        print_row(
            goal, name, f"published {told['best']}", *(f"{one:.6g}" for one in found), f"{gaps[-1]:+.2f} %"
        )
    print_row(goal, "worst seed", f"median {statistics.median(gaps):+.2f} %",
              f"mean {statistics.mean(gaps):+.2f} %",              f"max {max(gaps):+.2f} %")  # fmt: skip


def g7() -> None:
    """The certified gap of compact plans, search and bound together."""
    for name in ("tract_AR", "tract_CT", "tract_UT", "tract_NM", "tract_NE"):
        told = published(name, "inertia")
        assert told is not None
        found = ours(instance(name), parts=told["k"], low=told["L"], high=told["U"], objective="inertia",
                     seconds=4.0, bound=True)  # fmt: skip
        assert found.bound is not None
        assert found.gap is not None
        print_row("G7", name, f"plan {found.objective:.1f}", f"bound {found.bound:.1f}",
                  f"gap {100 * found.gap:.2f} % (goal 0.5 %)", f"{found.seconds:.1f} s")  # fmt: skip


def g8() -> None:
    """A whole redraw as the town grows."""
    dice, first = np.random.default_rng(1), (0, 0.0)
    for side in (32, 100, 245, 529):
        size = side * side
        homes = dice.integers(1, 40, size).tolist()
        community = [(n // side // 16) * (-(-side // 16)) + n % side // 16 for n in range(size)]
        problem = town_problem(block_town(side, side, homes, community), task="norm")
        began = time.perf_counter()
        found = redraw(problem, seed=1, effort="quick")
        took = time.perf_counter() - began
        first = first if first[0] else (size, took)
        grown = f"{np.log(took / first[1]) / np.log(size / first[0]):.2f}" if size > first[0] else ""
        print_row(
            "G8",
            f"{size} units",
            f"{len(found.plan.grids)} grids",
            f"{took:.1f} s",
            f"exponent {grown} (goal 1.15)",
        )


def g9() -> None:
    """Building the p-median of 447 places and handing it to HiGHS: our matrices beside plain PuLP."""
    dice = np.random.default_rng(1)
    places, weights = dice.uniform(0, 10, (447, 2)), dice.integers(1, 100, 447).astype(float)
    ways = np.hypot(*(places[:, None] - places).transpose(2, 0, 1))

    def we() -> float:
        began = time.perf_counter()
        handed = hand_over(*median_model(ways, weights, 10))
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


def hand_over(cost: np.ndarray, rules: list[LinearConstraint], whole: np.ndarray) -> highspy.Highs:
    """Hand matrices to HiGHS, as scipy does inside."""
    model, rows = highspy.HighsLp(), vstack([rule.A for rule in rules]).tocsr()
    bounds = [
        np.concatenate([np.broadcast_to(getattr(rule, side), rule.A.shape[0]) for rule in rules])
        for side in ("lb", "ub")
    ]
    model.num_row_, model.num_col_ = rows.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, np.zeros(cost.size), np.ones(cost.size)
    model.row_lower_, model.row_upper_ = bounds
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = (
        rows.indptr,
        rows.indices,
        rows.data,
    )
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 -- it takes no keywords
    solver.passModel(model)
    solver.changeColsIntegrality(cost.size, np.arange(cost.size, dtype=np.int32), whole.astype(np.uint8))
    return solver


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


def g10() -> None:
    """Runs into 180 parts of block groups that end inside ±10 % and in one piece each."""
    graph = instance("bg_AR")
    for tolerance in (0.1, 0.05):
        low, high = Cut(parts=180, tolerance=tolerance).bounds(int(graph.weight.sum()))
        good = 0
        for seed in range(20):
            try:
                found = ours(graph, parts=180, tolerance=tolerance, seed=seed, effort="normal")
            except SolverError:
                continue
            good += peers.legal(graph, np.array(found.part_of_node), low, high)
        print_row("G10", f"±{tolerance:.0%}", f"{good} of 20 legal (goal 20 at ±10 %)")


def g11(seconds: float = 60.0) -> None:
    """The largest diameter beside LNS, three workloads each within ±5 %."""
    for name, told in manifest().items():
        if name.startswith("dtdp"):
            best = told["published_best"]
            row = [f"LNS-60 s {best['LNS-60s']['obj']:.2f}", f"LNS-600 s {best['LNS-600s']['obj']:.2f}"]
            try:
                found = ours(instance(name, LOADS), parts=10, tolerance=0.05, objective="diameter",
                             balance=LOADS, seconds=seconds)  # fmt: skip
                print_row("G11", name, f"{found.objective:.2f}", *row)
            except SolverError as error:
                print_row("G11", name, str(error), *row)


GOALS: dict[str, Callable[[], None]] = {
    "G1": g1,
    "G2": g2,
    "G3": g3,
    "G4": g4,
    "G5": lambda: against_published("G5", "cut", 5.0, 3),
    "G6": lambda: against_published("G6", "inertia", 10.0, 1),
    "G7": g7,
    "G8": g8,
    "G9": g9,
    "G10": g10,
    "G11": g11,
}

if __name__ == "__main__":
    for goal in sys.argv[1:] or GOALS:
        GOALS[goal]()
