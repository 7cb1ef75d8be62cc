"""Kernels are compiled once a machine and loaded once a process: before anybody waits for them."""

from __future__ import annotations

import numpy as np

from domain.outcome import Infeasible
from optimizer.redraw.bare import BareGraph, prepare_graph
from optimizer.redraw.coach_kernels import EVERY, changes, strokes_between
from optimizer.redraw.cover import legal_plan
from optimizer.redraw.search import advance, begin, value
from optimizer.redraw.walk import Sizes, cut_along, walked

ROWS = (6, 12)  # one whose plans can all be tried, one that has to be searched
PROPOSALS = 2000


def warm() -> tuple[float, ...]:
    """Draw two rows of units as three grids each, so that every kernel is there; return the plans' costs."""
    _strokes(EVERY + 1)
    _groups(3)
    return tuple(_row(nodes) for nodes in ROWS)


def _strokes(nodes: int) -> int:
    """Count the strokes from a row of so many nodes to one beside it, as the coach does."""
    ends = np.arange(nodes + 1, dtype=np.int32)
    indptr = np.concatenate([[0], np.cumsum(np.where((ends == 0) | (ends == nodes), 1, 2))]).astype(np.int32)
    indices = np.array([near for u in ends for near in (u - 1, u + 1) if 0 <= near <= nodes], np.int32)
    grid_of = (ends == nodes).astype(np.int32)
    each = np.ones(indices.size, np.int64)
    gain = np.empty((nodes, 2), np.int64)
    count: int = strokes_between(
        0, 1, indptr, indices, each, np.ones(nodes + 1, np.int64), grid_of, nodes,
        np.empty(nodes**2, np.int32), np.empty(nodes, np.int32), gain,
    )  # fmt: skip
    bounds = np.zeros((2, 4), np.int64)
    changes(gain[:count], np.array([nodes, 1]), bounds, 1.0, 1.0, 1.0, 1.0)
    return count


def _groups(places: int) -> int:
    """Cut a walk through so many places into groups of one, as is done below the grid."""
    at = np.arange(places, dtype=np.float64)
    of = cut_along(np.ones(places, np.int64), at[walked(at, at)], Sizes(low=1, high=1, target=1), balance=1.0)
    return int(of.max())


def _row(nodes: int) -> float:
    row = BareGraph(
        codes=tuple(map(str, range(nodes))),
        weight=np.ones(nodes, np.int64),
        x=np.arange(nodes, dtype=np.float64),
        y=np.zeros(nodes),
        tail=np.arange(nodes - 1, dtype=np.int32),
        head=np.arange(1, nodes, dtype=np.int32),
    )
    part = prepare_graph(row, parts=3, low=nodes // 3, high=nodes // 3)
    assert not isinstance(part, Infeasible)  # noqa: S101 -- three thirds of a row are its parts
    legal_plan(part)
    return value(part, advance(part, begin(part, 1), PROPOSALS))
