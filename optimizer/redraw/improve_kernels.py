"""Improving a plan: single units change sides, pairs of grids are redrawn, and the search cools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from optimizer.redraw.border_kernels import note_change, note_unit, stays_whole
from optimizer.redraw.proposal_kernels import chosen_cut, cut_gained, cut_longer, partner
from optimizer.redraw.random_kernels import below, uniform
from optimizer.redraw.shift_kernels import carry, shift, shift_terms
from optimizer.redraw.tally_kernels import (
    CUT,
    LOADS,
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
HOT, COLD, PAIR_SHARE, SWAP_SHARE = 0, 1, 2, 3
STEP = 5  # bits of a position within which the heat stays


@njit(cache=True)
def improve(
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    back: NDArray[np.int32],
    tail: NDArray[np.int32],
    border: NDArray[np.int64],
    households: NDArray[np.int64],
    moment: NDArray[np.int64],
    seats: NDArray[np.int64],
    loads: NDArray[np.int64],
    limits: NDArray[np.int64],
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
    totals = np.zeros((grids, LOADS + loads.shape[1]), np.int64)
    sizes = np.zeros(grids, np.int64)
    overlap = np.zeros((grids, old_grids), np.int64)
    tally = np.zeros(TERMS, np.int64)
    after = np.zeros(TERMS, np.int64)
    moved = np.zeros(LOADS + loads.shape[1], np.int64)
    change = np.zeros(old_grids, np.int64)
    row_best = np.zeros(grids, np.int64)
    stamp = np.zeros(n, np.int64)
    queue = np.empty(n, np.int32)
    members = np.empty(n, np.int32)
    order = np.empty(n, np.int32)
    parent = np.empty(n, np.int32)
    below_h = np.zeros(n, np.int64)
    below_l = np.zeros((n, loads.shape[1]), np.int64)
    mark = 1

    count_grids(
        best, households, moment, loads, old_indptr, old_label, old_households,
        totals, sizes, overlap,
    )  # fmt: skip
    tally_plan(indptr, indices, border, best, totals, overlap, bounds, limits, seats, tally)
    best_beyond = beyond_law(tally, bounds)
    best_cost = cost_of(tally, bounds, weights)

    count_grids(
        grid_of, households, moment, loads, old_indptr, old_label, old_households,
        totals, sizes, overlap,
    )  # fmt: skip
    tally_plan(indptr, indices, border, grid_of, totals, overlap, bounds, limits, seats, tally)
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
    step, heat = np.int64(-1), 0.0
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
        if counters[POSITION] >> STEP != step:
            step = counters[POSITION] >> STEP
            heat = schedule[HOT] * np.exp(cooling * (step << STEP) / counters[LENGTH])
        e = listed[below(stream, cuts)]
        node = tail[e]
        giver, taker = grid_of[node], grid_of[indices[e]]
        kind = uniform(stream)
        if kind >= pair_chance and kind < pair_chance + schedule[SWAP_SHARE]:
            counters[DONE] += 1
            counters[POSITION] += 1
            other = partner(tail, indices, grid_of, listed, cuts, node, taker, stream)
            if other < 0:
                continue
            moved[:] = 0
            carry(node, 1, households, moment, loads, moved)
            carry(other, -1, households, moment, loads, moved)
            if old_grids > 0:
                change[:] = 0
                for i in range(old_indptr[node], old_indptr[node + 1]):
                    change[old_label[i]] += old_households[i]
                for i in range(old_indptr[other], old_indptr[other + 1]):
                    change[old_label[i]] -= old_households[i]
            shift_terms(
                giver, taker, moved, change, totals, overlap, row_best, bounds, limits, seats, tally, after
            )
            longer = cut_longer(node, taker, indptr, indices, border, grid_of)
            mark += 3
            whole = stays_whole(node, indptr, indices, grid_of, stamp, mark, queue)
            grid_of[node] = taker
            after[CUT] += longer + cut_longer(other, giver, indptr, indices, border, grid_of)
            new_cost = cost_of(after, bounds, weights)
            if new_cost > cost and uniform(stream) >= np.exp((cost - new_cost) / heat):
                whole = False
            touches = False
            for f in range(indptr[other], indptr[other + 1]):
                touches |= grid_of[indices[f]] == giver
            mark += 3
            if not (whole and touches and stays_whole(other, indptr, indices, grid_of, stamp, mark, queue)):
                grid_of[node] = giver
                continue
            grid_of[other] = giver
            cuts = note_unit(node, indptr, indices, back, grid_of, listed, place, cuts)
            cuts = note_unit(other, indptr, indices, back, grid_of, listed, place, cuts)
            changes = note_change(node, dirty, is_dirty, changes)
            changes = note_change(other, dirty, is_dirty, changes)
        elif kind >= pair_chance:
            counters[DONE] += 1
            counters[POSITION] += 1
            if sizes[giver] == 1:
                continue
            moved[:] = 0
            carry(node, 1, households, moment, loads, moved)
            if old_grids > 0:
                change[:] = 0
                for i in range(old_indptr[node], old_indptr[node + 1]):
                    change[old_label[i]] += old_households[i]
            shift_terms(
                giver, taker, moved, change, totals, overlap, row_best, bounds, limits, seats, tally, after
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
            chosen = chosen_cut(
                households, members, order, parent, below_h, loads, below_l, size,
                bounds, limits, weights, heat, stream,
            )  # fmt: skip
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
                    carry(at, sign, households, moment, loads, moved)
                    if old_grids > 0:
                        for j in range(old_indptr[at], old_indptr[at + 1]):
                            change[old_label[j]] += sign * old_households[j]
            shift_terms(
                giver, taker, moved, change, totals, overlap, row_best, bounds, limits, seats, tally, after
            )
            after[CUT] += cut_gained(
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
