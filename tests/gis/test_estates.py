"""Estates, stairwells and floors come in as units that the cutting ladder can climb."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from domain.errors import ImportRejected
from domain.outcome import Infeasible
from domain.settings import RedrawSettings
from gis.dataset_folder import dataset_files, dataset_from
from scenarios.importing import import_profile
from scenarios.redraw_work import RedrawWork, redraw_now
from scenarios.running.lanes import never
from tests.command import told
from tests.gis.drawn_estates import draw, house
from tests.gis.drawn_ground import box, write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from domain.scenario import Scenario
    from gis.dataset import Dataset

STANDARDS = shipped_standards()


def rows_of_houses(number: int, left: float, homes: list[int]) -> list[tuple[str, int, shapely.Polygon]]:
    """Houses in rows of four from the south, 45 m apart, every one with its homes."""
    return [
        (f"b{left:.0f}-{n:02d}", homes[n], house(left + 45 * (n % 4), 15 + 45 * (n // 4)))
        for n in range(number)
    ]


def sound(town: Dataset) -> None:
    """Units tile the community, and what came in is on them."""
    assert shapely.coverage_is_valid(
        town.footprints[np.unique(town.graph.units.footprint, return_index=True)[1]]
    )
    assert town.graph.area_m2.sum() == pytest.approx(shapely.union_all(town.footprints).area)
    total = town.info.totals["households"]
    assert (total.into, total.listed) == (total.on_units, 0)
    assert int(town.graph.units.count("households").sum()) == total.into


def redrawn(town: Dataset) -> Scenario:
    settings_ = RedrawSettings(task="norm", effort="quick")
    found = redraw_now(
        RedrawWork(dataset=town, settings=settings_, standards=STANDARDS, name="A"), workers=1, stop=never
    )
    assert not isinstance(found, Infeasible), found
    return found


def test_an_estate_of_3012_households_in_22_buildings_gets_grids_of_its_own(tmp_path: Path) -> None:
    """West of the road the estate, east of it 20 houses of 20; one house stands in the estate's block."""
    homes = [90, 184] * 10 + [90, 182]
    estate, others = rows_of_houses(22, 10, homes), rows_of_houses(20, 215, [20] * 20)
    lone = ("lone", 7, house(10, 380))
    named = ["翠湖小区"] * 22 + [""] * 21
    path = draw(tmp_path, [*estate, *others, lone], parts={"estate": named})
    town = import_profile(path, [tmp_path], STANDARDS)
    sound(town)
    units = town.graph.units
    assert units.estate_codes == ("c1/翠湖小区",)
    inside, households = units.estate_of == 0, units.count("households")
    assert households[inside].sum() == 3012
    assert town.layers["estates"]["name"].tolist() == ["翠湖小区"]
    for _, _, shape in estate:  # no building is cut, and every one stands on ground of the estate
        holds = shapely.area(shapely.intersection(town.footprints, shape)) > 1
        assert holds.sum() == 1
        assert inside[holds].all()
    plan = redrawn(town).plan
    mine = np.unique(plan.grid_of[inside])
    assert 7 <= mine.size <= 10  # 3012 in grids of 300 to 500
    assert not np.isin(plan.grid_of[~inside], mine).any()
    assert ((plan.totals(households)[mine] >= 300) & (plan.totals(households)[mine] <= 500)).all()


def test_one_building_of_636_in_two_stairwells_becomes_two_grids_on_one_footprint(tmp_path: Path) -> None:
    tower, others = ("tower", 636, house(60, 100, 60, 30)), rows_of_houses(20, 215, [17] * 20)
    path = draw(
        tmp_path, [tower, *others], parts={"estate": ["云顶"] + [""] * 20, "stairwells": [2] + [1] * 20}
    )
    town = import_profile(path, [tmp_path], STANDARDS)
    sound(town)
    units = town.graph.units
    mine = np.flatnonzero(units.estate_of == 0)
    assert units.count("households")[mine].tolist() == [318, 318]
    assert np.unique(units.footprint[mine]).size == 1
    assert np.count_nonzero(town.graph.area_m2[mine]) == 1
    parts = town.layers["building-parts"]
    assert parts["name"].tolist() == ["tower#1", "tower#2"]
    assert parts["kind"].tolist() == ["stairwell"] * 2
    plan = redrawn(town).plan
    assert np.unique(plan.grid_of[mine]).size == 2
    back = dataset_from(dataset_files(town))
    assert back.digest == town.digest


