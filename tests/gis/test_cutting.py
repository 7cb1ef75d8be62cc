"""Pieces of ground are put together, parted and counted without losing a square metre or a home."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from gis.cutting.absorb import absorbed, dissolved
from gis.cutting.counts import Places, placed
from gis.cutting.faces import faces_of, owners
from gis.cutting.parcels import grouped, parted
from gis.cutting.pieces import bridges_needed
from gis.cutting.snap import snapped_lines
from tests.strategies import block_town

STANDARDS = shipped_standards()
SEEDS = st.integers(0, 2**32 - 1)


def lines(*ends: tuple[float, float, float, float]) -> np.ndarray:
    return np.array([shapely.LineString([(a, b), (c, d)]) for a, b, c, d in ends], np.object_)


def areas(*boxes: tuple[float, float, float, float]) -> np.ndarray:
    return np.array([shapely.box(*box) for box in boxes], np.object_)


@given(SEEDS, st.integers(1, 60), st.integers(1, 50))
def test_a_group_is_within_its_limit_or_a_single_parcel(seed: int, size: int, limit: int) -> None:
    rng = np.random.default_rng(seed)
    weight = rng.integers(0, 30, size)
    group = grouped(rng.uniform(0, 100, (size, 2)), weight, limit)
    held, members = np.bincount(group, weight), np.bincount(group)
    assert sorted(set(group.tolist())) == list(range(group.max() + 1))
    assert ((held <= limit) | (members == 1)).all()


@given(SEEDS, st.integers(2, 25))
@settings(max_examples=25, deadline=None)
def test_parted_pieces_cover_their_block_once_and_cut_no_parcel(seed: int, size: int) -> None:
    """Lots of chance on a grid of 20 m inside a block with 10 m of street all round."""
    rng = np.random.default_rng(seed)
    spots = rng.permutation(25)[:size]
    parcels = areas(*((20 * (n % 5), 20 * (n // 5), 20 * (n % 5) + 20, 20 * (n // 5) + 20) for n in spots))
    block = shapely.box(-10, -10, 110, 110)
    pieces = parted(block, parcels, np.ones(size, np.int64), 3, 4.0)
    assert shapely.area(pieces).sum() == pytest.approx(block.area)
    assert shapely.union_all(pieces).area == pytest.approx(block.area)
    inside = shapely.area(shapely.intersection(parcels[:, None], pieces[None, :])) > 1e-6
    assert inside.sum(axis=1).tolist() == [1] * size


def test_a_sliver_joins_the_longest_border_of_its_own_label() -> None:
    """1 is a strip of 5 m: its longest border is with 2, of another label; it joins 0."""
    shapes = areas((0, 0, 100, 100), (100, 0, 105, 100), (105, 0, 200, 100), (100, 100, 105, 140))
    assert absorbed(shapes, np.array([7, 7, 8, 9]), STANDARDS).tolist() == [0, 0, 2, 3]
    assert absorbed(shapes, np.array([7, 8, 8, 7]), STANDARDS).tolist() == [0, 2, 2, 3]
    merged, roots = dissolved(shapes, np.array([0, 0, 2, 3]))
    assert shapely.area(merged).tolist() == [10_500, 9_500, 200]
    assert roots.tolist() == [0, 2, 3]


@given(SEEDS, st.integers(3, 40))
@settings(max_examples=20, deadline=None)
def test_absorbing_keeps_all_ground_and_every_label(seed: int, size: int) -> None:
    rng = np.random.default_rng(seed)
    points = shapely.multipoints(rng.uniform(0, 150, (size, 2)))
    cover = shapely.box(0, 0, 150, 150)
    cells = faces_of(shapely.boundary(shapely.get_parts(shapely.voronoi_polygons(points))), cover, 0.01)
    label = rng.integers(0, 3, len(cells))
    into = absorbed(cells, label, STANDARDS)
    merged, roots = dissolved(cells, into)
    assert (label[into] == label).all()
    assert (into[into] == into).all()
    assert shapely.area(merged).sum() == pytest.approx(cover.area)
    assert set(label[roots]) == set(label)


def test_a_line_gives_way_where_a_road_runs_beside_it_and_is_tied_to_it_where_it_leaves() -> None:
    """The border follows the road 10 m beside it for 100 m, then turns off at a right angle.

    ::

        ----road----------------
        ------+  (border)
              |
    """
    cover = shapely.box(0, -200, 300, 200)
    road = lines((0, 0, 300, 0))
    low = shapely.Polygon([(0, -200), (0, -10), (100, -10), (100, -200)])
    both = np.array([low, shapely.difference(cover, low)], np.object_)
    network = np.concatenate([road, np.array([shapely.boundary(cover)], np.object_)])
    cut, gave_way = snapped_lines(network, [both], 15.0)
    faces = faces_of(cut, cover, 0.01)
    assert sorted(shapely.area(faces).round().tolist()) == [20_000, 40_000, 60_000]
    assert gave_way[0] == pytest.approx(
        shapely.length(shapely.union_all(shapely.boundary(both))) - 170, abs=1
    )
    assert shapely.area(faces)[owners(faces, both)[0] == 0].tolist() == pytest.approx([20_000], rel=0.01)


def test_a_home_goes_where_its_drawn_lines_say_even_across_the_road() -> None:
    """Units 0 and 1 in community 0 (grids 0, 1), unit 2 in community 1 (grid 1)."""
    units = areas((0, 0, 100, 100), (100, 0, 200, 100), (200, 0, 300, 100))
    community, grid = np.array([0, 0, 1]), np.array([0, 1, 1])
    at = np.array([shapely.Point(x, 50) for x in (50, 110, 205, 190, 250, 999)], np.object_)
    places = Places(at=at, community=np.array([0, 0, 0, 1, 5, 0]), grid=np.array([0, 0, 1, 1, 1, -1]))
    found = placed(places, units, community, grid)
    assert found.unit.tolist() == [0, 0, 1, 2, 2, -1]
    assert found.metres.tolist() == [0, 10, 5, 10, 0, 0]


def test_a_piece_without_homes_is_bridged_and_a_piece_that_can_hold_a_grid_stands_alone() -> None:
    """Five blocks in a row, borders 0–1 and 3–4 closed: | 250 | 300 300 300 | 0 |."""
    town = block_town(5, 1, [250, 300, 300, 300, 0])
    passable = np.array([False, True, True, False])
    parted_town = type(town)(
        units=town.units, x=town.x, y=town.y, area_m2=town.area_m2, outer_border_m=town.outer_border_m,
        tail=town.tail, head=town.head, border_m=town.border_m, passable=passable, follows_m=town.follows_m,
    )  # fmt: skip
    shapes = areas(*((100 * n, 0, 100 * n + 100, 100) for n in range(5)))
    bridges, told = bridges_needed(
        parted_town, shapes, town.units.count("households"), [STANDARDS.grid_type("town")]
    )
    assert bridges == (("u0003", "u0004"),)
    assert [(p.code, p.facts["households"]) for p in told] == [
        ("community.bridged", 0), ("community.apart", 250), ("community.apart", 900),
    ]  # fmt: skip
