"""The verifier judges what it reads and nothing else, and knows what may not be blamed on a plan."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import shapely

from data.reference import shipped_standards
from domain.errors import FormatError
from domain.standards import Standard
from gis.export.bundle import export_scenario
from gis.verify.report import Check, VerifyReport
from gis.verify.verifier import verify_export
from tests.gis.edited_export import manifest_of, rows_of, sign_again, tables
from tests.gis.handed_over import DATED, LINES, export_town, town_to_hand_over

if TYPE_CHECKING:
    from domain.scenario import Scenario
    from domain.standards import Standards
    from gis.dataset import Dataset

VERIFIER = Path(__file__).parents[2] / "gis" / "verify"


def redrawn(**blocks: str) -> str:
    """The lines of the town with some blocks (`b10="d"`) in other grids."""
    letters = LINES.split()
    for block, letter in blocks.items():
        letters[int(block[1:])] = letter
    return " ".join(letters)


def hand_over(dataset: Dataset, scenario: Scenario, folder: Path, standards: Standards | None = None) -> None:
    """Hand over in one copy of the layers."""
    export_scenario(
        dataset,
        scenario,
        folder,
        formats=("gpkg",),
        audience="internal",
        standards=standards or shipped_standards(),
        dated=DATED,
    )


def found(report: VerifyReport, name: str) -> Check:
    return next(check for check in report.checks if check.check == name)


def test_the_verifier_shares_no_code_with_the_rest_of_the_product() -> None:
    ours = ("domain", "gis", "optimizer", "data", "scenarios", "layouts", "server")
    for path in sorted(VERIFIER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [node.module] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for module in modules:
                allowed = str(module).startswith("gis.verify") or module in (
                    "domain.errors",
                    "domain.outcome",
                )
                assert allowed or str(module).split(".")[0] not in ours, (path.name, module)


def test_the_report_as_json_has_the_agreed_shape() -> None:
    report = VerifyReport(
        checks=(
            Check(check="no-gap", ok=False, value=25.0, limit=1.0, where=("gpkg/grid: at 1, 2: 25.0",)),
            Check(check="bounds", ok=None, value=None, limit=None, where=("plan",)),
        )
    )
    told = json.loads(json.dumps(report.as_json()))
    assert told["ok"] is False
    assert told["checks"][0] == {
        "check": "no-gap", "ok": False, "value": 25.0, "limit": 1.0, "where": ["gpkg/grid: at 1, 2: 25.0"],
    }  # fmt: skip
    assert told["checks"][1]["ok"] is None


def test_a_gap_is_measured_in_square_metres(tmp_path: Path) -> None:
    """A hole of 4 m by 5 m in every copy."""
    export_town(tmp_path / "out")
    for grid in tables(tmp_path / "out", "grid"):
        whole = grid.in_metres(0)
        west, south, _, _ = shapely.bounds(whole)
        grid.draw(0, shapely.difference(whole, shapely.box(west + 150, south + 50, west + 154, south + 55)))
        grid.save()
    sign_again(tmp_path / "out")
    gap = found(verify_export(tmp_path / "out"), "no-gap")
    assert gap.value == pytest.approx(20, abs=0.01)
    assert len(gap.where) == 4


def test_swapped_lines_are_found_although_they_cover_everything_once(tmp_path: Path) -> None:
    """Two grids of a community with each other's shapes, in one copy only."""
    export_town(tmp_path / "out")
    grid = next(tables(tmp_path / "out", "grid", "gpkg"))
    grid.shapes[0], grid.shapes[1] = grid.shapes[1], grid.shapes[0]
    grid.save()
    sign_again(tmp_path / "out")
    assert verify_export(tmp_path / "out").failed == ("lines-match-units",)


def test_a_ring_that_crosses_itself_has_its_own_name(tmp_path: Path) -> None:
    """The four corners of a grid in the order of a bow tie."""
    export_town(tmp_path / "out", formats=("gpkg",))
    grid = next(tables(tmp_path / "out", "grid"))
    west, south, east, north = shapely.bounds(grid.shapes[0])
    grid.shapes[0] = shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])
    grid.save()
    sign_again(tmp_path / "out")
    report = verify_export(tmp_path / "out")
    assert found(report, "valid-rings").where == ("gpkg/grid: 1",)
    assert report.failed[0] == "valid-rings"


def test_ground_beyond_the_outline_has_its_own_name(tmp_path: Path) -> None:
    export_town(tmp_path / "out")
    for grid in tables(tmp_path / "out", "grid"):
        whole = grid.in_metres(0)
        west, _, _, north = shapely.bounds(whole)
        grid.draw(0, shapely.union(whole, shapely.box(west - 5, north - 50, west + 1, north - 40)))
        grid.save()
    sign_again(tmp_path / "out")
    report = verify_export(tmp_path / "out")
    assert report.failed == ("inside-outline",)
    assert found(report, "inside-outline").value == pytest.approx(50, abs=0.01)


def test_a_unit_in_no_grid_is_reported_once(tmp_path: Path) -> None:
    export_town(tmp_path / "out", redrawn(b0="."), formats=("gpkg",))
    report = verify_export(tmp_path / "out")
    assert report.failed == ("every-unit-once",)
    assert "plan: u0000 in no grid" in found(report, "every-unit-once").where


def test_grids_beyond_the_hard_limits_fail(tmp_path: Path) -> None:
    """Grid d gives all blocks but one to e: 120 of at least 200 households here, 885 of 800 there."""
    export_town(tmp_path / "out", redrawn(b6="e", b15="e", b16="e", b25="e", b26="e"), formats=("gpkg",))
    report = verify_export(tmp_path / "out")
    assert report.failed == ("bounds",)
    assert found(report, "bounds").value == 2


