"""Department nets over grids: measured as they are defined, and grids that lie in their areas when asked."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from domain.errors import InvalidValueError
from domain.settings import RedrawSettings
from gis.dataset_folder import write_dataset
from gis.zoned import Net, net_names, net_of
from scenarios.nets import overlay
from scenarios.pipeline import build_problem
from tests.command import gridwright, told
from tests.drawn_town import HOUSEHOLDS, drawn_town
from tests.netted_town import BEATS, ROUNDS, netted_town
from tests.shared import real_data

if TYPE_CHECKING:
    from pathlib import Path

    from gis.dataset import Dataset

STANDARDS = shipped_standards()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nets") / "town"
    write_dataset(netted_town(), folder)
    return folder


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 3), min_size=60, max_size=60))
def test_every_measure_is_what_its_definition_says(areas: list[int]) -> None:
    dataset = drawn_town()
    assert dataset.today is not None
    households = dataset.graph.units.count("households")
    net = Net(name="n", codes=("0", "1", "2", "3"), names=("",) * 4, of_unit=np.array(areas, np.int32))
    found = overlay(dataset, dataset.today, net, households, STANDARDS)
    held: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for grid, area, count in zip(dataset.today.grid_of.tolist(), areas, households.tolist(), strict=True):
        held[grid][area] += count
    main = {grid: max(parts.values()) for grid, parts in held.items()}
    whole = {grid: sum(parts.values()) for grid, parts in held.items()}
    torn = [grid for grid in held if main[grid] < 0.95 * whole[grid]]
    assert found.pure == pytest.approx(sum(main.values()) / sum(whole.values()))
    assert found.nested == pytest.approx(1 - len(torn) / len(held))
    assert found.areas_a_grid == pytest.approx(np.mean([len(parts) for parts in held.values()]))
    assert {one.grid for one in found.conflicts} == set(torn)
    assert [one.outside for one in found.conflicts] == sorted(
        (whole[grid] - main[grid] for grid in torn), reverse=True
    )
    assert found.cross.total == households.sum()


def test_grids_lie_in_the_areas_of_a_net_where_that_is_asked(town: Path, tmp_path: Path) -> None:
    pure = {}
    for name, more in (("plain", ()), ("fused", ("--nets", ROUNDS))):
        told(
            "redraw", town, "--grids", 9, "--seed", 5, "--effort", "quick", "--workers", 1, *more,
            "--out", tmp_path / name,
        )  # fmt: skip
        (row,) = told("nets", town, "--scenario", tmp_path / name, "--net", ROUNDS)["nets"]
        pure[name] = row["pure"]
        assert sum(each["households"] for each in row["crosswalk"]) == sum(HOUSEHOLDS)
    assert pure["fused"] > pure["plain"]


def test_a_crosswalk_for_each_department_is_a_sheet(town: Path, tmp_path: Path) -> None:
    document = told("nets", town, "--out", tmp_path / "nets.xlsx")
    book = openpyxl.load_workbook(tmp_path / "nets.xlsx")
    assert book.sheetnames[1:] == [BEATS, ROUNDS]
    rows = list(book[ROUNDS].iter_rows(min_row=2, values_only=True))
    told_rows = next(row for row in document["nets"] if row["net"] == ROUNDS)["crosswalk"]
    assert {(row[0], row[2], row[3]) for row in rows} == {
        (row["area"], row["grid"], row["households"]) for row in told_rows
    }
    assert all(0 <= row[4] <= 1 and 0 <= row[5] <= 1 for row in rows)


def test_what_cannot_be_asked_is_refused_by_its_name(town: Path, tmp_path: Path) -> None:
    dataset = netted_town()
    cases: list[tuple[str, dict[str, Any]]] = [
        ("value.no-such-net", {"nets": "dogs"}),
        ("value.net-fine", {"nets": f"{ROUNDS},{BEATS}"}),
        ("value.nets-and-lines", {"nets": ROUNDS, "cross": 0.1}),
    ]
    for code, asked in cases:
        with pytest.raises(InvalidValueError) as refused:
            build_problem(dataset, RedrawSettings(task="norm", **asked), STANDARDS)
        assert refused.value.code == code
    write_dataset(drawn_town(), tmp_path / "bare")
    assert gridwright("nets", tmp_path / "bare").exit_code == 2
    assert told("nets", town, "--net", "dogs", status=2)["error"]["facts"]["known"] == f"{BEATS}、{ROUNDS}"


@pytest.mark.real_data
def test_car_routes_of_a_real_city_hold_more_grids_when_they_are_asked_to(cambridge: Dataset) -> None:
    real_data("cambridge")
    assert net_names(cambridge) == ("car-routes", "sector")
    problem = build_problem(cambridge, RedrawSettings(task="norm", nets="sector,car-routes"), STANDARDS)
    sector, routes = (net_of(cambridge, name).of_unit for name in net_names(cambridge))
    pairs = set(zip(sector.tolist(), routes.tolist(), strict=True))
    assert np.unique(problem.nets).size == len(pairs)
