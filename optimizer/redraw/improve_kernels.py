"""Improving a plan: single units change sides, pairs of grids are redrawn, and the search cools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from optimizer.redraw.border_kernels import note_change, note_unit, stays_whole
from optimizer.redraw.random_kernels import below, uniform
from optimizer.redraw.shift_kernels import outside_pair, shift, shift_terms
from optimizer.redraw.tally_kernels import (
    CUT,
    HARD,
    HARD_LOW,
    NORM,
    NORM_LOW,
    SQUARES,
    TERMS,
    beyond_law,
    cost_of,
    count_grids,
    tally_plan,
)
from optimizer.redraw.tree_kernels import members_from, random_tree

if TYPE_CHECKING:
    from numpy.typing import NDArray

# places in the counters of a search
ASKED, DONE, CYCLE, POSITION, LENGTH, CUTS = 0, 1, 2, 3, 4, 5
COUNTERS = 6
# places in the schedule
HOT, COLD, PAIR_SHARE = 0, 1, 2


@njit(cache=True)
def _chosen_cut(
    households: NDArray[np.int64],
    members: NDArray[np.int32],
    order: NDArray[np.int32],
    parent: NDArray[np.int32],
    below_h: NDArray[np.int64],
    size: int,
    bounds: NDArray[np.int64],
    weights: NDArray[np.float64],
    heat: float,
    stream: NDArray[np.uint64],
) -> int:
    """Return the unit whose branch of the tree is cut off, with a chance of exp(-cost / heat).

    It is the one with the largest of noisy keys; `below_h` is filled with the households of branches.
    """
    for i in range(size):
        below_h[members[i]] = households[members[i]]
    for i in range(size - 1, 0, -1):
        below_h[parent[order[i]]] += below_h[order[i]]
    whole = below_h[order[0]]
    chosen, chosen_key = -1, -np.inf
    for i in range(1, size):
        s = below_h[order[i]]
        t = whole - s
        off = (
            weights[HARD] * outside_pair(s, t, bounds, HARD_LOW)
            + weights[NORM] * outside_pair(s, t, bounds, NORM_LOW)
            + weights[SQUARES] * (s * s + t * t)
        )
        key = -off / heat - np.log(-np.log(uniform(stream) + 1e-300) + 1e-300)
        if key > chosen_key:
            chosen, chosen_key = order[i], key
    return int(chosen)


@njit(cache=True)
def _cut_gained(
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    border: NDArray[np.int64],
    grid_of: NDArray[np.int32],
    members: NDArray[np.int32],
    size: int,
    stamp: NDArray[np.int64],
    mark: int,
    giver: int,
    taker: int,
) -> int:
    """Return how much longer the cut border is with two grids cut anew; what bears `mark` is the taker's."""
    gained = 0
    for i in range(size):
        at = members[i]
        for f in range(indptr[at], indptr[at + 1]):
            near = indices[f]
            if near > at and (grid_of[near] == giver or grid_of[near] == taker):
                if grid_of[near] != grid_of[at]:
                    gained -= border[f]
                if (stamp[near] == mark) != (stamp[at] == mark):
                    gained += border[f]
    return int(gained)


