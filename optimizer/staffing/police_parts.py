"""The ground of a station area in as many police grids as it has officers.

The officer with most people has as few as can be, the one with fewest as many; the same of calls by
themselves; then both give way by the same share, as little as can be; then shape. Whole communities;
one whose people ask for several officers may be divided, into pieces of its own.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from optimizer.staffing.adjoining_parts import fitting_parts
from optimizer.staffing.station_ground import divisions, graph_of, nodes_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from domain.police_rules import PoliceRules
    from optimizer.redraw.bare import BareGraph
    from optimizer.staffing.station_ground import StationGround

    Ints = NDArray[np.int64]

STEP: Final = 0.01
"""Bounds closer together than this share of the mean are one."""


def police_parts(ground: StationGround, officers: int, rules: PoliceRules) -> Ints | None:
    """Return the police grid of each piece, numbered by their first pieces; None where none is found.

    Nobody has more people than the red line. Communities are divided, the largest first, as long as
    that leaves fewer people to the officer who has most: see `divisions`.
    """
    best: tuple[tuple[int, int], NDArray[np.int32], Ints, BareGraph] | None = None
    for divided in divisions(ground, officers, rules):
        node = nodes_of(ground, divided)
        graph = graph_of(ground, node, divided, rules)
        first = fitting_parts(graph, officers, 0, rules.red, _free(graph))
        if first is None:
            continue
        plan, low, high = _people_alike(graph, officers, first, rules)
        if best is None or (high, -low) < best[0]:
            best = (high, -low), plan, node, graph
    if best is None:
        return None
    (high, low), plan, node, graph = best
    return _numbered(_both_alike(graph, officers, plan, (-low, high), rules)[node])


def least_officers(ground: StationGround, officers: int, rules: PoliceRules) -> int | None:
    """Return the fewest officers from `officers` on for whom police grids are found; None for no number."""
    first = max(officers, math.ceil(float(ground.people.sum()) / rules.red), 1)
    for count in range(first, ground.people.size + 1):
        for divided in divisions(ground, count, rules):
            graph = graph_of(ground, nodes_of(ground, divided), divided, rules)
            if fitting_parts(graph, count, 0, rules.red) is not None:
                return count
    return None


def least_red(ground: StationGround, officers: int, rules: PoliceRules) -> int | None:
    """Return the lowest red line with which police grids are found for so many officers; None for none."""
    least: int | None = None
    for divided in divisions(ground, officers, replace(rules, red=math.ceil(float(ground.people.sum())))):
        graph = graph_of(ground, nodes_of(ground, divided), divided, rules)
        top = int(graph.weight.sum()) if least is None else least - 1
        found = fitting_parts(graph, officers, 0, top)
        if found is None:
            continue  # a division that gains nothing costs one search
        low, least = rules.red, _most(graph, found)
        while low < least:
            middle = (low + least) // 2
            found = fitting_parts(graph, officers, 0, middle)
            if found is None:
                low = middle + 1
            else:
                least = _most(graph, found)
    return least


def _people_alike(
    graph: BareGraph, officers: int, first: NDArray[np.int32], rules: PoliceRules
) -> tuple[NDArray[np.int32], int, int]:
    """Return a plan whose heaviest part is as light and whose lightest as heavy as is found, with both."""
    return _narrowed(
        first, graph.weight, officers, rules,
        lambda low, high: fitting_parts(graph, officers, low, min(high, rules.red), _free(graph)),
    )  # fmt: skip


def _both_alike(
    graph: BareGraph, officers: int, plan: NDArray[np.int32], people: tuple[int, int], rules: PoliceRules
) -> NDArray[np.int32]:
    """Return a plan of people and calls, both as little beyond their own best bounds as is found.

    Both give way by the same share of their means.
    """
    if not graph.loads.size:
        return plan
    load = graph.loads[:, 0]
    _, low, high = _narrowed(
        plan, load, officers, rules,
        lambda least, most: fitting_parts(graph, officers, 0, rules.red, [(least, most)]),
    )  # fmt: skip
    means = float(graph.weight.sum()) / officers, float(load.sum()) / officers

    def drawn(steps: int) -> NDArray[np.int32] | None:
        mine, calls = (math.ceil(STEP * steps * mean) for mean in means)
        top = min(people[1] + mine, rules.red)
        return fitting_parts(
            graph, officers, max(people[0] - mine, 0), top, [(max(low - calls, 0), high + calls)]
        )  # fmt: skip

    best, few, many = plan, -1, math.ceil(1 / STEP)
    while many - few > 1:
        middle = (few + many) // 2
        found = drawn(middle)
        if found is None:
            few = middle
        else:
            best, many = found, middle
    return best


def _narrowed(
    plan: NDArray[np.int32], load: Ints, parts: int, rules: PoliceRules,
    drawn: Callable[[int, int], NDArray[np.int32] | None],
) -> tuple[NDArray[np.int32], int, int]:  # fmt: skip
    """Return the plan that `drawn` gives within the narrowest bounds found, with these bounds.

    First the upper bound falls, then the lower one rises, until they are as near to the mean as
    counts for even; what is nearer is left to shape.
    """
    mean = float(load.sum()) / parts
    step = max(round(STEP * mean), 1)
    even = math.floor(mean * (1 - rules.even)), math.ceil(mean * (1 + rules.even))
    below, high = even[1], max(int(np.bincount(plan, load).max()), even[1])
    while high - below >= step:
        middle = (below + high) // 2
        found = drawn(0, middle)
        if found is None:
            below = middle + 1
        else:
            plan, high = found, max(int(np.bincount(found, load).max()), even[1])
    low, above = min(int(np.bincount(plan, load).min()), even[0]), even[0]
    while above - low >= step:
        middle = (low + above + 1) // 2
        found = drawn(middle, high)
        if found is None:
            above = middle - 1
        else:
            plan, low = found, min(int(np.bincount(found, load).min()), even[0])
    shaped = drawn(low, high)
    return (plan if shaped is None else shaped), low, high


def _free(graph: BareGraph) -> list[tuple[int, int]]:
    """Return bounds of calls that bind nothing; none where there are no calls."""
    return [(0, int(graph.loads.sum()))] if graph.loads.size else []


def _most(graph: BareGraph, plan: NDArray[np.int32]) -> int:
    """Return the weight of the heaviest part."""
    return int(np.bincount(plan, graph.weight).max())


def _numbered(part: NDArray[np.int32]) -> Ints:
    """Number parts in the order of their first pieces."""
    _, first, own = np.unique(part, return_index=True, return_inverse=True)
    rank = np.empty(first.size, np.int64)
    rank[np.argsort(first)] = np.arange(first.size)
    return rank[own]
