"""Sites among the communities of a district, on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gis.dataset_folder import write_dataset
from tests.command import gridwright, told
from tests.yanliang import without_details, yanliang

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sites") / "d"
    write_dataset(without_details(yanliang()), path)
    return path


def test_each_model_is_best_at_what_it_is_for(folder: Path) -> None:
    asked = ("sites", folder, "--sites", 5, "--reach", 3000, "--model")
    median, centre, most = (told(*asked, model) for model in ("median", "centre", "most"))
    assert len(median["sites"]) == 5
    assert median["served"] == median["all"] == sum(site["count"] for site in median["sites"])
    assert median["mean_m"] <= centre["mean_m"]
    assert centre["farthest_m"] <= median["farthest_m"]
    assert most["served"] + sum(area["count"] for area in most["without"]) == most["all"]
    assert most["farthest_m"] <= 3000


def test_the_fewest_sites_leave_nobody_without_and_more_reach_needs_no_more(folder: Path) -> None:
    near, far = (told("sites", folder, "--model", "fewest", "--reach", reach) for reach in (3000, 6000))
    assert near["without"] == far["without"] == []
    assert near["farthest_m"] <= 3000
    assert len(far["sites"]) <= len(near["sites"])
    short = told("sites", folder, "--model", "most", "--reach", 3000, "--sites", len(near["sites"]) - 1)
    assert short["without"]


def test_no_sites_are_wrong_usage(folder: Path) -> None:
    assert gridwright("sites", folder, "--sites", 0).exit_code == 2
