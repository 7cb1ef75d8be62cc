"""A log of hours on the drawn town: its numbers bring the hours back, and every row at fault is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from data.reference import shipped_standards, standards_with
from gis.dataset_folder import write_dataset
from scenarios.beginning import beginning
from scenarios.hours import hours_of
from tests.command import told
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WORDS = {"走访": 0, "事件": 1, "巡查": 2}


def by_task(standards: Any) -> np.ndarray:
    """Hours of visits with their ways, events and patrol of each grid."""
    dataset = drawn_town()
    load = hours_of(dataset, beginning(dataset, standards).plan, standards)
    return np.stack([load.visit_h + load.travel_h, load.event_h, load.patrol_h])


def log(path: Path, factors: Mapping[str, float], *, days: int = 73) -> Path:
    """A log in which each grid has the modelled hours of some tasks times a factor, over some days."""
    dataset, hours = drawn_town(), by_task(shipped_standards())
    grids = beginning(dataset, shipped_standards()).plan.grids
    rows = [
        f"{grid.code},{word},{hours[WORDS[word], n] * factor * days / 365:.4f},{days}"
        for word, factor in factors.items()
        for n, grid in enumerate(grids)
        if hours[WORDS[word], n] > 0
    ]
    path.write_text("\n".join(["地点,任务,工时,天数", *rows]), encoding="gbk")
    return path


@pytest.fixture
def town(tmp_path: Path) -> Path:
    write_dataset(drawn_town(), tmp_path / "d")
    return tmp_path / "d"


def test_calibrated_numbers_give_the_logged_hours(town: Path, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    found = told("calibrate", town, log(tmp_path / "log.csv", {"走访": 1.3, "事件": 0.8}), "--out", file)
    assert [task["state"] for task in found["tasks"]] == ["told", "told", "held"]
    assert found["error_after"] < 0.01 < found["error_before"]
    before, after = by_task(shipped_standards()).sum(axis=1), by_task(standards_with(file)).sum(axis=1)
    assert after / before == pytest.approx([1.3, 0.8, 1.0], rel=0.01)
    for task in found["tasks"][:2]:
        assert task["low"] <= task["value"] <= task["high"]
    again = told("calibrate", town, tmp_path / "log.csv", "--standards", file)
    assert [task["factor"] for task in again["tasks"][:2]] == pytest.approx([1.0, 1.0], abs=0.01)
    assert again["fte"][0] == pytest.approx(found["fte"][1])


def test_fewer_hours_than_the_ways_alone_are_no_matter_of_minutes(town: Path, tmp_path: Path) -> None:
    found = told("calibrate", town, log(tmp_path / "log.csv", {"走访": 0.05}))
    visits = found["tasks"][0]
    assert (visits["state"], visits["value"]) == ("beyond", visits["now"])
    assert visits["factor"] == pytest.approx(0.05, abs=0.02)


def test_every_row_at_fault_is_named(town: Path, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "place,task,hours,days\nnowhere,visits,1,\n,dancing,1,\n,visits,-1,\n,events,1,0\n,patrol,1,\n,patrol,2,\n"
    )
    refused = told("calibrate", town, path, status=3)
    assert [problem["code"] for problem in refused["rejected"]] == [
        f"log.row.{wrong}" for wrong in ("place", "task", "hours", "days", "twice")
    ]
    path.write_text("place,task,hours,days\n")
    assert told("calibrate", town, path, status=1)
