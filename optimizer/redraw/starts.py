"""Plans from nothing: by random spanning trees, or as balanced power diagrams."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from optimizer.redraw.power_kernels import make_whole, power_diagram
from optimizer.redraw.tally_kernels import HARD_HIGH, HARD_LOW
from optimizer.redraw.tree_kernels import split_by_trees

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.redraw.part import Part

TREES = 24
GOOD_ENOUGH = 0.02
POWER_ROUNDS = 150


def draw(part: Part, stream: NDArray[np.uint64], *, compact: bool = True) -> NDArray[np.int32]:
    """Return a plan from nothing; int32, shape (nodes,).

    Regions are cut by random spanning trees, or if `compact` and places count, by balanced power
    diagrams.
    """
    label = np.full(part.nodes, -1, np.int32)
    first = 0
    for region, grids in enumerate(part.region_grids.tolist()):
        inside = np.flatnonzero(part.region_of == region).astype(np.int32)
        if not (compact and part.moment.size and _compact(part, label, inside, first, grids, stream)):
            _by_trees(part, label, inside, first, grids, stream)
        first += grids
    return label


def _by_trees(
    part: Part,
    label: NDArray[np.int32],
    inside: NDArray[np.int32],
    first: int,
    grids: int,
    stream: NDArray[np.uint64],
) -> None:
    label[inside] = first
    split_by_trees(
        part.indptr, part.indices, part.households, label, int(inside[0]), grids, first + 1,
        TREES, GOOD_ENOUGH, stream,
    )  # fmt: skip


def _compact(
    part: Part,
    label: NDArray[np.int32],
    inside: NDArray[np.int32],
    first: int,
    grids: int,
    stream: NDArray[np.uint64],
) -> bool:
    """Label a region by a power diagram; false where one of its cells has no unit."""
    placed = inside[part.households[inside] > 0]
    if placed.size < grids:
        return False
    weight = part.households[placed].astype(np.float64)
    x, y = (part.moment[placed] / weight[:, None]).T
    cell = np.empty(placed.size, np.int32)
    power_diagram(
        weight, np.ascontiguousarray(x), np.ascontiguousarray(y), grids,
        float(part.bounds[HARD_LOW]), float(part.bounds[HARD_HIGH]), POWER_ROUNDS, cell, stream,
    )  # fmt: skip
    label[placed] = first + cell
    return bool(make_whole(part.indptr, part.indices, part.households, label, inside, first, grids))
