"""Growing regions over a graph of pieces: every region stays in one piece, because it grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEARLY_NOTHING = 1e-6


def grow(
    label: NDArray[np.int64],
    tail: NDArray[np.int64],
    head: NDArray[np.int64],
    cost: NDArray[np.float64],
    handicap: NDArray[np.float64] | None = None,
) -> NDArray[np.int64]:
    """Give every unlabelled node the label from which the cheapest path reaches it.

    Parameters
    ----------
    label
        −1 for nodes to be reached, else the number of the region that starts there.
    tail, head, cost
        Edges, each once, and what it costs to grow along them; positive.
    handicap
        Cost that each region pays at its start.

    Returns
    -------
    NDArray
        The labels; −1 where no path leads. A region is connected over the edges if its start is.
    """
    size, regions = label.size, int(label.max()) + 1
    start = np.flatnonzero(label >= 0)
    toll = np.zeros(regions) if handicap is None else handicap - handicap.min()
    source = size + label[start]
    # Nobody grows through another region's start: edges lead into unlabelled nodes, or stay at home.
    both_tail, both_head = np.concatenate([tail, head]), np.concatenate([head, tail])
    open_to = (label[both_head] < 0) | (label[both_head] == label[both_tail])
    rows = np.concatenate([both_tail[open_to], source])
    columns = np.concatenate([both_head[open_to], start])
    costs = np.concatenate([np.tile(cost, 2)[open_to], toll[label[start]] + NEARLY_NOTHING])
    graph = coo_array((costs, (rows, columns)), shape=(size + regions,) * 2).tocsr()
    _, _, source_of = dijkstra(
        graph, indices=np.arange(size, size + regions), min_only=True, return_predecessors=True
    )
    found = source_of[:size].astype(np.int64)
    reached = np.where(found >= size, found - size, -1)
    return np.where(label >= 0, label, reached)
