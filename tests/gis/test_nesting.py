"""A finer level is drawn into the coarser one, and what is too wide for that is told."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from gis.hierarchy.matching import Area, match
from gis.hierarchy.nesting import Nested, nest
from tests.shared import real_data

STANDARDS = shipped_standards()
METRES = "EPSG:3826"
TOWNS = np.array([shapely.box(0, 0, 1000, 1000), shapely.box(1000, 0, 2000, 1000)], np.object_)


def drawn(shift: float) -> np.ndarray:
    """Four villages whose common line runs `shift` metres east of that of the towns."""
    line = 1000 + shift
    return np.array(
        [
            shapely.box(0, 0, line, 500), shapely.box(0, 500, line, 1000),
            shapely.box(line, 0, 2000, 500), shapely.box(line, 500, 2000, 1000),
        ],
        np.object_,
    )  # fmt: skip


def test_a_line_within_the_width_follows_the_coarser_level() -> None:
    nested = nest(drawn(12), TOWNS, STANDARDS)
    assert nested.outer.tolist() == [0, 0, 1, 1]
    assert shapely.area(nested.removed).tolist() == [6000, 6000, 0, 0]
    assert shapely.area(nested.added).tolist() == pytest.approx([0, 0, 6000, 6000], abs=20 * 12)
    assert nested.moved_m2 == 24_000
    assert nested.exact(0.01) == 1
    for n in (0, 1):
        mine = shapely.union_all(nested.areas[nested.outer == n])
        assert shapely.area(shapely.symmetric_difference(mine, TOWNS[n])) == pytest.approx(0, abs=1e-6)


def test_a_line_farther_off_stays_and_is_told() -> None:
    nested = nest(drawn(60), TOWNS, STANDARDS)
    assert nested.moved_m2 == 0
    assert shapely.area(nested.beyond).tolist() == [30_000, 30_000, 0, 0]
    assert nested.share.tolist() == pytest.approx([1000 / 1060, 1000 / 1060, 1, 1])
    assert nested.nesting(0.95) == 0.5


def test_a_lake_that_no_village_covers_stays_open() -> None:
    lake = shapely.box(300, 300, 700, 700)
    villages = drawn(0)
    villages[:2] = shapely.difference(villages[:2], lake)
    nested = nest(villages, TOWNS, STANDARDS)
    assert shapely.area(nested.open_).tolist() == [160_000, 0]
    assert nested.moved_m2 == 0


@settings(max_examples=25, deadline=None)
@given(
    order=st.permutations(range(4)),
    metres=st.integers(-(10**5), 10**5),
    turned=st.booleans(),
    shift=st.floats(-19, 19),
)
def test_row_order_ring_order_and_place_change_nothing(
    order: list[int], metres: int, *, turned: bool, shift: float
) -> None:
    plain = nest(drawn(shift), TOWNS, STANDARDS)
    moved = shapely.transform(drawn(shift)[order], lambda xy: xy + metres)
    if turned:
        moved = shapely.reverse(moved)
    other = nest(moved, shapely.transform(TOWNS, lambda xy: xy + metres), STANDARDS)
    assert other.outer.tolist() == plain.outer[order].tolist()
    assert shapely.area(other.areas) == pytest.approx(shapely.area(plain.areas)[order], abs=1e-3)
    assert other.share == pytest.approx(plain.share[order])


@pytest.fixture(scope="module")
def villages() -> gpd.GeoDataFrame:
    """The villages of Taipei's six inner districts, in metres."""
    return gpd.read_file(real_data("taipei") / "villages.geojson").to_crs(METRES)


@pytest.fixture(scope="module")
def towns() -> gpd.GeoDataFrame:
    """The towns of Taipei, in metres."""
    return gpd.read_file(real_data("taipei") / "towns.geojson").to_crs(METRES)


def flat(table: gpd.GeoDataFrame) -> np.ndarray:
    """Outlines without heights."""
    return np.asarray(shapely.force_2d(table.geometry.to_numpy()), np.object_)


@pytest.fixture(scope="module")
def in_towns(villages: gpd.GeoDataFrame, towns: gpd.GeoDataFrame) -> Nested:
    """The villages drawn into the towns."""
    return nest(flat(villages), flat(towns), STANDARDS)


def test_every_village_of_taipei_goes_to_the_town_that_its_name_says(
    villages: gpd.GeoDataFrame, towns: gpd.GeoDataFrame, in_towns: Nested
) -> None:
    assert towns["TNAME"].to_numpy()[in_towns.outer].tolist() == villages["TNAME"].tolist()
    assert len(np.unique(in_towns.outer)) == 6
    assert int((in_towns.share < 0.95).sum()) == 3
    before = float(shapely.area(flat(villages)).sum())
    after = float(shapely.area(in_towns.areas).sum())
    gained = float(shapely.area(in_towns.added).sum() - shapely.area(in_towns.removed).sum())
    assert after == pytest.approx(before + gained, abs=1)
    assert shapely.is_valid(in_towns.areas).all()


def test_tax_units_of_taipei_join_by_name_to_the_unit(villages: gpd.GeoDataFrame) -> None:
    table = pd.read_csv(real_data("taipei") / "village_households_2021.csv")
    areas = [
        Area(code="", name=n, parent=p) for n, p in zip(villages["VNAME"], villages["TNAME"], strict=True)
    ]
    listed = [Area(code="", name=n, parent=p) for n, p in zip(table["村里"], table["鄉鎮市區"], strict=True)]
    found = match(areas, listed)
    assert (len(found.pairs), found.unmatched, found.left) == (225, (), ())
    joined = table["納稅單位"].to_numpy()[[pair.listed for pair in found.pairs]]
    assert int(joined.sum()) == int(table["納稅單位"].sum()) == 411_949


def test_basic_areas_of_taipei_nest_in_villages_as_far_as_told(villages: gpd.GeoDataFrame) -> None:
    files = sorted((real_data("taipei") / "basic_stat_areas").glob("*.json"))
    basic = np.concatenate([flat(gpd.read_file(file).to_crs(METRES)) for file in files])
    nested = nest(basic, flat(villages), STANDARDS)
    assert len(basic) == 5532
    assert nested.nesting(0.95) == pytest.approx(4741 / 5532)
    assert nested.exact(0.01) == pytest.approx(0.9879, abs=0.0005)