@njit(cache=True)
def improve(
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    back: NDArray[np.int32],
    tail: NDArray[np.int32],
    border: NDArray[np.int64],
    households: NDArray[np.int64],
    moment: NDArray[np.int64],
    old_indptr: NDArray[np.int32],
    old_label: NDArray[np.int32],
    old_households: NDArray[np.int64],
    old_grids: int,
    grids: int,
    bounds: NDArray[np.int64],
    weights: NDArray[np.float64],
    schedule: NDArray[np.float64],
    grid_of: NDArray[np.int32],
    best: NDArray[np.int32],
    listed: NDArray[np.int32],
    counters: NDArray[np.int64],
    stream: NDArray[np.uint64],
) -> None:
    """Go on with the present cycle until it ends or as many proposals as asked are done.

    Works on `grid_of`, `best`, `listed`, `counters` and `stream`, which are all of its state:
    `listed` begins with the directed borders that are cut, in the order in which they are drawn
    from, `counters[CUTS]` of them. A proposal
    moves one unit, or redraws two neighbouring grids from a random tree; the latter counts as
    many proposals as it has units. Laws and norms are penalties while the search is hot; the
    best plan is the one with the fewest households beyond the law, then of the least cost.
    """
    n = grid_of.size
    totals = np.zeros((grids, 3), np.int64)
    sizes = np.zeros(grids, np.int64)
    overlap = np.zeros((grids, old_grids), np.int64)
    tally = np.zeros(TERMS, np.int64)
    after = np.zeros(TERMS, np.int64)
    moved = np.zeros(3, np.int64)
    change = np.zeros(old_grids, np.int64)
    row_best = np.zeros(grids, np.int64)
    stamp = np.zeros(n, np.int64)
    queue = np.empty(n, np.int32)
    members = np.empty(n, np.int32)
    order = np.empty(n, np.int32)
    parent = np.empty(n, np.int32)
    below_h = np.zeros(n, np.int64)
    mark = 1

    count_grids(best, households, moment, old_indptr, old_label, old_households, totals, sizes, overlap)
    tally_plan(indptr, indices, border, best, totals, overlap, bounds, tally)
    best_beyond = beyond_law(tally, bounds)
    best_cost = cost_of(tally, bounds, weights)

    count_grids(grid_of, households, moment, old_indptr, old_label, old_households, totals, sizes, overlap)
    tally_plan(indptr, indices, border, grid_of, totals, overlap, bounds, tally)
    cost = cost_of(tally, bounds, weights)
    if old_grids > 0:
        for grid in range(grids):
            row_best[grid] = overlap[grid].max()

    place = np.full(indices.size, -1, np.int32)
    cuts = counters[CUTS]
    for i in range(cuts):
        place[listed[i]] = i

    cooling = np.log(schedule[COLD] / schedule[HOT])
    pair_chance = schedule[PAIR_SHARE] * grids / (2.0 * n)
    with_moment = moment.shape[0] > 0
    dirty = np.empty(n, np.int32)
    is_dirty = np.zeros(n, np.bool_)
    changes = 0
    for node in range(n):
        if best[node] != grid_of[node]:
            changes = note_change(node, dirty, is_dirty, changes)
    while counters[DONE] < counters[ASKED] and counters[POSITION] < counters[LENGTH]:
        if cuts == 0:
            counters[DONE] = counters[ASKED]
            break
        heat = schedule[HOT] * np.exp(cooling * counters[POSITION] / counters[LENGTH])
        e = listed[below(stream, cuts)]
        node = tail[e]
        giver, taker = grid_of[node], grid_of[indices[e]]
        if uniform(stream) >= pair_chance:
            counters[DONE] += 1
            counters[POSITION] += 1
            if sizes[giver] == 1:
                continue
            moved[0] = households[node]
            if with_moment:
                moved[1] = moment[node, 0]
                moved[2] = moment[node, 1]
            if old_grids > 0:
                change[:] = 0
                for i in range(old_indptr[node], old_indptr[node + 1]):
                    change[old_label[i]] += old_households[i]
            shift_terms(
                giver, taker, moved, change, totals, overlap, row_best, bounds, with_moment, tally, after
            )
            for f in range(indptr[node], indptr[node + 1]):
                beside = grid_of[indices[f]]
                if beside == giver:
                    after[CUT] += border[f]
                elif beside == taker:
                    after[CUT] -= border[f]
            new_cost = cost_of(after, bounds, weights)
            if new_cost > cost and uniform(stream) >= np.exp((cost - new_cost) / heat):
                continue
            mark += 3
            if not stays_whole(node, indptr, indices, grid_of, stamp, mark, queue):
                continue
            grid_of[node] = taker
            sizes[giver] -= 1
            sizes[taker] += 1
            cuts = note_unit(node, indptr, indices, back, grid_of, listed, place, cuts)
            changes = note_change(node, dirty, is_dirty, changes)
        else:
            mark += 3
            size = members_from(indptr, indices, grid_of, node, taker, members, stamp, mark)
            counters[DONE] += size
            counters[POSITION] += size
            random_tree(indptr, indices, members, size, stamp, mark, parent, order, stream)
            chosen = _chosen_cut(
                households, members, order, parent, below_h, size, bounds, weights, heat, stream
            )
            # the side below the cut is the taker's, the rest the giver's; `queue` holds who changes sides
            moved[:] = 0
            change[:] = 0
            switch = 0
            for i in range(size):
                at = order[i]
                if at == chosen or (parent[at] >= 0 and stamp[parent[at]] == mark + 2):
                    stamp[at] = mark + 2
                to = taker if stamp[at] == mark + 2 else giver
                if grid_of[at] != to:
                    queue[switch] = at
                    switch += 1
                    sign = 1 if to == taker else -1
                    moved[0] += sign * households[at]
                    if with_moment:
                        moved[1] += sign * moment[at, 0]
                        moved[2] += sign * moment[at, 1]
                    if old_grids > 0:
                        for j in range(old_indptr[at], old_indptr[at + 1]):
                            change[old_label[j]] += sign * old_households[j]
            shift_terms(
                giver, taker, moved, change, totals, overlap, row_best, bounds, with_moment, tally, after
            )
            after[CUT] += _cut_gained(
                indptr, indices, border, grid_of, members, size, stamp, mark + 2, giver, taker
            )
            new_cost = cost_of(after, bounds, weights)
            if new_cost > cost and uniform(stream) >= np.exp((cost - new_cost) / heat):
                continue
            for i in range(switch):
                at = queue[i]
                if grid_of[at] == giver:
                    grid_of[at] = taker
                    sizes[giver] -= 1
                    sizes[taker] += 1
                else:
                    grid_of[at] = giver
                    sizes[taker] -= 1
                    sizes[giver] += 1
            for i in range(switch):
                cuts = note_unit(queue[i], indptr, indices, back, grid_of, listed, place, cuts)
                changes = note_change(queue[i], dirty, is_dirty, changes)
        shift(giver, taker, moved, change, totals, overlap, row_best)
        for term in range(TERMS):
            tally[term] = after[term]
        cost = new_cost
        beyond = beyond_law(tally, bounds)
        if beyond < best_beyond or (beyond == best_beyond and cost < best_cost - 1e-9):
            best_beyond, best_cost = beyond, cost
            for i in range(changes):
                best[dirty[i]] = grid_of[dirty[i]]
                is_dirty[dirty[i]] = False
            changes = 0
    counters[CUTS] = cuts
