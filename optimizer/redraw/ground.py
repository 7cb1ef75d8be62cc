"""The free ground of each community: what must stay together as one node, and where one may pass."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.graph import connected_pieces
from domain.plan import EXCLUSIVE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from domain.problem import DistrictingProblem


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """The units of one community that lines may be drawn through, contracted to nodes.

    `units` are positions in the unit set, `node_of` the node of each; `tail < head` are borders
    between nodes with their metres; `piece_of` numbers the connected pieces of nodes.
    """

    community: int
    units: NDArray[np.int32]
    node_of: NDArray[np.int32]
    households: NDArray[np.int64]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    border_m: NDArray[np.float64]
    piece_of: NDArray[np.int32]

    @property
    def nodes(self) -> int:
        """The number of nodes."""
        return int(self.households.size)

    @property
    def grouped(self) -> NDArray[np.bool_]:
        """Which nodes are several units that stay together."""
        several: NDArray[np.bool_] = np.bincount(self.node_of, minlength=self.nodes) > 1
        return several


def kept_grids(problem: DistrictingProblem) -> NDArray[np.int32]:
    """Return, for each unit, today's grid where it is locked or exclusive, else −1; int32."""
    if problem.today is None:
        return np.full(len(problem.graph.units), -1, np.int32)
    grids = problem.today.grids
    kept = np.array([grid.locked or grid.type == EXCLUSIVE for grid in grids] + [False])
    return np.where(kept[problem.today.grid_of], problem.today.grid_of, -1).astype(np.int32)


def grounds(problem: DistrictingProblem, kept: NDArray[np.int32]) -> Iterator[Ground]:
    """Yield the free ground of each community that has any, in order."""
    graph, of_unit = problem.graph, problem.graph.units.communities.of_unit
    free = kept < 0
    inside = graph.passable & free[graph.tail] & free[graph.head]
    inside &= of_unit[graph.tail] == of_unit[graph.head]
    borders = np.flatnonzero(inside)
    borders = borders[np.argsort(of_unit[graph.tail[borders]], kind="stable")]
    units = np.flatnonzero(free)
    units = units[np.argsort(of_unit[units], kind="stable")]
    communities = np.arange(len(graph.units.communities.codes) + 1)
    unit_at = np.searchsorted(of_unit[units], communities)
    border_at = np.searchsorted(of_unit[graph.tail[borders]], communities)
    for c in communities[:-1].tolist():
        mine = units[unit_at[c] : unit_at[c + 1]]
        if mine.size:
            yield _ground(problem, c, mine, borders[border_at[c] : border_at[c + 1]])


