"""First plans of large graphs: drawn on a graph of joined nodes, and improved as it is taken apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from optimizer.redraw.coarse_kernels import join_pairs
from optimizer.redraw.part import Part, part_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGE = 4_000
"""Nodes from which first plans are drawn on joined nodes, and the search starts less hot."""
PER_GRID = 60
"""Nodes a grid at which joining ends."""
_HEAVIEST = 0.04  # of a mean grid
_LEFT = 0.9  # share of nodes left at which joining no longer helps


def levels(part: Part, stream: NDArray[np.uint64]) -> tuple[list[Part], list[NDArray[np.int32]]]:
    """Return the part and ever coarser ones, and the coarser node of each node from level to level."""
    parts, ways = [part], []
    heaviest = max(int(_HEAVIEST * part.households.sum() / part.grids), 1)
    while parts[-1].nodes > PER_GRID * part.grids:
        finer = parts[-1]
        count, joined = join_pairs(
            finer.indptr, finer.indices, finer.border, finer.households, heaviest, stream
        )
        if count > _LEFT * finer.nodes or count < part.grids:
            break
        parts.append(_joined(finer, count, joined))
        ways.append(joined)
    return parts, ways


def _joined(finer: Part, count: int, joined: NDArray[np.int32]) -> Part:
    tail = joined[np.repeat(np.arange(finer.nodes), np.diff(finer.indptr))].astype(np.int64)
    head = joined[finer.indices].astype(np.int64)
    once = tail < head
    pairs, at = np.unique(tail[once] * count + head[once], return_inverse=True)
    region = np.zeros(count, np.int32)
    region[joined] = finer.region_of
    moment = finer.moment
    return part_of(
        code=finer.code,
        community=finer.community,
        units=np.arange(count),
        node_of=np.arange(count),
        households=_sums(finer.households, joined, count),
        tail=(pairs // count).astype(np.int32),
        head=(pairs % count).astype(np.int32),
        border=_sums(finer.border[once], at, pairs.size),
        region_of=region,
        region_grids=finer.region_grids,
        moment=np.column_stack([_sums(one, joined, count) for one in moment.T]) if moment.size else (),
        seats=finer.seats,
        loads=np.column_stack([_sums(one, joined, count) for one in finer.loads.T])
        if finer.loads.size
        else (),
        limits=finer.limits,
        bounds=finer.bounds,
        weights=finer.weights,
        schedule=finer.schedule,
    )


def _sums(
    values: NDArray[np.int64], groups: NDArray[np.int64] | NDArray[np.int32], count: int
) -> NDArray[np.int64]:
    sums = np.zeros(count, np.int64)
    np.add.at(sums, groups, values)
    return sums
