"""Units that share an edge are neighbours; units that share a point, or a railway, are not."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
import shapely.ops
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from domain.errors import InvalidValueError
from domain.units import COMMUNITY, Count, Level, UnitSet
from gis.link import crossings_of, link

if TYPE_CHECKING:
    from domain.graph import PlanningGraph

STANDARDS = shipped_standards()


def units_of(size: int, footprint: list[int] | None = None) -> UnitSet:
    return UnitSet(
        codes=tuple(f"u{n:05d}" for n in range(size)),
        counts=np.ones((size, 1)),
        columns=(Count(name="households", basis="常住户", date="2025-06-30"),),
        footprint=np.arange(size) if footprint is None else footprint,
        levels=(Level(key=COMMUNITY, codes=("1",), names=("一",), kinds=("town",), of_unit=np.zeros(size)),),
    )


def linked(shapes: list[shapely.Geometry], **lines: object) -> PlanningGraph:
    footprints = np.array(shapes, np.object_)
    return link(units_of(len(shapes)), footprints, standards=STANDARDS, **lines)


def borders(graph: PlanningGraph) -> dict[tuple[int, int], float]:
    pairs = zip(graph.tail.tolist(), graph.head.tolist(), strict=True)
    return dict(zip(pairs, graph.border_m.round(6).tolist(), strict=True))


def passable(graph: PlanningGraph) -> set[tuple[int, int]]:
    kept = graph.passable
    return set(zip(graph.tail[kept].tolist(), graph.head[kept].tolist(), strict=True))


def test_a_t_junction_without_a_common_corner_is_still_a_border() -> None:
    """The long edge of 0 has no corner where 1 and 2 meet.

    ::

        +---+---+
        | 1 | 2 |
        +---+---+
        |   0   |
        +-------+
    """
    low, left, right = shapely.box(0, 0, 20, 10), shapely.box(0, 10, 12, 20), shapely.box(12, 10, 20, 20)
    graph = linked([low, left, right])
    assert borders(graph) == {(0, 1): 12.0, (0, 2): 8.0, (1, 2): 10.0}
    assert graph.outer_border_m.tolist() == [40.0, 22.0, 18.0]
    assert graph.area_m2.tolist() == [200.0, 120.0, 80.0]


def test_corners_that_touch_are_not_neighbours_and_short_edges_are_kept_but_not_passable() -> None:
    """0 and 3 meet in a point, 1 and 2 along half a metre.

    ::

        +--+--+
        |2 |3 |
        +-++--+
        |0|1 |
        +-+--+
    """
    graph = linked(
        [
            shapely.box(0, 0, 9.5, 10),
            shapely.box(9.5, 0, 20, 10),
            shapely.box(0, 10, 10, 20),
            shapely.box(10, 10, 20, 20),
        ]
    )
    assert borders(graph) == {(0, 1): 10.0, (0, 2): 9.5, (1, 2): 0.5, (1, 3): 10.0, (2, 3): 10.0}
    assert passable(graph) == {(0, 1), (0, 2), (1, 3), (2, 3)}


def test_a_hole_is_a_border_all_round_and_an_island_has_none() -> None:
    """1 lies in the hole of 0; 2 is a second piece of land."""
    hole = shapely.box(10, 10, 20, 20)
    graph = linked([shapely.box(0, 0, 30, 30).difference(hole), hole, shapely.box(50, 0, 60, 10)])
    assert borders(graph) == {(0, 1): 40.0}
    assert graph.outer_border_m.tolist() == [120.0, 0.0, 40.0]
    assert graph.pieces().tolist() == [0, 0, 1]
    assert shapely.contains_xy(shapely.box(0, 0, 30, 30).difference(hole), graph.x[0], graph.y[0])


def test_a_railway_parts_what_a_crossing_a_bridge_or_only_a_road_does_not() -> None:
    """Four blocks in a row; a railway between 0 and 1 and between 2 and 3, a road between 1 and 2."""
    blocks = [shapely.box(100 * n, 0, 100 * n + 100, 100) for n in range(4)]
    rail = np.array([shapely.LineString([(x, -50), (x, 150)]) for x in (101, 300)], np.object_)
    road = shapely.LineString([(200, 0), (200, 100)])
    over = np.array([shapely.LineString([(250, 95), (350, 95)])], np.object_)
    graph = linked(blocks, barriers=rail, followed=np.array([road, *rail], np.object_))
    assert passable(graph) == {(1, 2)}
    assert graph.follows_m.tolist() == [100.0, 100.0, 100.0]
    crossings = crossings_of(over, rail)
    assert [point.wkt for point in crossings] == ["POINT (300 95)"]
    bridged = linked(
        blocks, barriers=rail, crossings=crossings, bridges=[("u00000", "u00001"), ("u00003", "u00000")]
    )
    assert passable(bridged) == {(0, 1), (1, 2), (2, 3), (0, 3)}
    assert borders(bridged)[0, 3] == 0.0
    with pytest.raises(InvalidValueError, match="bridge-unit"):
        linked(blocks, bridges=[("u00000", "nowhere")])


def test_floors_on_one_footprint_hang_together_and_count_its_area_once() -> None:
    ground = [shapely.box(0, 0, 10, 10), shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)]
    graph = link(units_of(3, [0, 0, 1]), np.array(ground, np.object_), standards=STANDARDS)
    assert borders(graph) == {(0, 1): 0.0, (0, 2): 10.0}
    assert graph.area_m2.sum() == 200.0
    assert (graph.pieces() == 0).all()


@given(st.integers(0, 2**32 - 1), st.integers(8, 30), st.integers(0, 359))
@settings(max_examples=20, deadline=None)
def test_the_perimeter_of_any_union_is_its_outer_and_its_cut_borders(seed: int, size: int, turn: int) -> None:
    """Turned, rounded Voronoi cells cut in two by a line that their neighbours know nothing of."""
    rng = np.random.default_rng(seed)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(rng.uniform(0, 1000, (size, 2)))))
    chord = shapely.LineString([(-5000, rng.uniform(0, 1000)), (5000, rng.uniform(0, 1000))])
    cells = np.concatenate([shapely.get_parts(shapely.ops.split(cell, chord)) for cell in cells])
    angle = np.radians(turn)
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    cells = shapely.transform(cells, lambda xy: np.round(xy @ matrix.T + 5e5, 4))
    graph = link(units_of(len(cells)), cells, standards=STANDARDS)
    picked = rng.random(len(cells)) < 0.4
    cut = picked[graph.tail] != picked[graph.head]
    perimeter = graph.outer_border_m[picked].sum() + graph.border_m[cut].sum()
    grown = shapely.buffer(cells[picked], 0.002, join_style="mitre")
    assert perimeter == pytest.approx(shapely.union_all(grown).length, rel=1e-4, abs=0.5)


def test_sixty_thousand_units_are_linked_in_well_under_a_minute() -> None:
    side = 245
    x, y = np.meshgrid(np.arange(side) * 40.0, np.arange(side) * 40.0)
    cells = shapely.box(x.ravel(), y.ravel(), x.ravel() + 40, y.ravel() + 40)
    roads = np.array([shapely.LineString([(0, 200.0 * n), (9800, 200.0 * n)]) for n in range(50)], np.object_)
    units, start = units_of(side * side), time.process_time()
    graph = link(units, cells, followed=roads, barriers=roads[:1], standards=STANDARDS)
    assert graph.tail.size == 2 * side * (side - 1)
    assert time.process_time() - start < 30
