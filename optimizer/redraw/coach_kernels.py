"""Strokes from one grid to its neighbour that leave both in one piece, counted out by compiled loops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEFT, MOVING = 1, 2
EVERY = 10  # from so many nodes on, strokes are grown; below, all of them are tried


@njit(cache=True)
def strokes_between(
    giver: int,
    taker: int,
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    border: NDArray[np.int64],
    households: NDArray[np.int64],
    grid_of: NDArray[np.int32],
    most_households: int,
    member: NDArray[np.int32],
    end: NDArray[np.int32],
    gain: NDArray[np.int64],
) -> int:
    """Fill in the strokes that give nodes of one grid to another; return how many there are.

    `member[end[n - 1]:end[n]]` are the nodes of stroke n, `gain[n]` holds the households that it
    moves and by how many decimetres it lengthens the border between the two grids. No stroke
    moves no households, empties the giver, cuts it in two, or leaves a node that does not hang on the
    taker. Of a giver
    of at most `EVERY` nodes all strokes are there; of a larger one those that grow from each node
    on the border, always by the node that keeps the border shortest.
    """
    nodes = np.flatnonzero(grid_of == giver).astype(np.int32)
    if nodes.size <= EVERY:
        return int(
            _every_stroke(
                nodes, taker, indptr, indices, border, households, grid_of, most_households, member, end, gain
            )
        )
    state = np.zeros(grid_of.size, np.int8)
    queue = np.empty(nodes.size, np.int32)
    piece = np.empty(grid_of.size, np.int32)
    count = 0
    for seed in nodes:
        if not _touches(seed, taker, indptr, indices, grid_of):
            continue
        for node in nodes:
            state[node] = LEFT
        state[seed] = MOVING
        moved, size = 0, 1
        while True:
            size = _loose_goes_along(nodes, indptr, indices, households, state, piece, queue)
            moved = 0
            for node in nodes:
                if state[node] == MOVING:
                    moved += households[node]
            if size == nodes.size or moved > most_households:
                break
            if count == end.size or (end[count - 1] if count else 0) + size > member.size:
                break
            if moved > 0:
                count = _note(
                    nodes, taker, indptr, indices, border, grid_of, state, moved, count, member, end, gain
                )
            following = _next(nodes, taker, indptr, indices, border, grid_of, state)
            if following < 0:
                break
            state[following] = MOVING
        for node in nodes:
            state[node] = 0
    return count


@njit(cache=True)
def _touches(
    node: int, grid: int, indptr: NDArray[np.int32], indices: NDArray[np.int32], grid_of: NDArray[np.int32]
) -> bool:
    """Say whether a node has a neighbour in a grid."""
    for e in range(indptr[node], indptr[node + 1]):
        if grid_of[indices[e]] == grid:
            return True
    return False


@njit(cache=True)
def _loose_goes_along(
    nodes: NDArray[np.int32],
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    households: NDArray[np.int64],
    state: NDArray[np.int8],
    piece: NDArray[np.int32],
    queue: NDArray[np.int32],
) -> int:
    """Let all that is left but its heaviest piece go along; return how many nodes move."""
    for node in nodes:
        piece[node] = -1
    best, heaviest, pieces = -1, -1, 0
    for node in nodes:
        if state[node] != LEFT or piece[node] >= 0:
            continue
        piece[node] = pieces
        queue[0] = node
        size, at, weight = 1, 0, 0
        while at < size:
            here = queue[at]
            at += 1
            weight += households[here] + 1
            for e in range(indptr[here], indptr[here + 1]):
                near = indices[e]
                if state[near] == LEFT and piece[near] < 0:
                    piece[near] = pieces
                    queue[size] = near
                    size += 1
        if weight > heaviest:
            best, heaviest = pieces, weight
        pieces += 1
    moving = 0
    for node in nodes:
        if state[node] == LEFT and piece[node] != best:
            state[node] = MOVING
        moving += state[node] == MOVING
    return moving


@njit(cache=True)
def _note(
    nodes: NDArray[np.int32],
    taker: int,
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    border: NDArray[np.int64],
    grid_of: NDArray[np.int32],
    state: NDArray[np.int8],
    moved: int,
    count: int,
    member: NDArray[np.int32],
    end: NDArray[np.int32],
    gain: NDArray[np.int64],
) -> int:
    """Write down the stroke that moves what is `MOVING`; return the number of strokes."""
    place = end[count - 1] if count else 0
    longer = 0
    for node in nodes:
        if state[node] != MOVING:
            continue
        member[place] = node
        place += 1
        for e in range(indptr[node], indptr[node + 1]):
            near = indices[e]
            if grid_of[near] == taker:
                longer -= border[e]
            elif state[near] == LEFT:
                longer += border[e]
    end[count] = place
    gain[count, 0] = moved
    gain[count, 1] = longer
    return count + 1


@njit(cache=True)
def _next(
    nodes: NDArray[np.int32],
    taker: int,
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    border: NDArray[np.int64],
    grid_of: NDArray[np.int32],
    state: NDArray[np.int8],
) -> int:
    """Return the node beside the moving ones whose going keeps the border shortest, −1 for none."""
    best, shortest = -1, 0
    for node in nodes:
        if state[node] != LEFT:
            continue
        beside, longer = False, 0
        for e in range(indptr[node], indptr[node + 1]):
            near = indices[e]
            if state[near] == MOVING:
                beside = True
                longer -= border[e]
            elif grid_of[near] == taker:
                longer -= border[e]
            elif state[near] == LEFT:
                longer += border[e]
        if beside and (best < 0 or longer < shortest):
            best, shortest = node, longer
    return best


@njit(cache=True)
def _every_stroke(
    nodes: NDArray[np.int32],
    taker: int,
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    border: NDArray[np.int64],
    households: NDArray[np.int64],
    grid_of: NDArray[np.int32],
    most_households: int,
    member: NDArray[np.int32],
    end: NDArray[np.int32],
    gain: NDArray[np.int64],
) -> int:
    """Try every set of nodes: what moves hangs on the taker piece by piece, what is left stays whole."""
    place = np.full(grid_of.size, -1, np.int32)
    for n in range(nodes.size):
        place[nodes[n]] = n
    beside = np.zeros(nodes.size, np.int64)
    to_taker = np.int64(0)
    for n in range(nodes.size):
        for e in range(indptr[nodes[n]], indptr[nodes[n] + 1]):
            near = indices[e]
            if place[near] >= 0:
                beside[n] |= np.int64(1) << place[near]
            elif grid_of[near] == taker:
                to_taker |= np.int64(1) << n
    state = np.zeros(grid_of.size, np.int8)
    whole = (np.int64(1) << nodes.size) - 1
    count = 0
    for moving in range(1, whole):
        left = whole & ~moving
        if _reached(left & -left, left, beside) != left:
            continue
        if _reached(moving & to_taker, moving, beside) != moving:
            continue
        moved, size = 0, 0
        for n in range(nodes.size):
            goes = (moving >> n) & 1
            state[nodes[n]] = MOVING if goes else LEFT
            moved += households[nodes[n]] * goes
            size += goes
        if moved == 0 or moved > most_households:
            continue
        if count == end.size or (end[count - 1] if count else 0) + size > member.size:
            break
        count = _note(nodes, taker, indptr, indices, border, grid_of, state, moved, count, member, end, gain)
    return count


@njit(cache=True)
def _reached(start: np.int64, among: np.int64, beside: NDArray[np.int64]) -> np.int64:
    """Return the nodes of a set, as bits, that can be reached from some of them inside the set."""
    seen, edge = start, start
    while edge:
        found = np.int64(0)
        for n in range(beside.size):
            if (edge >> n) & 1:
                found |= beside[n]
        edge = found & among & ~seen
        seen |= edge
    return seen


@njit(cache=True)
def changes(
    gain: NDArray[np.int64],
    before: NDArray[np.int64],
    bounds: NDArray[np.int64],
    mean: float,
    balance: float,
    per_dm: float,
    burden: float,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return by how much each stroke between two grids changes how a community stands.

    `before` holds the households of giver and taker, `bounds` their hard limits and norms. Columns of
    the first array: squares beyond the limit, of the norm, grids over limit, grids outside the norm.
    """
    whole = np.zeros((gain.shape[0], 4), np.int64)
    wish = np.empty(gain.shape[0], np.float64)
    for n in range(gain.shape[0]):
        spread = 0.0
        for side in range(2):
            was = before[side]
            now = was - gain[n, 0] if side == 0 else was + gain[n, 0]
            for band in range(2):
                low, high = bounds[side, 2 * band], bounds[side, 2 * band + 1]
                had, has = max(low - was, was - high, 0), max(low - now, now - high, 0)
                whole[n, band] += has * has - had * had
                whole[n, 2 + band] += (has > 0) - (had > 0)
            spread += (now - mean) ** 2 - (was - mean) ** 2
        wish[n] = balance * spread / mean**2 + per_dm * gain[n, 1] + burden * gain[n, 0] / mean
    return whole, wish
