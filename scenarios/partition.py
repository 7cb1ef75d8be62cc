"""The bare engine on a graph from a file: read, check, draw until the budget or the clock ends, write."""

from __future__ import annotations

import json
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.errors import FormatError, InvalidValueError, SolverError
from domain.outcome import Infeasible
from optimizer.redraw import SLICE, advance, begin, finished, proposals_for, proven
from optimizer.redraw.bare import BareGraph, Objective, cut_edges, inertia_km2, prepare_graph
from optimizer.redraw.part import cost
from scenarios.commands.done import Done, no_plan
from scenarios.documents import document

if TYPE_CHECKING:
    from pathlib import Path

    from domain.settings import Effort
    from optimizer.redraw import Part, PartState
    from scenarios.documents import Document, Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What is asked of a graph: so many parts, bounds of their weight, what to make small, for how long."""

    parts: int
    tolerance: float | None = None
    low: int | None = None
    high: int | None = None
    objective: Objective = "cut"
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
        if not 0 <= bounds[0] <= bounds[1]:
            raise InvalidValueError("partition-empty", low=bounds[0], high=bounds[1])
        return bounds


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Partition:
    """A graph in parts: the part of each node, its objective, and what made it.

    `objective` is the number of cut edges, or Σ weight · km² / 1e6 to the best node of each part.
    """

    graph: BareGraph
    part_of_node: tuple[int, ...]
    objective: float
    proven: bool
    seconds: float
    proposals: int
    seed: int

    def told(self) -> Document:
        """Return everything as values for JSON; a bound is only known where the plan is proven."""
        return {
            "assignment": dict(zip(self.graph.codes, self.part_of_node, strict=True)),
            "objective": self.objective,
            "bound": self.objective if self.proven else None,
            "gap": 0.0 if self.proven else None,
            "proven": self.proven,
            "seconds": self.seconds,
            "proposals": self.proposals,
            "seed": self.seed,
        }


def supported(*, objective: str, balance: str, nest: str, bound: bool) -> Objective:
    """Return the objective, or refuse by name what the engine cannot do yet.

    Raises
    ------
    InvalidValueError
        Something is asked that would otherwise be left out without a word.
    """
    for option, given, known in (
        ("--objective", objective, ("cut", "inertia")),
        ("--balance", balance, ("pop",)),
        ("--nest", nest, ("",)),
        ("--bound", "yes" if bound else "", ("",)),
    ):
        if given not in known:
            raise InvalidValueError("partition-unsupported", option=option, value=given)
    return "inertia" if objective == "inertia" else "cut"


def partition_file(path: Path, out: Path, asked: Cut, *, tell: Tell) -> Done:
    """Partition the graph of a file and write the assignment; nothing is written where there is none."""
    found = partition(read_graph(path), asked)
    if isinstance(found, Infeasible):
        return no_plan("partition", found, tell)
    told = found.told()
    out.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    facts = {key: told[key] for key in told if key != "assignment"}
    line = tell("told.partition", parts=asked.parts, objective=found.objective, proposals=found.proposals)
    return Done(document=document("partition", **facts), lines=(line,))


def read_graph(path: Path) -> BareGraph:
    """Read a graph: `id`, whole `pop`, `x`, `y` in kilometres or empty, `edges` as [u, v, …] by index.

    Raises
    ------
    FormatError
        The file is no such graph.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        pop, size = np.array(told["pop"], np.float64), len(told["id"])
        ends = np.array([edge[:2] for edge in told["edges"]], np.int64).reshape(-1, 2)
        places = [np.array(told.get(axis) or (), np.float64) for axis in "xy"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FormatError("no-graph", file=path.name, reason=str(error)) from error
    if size == 0 or pop.shape != (size,) or len(set(map(str, told["id"]))) != size:
        raise FormatError("no-graph", file=path.name, reason="id, pop")
    if (pop < 0).any() or (pop != np.rint(pop)).any():
        raise FormatError("no-graph", file=path.name, reason="pop")
    if any(place.shape not in {(0,), (size,)} for place in places):
        raise FormatError("no-graph", file=path.name, reason="x, y")
    if ends.size and not (ends.min() >= 0 and ends.max() < size):
        raise FormatError("no-graph", file=path.name, reason="edges")
    ends = np.unique(np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1), axis=0)
    return BareGraph(
        codes=tuple(map(str, told["id"])),
        weight=np.rint(pop).astype(np.int64),
        x=places[0],
        y=places[1],
        tail=ends[:, 0].astype(np.int32),
        head=ends[:, 1].astype(np.int32),
    )


def partition(graph: BareGraph, asked: Cut) -> Partition | Infeasible:
    """Return the best partition found, or why arithmetic forbids any.

    Raises
    ------
    InvalidValueError
        The bounds are not stated once, or inertia is asked of a graph without places.
    SolverError
        No partition within the bounds was found with this many proposals.
    """
    began = time.monotonic()
    if asked.objective == "inertia" and not (graph.x.size and graph.y.size):
        raise InvalidValueError("partition-places")
    low, high = asked.bounds(int(graph.weight.sum()))
    part = prepare_graph(graph, parts=asked.parts, low=low, high=high, objective=asked.objective)
    if isinstance(part, Infeasible):
        return part
    state, done = _searched(part, asked, began)
    if (beyond := cost(part, state.best)[0]) > 0:
        raise SolverError("partition-not-found", beyond=beyond, proposals=done)
    best = state.best
    return Partition(
        graph=graph,
        part_of_node=tuple(best.tolist()),
        objective=float(cut_edges(graph, best) if asked.objective == "cut" else inertia_km2(graph, best)),
        proven=proven(part, state) and (asked.objective == "cut" or part.fixed),
        seconds=round(time.monotonic() - began, 3),
        proposals=done,
        seed=asked.seed,
    )


def _searched(part: Part, asked: Cut, began: float) -> tuple[PartState, int]:
    """Advance slice by slice; return the state and the proposals that give it again."""
    budget = proposals_for(asked.effort, part) if asked.proposals is None else asked.proposals
    if asked.seconds is not None and asked.proposals is None:
        budget = 2**62  # the clock alone ends it
    state, done = begin(part, asked.seed), 0
    while done < budget and not finished(part, state):
        if asked.seconds is not None and time.monotonic() - began >= asked.seconds:
            break
        piece = min(SLICE, budget - done)
        state, done = advance(part, state, piece), done + piece
    return state, done
