"""Ground so small that every plan can be tried: the best is found, and known to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from optimizer.redraw.exact_kernels import best_of_all
from optimizer.redraw.part import Part, cost, part_of, tables
from optimizer.redraw.tally_kernels import CROSSED, CROSSING_CAP, TERMS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.standards import GridType
    from optimizer.redraw.ground import Ground

MOST_LABELLINGS = 60_000
"""Labellings of one region that are still tried: about a tenth of a second."""
UNKNOWN = -1


def labellings(nodes: int, grids: int) -> int:
    """Return in how many ways nodes fall into non-empty grids: the Stirling number of the second kind."""
    row = [1] + [0] * grids
    for _ in range(nodes):
        row = [0] + [k * row[k] + row[k - 1] for k in range(1, grids + 1)]
    return row[grids]


def small(part: Part, region: int) -> bool:
    """Say whether all plans of a region can be tried."""
    return _few(int((part.region_of == region).sum()), int(part.region_grids[region]))


def _few(nodes: int, grids: int) -> bool:
    return nodes <= 40 and labellings(nodes, grids) <= MOST_LABELLINGS  # noqa: PLR2004 -- keeps numbers short


def least_beyond(
    ground: Ground,
    nodes: NDArray[np.int64],
    known: NDArray[np.float64],
    kind: GridType,
    *,
    whole_units: bool,
) -> NDArray[np.float64]:
    """Return by how many households 1, 2, … grids of these nodes must miss the hard limits.

    Exact where all plans can be tried; elsewhere what nodes above the limit miss it by. `known` is
    what totals tell: where they miss already, no plan is tried. Without `whole_units` only groups
    are heavy.
    """
    own = ground.households[nodes]
    lumps = own if whole_units else own[ground.grouped[nodes]]
    least = np.maximum(known, float(np.maximum(lumps - kind.hard_high, 0).sum()))
    if not whole_units:
        return least
    inside = np.isin(ground.tail, nodes) & np.isin(ground.head, nodes)
    tail, head = (np.searchsorted(nodes, end[inside]).astype(np.int32) for end in (ground.tail, ground.head))
    for at in np.flatnonzero(least == 0).tolist():
        if not _few(nodes.size, at + 1):
            continue
        part = part_of(
            code="", community=ground.community, units=nodes, node_of=np.arange(nodes.size),
            households=own, tail=tail, head=head, border=np.zeros(tail.size),
            region_of=np.zeros(nodes.size, np.int32), region_grids=[at + 1],
            bounds=[kind.hard_low, kind.hard_high, kind.hard_low, kind.hard_high, UNKNOWN],
            weights=np.zeros(TERMS), schedule=np.ones(3),
        )  # fmt: skip
        least[at] = _best(part)[2]
    return least


def solved(part: Part, start: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int64], bool]:
    """Return a plan in which every small region is the best there is.

    With it the least deviation known of each region (`best_of_all`; −1 where not all plans were
    tried), and whether the whole plan is proven best: all regions small, and no cap that binds
    several of them together.
    """
    plan, least = start.copy(), np.full(part.region_grids.size, UNKNOWN, np.int64)
    first = 0
    for region, grids in enumerate(part.region_grids.tolist()):
        if small(part, region):
            nodes = np.flatnonzero(part.region_of == region)
            best, off, _ = _best(_region(part, nodes, region))
            plan[nodes] = first + best
            least[region] = off
        first += grids
    cap = part.bounds[CROSSING_CAP]
    free = cap < 0 or tables(part, plan)[1][CROSSED] <= cap
    if not free and cost(part, start) < cost(part, plan):
        plan = start.copy()  # each region at its best, they are together above the cap
    return plan, least, bool((least != UNKNOWN).all() and (free or least.size == 1))


def _best(part: Part) -> tuple[NDArray[np.int32], int, int]:
    """The best of all plans of one region, the least deviation of any, and what it has beyond the law."""
    best = np.zeros(part.nodes, np.int32)
    beyond, least = best_of_all(
        part.indptr, part.indices, part.border,
        part.households, part.moment, part.seats, part.loads, part.limits,
        part.old_indptr, part.old_label, part.old_households,
        part.old_grids, part.grids, part.bounds, part.weights, best,
    )  # fmt: skip
    return best, int(least), int(beyond)


def _region(part: Part, nodes: NDArray[np.int64], region: int) -> Part:
    """One region as a part of its own."""
    tail = np.repeat(np.arange(part.nodes), np.diff(part.indptr))
    mine = (tail < part.indices) & (part.region_of[tail] == region)
    entries = [np.arange(part.old_indptr[n], part.old_indptr[n + 1]) for n in nodes.tolist()]
    taken = np.concatenate(entries).astype(np.int64)
    sizes = np.diff(part.old_indptr)[nodes]
    return part_of(
        code=part.code,
        community=part.community,
        units=nodes,
        node_of=np.arange(nodes.size),
        households=part.households[nodes],
        tail=np.searchsorted(nodes, tail[mine]).astype(np.int32),
        head=np.searchsorted(nodes, part.indices[mine]).astype(np.int32),
        border=part.border[mine],
        region_of=np.zeros(nodes.size, np.int32),
        region_grids=part.region_grids[[region]],
        moment=part.moment[nodes] if part.moment.size else (),
        seats=part.seats,
        loads=part.loads[nodes],
        limits=part.limits,
        old=(np.concatenate([[0], np.cumsum(sizes)]), part.old_label[taken], part.old_households[taken]),
        bounds=part.bounds,
        weights=part.weights,
        schedule=part.schedule,
    )
