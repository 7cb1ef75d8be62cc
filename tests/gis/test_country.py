"""In the country units are villages with their land: no house is cut off, no field belongs to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from gis.cutting.country import grown, natural_villages
from gis.link import open_borders
from scenarios.importing import import_profile
from tests.gis.drawn_estates import draw, house
from tests.gis.drawn_ground import box, line, write
from tests.gis.test_estates import sound
from tests.yanliang import yanliang

if TYPE_CHECKING:
    from pathlib import Path

    from gis.dataset import Dataset

STANDARDS = shipped_standards()
FIELDS = """
[layers.ditches]
role = "fields"
file = "ditches.gpkg"
"""


def hamlet(
    name: str, x: float, y: float, number: int, homes: int = 2
) -> list[tuple[str, int, shapely.Polygon]]:
    """A row of farmhouses 25 m apart."""
    return [(f"{name}{n:02d}", homes, house(x + 25 * n, y, 14, 10)) for n in range(number)]


def test_houses_within_the_gap_are_a_village_and_stray_ones_go_with_the_nearest() -> None:
    """South eight houses, a stray one 100 m west of them, north six: 16, 2 and 12 households."""
    south, north, stray = hamlet("s", 200, 100, 8), hamlet("n", 200, 400, 6), hamlet("x", 86, 100, 1)
    houses = np.array([h[2] for h in (*south, *stray, *north)], np.object_)
    number = natural_villages(houses, np.zeros(15, np.int64), np.full(15, 2), STANDARDS)
    assert number.tolist() == [1] * 9 + [0] * 6
    apart = natural_villages(houses, np.array([0] * 8 + [1] * 7), np.full(15, 2), STANDARDS)
    assert apart.tolist() == [0] * 8 + [2] + [1] * 6 or apart.tolist() == [0] * 8 + [1] * 7
    few = natural_villages(houses[8:], np.zeros(7, np.int64), np.ones(7, np.int64), STANDARDS)
    assert set(few.tolist()) == {0}


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
@settings(max_examples=25, deadline=None)
def test_villages_are_what_a_slow_search_finds(seed: int, size: int) -> None:
    """Every village is a piece of the graph of near houses, or several with at most one not too small."""
    rng = np.random.default_rng(seed)
    houses = np.array([house(*xy) for xy in rng.uniform(0, 600, (size, 2))], np.object_)
    community, households = rng.integers(0, 2, size), rng.integers(0, 8, size)
    number = natural_villages(houses, community, households, STANDARDS)
    gap, least = STANDARDS["ground.country.village-gap"], STANDARDS["ground.country.village-least"]
    seen: list[set[int]] = []
    for n in range(size):
        near = {
            m for m in range(size) if community[m] == community[n] and houses[n].distance(houses[m]) <= gap
        }
        touching = [group for group in seen if group & near]
        seen = [group for group in seen if not group & near] + [set().union(near, *touching)]
    for n in np.unique(number):
        mine = set(np.flatnonzero(number == n).tolist())
        assert len({int(community[m]) for m in mine}) == 1
        met = [group for group in seen if group & mine]
        assert all(group <= mine for group in met)
        assert sum(households[list(group)].sum() >= least for group in met) <= 1
    assert sorted(set(number.tolist())) == list(range(int(number.max()) + 1))


def test_open_land_goes_to_the_nearer_village_and_never_across_the_other() -> None:
    """Five fields in a row, | A . . B . |: the two beside A go to A and B, the last to B."""
    fields = np.array([box(100 * n, 0, 100 * n + 100, 100) for n in range(5)], np.object_)
    group, middle = np.array([0, -1, -1, 1, -1]), shapely.point_on_surface(fields)
    none = np.empty(0, np.object_)
    ways = open_borders(fields, none, none, STANDARDS)
    assert grown(middle, ways, np.zeros(5, np.int64), group).tolist() == [0, 0, 1, 1, 1]
    assert grown(middle, ways, np.array([0, 0, 0, 0, 1]), group).tolist() == [0, 0, 1, 1, -1]
    river = np.array([line((100, 0), (100, 100))], np.object_)
    barred = open_borders(fields, river, none, STANDARDS)
    assert grown(middle, barred, np.zeros(5, np.int64), group).tolist() == [0, 1, 1, 1, 1]


def test_a_village_of_two_hamlets_becomes_two_units_that_meet_at_a_ditch(tmp_path: Path) -> None:
    """Ditches run across at 180 and 220 m; the road from south to north cuts nothing here.

    The strip between the ditches goes with the northern hamlet: 85 m from middle to middle, not 105.
    """
    houses = [*hamlet("s", 100, 90, 8), *hamlet("n", 100, 280, 8)]
    path = draw(tmp_path, houses, sort="village", more=FIELDS)
    write(tmp_path, "ditches", {"id": [1, 2]}, [line((0, 180), (400, 180)), line((0, 220), (400, 220))])
    town = import_profile(path, [tmp_path], STANDARDS)
    sound(town)
    assert town.graph.units.estate_codes == ("c1-V01", "c1-V02")
    assert town.layers["estates"]["kind"].tolist() == ["natural-village"] * 2
    assert len(town.footprints) == 2
    assert town.graph.area_m2.tolist() == pytest.approx([88_000, 72_000])
    assert town.graph.units.count("households").tolist() == [16, 16]
    meets = shapely.intersection(*town.footprints)
    assert shapely.length(meets) == pytest.approx(400, abs=1)


def test_villager_groups_that_houses_name_are_units_whatever_stands_between(tmp_path: Path) -> None:
    """One hamlet of two groups: the ground is divided between the fourth house and the fifth."""
    houses = hamlet("h", 100, 200, 8)
    groups = ["一组"] * 4 + ["二组"] * 4
    path = draw(
        tmp_path, houses, sort="village", parts={"estate": groups}, roads=[line((0, 390), (400, 390))]
    )
    town = import_profile(path, [tmp_path], STANDARDS)
    sound(town)
    assert town.graph.units.estate_codes == ("c1/一组", "c1/二组")
    assert town.layers["estates"]["kind"].tolist() == ["villager-group"] * 2
    assert sorted(town.graph.units.estate_of.tolist()) == [0, 1]
    west = town.footprints[int(np.flatnonzero(town.graph.units.estate_of == 0)[0])]
    assert shapely.bounds(west)[2] - 500_000 == pytest.approx(400, abs=250)
    assert west.area > 40_000


@given(st.integers(0, 2**32 - 1), st.integers(1, 30))
@settings(max_examples=8, deadline=None)
def test_a_village_of_chance_is_covered_once_and_counted(
    tmp_path_factory: pytest.TempPathFactory, seed: int, size: int
) -> None:
    """Houses and ditches at places of chance: all ground is units, all houses of a village one estate."""
    rng = np.random.default_rng(seed)
    folder = tmp_path_factory.mktemp("village")
    spots = rng.permutation(196)[:size]
    houses = [
        (f"h{n:03d}", int(rng.integers(0, 9)), house(28.0 * (n % 14) + 3, 28.0 * (n // 14) + 3))
        for n in spots
    ]
    across = [
        line((0, y), (400, y + d))
        for y, d in zip(rng.uniform(10, 380, 3), rng.uniform(-9, 9, 3), strict=True)
    ]
    path = draw(folder, houses, sort="village", more=FIELDS)
    write(folder, "ditches", {"id": [1, 2, 3]}, across)
    town = import_profile(path, [folder], STANDARDS)
    sound(town)
    assert (town.graph.units.estate_of >= 0).all()
    shapes = np.array([h[2] for h in houses], np.object_)
    village = natural_villages(shapes, np.zeros(size, np.int64), np.array([h[1] for h in houses]), STANDARDS)
    at = shapely.STRtree(town.footprints).query(shapely.point_on_surface(shapes), predicate="within")
    assert at[0].size == size
    estate = town.graph.units.estate_of[at[1]]
    assert all(np.unique(estate[village == n]).size == 1 for n in np.unique(village))


def test_villages_of_yanliang_come_in_from_their_houses_alone(tmp_path: Path) -> None:
    """Three villages of the case, without their groups: covered, counted, and no house cut."""
    town = yanliang()
    level = town.graph.units.communities
    rural = [n for n, kind in enumerate(level.kinds) if kind == "village"][:3]
    houses = town.layers["buildings"]
    of = dict(zip(town.graph.units.codes, level.of_unit.tolist(), strict=True))
    mine = houses[houses["unit"].map(of).isin(rural)]
    ground = [shapely.union_all(town.footprints[level.of_unit == n]) for n in rural]
    reach = shapely.union_all(ground).envelope
    roads = town.layers["roads"]
    roads = roads[roads.intersects(reach)]
    found = _imported(tmp_path, town, mine, ground, [level.codes[n] for n in rural], roads)
    assert found.graph.area_m2.sum() == pytest.approx(shapely.area(ground).sum(), rel=1e-6)
    total = found.info.totals["households"]
    assert total.into == total.on_units == int(mine["dwellings"].sum())
    held = found.graph.units.count("households")
    assert (found.graph.units.estate_of[held > 0] >= 0).all()
    assert 3 <= len(found.graph.units.estate_codes) <= 60


def _imported(
    folder: Path, town: Dataset, houses: gpd.GeoDataFrame, ground: list[shapely.Geometry], codes: list[str],
    roads: gpd.GeoDataFrame,
) -> Dataset:  # fmt: skip
    """Write villages into files as somebody would deliver them, and import these."""
    crs = town.info.crs
    path = draw(folder, hamlet("h", 0, 0, 1), sort="village")
    path.write_text(path.read_text(encoding="utf-8").replace("EPSG:4547", crs), encoding="utf-8")
    tables = {
        "buildings": gpd.GeoDataFrame(
            {"id": houses["code"].to_numpy(), "homes": houses["dwellings"].to_numpy()},
            geometry=houses.geometry.to_numpy(), crs=crs,
        ),
        "communities": gpd.GeoDataFrame(
            {"id": codes, "name": codes, "sort": ["village"] * len(codes)}, geometry=ground, crs=crs
        ),
        "roads": gpd.GeoDataFrame(
            {"id": roads["code"].to_numpy()}, geometry=roads.geometry.to_numpy(), crs=crs
        ),
    }  # fmt: skip
    for name, table in tables.items():
        table.to_file(folder / f"{name}.gpkg", driver="GPKG")
    return import_profile(path, [folder], STANDARDS)
