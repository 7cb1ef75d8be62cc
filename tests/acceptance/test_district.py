"""The built-in district is what is stated of it, and the norm answers on both bases by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.bands import fitting_counts
from tests.command import gridwright, told

if TYPE_CHECKING:
    from pathlib import Path

    from gis.dataset import Dataset
    from tests.acceptance.conftest import Line


def test_totals_are_the_stated_facts(district: Line, town: Dataset) -> None:
    found = district.told("case")
    stated = {
        "dwellings": 141_989, "households": 115_000, "buildings": 60_721, "employers": 5_484,
        "events": 500_000,
    }  # fmt: skip
    assert found["totals_by_count"] == {n: {"in": v, "out": v, "listed": 0} for n, v in stated.items()}
    assert {name: int(town.graph.units.count(name).sum()) for name in stated} == stated
    assert {level.key: len(level.codes) for level in town.graph.units.levels} == {
        "community": 105,
        "street": 7,
    }
    assert town.today is not None
    assert len(town.today) == 180
    (case,) = told("cases")["cases"]
    assert (case["streets"], case["communities"], case["grids"]) == (7, 105, 180)
    assert (case["households"], case["buildings"]) == (141_989, 60_721)
    assert "非真实数据" in case["title"]


def test_the_norm_answers_on_both_bases_and_nested(district: Line) -> None:
    found = district.told("redraw")
    records, homes = found["norm"]
    assert (records["basis"], records["flat_low"], records["flat_high"]) == ("户室", 284, 473)
    assert (homes["basis"], homes["flat_low"], homes["flat_high"]) == ("走访户", 230, 383)
    assert records["low"] <= records["grids"] == found["grids"] <= records["high"]
    assert sum(row["grids"] for row in found["apportionment"]) == found["grids"]
    assert not records["misfits"]
    assert not homes["misfits"]


def test_the_norm_is_printed_with_every_community_that_fits_no_number(
    district: Line, town: Dataset, tmp_path: Path
) -> None:
    ran = gridwright(
        "redraw",
        district.folder / "dataset",
        "--norm",
        "--proposals",
        0,
        "--workers",
        1,
        "--out",
        tmp_path / "norm",
    )
    assert ran.exit_code == 0
    assert "284–473" in ran.stdout
    assert "230–383" in ran.stdout
    assert "每个社区（村）的总量都可整分" in ran.stdout
    units = town.graph.units
    totals = np.bincount(units.communities.of_unit, units.count("dwellings")).astype(int).tolist()
    unfit = [
        f"{name} {total}"
        for name, total in zip(units.communities.names, totals, strict=True)
        if (counts := fitting_counts(total, 300, 500))[0] > counts[1]
    ]
    assert len(unfit) == 21
    (line,) = [line for line in ran.stdout.splitlines() if "300–500" in line and unfit[0] in line]
    assert all(one in line for one in unfit)


def test_no_village_is_red_for_being_small_though_many_fit_no_number(district: Line, tmp_path: Path) -> None:
    found = told(
        "redraw", district.folder / "dataset", "--norm", "--low", 300, "--high", 500,
        "--effort", "quick", "--out", tmp_path / "flat",
    )  # fmt: skip
    unfit = [row for row in found["apportionment"] if row["unavoidable"]]
    assert [row["community"] for row in unfit] == [row["community"] for row in found["norm"][0]["misfits"]]
    assert len(unfit) == 21
    small = {row["community"] for row in unfit if row["households"] < 300}
    grids = {row["community"]: row for row in found["per_grid"] if row["community"] in small}
    assert len(grids) == len(small) == 12
    assert {(row["band"], row["reason"]) for row in grids.values()} == {("acceptable", "whole-community")}
    assert not [row for row in found["per_grid"] if row["band"] == "over"]
    assert {v["community"] for v in found["violations"] if v["unavoidable"]} == {
        row["community"] for row in unfit
    }


def test_the_plan_by_the_norm_has_no_grid_over_limit(district: Line) -> None:
    found = district.told("redraw")
    assert not [row for row in found["per_grid"] if row["band"] == "over"]
    assert not [violation for violation in found["violations"] if violation["strength"] == "law"]
    assert found["metrics"]["share-in-norm"]["value"] > 0.95
    assert found["metrics"]["estates-cut-needless"]["value"] == 0


def test_posts_by_hours_follow_the_work_and_one_each_follows_the_grids(district: Line) -> None:
    found, grids = district.told("staff"), district.told("redraw")["grids"]
    assert found["fte_by_basis"].keys() == {"户室", "走访户"}
    assert found["fte_by_basis"]["走访户"] < found["fte_by_basis"]["户室"]
    hours, each = found["readings"]["hours"], found["readings"]["one-each"]
    assert hours["posts"] < grids <= each["posts"]
    assert hours["fte"] <= hours["filled_fte"]
    assert set(found["communities"]) == {"hours", "one-each"}
    assert len(found["communities"]["hours"]) >= 105
