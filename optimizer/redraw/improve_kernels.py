"""Improving a plan: single units change sides, pairs of grids are redrawn, and the search cools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from optimizer.redraw.random_kernels import below, uniform
from optimizer.redraw.tally_kernels import (
    CROSSED,
    CUT,
    HARD,
    HARD_LOW,
    INERTIA,
    NORM,
    NORM_LOW,
    SQUARES,
    TERMS,
    beyond_law,
    cost_of,
    count_grids,
    outside,
    spread,
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
def _note_unit(
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


@njit(cache=True)
def _outside_pair(one: int, other: int, bounds: NDArray[np.int64], low: int) -> int:
    """Return by how many households two grids miss the band that starts at place `low` of the bounds."""
    return int(outside(one, bounds[low], bounds[low + 1]) + outside(other, bounds[low], bounds[low + 1]))


@njit(cache=True)
def _note_change(node: int, dirty: NDArray[np.int32], is_dirty: NDArray[np.bool_], count: int) -> int:
    """Remember that a unit may differ from the best plan; return how many do."""
    if is_dirty[node]:
        return count
    is_dirty[node] = True
    dirty[count] = node
    return count + 1


@njit(cache=True)
def _row_best(row: NDArray[np.int64], change: NDArray[np.int64], sign: int) -> int:
    """Return the largest entry of a row of the overlap table after a change."""
    best = 0
    for i in range(row.size):
        value = row[i] + sign * change[i]
        if value > best:
            best = value
    return int(best)


@njit(cache=True)
def _shift_terms(
    giver: int,
    taker: int,
    moved: NDArray[np.int64],
    change: NDArray[np.int64],
    totals: NDArray[np.int64],
    overlap: NDArray[np.int64],
    row_best: NDArray[np.int64],
    bounds: NDArray[np.int64],
    with_moment: bool,
    tally: NDArray[np.int64],
    after: NDArray[np.int64],
) -> None:
    """Fill `after` with the tally once `moved` has gone over, borders excepted.

    `moved` holds households and moments, `change` the households by old grid.
    """
    h, g, m = totals[giver, 0], totals[taker, 0], moved[0]
    for term in range(TERMS):
        after[term] = tally[term]
    after[HARD] += _outside_pair(h - m, g + m, bounds, HARD_LOW) - _outside_pair(h, g, bounds, HARD_LOW)
    after[NORM] += _outside_pair(h - m, g + m, bounds, NORM_LOW) - _outside_pair(h, g, bounds, NORM_LOW)
    after[SQUARES] += 2 * m * (g - h + m)
    if overlap.shape[1] > 0:
        after[CROSSED] += row_best[giver] - _row_best(overlap[giver], change, -1)
        after[CROSSED] += row_best[taker] - _row_best(overlap[taker], change, 1)
    if with_moment:
        after[INERTIA] += spread(totals[giver] - moved) - spread(totals[giver])
        after[INERTIA] += spread(totals[taker] + moved) - spread(totals[taker])


@njit(cache=True)
def _shift(
    giver: int,
    taker: int,
    moved: NDArray[np.int64],
    change: NDArray[np.int64],
    totals: NDArray[np.int64],
    overlap: NDArray[np.int64],
    row_best: NDArray[np.int64],
) -> None:
    """Carry what has moved into the tables of grids."""
    for i in range(3):
        totals[giver, i] -= moved[i]
        totals[taker, i] += moved[i]
    for i in range(overlap.shape[1]):
        overlap[giver, i] -= change[i]
        overlap[taker, i] += change[i]
    if overlap.shape[1] > 0:
        row_best[giver] = overlap[giver].max()
        row_best[taker] = overlap[taker].max()


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
            changes = _note_change(node, dirty, is_dirty, changes)
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
            _shift_terms(
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
            cuts = _note_unit(node, indptr, indices, back, grid_of, listed, place, cuts)
            changes = _note_change(node, dirty, is_dirty, changes)
        else:
            mark += 3
            size = members_from(indptr, indices, grid_of, node, taker, members, stamp, mark)
            counters[DONE] += size
            counters[POSITION] += size
            random_tree(indptr, indices, members, size, stamp, mark, parent, order, stream)
            for i in range(size):
                below_h[members[i]] = households[members[i]]
            for i in range(size - 1, 0, -1):
                below_h[parent[order[i]]] += below_h[order[i]]
            whole = below_h[order[0]]
            chosen, chosen_key = -1, -np.inf
            for i in range(1, size):  # a cut with a chance of exp(-cost / heat) by the largest of noisy keys
                s = below_h[order[i]]
                t = whole - s
                off = (
                    weights[HARD] * _outside_pair(s, t, bounds, HARD_LOW)
                    + weights[NORM] * _outside_pair(s, t, bounds, NORM_LOW)
                    + weights[SQUARES] * (s * s + t * t)
                )
                key = -off / heat - np.log(-np.log(uniform(stream) + 1e-300) + 1e-300)
                if key > chosen_key:
                    chosen, chosen_key = order[i], key
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
            _shift_terms(
                giver, taker, moved, change, totals, overlap, row_best, bounds, with_moment, tally, after
            )
            for i in range(size):
                at = members[i]
                new = taker if stamp[at] == mark + 2 else giver
                for f in range(indptr[at], indptr[at + 1]):
                    near = indices[f]
                    if near > at and (grid_of[near] == giver or grid_of[near] == taker):
                        if grid_of[near] != grid_of[at]:
                            after[CUT] -= border[f]
                        if (stamp[near] == mark + 2) != (new == taker):
                            after[CUT] += border[f]
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
                cuts = _note_unit(queue[i], indptr, indices, back, grid_of, listed, place, cuts)
                changes = _note_change(queue[i], dirty, is_dirty, changes)
        _shift(giver, taker, moved, change, totals, overlap, row_best)
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
