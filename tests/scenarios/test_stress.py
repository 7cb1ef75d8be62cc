"""A year on Yanliang's grids: rates as published, where it breaks is told, seats come from a table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from data.reference import shipped_standards
from domain.errors import InvalidValueError
from gis.dataset_folder import write_dataset
from scenarios.stress import stress
from tests.command import gridwright
from tests.yanliang import yanliang

if TYPE_CHECKING:
    from pathlib import Path

STANDARDS = shipped_standards()


def test_rates_are_those_that_were_published_and_a_bigger_load_waits_longer() -> None:
    """500,000 events in three years on 180 grids: 2.54 a grid and day."""
    ground = yanliang()
    assert ground.today is not None
    found = stress(ground, ground.today, STANDARDS, runs=3)
    assert found.yearly.sum() / 365 / 180 == pytest.approx(2.54, abs=0.01)
    more = stress(ground, ground.today, STANDARDS, runs=3, more=0.3)
    assert more.outcome.waiting.mean > found.outcome.waiting.mean
    assert more.yearly == pytest.approx(1.3 * found.yearly)
    busy = found.outcome.busy
    assert np.corrcoef(busy, found.loads[0])[0, 1] > 0.99


def test_grids_with_more_to_do_than_time_are_an_answer() -> None:
    ground = yanliang()
    assert ground.today is not None
    found = stress(ground, ground.today, STANDARDS, runs=2, more=9)
    assert found.unstable[0] == (found.loads[0] >= 1).sum() > 0
    assert found.outcome.on_time.mean < 0.9


def test_what_cannot_be_simulated_is_refused() -> None:
    ground = yanliang()
    assert ground.today is not None
    for wrong in ({"workers": 0}, {"runs": 0}, {"more": -1.0}):
        with pytest.raises(InvalidValueError, match=r"value\.stress"):
            stress(ground, ground.today, STANDARDS, **wrong)


def test_the_commands_tell_a_year_and_the_seats(tmp_path: Path) -> None:
    write_dataset(yanliang(), tmp_path / "d")
    ran = gridwright("stress", tmp_path / "d", "--runs", "2", "--json")
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    assert len(told["grids"]) == 180
    assert told["on_time"]["mean"] > 0.99
    assert gridwright("stress", tmp_path / "d", "--workers", "0").exit_code == 2
    table = tmp_path / "calls.csv"
    table.write_text("hour,calls\n8,100\n9,160\n22,5\n", encoding="utf-8")
    seats = json.loads(gridwright("seats", table, "--json").stdout)
    assert (seats["shifts"], seats["posts"]) == ([0, 11, 2], 22)
    table.write_text("hour,calls\n25,100\n", encoding="utf-8")
    assert gridwright("seats", table).exit_code == 2
    table.write_text("时刻,来电\n8,100\n", encoding="utf-8")
    assert gridwright("seats", table).exit_code == 1
