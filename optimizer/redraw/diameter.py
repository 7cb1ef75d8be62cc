"""Plans whose widest grid is as narrow as can be: the limit falls step by step while plans are found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from domain.frozen import frozen_array
from optimizer.redraw.diameter_kernels import narrow, widest
from optimizer.redraw.part import stream_of
from optimizer.redraw.starts import draw

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.redraw.part import Part

SHORT, LONGEST = 400, 12_800
"""Proposals a node of the first attempts at a limit, and of the last: attempts that fail double them."""
EAGER = 0.97
"""How much narrower than the best plan an attempt first tries to be."""
EAGER_FAILURES = 6
_PRICE = 1.2  # what a mean unit costs beyond the bounds, in pairs beyond the limit


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Narrowing:
    """A search between two attempts.

    Attributes
    ----------
    best, diameter
        The best legal plan so far, int32, and its largest distance within a grid; infinite for none.
    limit, length
        What the next attempt must not exceed, and how many proposals it has.
    failed
        How many attempts in a row found nothing.
    proposals, stream
        Proposals done, and the state of the generator.
    """

    best: NDArray[np.int32]
    diameter: float
    limit: float
    length: int
    failed: int
    proposals: int
    stream: NDArray[np.uint64]


def distances(
    length: NDArray[np.float64], tail: NDArray[np.int32], head: NDArray[np.int32], nodes: int
) -> NDArray[np.float64]:
    """Return shortest paths between all nodes along edges of these lengths, shape (nodes, nodes)."""
    net = csr_array((length, (tail, head)), shape=(nodes, nodes))
    paths: NDArray[np.float64] = dijkstra(net, directed=False)
    return paths


def begin_narrow(start: NDArray[np.int32], distance: NDArray[np.float64], seed: int) -> Narrowing:
    """Return a search that starts from a legal plan."""
    diameter = float(widest(start, distance))
    return Narrowing(
        best=frozen_array(start, np.int32), diameter=diameter, limit=EAGER * diameter,
        length=SHORT * start.size, failed=0, proposals=0, stream=stream_of(seed, "diameter"),
    )  # fmt: skip


def advance_narrow(part: Part, state: Narrowing, distance: NDArray[np.float64]) -> Narrowing:
    """Return the search after one more attempt.

    Attempts start in turn from the best plan and from one drawn from nothing. While they succeed
    the limit falls eagerly; when two in a row fail it goes half way back to the best, and then,
    as near to it as distances allow, they are given longer.
    """
    stream = state.stream.copy()
    plan = draw(part, stream, compact=state.failed % 4 == 1) if state.failed % 2 else state.best.copy()
    tail = np.repeat(np.arange(part.nodes, dtype=np.int32), np.diff(part.indptr))
    back = np.lexsort((tail, part.indices)).astype(np.int32)
    unit = max(float(part.households.mean()), 1e-9)
    done = narrow(
        part.indptr, part.indices, back, tail, distance, part.households, part.moment, part.loads,
        part.limits, part.grids, part.bounds, _PRICE / unit, state.limit, state.length, plan, stream,
    )  # fmt: skip
    after = replace(state, proposals=state.proposals + abs(done), stream=stream)
    if done >= 0:
        diameter = float(widest(plan, distance))
        return replace(
            after,
            best=frozen_array(plan, np.int32),
            diameter=diameter,
            limit=EAGER * diameter,
            failed=0,
            length=SHORT * part.nodes,
        )
    failed = state.failed + 1
    if failed % 2:
        return replace(after, failed=failed)
    nearest = float(distance[distance < state.diameter].max())
    between = 0.5 * (state.limit + state.diameter)
    limit = between if failed <= EAGER_FAILURES and between < nearest else nearest
    return replace(after, failed=failed, limit=limit, length=min(2 * state.length, LONGEST * part.nodes))