def test_a_community_too_small_for_one_grid_is_named_and_not_failed(tmp_path: Path) -> None:
    """With a lower limit above its total, the village in one grid could be no better."""
    strict = _with_limits("village", norm_low=500, hard_low=500, hard_high=900, target=600, norm_high=700)
    lines = LINES.replace("i", "h")
    export_town(tmp_path / "out", lines, standards=strict, formats=("gpkg",))
    bounds = found(verify_export(tmp_path / "out"), "bounds")
    assert bounds.ok
    assert [place.endswith("420 outside 500–900 (unavoidable)") for place in bounds.where] == [True]


@pytest.mark.parametrize(("limit", "excused"), [(110, True), (125, False)])
def test_a_plan_may_declare_only_what_one_unit_alone_exceeds(
    tmp_path: Path, limit: int, *, excused: bool
) -> None:
    """Grid d holds a unit of 120 households: 单体超限 below a limit of 120, not above it."""
    dataset, scenario = town_to_hand_over()
    rows = tuple(
        replace(row, band="acceptable", reason="single-over-limit") if row.households > limit else row
        for row in scenario.scorecard.per_grid
    )
    told = replace(scenario, scorecard=replace(scenario.scorecard, per_grid=rows))
    limits = _with_limits("town", norm_low=50, hard_low=50, hard_high=limit, target=60, norm_high=100)
    hand_over(dataset, told, tmp_path / "out", limits)
    where = found(verify_export(tmp_path / "out"), "bounds").where
    assert any("610114001000004" in place and "unavoidable" not in place for place in where) is not excused


def test_declared_exclaves_and_bridges_lift_contiguity_for_the_named_units_alone(tmp_path: Path) -> None:
    """Block 0 of the first row belongs to grid c, two rows below."""
    apart = redrawn(b0="c")
    export_town(tmp_path / "apart", apart, formats=("gpkg",))
    assert verify_export(tmp_path / "apart").failed == ("contiguous",)
    for name, info in (
        ("exclave", {"exclaves": ("u0000",)}),
        ("bridge", {"bridges": (("u0000", "u0020"),)}),
    ):
        dataset, scenario = town_to_hand_over(apart)
        declared = replace(dataset, info=replace(dataset.info, **info))
        hand_over(declared, scenario, tmp_path / name)
        assert verify_export(tmp_path / name).ok
    other = replace(dataset, info=replace(dataset.info, exclaves=("u0001",)))
    hand_over(other, scenario, tmp_path / "other")
    assert verify_export(tmp_path / "other").failed == ("contiguous",)


def test_a_border_that_may_not_be_passed_keeps_units_apart(tmp_path: Path) -> None:
    """All borders of block 0 become railway: its grid is in two pieces although its lines are one."""
    export_town(tmp_path / "out", formats=("gpkg",))
    rows = rows_of(tmp_path / "out", "borders")
    barred = [row | {"passable": "0"} if row["from"] == "u0000" else row for row in rows]
    text = "\n".join([",".join(rows[0]), *(",".join(row.values()) for row in barred)]) + "\n"
    (tmp_path / "out" / "borders.csv").write_text(text, encoding="utf-8")
    sign_again(tmp_path / "out")
    report = verify_export(tmp_path / "out")
    assert report.failed == ("contiguous",)
    assert found(report, "contiguous").where == ("plan: 610114001000001 in 2 pieces",)


def test_what_cannot_be_read_is_said_and_what_hangs_on_it_is_not_judged(tmp_path: Path) -> None:
    export_town(tmp_path / "out", formats=("gpkg",))
    (tmp_path / "out" / manifest_of(tmp_path / "out")["twins"][0]["layers"]["grid"]).write_bytes(
        b"no package"
    )
    report = verify_export(tmp_path / "out")
    assert report.failed == ("manifest-hash", "files-complete")
    assert not report.ok
    assert found(report, "no-gap").ok is None


def test_a_stranger_in_the_folder_and_a_lost_table_are_named(tmp_path: Path) -> None:
    export_town(tmp_path / "out", formats=("gpkg",))
    (tmp_path / "out" / "bridges.csv").unlink()
    (tmp_path / "out" / "notes.txt").write_text("hello")
    files = found(verify_export(tmp_path / "out"), "files-complete")
    assert files.where[:2] == ("missing: bridges.csv", "not listed: notes.txt")


def test_a_folder_that_is_no_export_or_a_newer_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no-export"):
        verify_export(tmp_path)
    export_town(tmp_path / "out", formats=("geojson",))
    sign_again(tmp_path / "out", format=2)
    with pytest.raises(FormatError, match="too-new"):
        verify_export(tmp_path / "out")


def test_an_export_in_another_zone_or_on_the_globe_passes_with_its_own_measures(tmp_path: Path) -> None:
    for n, crs in enumerate(("EPSG:4544", "EPSG:4490")):
        export_town(tmp_path / f"{n}", crs=crs)
        report = verify_export(tmp_path / f"{n}")
        assert set(report.failed) <= {"prj-matches"}, report
        assert report.ok == (crs == "EPSG:4490"), "the town lies outside the zone of 105°"


def _with_limits(kind: str, **limits: int) -> Standards:
    changes = {}
    for name, value in limits.items():
        key = f"grid-types.{kind}.{name.replace('_', '-')}"
        changes[key] = Standard(key=key, value=value, unit="户", source="test")
    return shipped_standards().replaced(changes)
