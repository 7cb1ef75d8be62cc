"""The borders that a plan cuts, and whether a grid stays in one piece without a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np  # noqa: TC002 -- compiled functions read their globals
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray


@njit(cache=True)
def _note_border(e: int, cut: bool, listed: NDArray[np.int32], place: NDArray[np.int32], count: int) -> int:
    """Keep the list of cut borders up to date for one directed border; return its length."""
    if cut and place[e] < 0:
        place[e] = count
        listed[count] = e
        return count + 1
    if not cut and place[e] >= 0:
        last = listed[count - 1]
        listed[place[e]] = last
        place[last] = place[e]
        place[e] = -1
        return count - 1
    return count


@njit(cache=True)
def note_unit(
    node: int,
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    back: NDArray[np.int32],
    grid_of: NDArray[np.int32],
    listed: NDArray[np.int32],
    place: NDArray[np.int32],
    count: int,
) -> int:
    """Keep the list of cut borders up to date for all borders of one unit; return its length."""
    for e in range(indptr[node], indptr[node + 1]):
        cut = grid_of[node] != grid_of[indices[e]]
        count = _note_border(e, cut, listed, place, count)
        count = _note_border(back[e], cut, listed, place, count)
    return count


@njit(cache=True)
def note_change(node: int, dirty: NDArray[np.int32], is_dirty: NDArray[np.bool_], count: int) -> int:
    """Remember that a unit may differ from the best plan; return how many do."""
    if is_dirty[node]:
        return count
    is_dirty[node] = True
    dirty[count] = node
    return count + 1


@njit(cache=True)
def stays_whole(
    node: int,
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    grid_of: NDArray[np.int32],
    stamp: NDArray[np.int64],
    mark: int,
    queue: NDArray[np.int32],
) -> bool:
    """Say whether a unit's grid stays in one piece without it; `mark` and `mark + 1` must be fresh stamps.

    Its neighbours in the grid are sought from the first of them: usually they lie side by side
    and the search ends after a few steps.
    """
    own = grid_of[node]
    wanted = 0
    for e in range(indptr[node], indptr[node + 1]):
        near = indices[e]
        if grid_of[near] == own:
            stamp[near] = mark
            queue[0] = near
            wanted += 1
    if wanted <= 1:
        return True
    seen = mark + 1
    stamp[node] = seen
    stamp[queue[0]] = seen
    wanted -= 1
    size, at = 1, 0
    while at < size:
        here = queue[at]
        at += 1
        for e in range(indptr[here], indptr[here + 1]):
            near = indices[e]
            if grid_of[near] == own and stamp[near] != seen:
                if stamp[near] == mark:
                    wanted -= 1
                    if wanted == 0:
                        return True
                stamp[near] = seen
                queue[size] = near
                size += 1
    return False