def test_stairwells_given_as_rows_are_units_only_where_the_building_reaches_the_limit(tmp_path: Path) -> None:
    """Two buildings of three stairwells: 700 households are three units, 599 are one."""
    big = [(f"big-{n}", homes, house(60, 100, 60, 30)) for n, homes in enumerate((300, 250, 150))]
    small = [(f"small-{n}", homes, house(60, 200, 60, 30)) for n, homes in enumerate((200, 200, 199))]
    path = draw(tmp_path, [*big, *small], parts={"building": ["big"] * 3 + ["small"] * 3})
    town = import_profile(path, [tmp_path], STANDARDS)
    sound(town)
    assert sorted(town.graph.units.count("households").tolist()) == [0, 150, 250, 300, 599]
    stack = np.flatnonzero(np.isin(town.graph.units.count("households"), (150, 250, 300)))
    assert town.graph.units.count("households")[stack].tolist() == [300, 250, 150]
    joined = set(zip(town.graph.tail.tolist(), town.graph.head.tolist(), strict=True))
    assert {(stack[0], stack[1]), (stack[1], stack[2]), (stack[0], stack[2])} <= joined


def test_floors_of_an_office_tower_are_units_from_the_lowest_up(tmp_path: Path) -> None:
    floors = [("f3", 0, (12, 20)), ("f1", 0, (-1, 2)), ("f2", 5, (3, 11))]
    rows = [(code, homes, house(60, 100, 60, 30)) for code, homes, _ in floors]
    others = rows_of_houses(20, 215, [17] * 20)
    empty: list[object] = [None] * 20
    parts = {
        "building": ["tower"] * 3 + [""] * 20,
        "floor_from": [f[2][0] for f in floors] + empty,
        "floor_to": [f[2][1] for f in floors] + empty,
    }
    town = import_profile(draw(tmp_path, [*rows, *others], parts=parts), [tmp_path], STANDARDS)
    sound(town)
    floor = town.layers["building-parts"]
    assert floor["name"].tolist() == ["f1", "f2", "f3"]
    assert floor["floor_from"].tolist() == [-1, 3, 12]
    assert floor["floor_to"].tolist() == [2, 11, 20]
    at = [town.graph.units.codes.index(code) for code in floor["code"]]
    assert town.graph.units.count("households")[at].tolist() == [0, 5, 0]
    assert np.unique(town.graph.units.footprint[at]).size == 1


def test_wrong_floors_are_errors_each_with_its_row(tmp_path: Path) -> None:
    rows = [(f"f{n}", 0, house(60, 100, 60, 30)) for n in range(5)]
    parts = {
        "building": ["t", "t", "t", "", "t"],
        "floor_from": [9, 1, 3, 1, 20],
        "floor_to": [2, 4, 5, 2, None],
    }
    with pytest.raises(ImportRejected) as refused:
        import_profile(draw(tmp_path, rows, parts=parts), [tmp_path], STANDARDS)
    assert sorted((p.code, p.feature) for p in refused.value.problems if p.severity == "error") == [
        ("floors.half", "f4"), ("floors.no-building", "f3"), ("floors.turned", "f0"), ("floors.twice", "f2"),
    ]  # fmt: skip


def test_estates_drawn_as_areas_cut_the_block_and_keep_their_name(tmp_path: Path) -> None:
    """Two estates share the western block; their wall runs 9 m beside the road and gives way to it."""
    houses = rows_of_houses(16, 10, [10] * 16)
    more = """
[layers.estates]
role = "estates"
file = "walls.gpkg"
code = "id"
title = "name"
kind_value = "estate"
"""
    path = draw(tmp_path, houses, more=more)
    low, high = box(0, 0, 191, 100), box(0, 100, 191, 400)
    write(tmp_path, "walls", {"id": ["e2", "e1"], "name": ["南苑", "北苑"]}, [low, high])
    town = import_profile(path, [tmp_path], STANDARDS)
    sound(town)
    units = town.graph.units
    assert units.estate_codes == ("e1", "e2")
    assert town.layers["estates"]["name"].tolist() == ["北苑", "南苑"]
    ground = [town.graph.area_m2[units.estate_of == n].sum() for n in (-1, 0, 1)]
    assert ground == pytest.approx([80_000, 60_000, 20_000])
    held = [int(units.count("households")[units.estate_of == n].sum()) for n in (-1, 0, 1)]
    assert held == [0, 80, 80]


