"""The bare engine on any graph: so many connected parts, each with its weight between two bounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.spatial import cKDTree

from domain.frozen import frozen_array
from domain.graph import connected_pieces
from domain.outcome import Clash, ClashingRule, Infeasible
from domain.standards import GridType
from optimizer.redraw.apportion import Options, divide, options
from optimizer.redraw.coarse import LARGE
from optimizer.redraw.part import Part, part_of
from optimizer.redraw.tally_kernels import CELL, CELLS, CUT, FRAME, HARD, INERTIA, TERMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Objective = Literal["cut", "inertia"]

# Cost of one mean part's weight beyond the bounds, in cut edges or in a part's typical inertia.
_LAW: dict[Objective, float] = {"cut": 300.0, "inertia": 40.0}
_SCHEDULES = {"cut": (2.5, 0.2, 0.6, 0.0), "inertia": (0.01, 1e-5, 0.3, 0.3)}
# While the inertia counts, borders only decide between plans that are equal in it.
_HARDLY = 1e-6
_LARGE_HEAT = 0.5  # share of the heat for large graphs, whose first plans are good already


@dataclass(frozen=True, kw_only=True, eq=False)
class BareGraph:
    """Nodes with whole weights and places in kilometres (empty for none), and edges, each once.

    `length` holds the lengths of edges where they are known, `loads` further whole workloads of
    nodes, shape (nodes, workloads), `nest` the area of each node that no part leaves.
    """

    codes: tuple[str, ...]
    weight: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    length: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    loads: NDArray[np.int64] = field(default_factory=lambda: np.empty((0, 0), np.int64))
    nest: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for name, dtype in (
            ("weight", np.int64),
            ("x", np.float64),
            ("y", np.float64),
            ("tail", np.int32),
            ("head", np.int32),
            ("length", np.float64),
            ("loads", np.int64),
            ("nest", np.int32),
        ):
            object.__setattr__(self, name, frozen_array(getattr(self, name), dtype))

    @cached_property
    def places(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Places in steps of the frame, and the one nearest to the middle of each of its cells."""
        place = _placed(self)
        return place, _seats(place)


def prepare_graph(
    graph: BareGraph,
    *,
    parts: int,
    low: int,
    high: int,
    objective: Objective = "cut",
    limits: Sequence[tuple[int, int]] = (),
    cut_price: float = 0.0,
) -> Part | Infeasible:
    """Return a graph as one part whose plans have `parts` parts of weights in `[low, high]`.

    `limits` are the bounds of its further workloads. The least number of cut edges is sought, or
    the least moment of inertia; there, `cut_price` is what a cut edge counts beside the moment of a
    typical part. Pieces of a graph, and of the areas it is nested in, are apportioned first.
    Infeasible where arithmetic alone forbids it.
    """
    size = graph.weight.size
    open_ = (
        graph.nest[graph.tail] == graph.nest[graph.head]
        if graph.nest.size
        else np.full(graph.tail.size, fill_value=True)
    )
    piece_of = connected_pieces(size, graph.tail[open_], graph.head[open_])
    pieces = _piece_options(graph, piece_of, parts, low, high)
    clash = _clash(graph, pieces, parts, low, high)
    if clash is not None:
        return Infeasible(clashes=(clash,))
    mean = max(float(graph.weight.sum()) / parts, 1.0)
    weights = np.zeros(TERMS)
    moment = seats = np.empty((0, 2), np.int64)
    scale = np.array([_scale(graph, load, mean, parts) for load in range(len(limits))], np.int64)
    weights[HARD] = _LAW[objective] / mean
    weights[CUT] = 1.0 if objective == "cut" else max(cut_price, _HARDLY)
    hot, cold, pairs, swaps = _SCHEDULES[objective]
    if size > LARGE:  # whole parts redrawn are hardly ever better there, and cost what hundreds of moves do
        hot, pairs = hot * _LARGE_HEAT, 0.0
    if objective == "inertia":
        place, seats = graph.places
        moment = place * graph.weight[:, None]
        weights[INERTIA] = 1.0 / _typical_inertia(graph.weight, moment, parts)
    return part_of(
        code="",
        community=0,
        units=np.arange(size),
        node_of=np.arange(size),
        households=graph.weight,
        tail=graph.tail,
        head=graph.head,
        border=np.ones(graph.tail.size),
        region_of=piece_of,
        region_grids=divide(pieces, parts),
        moment=moment,
        seats=seats,
        loads=graph.loads * scale,
        limits=np.reshape(limits, (-1, 2)) * scale[:, None],
        bounds=[low, high, low, high, -1],
        weights=weights,
        schedule=[max(hot, 1.5 * cut_price), max(cold, 0.015 * cut_price), pairs, swaps],
    )


