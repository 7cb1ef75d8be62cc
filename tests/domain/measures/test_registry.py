"""Measures of whole plans agree with geometry, with graph theory and with counting by hand."""

from __future__ import annotations

from dataclasses import replace
from time import process_time
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.reference import shipped_standards
from domain.errors import InvalidValueError
from domain.measures import MEASURES, Subject
from domain.plan import EXCLUSIVE, RETIRED, Grid, Plan
from tests.domain.test_judgement import with_estates
from tests.strategies import BLOCK_M, block_town, plan_of, planned_towns

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from domain.graph import PlanningGraph

TYPES = {"town": shipped_standards().grid_type("town")}
BY_KEY = {measure.key: measure for measure in MEASURES}


def subject_of(graph: PlanningGraph, plan: Plan, today: Plan | None = None) -> Subject:
    return Subject(
        graph=graph, plan=plan, households=graph.units.count("households"), types=TYPES, today=today
    )


def scores(subject: Subject) -> dict[str, float]:
    """Every measure that the subject allows."""
    return {m.key: m.value(subject) for m in MEASURES if m.told_of(subject)}


def shapes(graph: PlanningGraph, plan: Plan) -> list[BaseGeometry]:
    """The ground of each grid as shapely sees it."""
    half = BLOCK_M / 2
    blocks = np.array(shapely.box(graph.x - half, graph.y - half, graph.x + half, graph.y + half))
    return [shapely.union_all(blocks[plan.grid_of == grid]) for grid in range(len(plan))]


@given(planned_towns())
def test_areas_perimeters_and_pieces_are_those_of_geometry(town: tuple[PlanningGraph, Plan]) -> None:
    subject, ground = subject_of(*town), shapes(*town)
    assert subject.area_m2 == pytest.approx([shape.area for shape in ground])
    assert subject.perimeter_m == pytest.approx([shape.length for shape in ground])
    graph, plan = town
    net = nx.Graph(zip(graph.tail.tolist(), graph.head.tolist(), strict=True))
    net.add_nodes_from(range(len(graph.units)))
    members = [np.flatnonzero(plan.grid_of == grid).tolist() for grid in range(len(plan))]
    assert subject.pieces.tolist() == [nx.number_connected_components(net.subgraph(m)) for m in members]


@given(planned_towns())
def test_cut_border_is_all_border_less_what_lies_inside(town: tuple[PlanningGraph, Plan]) -> None:
    graph, plan = town
    inside = sum(
        metres
        for tail, head, metres in zip(graph.tail, graph.head, graph.border_m, strict=True)
        if plan.grid_of[tail] == plan.grid_of[head]
    )
    assert scores(subject_of(*town))["cut-border-m"] == pytest.approx(graph.border_m.sum() - inside)


@given(planned_towns(), st.permutations(range(3)))
def test_renaming_grids_changes_no_measure(town: tuple[PlanningGraph, Plan], names: list[int]) -> None:
    graph, plan = town
    renamed = np.array([names[g] if g >= 0 else -1 for g in plan.grid_of])
    today = plan_of(graph, [0] * len(graph.units), 3)
    other = scores(subject_of(graph, plan_of(graph, renamed.tolist(), 3), today))
    assert other == pytest.approx(scores(subject_of(graph, plan, today)))


@given(planned_towns(), st.floats(-1e6, 1e6), st.sampled_from([-1, 1]))
def test_moving_and_mirroring_the_map_changes_no_measure(
    town: tuple[PlanningGraph, Plan], shift: float, east: int
) -> None:
    graph, plan = town
    moved = replace(graph, x=east * graph.x + shift, y=graph.y - shift)
    expected = scores(subject_of(graph, plan))
    assert scores(subject_of(moved, plan)) == pytest.approx(expected, rel=1e-5, abs=1e-5)


@given(planned_towns())
def test_the_same_plan_twice_has_moved_nobody(town: tuple[PlanningGraph, Plan]) -> None:
    graph, plan = town
    told = scores(subject_of(graph, plan, plan))
    assert told["split-share"] == told["crossed-share"] == 0
    assert told["adjusted-rand"] == 1
    assert told["variation-of-information"] == pytest.approx(0, abs=1e-12)


