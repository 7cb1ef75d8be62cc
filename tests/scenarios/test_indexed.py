"""The index of the drawn town's grids by its three ways, and tables that cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from data.reference import shipped_standards
from gis.dataset_folder import write_dataset
from scenarios.beginning import beginning
from tests.command import gridwright, told
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def town(tmp_path: Path) -> Path:
    write_dataset(drawn_town(), tmp_path / "d")
    return tmp_path / "d"


def test_given_weights_are_those_of_the_index(town: Path, tmp_path: Path) -> None:
    table = tmp_path / "w.csv"
    table.write_text("factor,weight\nhouseholds,3\narea,1\n")
    found = told("index", town, "--weights", table)
    plan = beginning(drawn_town(), shipped_standards()).plan
    graph = drawn_town().graph
    homes = np.bincount(plan.grid_of, graph.units.count("households"))
    area = np.bincount(plan.grid_of, graph.area_m2)
    expected = 0.75 * homes / homes.mean() + 0.25 * area / area.mean()
    assert [grid["index"] for grid in found["grids"]] == pytest.approx(expected.tolist())
    assert found["consistency_ratio"] is None
    assert -1 <= found["agreement"] <= 1


def test_pairs_give_weights_or_are_refused_with_the_three_to_change(town: Path, tmp_path: Path) -> None:
    table = tmp_path / "p.csv"
    table.write_text(",households,area,street\nhouseholds,1,3,5\narea,1/3,1,3\nstreet,1/5,1/3,1\n")
    found = told("index", town, "--pairs", table)
    assert list(found["weights"].values()) == pytest.approx([0.637, 0.258, 0.105], abs=5e-4)
    assert found["consistency_ratio"] == pytest.approx(0.033, abs=5e-4)
    table.write_text(",households,area,street\nhouseholds,1,3,1/5\narea,1/3,1,3\nstreet,5,1/3,1\n")
    refused = gridwright("index", town, "--pairs", table, "--lang", "en")
    assert refused.exit_code == 2
    assert "households is 3 times area, area is 3 times street, so households should be 9 times street" in (
        refused.stderr
    )


def test_entropy_says_what_it_is_not(town: Path) -> None:
    ran = gridwright("index", town, "--entropy", "households,area")
    assert ran.exit_code == 0
    assert "熵权只反映分布是否悬殊" in ran.stdout


@pytest.mark.parametrize(
    ("table", "told_"),
    [
        ("factor,weight\nnothing,1\n", "nothing"), ("factor,weight\nhouseholds,x\n", "“x”"),
        ("factor,weight\n", "w.csv"), ("a,b\nc,1\n", "factor,weight"), ("factor,weight\narea,0\n", "0"),
    ],
)  # fmt: skip
def test_tables_that_cannot_be_used_say_why(town: Path, tmp_path: Path, table: str, told_: str) -> None:
    path = tmp_path / "w.csv"
    path.write_text(table)
    ran = gridwright("index", town, "--weights", path)
    assert ran.exit_code in {1, 2}
    assert told_ in ran.stderr


def test_weights_come_from_one_place(town: Path) -> None:
    assert gridwright("index", town).exit_code == 1
