"""The bare engine on a graph: draw until the budget or the clock ends, bound where asked, write."""

from __future__ import annotations

import json
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from domain.errors import InvalidValueError
from domain.outcome import Infeasible
from optimizer.redraw import SLICE, proposals_for
from optimizer.redraw.bare import cut_edges, inertia_km2, prepare_graph
from optimizer.redraw.centres import least_inertia
from scenarios.commands.done import Done, no_plan
from scenarios.documents import document
from scenarios.graph_file import read_graph
from scenarios.graph_search import cheapest, narrowest

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from domain.settings import Effort
    from optimizer.redraw import Part
    from optimizer.redraw.bare import BareGraph
    from scenarios.documents import Document, Tell
    from scenarios.graph_search import Allowance

Objective = Literal["cut", "inertia", "diameter"]
CORNERS: dict[Effort, int] = {"quick": 60, "normal": 400, "thorough": 4_000}
"""Corners that a bound looks at: choices of where centres stand."""
MOST_PAIRED = 5_000
"""Nodes of which all pairs are still looked at: 200 MB of distances."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What is asked of a graph: so many parts, bounds of their weight, what to make small, for how long."""

    parts: int
    tolerance: float | None = None
    low: int | None = None
    high: int | None = None
    objective: Objective = "cut"
    balance: tuple[str, ...] = ("pop",)
    nest: str = ""
    cut_price: float = 0.0
    bound: bool = False
    effort: Effort = "normal"
    proposals: int | None = None
    seconds: float | None = None
    seed: int = 1

    def bounds(self, total: int) -> tuple[int, int]:
        """Return the least and the largest weight of a part, whole numbers."""
        if self.low is not None and self.high is not None and self.tolerance is None:
            bounds = self.low, self.high
        elif self.tolerance is not None and self.low is None and self.high is None:
            mean = total / self.parts
            bounds = math.ceil(mean * (1 - self.tolerance)), math.floor(mean * (1 + self.tolerance))
        else:
            raise InvalidValueError("partition-bounds")
        if self.low is not None and len(self.balance) > 1:
            raise InvalidValueError("partition-loads", option="--tolerance")
        if not 0 <= bounds[0] <= bounds[1]:
            raise InvalidValueError("partition-empty", low=bounds[0], high=bounds[1])
        return bounds


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Partition:
    """A graph in parts: the part of each node, its objective and lower bound, and what made it.

    `objective` is the number of cut edges, Σ weight · km² / 1e6 to the best node of each part, or
    the longest of the shortest paths within a part, in the unit of the edges. `bound` is None where
    none is known.
    """

    graph: BareGraph
    part_of_node: tuple[int, ...]
    objective: float
    bound: float | None
    seconds: float
    proposals: int
    seed: int

    @property
    def gap(self) -> float | None:
        """How far the objective is above the bound, as a share of the objective."""
        return (
            None if self.bound is None else max(self.objective - self.bound, 0.0) / max(self.objective, 1e-12)
        )

    def told(self) -> Document:
        """Return everything as values for JSON."""
        return {
            "assignment": dict(zip(self.graph.codes, self.part_of_node, strict=True)),
            "objective": self.objective,
            "bound": self.bound,
            "gap": self.gap,
            "proven": self.bound is not None and self.objective <= self.bound,
            "seconds": self.seconds,
            "proposals": self.proposals,
            "seed": self.seed,
        }


def partition_file(path: Path, out: Path, asked: Cut, *, tell: Tell) -> Done:
    """Partition the graph of a file and write the assignment; nothing is written where there is none.

    Raises
    ------
    InvalidValueError
        Something is asked that would otherwise be left out without a word.
    """
    if asked.bound and asked.objective != "inertia":
        raise InvalidValueError("partition-unsupported", option="--bound", value=asked.objective)
    found = partition(read_graph(path, asked.balance, asked.nest), asked)
    if isinstance(found, Infeasible):
        return no_plan("partition", found, tell)
    told = found.told()
    out.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    facts = {key: told[key] for key in told if key != "assignment"}
    line = tell("told.partition", parts=asked.parts, objective=found.objective, proposals=found.proposals)
    return Done(document=document("partition", **facts), lines=(line,))


def partition(graph: BareGraph, asked: Cut) -> Partition | Infeasible:
    """Return the best partition found, or why arithmetic forbids any.

    Raises
    ------
    InvalidValueError
        The bounds are not stated once, inertia is asked of a graph without places, or pairs are
        asked of one that has too many.
    SolverError
        No partition within the bounds was found with this many proposals.
    """
    began = time.monotonic()
    size, paired = graph.weight.size, asked.bound or asked.objective == "diameter"
    if asked.objective == "inertia" and not (graph.x.size and graph.y.size):
        raise InvalidValueError("partition-places")
    if paired and size > MOST_PAIRED:
        raise InvalidValueError("partition-large", nodes=size, most=MOST_PAIRED)
    low, high = asked.bounds(int(graph.weight.sum()))
    part = prepare_graph(
        graph, parts=asked.parts, low=low, high=high,
        objective="cut" if asked.objective == "cut" or not graph.x.size else "inertia",
        cut_price=asked.cut_price,
        limits=[asked.bounds(int(load.sum())) for load in graph.loads.T] if graph.loads.size else (),
    )  # fmt: skip
    if isinstance(part, Infeasible):
        return part
    left = _allowance(asked, began)
    if asked.objective == "diameter":
        best, objective, done = narrowest(graph, part, asked.seed, left)
        bound = None
    else:
        best, known, done = cheapest(part, asked.seed, left)
        objective = _objective(graph, best, asked.objective)
        bound = objective if known and (asked.objective == "cut" or part.fixed) else None
    if asked.bound and bound is None:
        ceiling, corners = 1e6 * objective, CORNERS[asked.effort]
        least, _ = least_inertia(
            graph, parts=asked.parts, low=low, high=high, ceiling=ceiling, corners=corners
        )
        bound = min(objective, least / 1e6)
    return Partition(
        graph=graph, part_of_node=tuple(best.tolist()), objective=objective, bound=bound,
        seconds=round(time.monotonic() - began, 3), proposals=done, seed=asked.seed,
    )  # fmt: skip


def _allowance(asked: Cut, began: float) -> Allowance:
    """Return what says how many more proposals there may be: of a number, or until the clock ends."""

    def left(part: Part, done: int) -> int:
        if asked.seconds is None or asked.proposals is not None:
            budget = proposals_for(asked.effort, part) if asked.proposals is None else asked.proposals
            return max(budget - done, 0)
        return 0 if time.monotonic() - began >= asked.seconds else SLICE

    return left


def _objective(graph: BareGraph, best: NDArray[np.int32], objective: Objective) -> float:
    """Count or measure what was asked for; a diameter is known where it was searched."""
    if objective == "cut":
        return float(cut_edges(graph, best))
    return inertia_km2(graph, best)
