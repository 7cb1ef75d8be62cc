"""A set of plans along a trade-off: each is the plan of its settings, and what is dominated is marked."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from data.reference import shipped_standards
from domain.errors import InvalidValueError
from domain.outcome import Infeasible
from domain.scenario import Scenario
from domain.settings import RedrawSettings
from gis.dataset_folder import write_dataset
from scenarios.commands.frontier import values_of
from scenarios.frontier import TRADED, Point, caps_of, counts_of, frontier, gaps
from scenarios.redraw_work import RedrawWork, redraw_now
from scenarios.running.lanes import never
from tests.command import gridwright, told
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scenarios.frontier import By

STANDARDS = shipped_standards()
SETTINGS = RedrawSettings(task="count", grids=8, proposals=20_000)


def drawn(settings: RedrawSettings, values: Sequence[float | None], by: By = "cross") -> tuple[Point, ...]:
    found = frontier(drawn_town(), settings, STANDARDS, by=by, values=values, workers=1)
    assert not isinstance(found, Infeasible)
    points, missing = found
    assert missing == ()
    return points


@pytest.fixture(scope="module")
def by_cap() -> tuple[Point, ...]:
    return drawn(SETTINGS, caps_of(STANDARDS))


def test_the_caps_of_the_standards_are_five_from_nobody_to_anybody() -> None:
    assert caps_of(STANDARDS) == (0.0, 0.05, 0.10, 0.20, None)


def test_every_plan_is_the_one_that_its_own_settings_give(by_cap: tuple[Point, ...]) -> None:
    for point in by_cap:
        work = RedrawWork(dataset=drawn_town(), settings=point.settings, standards=STANDARDS, name="x")
        alone = redraw_now(work, workers=1, stop=never)
        assert isinstance(alone, Scenario)
        assert alone.provenance == point.scenario.provenance
        assert point.scenario.notes.get("cross") == (None if point.used is None else str(point.used))


def test_no_plan_crosses_above_its_cap_and_a_cap_that_nobody_keeps_becomes_the_least(
    by_cap: tuple[Point, ...],
) -> None:
    for point in by_cap:
        assert point.used is None or point.measure("crossed-share") <= point.used
        assert point.used == point.asked or (point.used or 0) > (point.asked or 0)
        assert point.floor <= point.measure("household-cv") + 1e-9
        assert not [v for v in point.scenario.scorecard.violations if v.rule == "crossing-cap"]
    assert by_cap[-1].used is None


def test_a_point_is_dominated_exactly_when_another_is_no_worse_and_somewhere_better(
    by_cap: tuple[Point, ...],
) -> None:
    by_number = drawn(SETTINGS, (8, 9, 10, 12, 14), by="grids")
    sets: tuple[tuple[tuple[Point, ...], By], ...] = ((by_cap, "cross"), (by_number, "grids"))
    for points, by in sets:
        worth = {p.key: [round(p.measure(key), 9) for key in TRADED[by]] for p in points}
        for point in points:
            mine = worth[point.key]
            better = {
                key
                for key, other in worth.items()
                if other != mine and all(a <= b for a, b in zip(other, mine, strict=True))
            }
            assert set(point.dominated_by) == better


def test_numbers_of_grids_run_from_the_fewest_to_the_most_that_the_norm_allows() -> None:
    counts = counts_of(drawn_town(), SETTINGS, STANDARDS)
    assert list(counts) == sorted(set(counts))
    assert len(counts) <= STANDARDS.whole("redraw.frontier.points")
    points = drawn(SETTINGS, counts, by="grids")
    assert [int(point.measure("grids")) for point in points] == list(counts)


def test_a_community_held_by_the_cap_names_the_plan_in_which_it_is_more_even(
    by_cap: tuple[Point, ...],
) -> None:
    of = {p.key: {row.community: row for row in p.scenario.certificate} for p in by_cap}
    held = 0
    for point in by_cap:
        for gap in gaps(point, by_cap):
            row = of[point.key][gap.community]
            assert gap.value == row.value > gap.bound == row.bound
            if gap.why == "crossing-cap":
                held += 1
                assert of[gap.other][gap.community].value < gap.value
            elif gap.why == "proven":
                assert row.proven
    assert held


def test_a_number_without_a_plan_is_told_with_its_reason_and_the_others_are_drawn(tmp_path: Path) -> None:
    town = tmp_path / "town"
    write_dataset(drawn_town(), town)
    found = told(
        "frontier", town, "--by", "grids", "--points", "2,8,9", "--proposals", 1000, "--workers", 1,
        "--out", tmp_path / "set",
    )  # fmt: skip
    assert [row["key"] for row in found["points"]] == ["grids-008", "grids-009"]
    (missing,) = found["missing"]
    assert missing["asked"] == 2
    assert {rule["rule"] for rule in missing["infeasible"][0]["rules"]} >= {"count"}
    for language, words in (("zh", "划不出来"), ("en", "no plan")):
        ran = gridwright(
            "frontier", town, "--by", "grids", "--points", "2,8", "--proposals", 0, "--workers", 1,
            "--out", tmp_path / language, "--lang", language,
        )  # fmt: skip
        assert ran.exit_code == 0
        assert words in ran.stdout


def test_the_set_is_a_folder_for_each_plan_and_one_table(tmp_path: Path) -> None:
    town, out = tmp_path / "town", tmp_path / "set"
    write_dataset(drawn_town(), town)
    found = told("frontier", town, "--grids", 8, "--proposals", 5000, "--workers", 1, "--out", out)
    table = json.loads((out / "frontier.json").read_text(encoding="utf-8"))
    assert table == found
    with (out / "frontier.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["key"] for row in rows] == [point["key"] for point in found["points"]]
    for point in found["points"]:
        judged = told("evaluate", out / point["key"], "--dataset", town)
        assert judged["plan_digest"] == point["plan_digest"]
        assert judged["metrics"]["household-cv"]["value"] == point["metrics"]["household-cv"]
        assert bool(point["reasons"]) <= (point["gap"] > 0.02)
    told("frontier", town, "--grids", 8, "--out", out, status=1)


def test_where_nothing_can_cross_the_command_says_so(tmp_path: Path) -> None:
    town = tmp_path / "town"
    write_dataset(replace(drawn_town(), today=None), town)
    found = told("frontier", town, "--out", tmp_path / "set", status=2)
    assert found["error"]["code"] == "value.frontier-today"
    assert not (tmp_path / "set").exists()


def test_values_are_shares_or_free_or_whole_numbers() -> None:
    assert values_of("0, 0.05,free", "cross") == (0.0, 0.05, None)
    assert values_of("", "cross") == ()
    assert values_of("8,9", "grids") == (8.0, 9.0)
    wrong: tuple[tuple[str, By], ...] = (
        ("1.5", "cross"), ("x", "cross"), ("free", "grids"), ("0", "grids"), ("2.5", "grids"),
    )  # fmt: skip
    for points, by in wrong:
        with pytest.raises(InvalidValueError):
            values_of(points, by)