@given(st.integers(0, 2**32 - 1), st.integers(2, 20))
@settings(max_examples=8, deadline=None)
def test_estates_of_chance_are_covered_apart_and_counted(
    tmp_path_factory: pytest.TempPathFactory, seed: int, size: int
) -> None:
    """Houses of three estates and none, at places of chance: each stands on ground of its own estate."""
    rng = np.random.default_rng(seed)
    spots = rng.permutation(100)[:size]
    houses = [
        (f"h{n:03d}", int(rng.integers(0, 60)), house(40.0 * (n % 10) + 8, 40.0 * (n // 10) + 8))
        for n in spots
    ]
    named = [["", "甲", "乙", "丙"][n] for n in rng.integers(0, 4, size)]
    folder = tmp_path_factory.mktemp("chance")
    town = import_profile(draw(folder, houses, parts={"estate": named}), [folder], STANDARDS)
    sound(town)
    units = town.graph.units
    for (_, _, shape), name in zip(houses, named, strict=True):
        at = int(np.flatnonzero(shapely.contains(town.footprints, shapely.point_on_surface(shape)))[0])
        code = units.estate_codes[units.estate_of[at]] if units.estate_of[at] >= 0 else ""
        assert code == (f"c1/{name}" if name else "")


def test_a_tower_of_two_grids_is_handed_over_and_verified(tmp_path: Path) -> None:
    """Two grids stand on one footprint: both have its area, and the verifier finds nothing wrong."""
    tower, others = ("tower", 636, house(60, 100, 60, 30)), rows_of_houses(20, 215, [17] * 20)
    offices = [(f"office-{n}", 0, house(10, 300, 40, 30)) for n in (1, 2)]
    name = "云顶" * 20  # longer than a code may be
    none: list[object] = [None] * 21
    parts = {
        "estate": [name] + [""] * 22, "stairwells": [2] + [1] * 22, "building": [""] * 21 + ["office"] * 2,
        "floor_from": [*none, -1, 6], "floor_to": [*none, 5, 20],
    }  # fmt: skip
    path = draw(tmp_path, [tower, *others, *offices], parts=parts)
    told("import", path, "--out", tmp_path / "ground")
    plan = told("redraw", tmp_path / "ground", "--norm", "--effort", "quick", "--out", tmp_path / "plan")
    assert sorted(row["households"] for row in plan["per_grid"]) == [318, 318, 340]
    whole = sum(row["area_m2"] for row in plan["per_grid"])
    assert whole > 160_000  # the tower's ground counts for both of its grids
    told(
        "export", tmp_path / "plan", "--dataset", tmp_path / "ground", "--audience", "internal",
        "--out", tmp_path / "handover",
    )  # fmt: skip
    assert all(check["ok"] for check in told("verify", tmp_path / "handover")["checks"])
    units = gpd.read_file(next((tmp_path / "handover").glob("*.gpkg")), layer="unit")
    floors = units[units["QSLC"].notna()]
    assert sorted(zip(floors["QSLC"], floors["ZZLC"], strict=True)) == [(-1, 5), (6, 20)]
    assert {len(code.encode()) <= 60 for code in units["XQBM"].dropna()} == {True}


def test_what_is_kept_whole_is_told_and_what_cannot_be_cut_as_well(tmp_path: Path) -> None:
    """A tower of 700 without stairwells, and an estate drawn over two communities."""
    tower, others = ("tower", 700, house(60, 100, 60, 30)), rows_of_houses(8, 215, [17] * 8)
    more = """
[layers.estates]
role = "estates"
file = "walls.gpkg"
code = "id"
title = "name"
kind_value = "estate"
"""
    path = draw(tmp_path, [tower, *others], more=more)
    both = [box(0, 0, 300, 400), box(300, 0, 400, 400)]
    write(tmp_path, "communities", {"id": ["c1", "c2"], "name": ["甲", "乙"], "sort": ["town"] * 2}, both)
    write(tmp_path, "walls", {"id": ["e1"], "name": ["东苑"]}, [box(200, 0, 400, 400)])
    town = import_profile(path, [tmp_path], STANDARDS)
    sound(town)
    found = {p.code: p for p in town.info.problems}
    assert found["cut.estates"].facts == {"estates": 1, "villages": 0, "stacked": 0}
    assert (found["estate.communities"].feature, found["estate.communities"].value) == ("e1", "甲、乙")
    assert found["building.no-stairwells"].facts == {"households": 700, "limit": 600}


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    """Estates, stacks and houses without either, in two orders: the same units to the digest."""
    houses = [*rows_of_houses(8, 10, [90] * 8), ("tower", 650, house(60, 300, 60, 30))]
    parts: dict[str, Sequence[object]] = {"estate": ["南苑"] * 8 + ["云顶"], "stairwells": [1] * 8 + [3]}
    once = import_profile(draw(tmp_path, houses, parts=parts), [tmp_path], STANDARDS)
    turned = {name: values[::-1] for name, values in parts.items()}
    again = import_profile(draw(tmp_path, houses[::-1], parts=turned), [tmp_path], STANDARDS)
    assert once.digest == again.digest
    assert len(once.footprints) > 9


def test_points_stand_for_buildings_as_well(tmp_path: Path) -> None:
    """Places alone: an estate beside houses of none, and a block too heavy for one unit is cut."""
    houses = [*rows_of_houses(12, 10, [90] * 12), *rows_of_houses(20, 215, [20] * 20)]
    places = [(code, homes, shape.centroid) for code, homes, shape in houses]
    named = ["南苑"] * 8 + [""] * 24
    town = import_profile(draw(tmp_path, places, parts={"estate": named}), [tmp_path], STANDARDS)
    sound(town)
    units = town.graph.units
    assert units.count("households")[units.estate_of == 0].sum() == 720
    assert units.count("households").max() == 90
