"""Police grids of a real city, held against its sectors and stations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from data.reference import shipped_standards
from gis.dataset_folder import read_dataset
from scenarios.beginning import by_community
from scenarios.policing.ground import police_ground
from scenarios.policing.reaching import officers_within
from tests.cambridge import cambridge_import
from tests.command import told
from tests.policing import check_laws, raised

if TYPE_CHECKING:
    from pathlib import Path


def test_cambridge_has_five_police_grids_more_even_than_its_sectors(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    folder = cambridge_import(tmp_path_factory) / "dataset"
    officers = tmp_path / "officers.csv"
    officers.write_text("station,officers,auxiliaries\nCambridge,5,5\n")
    asked = ("police", folder, "--officers", officers, "--zones", "sector", "--count", "events")
    short = told(*asked, status=4)["infeasible"][0]
    assert (short["relaxation"]["to"], short["also"][0]["to"]) == (21.0, 23_968.0)
    officers.write_text("station,officers,auxiliaries\nCambridge,22,22\n")
    assert told(*asked, "--minutes", 60)["areas"][0]["officers_within"] == 21
    dataset = read_dataset(folder)
    ground = police_ground(dataset, shipped_standards())
    assert officers_within(ground, by_community(dataset), shipped_standards(), 0.5) == (None,)
    officers.write_text("station,officers,auxiliaries\nCambridge,5,5\n")
    found = told(*asked, "--standards", raised(tmp_path, 40_000))
    check_laws(dataset, found)
    assert found["today_zones"] == 5
    assert sum(grid["calls"] for grid in found["grids"]) == pytest.approx(11_700 / 8)
    measures = {key: (pair["before"], pair["after"]) for key, pair in found["measures"].items()}
    assert measures["people-spread"] == pytest.approx((0.239, 0.124), abs=0.002)
    assert measures["calls-spread"] == pytest.approx((0.155, 0.128), abs=0.002)
    assert measures["minutes"] == pytest.approx((4.49, 4.43), abs=0.02)


def test_stations_of_cambridge_by_a_table_keep_to_their_areas(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    folder = cambridge_import(tmp_path_factory) / "dataset"
    dataset = read_dataset(folder)
    east = {"1", "2", "3"}
    names = {True: "Police Headquarters", False: "Police Centeral Square Substation"}
    areas, officers = tmp_path / "areas.csv", tmp_path / "officers.csv"
    codes = dataset.graph.units.communities.codes
    areas.write_text("\n".join(["community,station", *(f"{code},{names[code in east]}" for code in codes)]))
    officers.write_text(f"station,officers,auxiliaries\n{names[True]},6,6\n{names[False]},20,30\n")
    found = told(
        "police", folder, "--officers", officers, "--areas", areas, "--zones", "sector", "--count", "events"
    )
    assert len(found["grids"]) == 26
    assert all((grid["area"] == names[True]) == (set(grid["communities"]) <= east) for grid in found["grids"])
    assert [area["exact"] for area in found["areas"]] == [False, True]
    assert np.mean([grid["people_each"] for grid in found["grids"]]) == pytest.approx(42_686 * 2.62 / 26)
    check_laws(dataset, found)
    found = told("police", folder, "--officers", officers, "--areas", officers, status=1)
    assert found["error"]["code"] == "format.columns"
