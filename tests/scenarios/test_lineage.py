"""Grids are followed from plan to plan as the best matching of households follows them."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.measures.agreement import crosswalk, moved_weight
from scenarios.lineage import MOVED_SHARE, changes, successors
from tests.scenarios.scored import before_and_after
from tests.strategies import block_town, planned_towns

if TYPE_CHECKING:
    from domain.graph import PlanningGraph
    from domain.plan import Plan


def told(old: list[int], new: list[int], households: list[int] | None = None) -> list[tuple[object, ...]]:
    """The change list of a row of blocks, without its numbers."""
    graph = block_town(len(old), 1, households or [100] * len(old))
    before, after = before_and_after(graph, old, new, grids=max(*old, *new) + 1)
    return [(c.kind, c.old, c.new) for c in changes(before.plan, after.plan, after.crosswalk)]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 9)), min_size=1, max_size=12))
def test_no_naming_of_successors_keeps_more_households(parts: list[tuple[int, int, int]]) -> None:
    old, new, weight = np.array(parts).T
    cross = crosswalk(old, new, weight, 4, 4)
    least = min(moved_weight(cross, np.array(names)) for names in permutations(range(4)))
    assert moved_weight(cross, successors(cross)) == least


@given(planned_towns())
def test_every_grid_succeeds_itself_when_nothing_changes(town: tuple[PlanningGraph, Plan]) -> None:
    graph, plan = town
    units = np.bincount(plan.grid_of[plan.grid_of >= 0], minlength=len(plan))
    cross = crosswalk(plan.grid_of, plan.grid_of, graph.units.count("households"), len(plan), len(plan))
    assert successors(cross).tolist() == [grid if units[grid] else -1 for grid in range(len(plan))]
    assert list(changes(plan, plan, cross)) == []


def test_moved_share_of_the_worked_examples() -> None:
    gives = before_and_after(block_town(3, 1, [500, 100, 400]), [0, 0, 1], [0, 1, 1])[1]
    halved = before_and_after(block_town(2, 1, [500, 500]), [0, 0], [0, 1])[1]
    assert MOVED_SHARE.value(gives) == pytest.approx(0.10)
    assert MOVED_SHARE.value(halved) == pytest.approx(0.50)


def test_a_split_names_the_old_grid_and_all_its_parts() -> None:
    assert told([0, 0, 0], [0, 1, 2], [200, 100, 100]) == [("split", (0,), (0, 1, 2))]


def test_a_merger_names_the_new_grid_and_all_that_went_into_it() -> None:
    assert told([0, 1, 2], [0, 0, 0], [100, 200, 100]) == [
        ("merged", (0, 1, 2), (0,)),
        ("renamed", (1,), (0,)),
    ]


def test_ground_between_continuing_grids_is_a_change_of_border() -> None:
    assert told([0, 0, 0, 1, 1], [0, 0, 1, 1, 1]) == [("border", (0,), (1,))]


def test_a_grid_from_parts_of_several_is_new_and_one_divided_among_several_is_abolished() -> None:
    assert told([0, 0, 0, 1, 1, 1], [0, 0, 2, 2, 1, 1]) == [("new", (0, 1), (2,))]
    assert told([0, 0, 1, 1, 2, 2], [0, 0, 0, 2, 2, 2]) == [("abolished", (1,), (0, 2))]


def test_ground_that_was_or_becomes_unassigned_is_new_or_abolished() -> None:
    assert told([-1, 0], [1, 0]) == [("new", (), (1,))]
    assert told([1, 0], [-1, 0]) == [("abolished", (1,), ())]


def test_the_numbers_of_a_change_are_those_that_leave() -> None:
    graph = block_town(3, 1, [500, 100, 400])
    before, after = before_and_after(graph, [0, 0, 1], [0, 1, 1])
    (change,) = changes(before.plan, after.plan, after.crosswalk)
    assert (change.units, change.households) == (1, 100)
    assert change.share == pytest.approx(100 / 600)


@given(planned_towns(), st.data())
def test_every_unit_that_does_not_stay_is_in_one_change(
    town: tuple[PlanningGraph, Plan], data: st.DataObject
) -> None:
    graph, plan = town
    size = len(graph.units)
    old = data.draw(st.lists(st.integers(0, 2), min_size=size, max_size=size))
    before, after = before_and_after(graph, old, np.maximum(plan.grid_of, 0).tolist(), grids=3)
    cross = after.crosswalk
    stay = int(cross.units[successors(cross)[cross.old] == cross.new].sum())
    assert sum(change.units for change in changes(before.plan, after.plan, cross)) == size - stay