def test_a_block_without_households_changes_no_measure_of_load() -> None:
    with_block = scores(
        subject_of(block_town(3, 1, [300, 500, 0]), plan_of(block_town(3, 1, [0] * 3), [0, 1, 1], 2))
    )
    without = scores(subject_of(block_town(2, 1, [300, 500]), plan_of(block_town(2, 1, [0] * 2), [0, 1], 2)))
    loads = ("household-cv", "gini", "theil", "household-max", "household-min", "share-in-norm")
    assert [with_block[key] for key in loads] == [without[key] for key in loads]


def test_household_measures_leave_out_exclusive_and_retired_grids_and_count_empty_ones() -> None:
    """300 and 500 in grids of the norm, one empty grid, 4,000 in a market, one grid retired."""
    graph = block_town(3, 1, [300, 500, 4000])
    types = ("town", "town", EXCLUSIVE, "town", RETIRED)
    plan = Plan(
        unit_set=graph.units.digest,
        grid_of=np.array([0, 1, 2]),
        grids=tuple(Grid(code=f"g{n}", type=key) for n, key in enumerate(types)),
    )
    told = scores(subject_of(graph, plan))
    assert (told["grids"], told["grids-exclusive"]) == (3, 1)
    assert told["household-cv"] == pytest.approx(np.std([300, 500, 0]) / np.mean([300, 500, 0]))
    assert (told["household-max"], told["household-min"]) == (500, 0)
    assert told["share-in-norm"] == pytest.approx(2 / 3)


def test_estates_are_cut_needlessly_only_below_the_limit_and_only_by_lines_of_a_community() -> None:
    """Estates of 400 (cut), 700 (cut, it may be), 300 (whole) and 200 (over two communities)::

    units   0 0 | 1 1 | 2 2 | 3 ‖ 3
    grids   0 1 | 1 2 | 2 2 | 2 ‖ 3
    """
    households = [200, 200, 350, 350, 150, 150, 100, 100]
    graph = with_estates(block_town(8, 1, households, [0] * 7 + [1]), [0, 0, 1, 1, 2, 2, 3, 3])
    told = scores(subject_of(graph, plan_of(graph, [0, 1, 1, 2, 2, 2, 2, 3], 4)))
    assert (told["estates-cut"], told["estates-cut-needless"]) == (2, 1)


def test_boundary_following_is_by_length_of_lines_between_grids() -> None:
    """Of three borders of 100 m in a row of four, the two between grids follow a road for 100 m and 50 m."""
    graph = replace(block_town(4, 1, [1] * 4), follows_m=np.array([100.0, 100.0, 50.0]))
    told = scores(subject_of(graph, plan_of(graph, [0, 1, 1, 2], 3)))
    assert told["boundary-following"] == pytest.approx(0.75)


def test_two_by_two_in_halves_cuts_two_borders() -> None:
    graph = block_town(2, 2, [1] * 4)
    assert int(subject_of(graph, plan_of(graph, [0, 1, 0, 1], 2)).cut.sum()) == 2


def test_movement_cannot_be_told_without_today() -> None:
    graph = block_town(1, 1, [1])
    with pytest.raises(InvalidValueError, match="no-today"):
        BY_KEY["crossed-share"].value(subject_of(graph, plan_of(graph, [0], 1)))


def test_work_is_told_of_grids_with_units_and_not_without_hours() -> None:
    graph = block_town(4, 1, [1] * 4)
    plan = plan_of(graph, [0, 0, 1, 1], 3)
    told = scores(replace(subject_of(graph, plan), fte=np.array([0.5, 1.5, 9.0])))
    assert (told["fte-required"], told["workload-cv"]) == (2.0, 0.5)
    assert "workload-cv" not in scores(subject_of(graph, plan))
    with pytest.raises(InvalidValueError, match="no-hours"):
        BY_KEY["fte-required"].value(subject_of(graph, plan))


def test_keys_are_unique() -> None:
    assert len(BY_KEY) == len(MEASURES)


def test_a_city_of_280_000_units_in_14_000_grids_is_scored_in_seconds() -> None:
    side = (700, 400)
    graph = block_town(*side, np.random.default_rng(1).integers(0, 40, side[0] * side[1]).tolist())
    column, row = np.arange(280_000) % 700, np.arange(280_000) // 700
    plan = plan_of(graph, (column // 5 + row // 4 * 140).tolist(), 14_000)
    start = process_time()
    told = scores(subject_of(graph, plan, plan))
    assert process_time() - start < 3
    assert told["grids"] == 14_000
