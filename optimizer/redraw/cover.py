"""Whether a small part has a plan within all its bounds: found, or shown that there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from optimizer.redraw.cover_kernels import FOUND, NONE, cover_once
from optimizer.redraw.tally_kernels import CROSSING_CAP, HARD_HIGH, HARD_LOW

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.redraw.part import Part

Known = Literal["found", "none", "unknown"]

MOST_NODES: Final = 62
"""Nodes of a region whose sets fit the bits of a number."""
MOST_SETS: Final = 200_000
MOST_STEPS: Final = 4_000_000
"""Connected sets of a region and steps of joining them that are worth it: about a tenth of a second."""


def legal_plan(part: Part) -> tuple[Known, NDArray[np.int32]]:
    """Return a plan within all bounds, grids numbered region by region, or that there is none.

    The plan is any one, empty where none is found. Not known for regions of more than `MOST_NODES`
    nodes or too many connected sets, nor under a cap on households that cross.
    """
    plan = np.full(part.nodes, -1, np.int32)
    nothing = np.empty(0, np.int32)
    known: Known = "found"
    first = 0
    for region, grids in enumerate(part.region_grids.tolist()):
        nodes = np.flatnonzero(part.region_of == region)
        told, label = _region(part, nodes, grids)
        if told == "none":
            return "none", nothing
        if told == "unknown":
            known = "unknown"
        plan[nodes] = first + label
        first += grids
    if known == "unknown" or part.bounds[CROSSING_CAP] >= 0:
        return "unknown", nothing
    return "found", plan


def _region(part: Part, nodes: NDArray[np.int64], grids: int) -> tuple[Known, NDArray[np.int32]]:
    """Cover one region, its nodes in the order of a sweep from one end to the other."""
    label = np.zeros(nodes.size, np.int32)
    if nodes.size > MOST_NODES:
        return "unknown", label
    order, near = _swept(part, nodes)
    loads = np.column_stack([part.households, part.loads] if part.limits.size else [part.households])
    bounds = np.vstack([part.bounds[[HARD_LOW, HARD_HIGH]], part.limits.reshape(-1, 2)])
    chosen = np.zeros(grids, np.int64)
    told = cover_once(near, loads[nodes[order]], bounds, grids, MOST_SETS, MOST_STEPS, chosen)
    if told != FOUND:
        return "none" if told == NONE else "unknown", label
    for grid, members in enumerate(chosen):
        label[order[members >> np.arange(nodes.size) & 1 == 1]] = grid
    return "found", label


def _swept(part: Part, nodes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the order of a sweep over the nodes of a region, and each one's neighbours in it as bits."""
    ones, shape = np.ones(part.indices.size, np.int8), (part.nodes, part.nodes)
    here = csr_array((ones, part.indices, part.indptr), shape=shape)[nodes][:, nodes]
    far = breadth_first_order(here, 0, return_predecessors=False)[-1]
    order = breadth_first_order(here, far, return_predecessors=False).astype(np.int64)
    place = np.argsort(order)
    tail, head = here.nonzero()
    near = np.zeros(nodes.size, np.int64)
    np.bitwise_or.at(near, place[tail], np.int64(1) << place[head])
    return order, near
