"""An ensemble holds legal plans only, in time all of them, and the same ones for a seed."""

from __future__ import annotations

from itertools import product

import networkx as nx
import numpy as np
import pytest

from optimizer.redraw import Part
from optimizer.redraw.bare import BareGraph, prepare_graph
from optimizer.redraw.ensemble import ensemble

SIDE, PARTS, LOW, HIGH = 3, 3, 2, 4
TOWN: nx.Graph[int] = nx.convert_node_labels_to_integers(nx.grid_2d_graph(SIDE, SIDE), ordering="sorted")
Blocks = frozenset[frozenset[int]]


def part() -> Part:
    """Nine nodes of weight one, three parts of two to four."""
    ends = np.array(sorted(TOWN.edges))
    found = prepare_graph(
        BareGraph(
            codes=tuple(map(str, TOWN)), weight=np.ones(len(TOWN)), x=np.empty(0), y=np.empty(0),
            tail=ends[:, 0], head=ends[:, 1],
        ),
        parts=PARTS, low=LOW, high=HIGH,
    )  # fmt: skip
    assert isinstance(found, Part)
    return found


def blocks(grid_of: tuple[int, ...]) -> Blocks:
    return frozenset(frozenset(n for n in TOWN if grid_of[n] == grid) for grid in set(grid_of))


@pytest.fixture(scope="module")
def legal() -> set[Blocks]:
    """Every division of the town, tried in full."""
    tried = {blocks(of) for of in product(range(PARTS), repeat=len(TOWN)) if len(set(of)) == PARTS}
    return {
        each
        for each in tried
        if all(LOW <= len(block) <= HIGH and nx.is_connected(TOWN.subgraph(block)) for block in each)
    }


def drawn(plans: int, seed: int) -> list[tuple[Blocks, bool]]:
    return [
        (blocks(tuple(step.states[0].best.tolist())), step.legal)
        for step in ensemble([part()], plans=plans, seed=seed)
        if step.counts
    ]


def test_all_its_plans_are_legal_and_every_legal_plan_comes_up(legal: set[Blocks]) -> None:
    found = drawn(3000, 1)
    assert all(kept for _, kept in found)
    assert {each for each, _ in found} == legal


def test_the_same_seed_gives_the_same_plans_and_another_seed_others() -> None:
    assert drawn(10, 4) == drawn(10, 4)
    assert drawn(10, 4) != drawn(10, 5)
    assert drawn(20, 4)[:10] == drawn(10, 4)