def _ground(
    problem: DistrictingProblem, community: int, units: NDArray[np.int64], borders: NDArray[np.int64]
) -> Ground:
    graph = problem.graph
    tail = np.searchsorted(units, graph.tail[borders]).astype(np.int32)
    head = np.searchsorted(units, graph.head[borders]).astype(np.int32)
    border_m = graph.border_m[borders]
    links = _exclave_links(problem, units, tail, head)
    tail = np.concatenate([tail, links[:, 0]])
    head = np.concatenate([head, links[:, 1]])
    border_m = np.concatenate([border_m, np.zeros(len(links))])
    kind = problem.types[int(problem.type_of_community[community])]
    node_of = _nodes(problem.together[units], problem.households[units], tail, head, kind.hard_high)
    one, other = node_of[tail], node_of[head]
    low, high = np.minimum(one, other), np.maximum(one, other)
    nodes = int(node_of.max()) + 1
    key = (low.astype(np.int64) * nodes + high)[low != high]
    pairs, place = np.unique(key, return_inverse=True)
    tails, heads = (pairs // nodes).astype(np.int32), (pairs % nodes).astype(np.int32)
    households = np.zeros(nodes, np.int64)
    np.add.at(households, node_of, problem.households[units])
    return Ground(
        community=community,
        units=units.astype(np.int32),
        node_of=node_of,
        households=households,
        tail=tails,
        head=heads,
        border_m=np.bincount(place, border_m[low != high], minlength=pairs.size).astype(np.float64),
        piece_of=connected_pieces(nodes, tails, heads),
    )


def _exclave_links(
    problem: DistrictingProblem, units: NDArray[np.int64], tail: NDArray[np.int32], head: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Tie each detached piece of declared exclaves (飞地) to the nearest unit of the largest piece.

    One link a piece: taking an exclave away never parts the ground it is tied to. Shape (links, 2).
    """
    exclave = np.isin(units, problem.exclaves)
    if not exclave.any() or exclave.all():
        return np.empty((0, 2), np.int32)
    piece_of = connected_pieces(units.size, tail, head)
    ground = np.bincount(piece_of, ~exclave)
    main = np.flatnonzero(piece_of == int(ground.argmax()))
    x, y = problem.graph.x[units], problem.graph.y[units]
    links = []
    for piece in np.flatnonzero(ground == 0).tolist():
        own = np.flatnonzero(piece_of == piece)
        away = (x[own][:, None] - x[main]) ** 2 + (y[own][:, None] - y[main]) ** 2
        a, b = divmod(int(away.argmin()), main.size)
        links.append(sorted((int(own[a]), int(main[b]))))
    return np.array(links, np.int32).reshape(-1, 2)


def _nodes(
    label: NDArray[np.int32],
    households: NDArray[np.int64],
    tail: NDArray[np.int32],
    head: NDArray[np.int32],
    most: int,
) -> NDArray[np.int32]:
    """Contract what stays together; int32 node of each unit, numbered by smallest unit.

    The pieces of a group that do not touch are joined along the way that adds the fewest
    households; where there is no way, or it would make more than the hard limit, each piece
    stays whole by itself.
    """
    same = (label[tail] == label[head]) & (label[tail] >= 0)
    tails, heads = tail[same], head[same]
    node_of = connected_pieces(label.size, tails, heads)
    groups, nodes = np.unique(np.column_stack([label, node_of])[label >= 0], axis=0).T.reshape(2, -1)
    scattered = groups[1:][groups[1:] == groups[:-1]]
    if not scattered.size:
        return node_of
    near: list[list[int]] = [[] for _ in range(label.size)]
    for a, b in zip(tail.tolist(), head.tolist(), strict=True):
        near[a].append(b)
        near[b].append(a)
    joined_tail, joined_head = tails.tolist(), heads.tolist()
    for group in np.unique(scattered).tolist():
        for path in _ways(node_of, near, households, set(nodes[groups == group].tolist()), most):
            joined_tail += path[:-1]
            joined_head += path[1:]
            node_of = connected_pieces(label.size, np.array(joined_tail), np.array(joined_head))
    return node_of


def _ways(
    node_of: NDArray[np.int32],
    near: list[list[int]],
    households: NDArray[np.int64],
    pieces: set[int],
    most: int,
) -> list[list[int]]:
    """Rows of units from a group's heaviest piece to its others, within `most` households in all."""
    weight = np.bincount(node_of, households).astype(np.float64)
    first = max(sorted(pieces), key=lambda piece: weight[piece])
    total, ways = float(weight[first]), []
    for piece in sorted(pieces - {first}):
        way = _way(node_of, near, weight, first, piece)
        added = float(sum(weight[n] for n in {int(node_of[u]) for u in way} - {first})) if way else np.inf
        if total + added <= most:
            total += added
            ways.append(way)
    return ways


def _way(
    node_of: NDArray[np.int32], near: list[list[int]], weight: NDArray[np.float64], first: int, goal: int
) -> list[int]:
    """The way between two nodes that enters the fewest households, then units; [] for none."""
    sources = np.flatnonzero(node_of == first).tolist()
    queue: list[tuple[float, int, int]] = [(0.0, 0, u) for u in sources]
    before = dict.fromkeys(sources, -1)
    done: set[int] = set()
    reached = dict.fromkeys(sources, (0.0, 0))
    while queue:
        cost, steps, unit = heapq.heappop(queue)
        if unit in done:
            continue
        done.add(unit)
        if node_of[unit] == goal:
            way = [unit]
            while before[way[-1]] >= 0:
                way.append(before[way[-1]])
            return way[::-1]
        for other in near[unit]:
            entered = 0.0 if node_of[other] == node_of[unit] else float(weight[node_of[other]])
            key = (cost + entered, steps + 1)
            if other not in done and key < reached.get(other, (np.inf, 0)):
                reached[other] = key
                before[other] = unit
                heapq.heappush(queue, (*key, other))
    return []
