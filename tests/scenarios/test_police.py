"""Police grids of Yanliang on the command line: their laws, their numbers, and what is too few."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from data.reference import shipped_standards
from domain.police_rules import police_rules
from optimizer.staffing.police_parts import police_parts
from scenarios.beginning import by_community
from scenarios.policing.drawing import station_ground
from scenarios.policing.ground import police_ground
from tests.command import told
from tests.policing import OFFICERS, ZONES, check_laws, drawn_in, officers_csv, policed_yanliang, raised
from tests.yanliang import yanliang

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return policed_yanliang(tmp_path_factory)


@pytest.fixture(scope="module")
def drawn(folder: Path) -> dict[str, Any]:
    return drawn_in(folder)


def test_sixty_five_officers_of_yanliang_have_a_police_grid_each_and_all_laws_hold(
    drawn: dict[str, Any],
) -> None:
    assert len(drawn["grids"]) == 65
    assert {area["name"].removesuffix("街道"): area["officers"] for area in drawn["areas"]} == OFFICERS
    assert max(grid["people_each"] for grid in drawn["grids"]) <= 7000
    assert drawn["cut_grids"] == []
    assert len(drawn["shared_communities"]) == 10
    assert drawn["calls_from"] == "people"
    assert sum(grid["people"] for grid in drawn["grids"]) == pytest.approx(115_000 * 2.62)
    assert sum(grid["villages"] for grid in drawn["grids"]) == 73
    check_laws(yanliang(), drawn)
    units = yanliang().graph.units
    street = {
        c: units.level("street").codes[s]
        for c, s in zip(units.codes, units.level("street").of_unit, strict=True)
    }
    assert all(code.startswith(street[unit]) for unit, code in drawn["units"].items())


def test_calls_of_yanliang_are_answered_from_the_police_grids_and_somebody_covers(
    drawn: dict[str, Any],
) -> None:
    areas = {area["code"]: area for area in drawn["areas"]}
    assert [area["exact"] for area in drawn["areas"]] == [False, False, True, True, True, True, True]
    for area in areas.values():
        mine = [grid for grid in drawn["grids"] if grid["area"] == area["code"]]
        rate = area["calls"] / 8760 * 40 / 60
        assert sum(grid["answer"]["busy"] for grid in mine) == pytest.approx(rate, rel=0.01)
        assert area["minutes"] < area["station_minutes"]
        ways = [grid["calls"] * grid["answer"]["minutes"] for grid in mine]
        assert sum(ways) / area["calls"] == pytest.approx(area["minutes"])
        while_away = [grid["calls"] * grid["answer"]["away"]["minutes"] for grid in mine]
        assert sum(while_away) > sum(ways)
        for grid in mine:
            away = grid["answer"]["away"]
            assert away["cover"] in {one["code"] for one in mine if one is not grid}
            assert away["busy"] > 0
    before, after = (drawn["measures"]["minutes"][key] for key in ("before", "after"))
    assert drawn["today_zones"] == 27
    assert (before, after) == pytest.approx((4.57, 3.90), abs=0.02)


def test_as_many_officers_as_zones_today_are_far_more_evenly_loaded(folder: Path, tmp_path: Path) -> None:
    found = told(
        "police", folder / "d", "--officers", officers_csv(tmp_path, ZONES), "--count", "events",
        "--standards", raised(tmp_path, 20_000),
    )  # fmt: skip
    assert (len(found["grids"]), found["today_zones"], found["calls_from"]) == (27, 27, "count")
    measures = {key: (pair["before"], pair["after"]) for key, pair in found["measures"].items()}
    assert measures["people-spread"] == pytest.approx((0.602, 0.147), abs=0.001)
    assert measures["calls-spread"] == pytest.approx((0.653, 0.176), abs=0.001)
    assert measures["minutes"] == pytest.approx((5.26, 4.99), abs=0.02)
    alone = [grid for grid in found["grids"] if grid["answer"] and grid["answer"]["away"] is None]
    assert {grid["area"] for grid in alone} <= {"610114004", "610114005"}


def test_a_grid_that_is_a_whole_large_community_is_taken_apart_so_that_two_can_share_it() -> None:
    dataset, rules = yanliang(), police_rules(shipped_standards())
    ground, plan = police_ground(dataset, shipped_standards()), by_community(dataset)
    units = np.flatnonzero(ground.area_of_unit == ground.known["关山派出所"])
    piece, station = station_ground(ground, plan, units, rules)
    people = np.bincount(station.community, station.people)
    pieces = np.bincount(station.community)
    assert ((pieces > 1) == (people >= 6000)).all()
    assert station.people.sum() == pytest.approx(ground.people[units].sum())
    parts = police_parts(station, 9, rules)
    assert parts is not None
    assert parts[piece].shape == units.shape
    assert np.bincount(parts, station.people).max() < 6000  # along today's grids it is 6,726


def test_too_few_officers_are_told_with_the_smallest_change(folder: Path, tmp_path: Path) -> None:
    short = officers_csv(tmp_path, OFFICERS, 新华路=18, 新兴=0)
    found = told("police", folder / "d", "--officers", short, status=4)
    ways = {clash["where"]: clash["relaxation"] for clash in found["infeasible"]}
    assert ways == {
        "610114002": {"rule": "police-officers", "to": 19.0, "unit": "officers"},
        "610114004": {"rule": "police-officers", "to": 2.0, "unit": "officers"},
    }
    assert "7388 人" in found["infeasible"][0]["text"]
    none = officers_csv(tmp_path, dict.fromkeys(OFFICERS, 0), 关山=3)
    first = told("police", folder / "d", "--officers", none, status=4)["infeasible"][0]
    assert (first["where"], first["relaxation"]["to"]) == ("", 7.0)
