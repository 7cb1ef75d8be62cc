"""Ways on the roads are the shortest ones, and where there is no road that is said."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from gis.travel.minutes import travel
from gis.travel.roads import Spots, nearest_spots, road_graph, road_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gis.travel.minutes import Mode, Travel

STANDARDS = shipped_standards()
WALK = STANDARDS["workload.walk-speed"]

corners = st.tuples(st.integers(0, 6), st.integers(0, 6))
streets = st.lists(
    st.tuples(corners, corners).filter(lambda ends: ends[0] != ends[1]), min_size=1, max_size=9
)
places = st.lists(st.tuples(st.floats(0, 600), st.floats(0, 600)), min_size=1, max_size=5)


def lines_of(
    found: Sequence[tuple[tuple[float, float], tuple[float, float]]], side: float = 100
) -> np.ndarray:
    return np.array([shapely.LineString([(side * x, side * y) for x, y in ends]) for ends in found], object)


def points(found: Sequence[tuple[float, float]]) -> np.ndarray:
    return np.array([shapely.Point(at) for at in found], object)


def gone(
    roads: np.ndarray | None,
    starting: np.ndarray,
    ending: np.ndarray,
    *,
    mode: Mode = "walk",
    kinds: str = "lane",
) -> Travel:
    ground = None if roads is None else (roads, [kinds] * len(roads))
    return travel(starting, np.full(len(starting), 1.3), ending, ground, STANDARDS, mode=mode)


def slow_graph(lines: np.ndarray, spots: Spots) -> nx.Graph[tuple[float, ...]]:
    """The roads as a graph made the slow way: every line cut at every point that matters."""
    graph: nx.Graph[tuple[float, ...]] = nx.Graph()
    for n, line in enumerate(lines):
        along = [0.0, line.length, *spots.along[spots.line == n].tolist()]
        for other in np.delete(lines, n):
            shared = shapely.get_coordinates(line.intersection(other))
            along += [line.project(shapely.Point(at)) for at in shared]
        for a, b in pairwise(sorted(along)):
            start, end = (tuple(np.round(shapely.get_coordinates(line.interpolate(m))[0], 3)) for m in (a, b))
            if start != end and b - a < graph.get_edge_data(start, end, {"metres": np.inf})["metres"]:
                graph.add_edge(start, end, metres=b - a)
            graph.add_nodes_from([start, end])
    return graph


@given(found=streets, starting=places, ending=places)
@settings(max_examples=80, deadline=None)
def test_ways_are_those_that_a_slow_search_finds(
    found: list[tuple[tuple[int, int], tuple[int, int]]],
    starting: list[tuple[float, float]],
    ending: list[tuple[float, float]],
) -> None:
    roads, starts, ends = lines_of(found), points(starting), points(ending)
    spots, away = nearest_spots(roads, np.concatenate([starts, ends]))
    slow = slow_graph(roads, spots)
    at = shapely.get_coordinates(shapely.line_interpolate_point(roads[spots.line], spots.along)).round(3)
    graph = road_graph(roads, ["lane"] * len(roads), spots, join_m=0)
    fast = gone(roads, starts, ends)
    for f in range(len(starting)):
        for t in range(len(ending)):
            a, b = tuple(at[f]), tuple(at[len(starting) + t])
            joined = graph.piece[graph.spots[f]] == graph.piece[graph.spots[len(starting) + t]]
            assert nx.has_path(slow, a, b) <= joined
            if (
                not nx.has_path(slow, a, b)
                or max(away[f], away[len(starting) + t]) > STANDARDS["travel.snap"]
            ):
                continue
            metres = nx.shortest_path_length(slow, a, b, weight="metres")
            metres += away[f] + away[len(starting) + t]
            assert fast.minutes[t, f] <= metres / WALK + 0.02  # a gap may have been closed
            assert fast.minutes[t, f] >= shapely.distance(starts[f], ends[t]) / WALK - 0.02


@given(found=streets, at=places)
@settings(max_examples=60, deadline=None)
def test_there_and_back_take_as_long_and_no_detour_is_a_short_cut(
    found: list[tuple[tuple[int, int], tuple[int, int]]], at: list[tuple[float, float]]
) -> None:
    roads, everywhere = lines_of(found), points(at)
    minutes = gone(roads, everywhere, everywhere).minutes
    assert np.abs(minutes - minutes.T).max() < 0.01
    assert (minutes >= shapely.distance(everywhere[:, None], everywhere[None, :]) / WALK - 0.01).all()


def test_a_grid_of_streets_is_walked_along_its_streets() -> None:
    """Two blocks east and one north at 80 m a minute: 300 m, 3.75 minutes."""
    grid = lines_of([((n, 0), (n, 4)) for n in range(5)] + [((0, n), (4, n)) for n in range(5)])
    found = gone(grid, points([(0, 0)]), points([(200, 100)]))
    assert found.minutes[0, 0] == pytest.approx(300 / 80)
    assert found.piece_m.tolist() == [4000]


def test_without_roads_ways_are_straight_times_the_detour() -> None:
    """1000 m straight, times 1.3, at 80 m a minute: 16.25 minutes."""
    found = gone(None, points([(0, 0)]), points([(600, 800)]))
    assert found.minutes[0, 0] == pytest.approx(1000 * 1.3 / 80)
    assert not found.by_road.any()


def test_a_place_far_from_any_road_goes_straight_and_is_told() -> None:
    found = gone(lines_of([((0, 0), (9, 0))]), points([(100, 5), (100, 400)]), points([(800, 0)]))
    assert found.by_road.tolist() == [True, False]
    assert found.piece.tolist() == [0, -1]
    assert found.minutes[0, 1] == pytest.approx(np.hypot(700, 400) * 1.3 / 80, rel=1e-6)


def test_what_passes_over_is_met_at_its_ends_alone() -> None:
    cross = lines_of([((0, 2), (4, 2)), ((2, 0), (2, 4))])
    spots = Spots(line=np.array([0, 1]), along=np.array([0.0, 0.0]))
    flat = road_graph(cross, ["lane", "lane"], spots, join_m=15)
    over = road_graph(cross, ["lane", "bridge"], spots, join_m=15)
    assert len(set(flat.piece[flat.spots])) == 1
    assert len(set(over.piece[over.spots])) == 2
    ramp = lines_of([((0, 2), (4, 2)), ((2, 0), (2, 2))])
    landed = road_graph(ramp, ["lane", "bridge"], spots, join_m=15)
    assert len(set(landed.piece[landed.spots])) == 1


@pytest.mark.parametrize(("gap", "joined"), [(10.0, True), (20.0, False)])
def test_a_dead_end_that_nearly_meets_a_road_is_joined_to_it(gap: float, *, joined: bool) -> None:
    roads = np.array(
        [shapely.LineString([(0, 0), (400, 0)]), shapely.LineString([(200, gap), (200, 300)])], object
    )
    found = gone(roads, points([(200, 300)]), points([(0, 0)]))
    by_road = (300 - gap + gap + 200) / 80
    assert (found.minutes[0, 0] == pytest.approx(by_road)) == joined
    assert found.piece_m.size == (1 if joined else 2)


def test_a_wide_road_is_faster_by_car_and_not_on_foot() -> None:
    road = lines_of([((0, 0), (10, 0))])
    by = {
        (mode, kind): float(
            gone(road, points([(0, 0)]), points([(1000, 0)]), mode=mode, kinds=kind).minutes[0, 0]
        )
        for mode in ("walk", "drive")
        for kind in ("lane", "primary")
    }
    assert by["walk", "lane"] == by["walk", "primary"]
    assert by["drive", "primary"] == pytest.approx(60 / STANDARDS["travel.drive.main"])
    assert by["drive", "lane"] == pytest.approx(60 / STANDARDS["travel.drive.lane"])


def test_areas_and_several_parts_of_a_road_are_lines() -> None:
    shapes = np.array(
        [shapely.box(0, 0, 10, 4), shapely.MultiLineString([[(0, 9), (5, 9)], [(7, 9), (9, 9)]])]
    )
    lines, of = road_lines(shapes)
    assert of.tolist() == [0, 1, 1]
    assert shapely.length(lines).tolist() == [28, 5, 2]


def test_every_pair_of_places_on_a_ring_goes_the_shorter_way_round() -> None:
    ring = np.array([shapely.LinearRing([(0, 0), (300, 0), (300, 300), (0, 300)])], object)
    at = [(0, 0), (300, 0), (300, 300), (0, 300)]
    minutes = gone(ring, points(at), points(at)).minutes * WALK
    for a, b in combinations(range(4), 2):
        assert minutes[a, b] == pytest.approx(300 if (b - a) % 2 else 600, abs=0.1)
