"""Who serves which grid: heads of a patch take their grids one after the other on one walk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.graph import connected_pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.posts import StaffingProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """Grids of one community that may share their posts, in the order of the walk through them."""

    community: int
    grids: tuple[int, ...]


def patches(problem: StaffingProblem, *, shared: bool) -> tuple[Patch, ...]:
    """Return the connected sets of adjoining grids, or every grid alone where nothing is shared."""
    size = len(problem.grids)
    if not shared:
        return tuple(Patch(community=int(problem.community_of[g]), grids=(g,)) for g in range(size))
    neighbours: list[list[int]] = [[] for _ in range(size)]
    for a, b in zip(problem.tail.tolist(), problem.head.tolist(), strict=True):
        neighbours[a].append(b)
        neighbours[b].append(a)
    piece = connected_pieces(size, problem.tail, problem.head)
    _, first = np.unique(piece, return_index=True)
    return tuple(
        Patch(community=int(problem.community_of[g]), grids=_walk(g, neighbours)) for g in first.tolist()
    )


def _walk(start: int, neighbours: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Visit every grid of a patch, next the one with the fewest ways on; back up at dead ends."""
    seen, order, path = {start}, [start], [start]
    while path:
        ahead = [g for g in neighbours[path[-1]] if g not in seen]
        if not ahead:
            path.pop()
            continue
        after = min(ahead, key=lambda g: (sum(n not in seen for n in neighbours[g]), g))
        seen.add(after)
        order.append(after)
        path.append(after)
    return tuple(order)


def share_out(work: NDArray[np.float64], times: Sequence[float]) -> list[dict[int, float]]:
    """Divide the grids of a walk among heads so that all are loaded alike.

    Parameters
    ----------
    work
        Work of each grid in the order of the walk; where there is none at all, all count alike.
    times
        Full-time equivalents of each head.

    Returns
    -------
    list
        For each head the time it has for each grid, by the grid's place in the walk; a head's
        times add up to its own, a grid's to its part of the work times the time of all heads.
    """
    weight = work if work.sum() > 0 else np.ones_like(work)
    total = float(sum(times))
    ends = np.cumsum(weight) / weight.sum() * total
    begins = np.concatenate([[0.0], ends[:-1]])
    shares: list[dict[int, float]] = []
    begin = 0.0
    for time in times:
        overlap = np.minimum(ends, begin + time) - np.maximum(begins, begin)
        shares.append({g: float(overlap[g]) for g in np.flatnonzero(overlap > total * 1e-9).tolist()})
        begin += time
    return shares
