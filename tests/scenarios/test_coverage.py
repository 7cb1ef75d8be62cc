"""Coverage adds up, tells who is out of reach, and is written as a workbook."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pytest

from data.reference import shipped_standards
from domain.errors import InvalidValueError
from gis.dataset_folder import write_dataset
from scenarios.coverage import coverage
from tests.command import gridwright
from tests.yanliang import yanliang

if TYPE_CHECKING:
    from pathlib import Path

    from gis.dataset import Dataset

STANDARDS = shipped_standards()


@pytest.fixture(scope="module")
def district() -> Dataset:
    return yanliang()


def test_areas_add_up_to_the_district_and_a_second_one_is_never_nearer(district: Dataset) -> None:
    found = coverage(district, "community-centre", STANDARDS)
    whole = found.whole
    assert whole.all == district.graph.units.count(district.info.households).sum()
    assert sum(area.served for area in found.communities) == whole.served
    assert sum(area.backed for area in found.communities) == whole.backed <= whole.served
    assert sum(found.alone) == whole.served
    assert (found.second >= found.nearest).all()
    assert whole.served == found.held[found.nearest <= 15].sum()
    assert whole.farthest == found.nearest[found.held > 0].max()


def test_more_time_more_facilities_and_a_car_serve_no_fewer(district: Dataset) -> None:
    served = [coverage(district, "police-station", STANDARDS, minutes=m).whole.served for m in (5, 15, 40)]
    assert served == sorted(served)
    assert served[0] < served[-1]
    by_car = coverage(district, "police-station", STANDARDS, mode="drive")
    assert by_car.whole.served > served[1]


def test_without_roads_it_says_so_and_goes_straight(district: Dataset) -> None:
    bare = replace(district, layers={"facilities": district.layers["facilities"]})
    found = coverage(bare, "police-station", STANDARDS)
    assert not found.roads
    assert found.straight == len(district.graph.units)


def test_what_is_not_there_is_told_with_what_is(district: Dataset) -> None:
    with pytest.raises(InvalidValueError, match=r"value\.no-such-facility"):
        coverage(district, "lighthouse", STANDARDS)
    with pytest.raises(InvalidValueError, match=r"value\.minutes"):
        coverage(district, "school", STANDARDS, minutes=0)
    with pytest.raises(InvalidValueError, match=r"value\.no-such-count"):
        coverage(district, "school", STANDARDS, count="elephants")


def test_the_command_tells_and_writes_what_was_found(district: Dataset, tmp_path: Path) -> None:
    write_dataset(district, tmp_path / "d")
    asked = ("coverage", tmp_path / "d", "--kind", "police-station")
    ran = gridwright(*asked, "--out", tmp_path / "c.xlsx", "--json")
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    late = told["unserved"]
    assert sum(unit["count"] for unit in late) == told["whole"]["all"] - told["whole"]["served"]
    assert [unit["minutes"] for unit in late] == sorted((unit["minutes"] for unit in late), reverse=True)
    book = openpyxl.load_workbook(tmp_path / "c.xlsx", read_only=True)
    sheets = {sheet.title: list(sheet.values) for sheet in book}
    assert list(sheets) == ["社区", "设施", "未覆盖单元"]
    assert len(sheets["未覆盖单元"]) == len(late) + 1
    assert np.sum([row[3] for row in sheets["社区"][1:]]) == told["whole"]["served"]
    assert gridwright(*asked, "--out", tmp_path / "c.xlsx").exit_code == 1
    assert gridwright("coverage", tmp_path / "d", "--kind", "lighthouse").exit_code == 2
