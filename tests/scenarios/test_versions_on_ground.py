"""Plans carried over by the command, on Cambridge and on Yanliang."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gis.dataset_folder import read_dataset, read_files, write_dataset, write_files
from scenarios.folder import scenario_from
from scenarios.trail import folder_files
from scenarios.versions.migrate import migrate
from tests.command import told
from tests.recut import recut, refined
from tests.scenarios.plans_carried import STANDARDS, agrees, carried, planned, town
from tests.yanliang import yanliang

if TYPE_CHECKING:
    from pathlib import Path

    from gis.dataset import Dataset


def test_the_command_carries_a_folder_over_and_back(tmp_path: Path) -> None:
    today = town().today
    assert today is not None
    fine, _ = refined(town(), np.arange(10), seed=3)
    for name, dataset in (("old", town()), ("new", fine)):
        write_dataset(dataset, tmp_path / name)
    write_files(folder_files(town(), planned(town(), today), STANDARDS), tmp_path / "a")
    found = told(
        "migrate",
        tmp_path / "a",
        "--from",
        tmp_path / "old",
        "--to",
        tmp_path / "new",
        "--out",
        tmp_path / "b",
    )
    assert found["units"]["split"] == 10
    assert found["households"]["old"] == found["households"]["carried"] == found["households"]["new"]
    back = told(
        "migrate",
        tmp_path / "b",
        "--from",
        tmp_path / "new",
        "--to",
        tmp_path / "old",
        "--out",
        tmp_path / "c",
    )
    assert back["plan_digest"]["new"] == found["plan_digest"]["old"]
    grids = told(
        "migrate",
        tmp_path / "old",
        "--from",
        tmp_path / "old",
        "--to",
        tmp_path / "new",
        "--out",
        tmp_path / "d",
    )
    assert grids["plan_digest"] == {
        "old": today.digest(town().graph.units),
        "new": found["plan_digest"]["new"],
    }
    files = read_files(tmp_path / "b")
    assert files["units.csv"].decode().splitlines()[0] == "old,new,households,area_m2"
    assert files["decided.csv"].decode().count("\n") == 1
    kept = scenario_from(read_files(tmp_path / "b"), read_dataset(tmp_path / "new").graph.units)
    assert (kept.plan.grids, kept.name) == (today.grids, "b")


def test_cambridge_with_blocks_merged_and_split_keeps_its_districts(cambridge: Dataset) -> None:
    """Every third unit is halved, some neighbours of one district become one: no unit changes its grid."""
    today = cambridge.today
    assert today is not None
    fine, of = refined(cambridge, np.arange(0, len(cambridge.footprints), 3), seed=5)
    there = carried(cambridge, fine, today)
    assert (there.scenario.plan.grid_of == today.grid_of[of]).mean() > 0.9999
    agrees(there, cambridge)
    back = migrate(fine, cambridge, there.scenario, STANDARDS, name="C")
    assert back.scenario.provenance.plan_digest == today.digest(cambridge.graph.units)
    assert int(back.cross.households.sum()) == there.new_total == there.old_total


def test_a_new_estate_in_yanliang_is_carried_and_its_grid_tells_what_it_gained() -> None:
    """An estate of 1,000 dwellings is built on the largest unit of a village, which is cut in two."""
    old = yanliang()
    today = old.today
    assert today is not None
    basis = old.info.households
    column = [c.name for c in old.graph.units.columns].index(basis)
    largest = int(np.argmax(old.graph.area_m2))
    new, of = refined(old, np.array([largest]), seed=1)
    counts = new.graph.units.counts.copy()
    built = int(np.flatnonzero(of == largest)[0])
    counts[built, column] += 1000
    new = recut(old, new.footprints, of, counts)
    found = carried(old, new, today)
    assert (found.scenario.plan.grid_of == today.grid_of[of]).all()
    grid = int(today.grid_of[largest])
    row = found.grids[grid]
    assert (row.before, row.after - row.moved) == (row.moved, 1000)
    assert found.new_total == found.old_total + 1000
    assert found.carried.decisions == ()
