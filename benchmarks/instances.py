"""Instances with published values, and how rows of a benchmark are made."""

from __future__ import annotations

import json
import statistics
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.graph_file import read_graph
from scenarios.partition import Cut, Partition, partition

if TYPE_CHECKING:
    from collections.abc import Callable

    from optimizer.redraw.bare import BareGraph

BENCH = Path(__file__).parents[2] / "shared" / "bench"
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
