"""The bare engine beside published optima, its own bounds, and the size of towns."""

from __future__ import annotations

import statistics
import time

import numpy as np

from benchmarks import peers
from benchmarks.instances import LOADS, instance, manifest, ours, print_row, published
from domain.errors import SolverError
from optimizer.redraw import redraw
from scenarios.partition import Cut
from tests.optimizer.towns import asked as town_problem
from tests.strategies import block_town


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
                     seconds=3.0, bound=True)  # fmt: skip
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