def _scale(graph: BareGraph, load: int, mean: float, parts: int) -> int:
    """How many times a workload must be taken to weigh about as much as the first; at least once."""
    return max(1, round(mean * parts / max(int(graph.loads[:, load].sum()), 1)))


def _piece_options(
    graph: BareGraph, piece_of: NDArray[np.int32], parts: int, low: int, high: int
) -> list[Options]:
    mean = int(graph.weight.sum()) // parts
    kind = GridType(
        key="part", norm_low=low, norm_high=high, target=min(max(mean, low), high),
        hard_low=low, hard_high=high, whole_limit=0,
    )  # fmt: skip
    weights = np.bincount(piece_of, graph.weight).astype(np.int64).tolist()
    return [
        options(weight, room, kind, parts)
        for weight, room in zip(weights, np.bincount(piece_of).tolist(), strict=True)
    ]


def _clash(graph: BareGraph, pieces: Sequence[Options], parts: int, low: int, high: int) -> Clash | None:
    """Why arithmetic forbids a plan: too many pieces or parts, a node above the bound, or the total."""
    total, nodes, heaviest = int(graph.weight.sum()), graph.weight.size, int(graph.weight.max())
    for rule, forbidden, value, limit, to, unit in (
        ("contiguous", parts < len(pieces), parts, len(pieces), len(pieces), "pieces"),
        ("units-whole", parts > nodes, parts, nodes, nodes, "units"),
        ("hard-high", heaviest > high, heaviest, high, heaviest, "households"),
        ("hard-high", total > parts * high, total / parts, high, -(-total // parts), "households"),
        ("hard-low", total < parts * low, total / parts, low, total // parts, "households"),
    ):
        if forbidden:
            bound = rule.startswith("hard")
            return Clash(
                where="",
                rules=(
                    ClashingRule(rule="count", value=parts, limit=parts, unit="grids"),
                    ClashingRule(rule=rule, value=value, limit=limit, unit=unit),
                ),
                relax_rule=rule if bound else "count",
                relax_to=float(to),
                relax_unit="households" if bound else "grids",
            )
    return None


def cut_edges(graph: BareGraph, part_of_node: NDArray[np.int32]) -> int:
    """Return how many edges join nodes of different parts."""
    return int((part_of_node[graph.tail] != part_of_node[graph.head]).sum())


def inertia_km2(graph: BareGraph, part_of_node: NDArray[np.int32]) -> float:
    """Return Σ pop · d² / 1e6 to the best unit of each part as its centre (Hess et al. 1965)."""
    total = 0.0
    for number in range(int(part_of_node.max()) + 1):
        inside = np.flatnonzero(part_of_node == number)
        p, u, v = graph.weight[inside], graph.x[inside], graph.y[inside]
        # Σ p |z − c|² for all c at once, from the centre of gravity
        mass = max(float(p.sum()), 1.0)
        gx, gy = float(p @ u) / mass, float(p @ v) / mass
        about = float(p @ ((u - gx) ** 2 + (v - gy) ** 2))
        total += about + mass * float(((u - gx) ** 2 + (v - gy) ** 2).min())
    return total / 1e6


def _placed(graph: BareGraph) -> NDArray[np.int64]:
    """Places in steps of the frame, the extent in so many steps that all moments fit 64 bits."""
    extent = max(float(np.ptp(graph.x)), float(np.ptp(graph.y)), 1e-9)
    steps = min(2.0 * FRAME - 2, (1e18 / max(float(graph.weight.sum()), 1.0)) ** 0.5)
    columns = [
        np.rint((place - (place.min() + place.max()) / 2) / extent * steps).astype(np.int64)
        for place in (graph.x, graph.y)
    ]
    return np.column_stack(columns)


def _seats(place: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the place nearest to the middle of each cell of the frame, row by row."""
    middle = (np.arange(CELLS) + 0.5) * CELL - FRAME
    x, y = np.meshgrid(middle, middle)
    nearest = cKDTree(place).query(np.column_stack([x.ravel(), y.ravel()]))[1]
    seats: NDArray[np.int64] = place[nearest]
    return seats


def _typical_inertia(pop: NDArray[np.int64], moment: NDArray[np.int64], parts: int) -> float:
    """Return about the moment of inertia of one part, so that its cost is about one."""
    weight = np.maximum(pop, 1).astype(np.float64)
    total = float(((moment / weight[:, None]) ** 2 * pop[:, None]).sum())
    return max(total / parts**2, 1.0)
