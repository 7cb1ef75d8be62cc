"""A text finds grids, areas, estates and facilities, the closest first, each with its ground."""

from __future__ import annotations

import doctest
from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely

import scenarios.finding
from app import create_services
from data.reference import shipped_standards
from data.settings import Settings
from scenarios.finding import LISTED
from scenarios.register import register_dataset
from tests.drawn_town import CRS, ORIGIN, drawn_town

if TYPE_CHECKING:
    from domain.plan import Plan
    from scenarios.finding import Found
    from scenarios.services import Services


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Services, str, Plan]:
    """The drawn town with an estate in its first three blocks, and a police station."""
    services, drawn = create_services(Settings(home=tmp_path_factory.mktemp("home"))), drawn_town()
    units, (west, north) = drawn.graph.units, ORIGIN
    estates = replace(units, estate_codes=("E1", "E2"), estate_of=np.where(np.arange(len(units)) < 3, 0, -1))
    station = gpd.GeoDataFrame(
        {"code": ["P1"], "name": ["凤凰路派出所"], "kind": ["police-station"]},
        geometry=[shapely.Point(west + 50, north - 50)], crs=CRS,
    )  # fmt: skip
    named = gpd.GeoDataFrame(
        {"code": ["E1", "E2"], "name": ["凤凰小区", "没有单元的小区"]},
        geometry=[shapely.box(west, north - 100, west + 300, north)] * 2, crs=CRS,
    )  # fmt: skip
    assert drawn.today is not None
    today = replace(drawn.today, unit_set=estates.digest)
    whole = replace(
        drawn,
        graph=replace(drawn.graph, units=estates),
        today=today,
        layers={**drawn.layers, "facilities": station, "estates": named},
    )
    district = register_dataset(services.store, whole, shipped_standards()).id
    return services, district, services.viewer.scenario(district, "").plan


def told(found: Found) -> list[tuple[str, str]]:
    return [(place.kind, place.code) for place, _ in found.places]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("610114001002001", ("grid", "610114001002001")),
        ("４００２", ("grid", "610114001004002")),
        ("凤凰", ("estate", "E1")),
        ("凤凰路 派出所", ("facility", "P1")),
        ("e1", ("estate", "E1")),
    ],
)
def test_the_closest_place_comes_first(
    town: tuple[Services, str, Plan], text: str, first: tuple[str, str]
) -> None:
    services, district, plan = town
    assert told(services.finder.find(district, plan, text))[0] == first


def test_every_area_of_the_town_is_found_by_its_whole_name(town: tuple[Services, str, Plan]) -> None:
    services, district, plan = town
    for level in services.viewer.dataset(district).graph.units.levels:
        for code, name in zip(level.codes, level.names, strict=True):
            found = services.finder.find(district, plan, name)
            assert (level.key, code) in told(found)
            units = services.finder.units(district, plan, level.key, code)
            assert [level.codes[area] for area in np.unique(level.of_unit[units])] == [code]


def test_a_box_holds_the_ground_of_its_place(town: tuple[Services, str, Plan]) -> None:
    services, district, plan = town
    [(place, box)] = services.finder.find(district, plan, "610114001001002").places
    units = np.flatnonzero(plan.grid_of == place.position)
    assert box == services.viewer.box(district, units)
    [(_, (west, south, east, north))] = services.finder.find(district, plan, "P1").places
    centre = services.viewer.box(district, np.array([0]))
    assert west < (centre[0] + centre[2]) / 2 < east
    assert south < (centre[1] + centre[3]) / 2 < north


def test_many_answers_are_counted_and_few_are_listed(town: tuple[Services, str, Plan]) -> None:
    services, district, plan = town
    found = services.finder.find(district, plan, "6101")
    assert found.total > LISTED == len(found.places)
    assert services.finder.find(district, plan, "不存在").total == 0
    assert services.finder.find(district, plan, "  ").places == ()
    assert services.finder.find(district, plan, "E2").total == 0  # an estate without units is nowhere


def test_the_examples_hold() -> None:
    assert doctest.testmod(scenarios.finding).failed == 0
