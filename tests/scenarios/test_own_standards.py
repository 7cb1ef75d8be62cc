"""A project's own standards: kept with the store, seen by everything, taken back, and told of old plans."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from app import create_services
from data.reference import shipped_standards, standards_with
from data.settings import Settings
from domain.errors import ConflictError, StandardsError
from domain.own_standards import OwnNumber
from domain.scenario import Scenario
from domain.settings import RedrawSettings
from gis.dataset_folder import write_dataset
from layouts.judged_note import judged_note
from layouts.view import View
from scenarios.folder import scenario_files
from scenarios.own_standards import OwnStandards
from scenarios.redraw_work import RedrawWork, redraw_now
from scenarios.register import register_dataset
from scenarios.running.lanes import never
from scenarios.standards_effect import judged_today, manned_today
from tests.command import gridwright as run
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.services import Services

HIGH, LOW = "grid-types.town.norm-high", "grid-types.town.norm-low"
VISIT = "workload.visit-minutes"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def services(home: Path) -> Services:
    services = create_services(Settings(home=home))
    register_dataset(services.store, drawn_town(), shipped_standards())
    return services


@pytest.fixture
def district(services: Services) -> str:
    return services.viewer.districts()[0].id


def bands(services: Services, district: str) -> dict[str, str]:
    rows = services.viewer.scenario(district, "").scorecard.per_grid
    return {row.code: row.band for row in rows}


def test_a_change_is_seen_by_everything_at_once_and_after_a_reload(
    services: Services, district: str, home: Path
) -> None:
    own, before = services.viewer.own, bands(services, district)
    posts = services.desk.staffed(district, "").readings
    assert own.save(district, {HIGH: 1200, "grid-types.town.hard-high": 1300, VISIT: 60}, "区办法") == (
        HIGH, "grid-types.town.hard-high", VISIT,
    )  # fmt: skip
    after = bands(services, district)
    assert "over" in before.values()
    assert "over" not in after.values()
    assert services.desk.staffed(district, "").load.hours.sum() > 0
    assert services.desk.staffed(district, "").readings != posts
    assert services.desk.norm_high(district, "town") == 1200
    again = create_services(Settings(home=home)).viewer
    assert again.own.numbers(district)[VISIT] == OwnNumber(value=60, source="区办法")
    assert again.standards(district).digest == services.viewer.standards(district).digest


def test_changes_are_taken_back_one_by_one_and_numbers_put_back(services: Services, district: str) -> None:
    own = services.viewer.own
    assert own.undo(district) == ()
    assert not own.can_undo(district)
    own.save(district, {VISIT: 20}, "一")
    own.save(district, {VISIT: 25}, "二")
    own.save(district, {HIGH: 450}, "三")
    assert own.save(district, {HIGH: 450}, "四") == ()
    assert own.put_back(district, ["grid-types.town.target"]) == (HIGH,)
    assert [own.undo(district) for _ in range(3)] == [(HIGH,), (HIGH,), (VISIT,)]
    assert own.numbers(district) == {VISIT: OwnNumber(value=20, source="一")}
    own.save(district, {HIGH: 450}, "五")
    assert set(own.put_back(district)) == {VISIT, HIGH}
    assert own.of(district).digest == shipped_standards().digest
    assert own.undo(district)
    assert own.numbers(district)[HIGH].source == "五"
    with pytest.raises(StandardsError, match="too-low"):
        own.save(district, {HIGH: 100}, "错")
    with pytest.raises(ConflictError):
        services.store.own_standards.put(district, {VISIT: None}, seen=1, who="planner")


def test_the_effect_before_saving_is_what_saving_brings(services: Services, district: str) -> None:
    own, viewer = services.viewer.own, services.viewer
    dataset, today = viewer.dataset(district), viewer.scenario(district, "")
    then = own.with_values(district, {HIGH: 420, VISIT: 45})
    told, manned = judged_today(dataset, today, then), manned_today(dataset, today, then, ())
    now = judged_today(dataset, today, viewer.standards(district))
    assert told.splits > now.splits
    assert own.numbers(district) == {}
    own.save(district, {HIGH: 420, VISIT: 45}, "试")
    needs = services.desk.needs(district, "")
    assert told.splits == sum(need.missing for need in needs)
    found = [row.band for row in viewer.scenario(district, "").scorecard.per_grid]
    assert {band: found.count(band) for band in set(found)} == dict(told.bands)
    posts = {key: one.heads.posts for key, one in services.desk.staffed(district, "").readings.items()}  # type: ignore[union-attr]
    assert posts == dict(manned.posts)


def test_a_run_draws_by_the_numbers_of_when_it_was_asked_for(services: Services, district: str) -> None:
    own = services.viewer.own
    first = services.runs.submit(district, RedrawSettings(task="norm"))
    own.save(district, {HIGH: 450}, "后来")
    second = services.runs.submit(district, RedrawSettings(task="norm"))
    assert [first.standards, second.standards] == [0, 1]
    assert own.at(district, first.standards)[HIGH] == 500
    assert own.at(district, second.standards)[HIGH] == 450


def test_a_plan_drawn_by_other_numbers_is_judged_by_those_of_now_and_says_so(
    services: Services, district: str
) -> None:
    own, viewer, view = services.viewer.own, services.viewer, View(district=district)
    work = RedrawWork(
        dataset=drawn_town(), settings=RedrawSettings(task="norm", effort="quick"),
        standards=viewer.standards(district), name="A",
    )  # fmt: skip
    made = redraw_now(work, workers=1, stop=never)
    assert isinstance(made, Scenario)
    files = scenario_files(made, viewer.dataset(district).graph.units)
    plan = services.store.scenarios.register(files).id
    assert judged_note(view, services, viewer.scenario(district, plan)) == []
    drawn = viewer.scenario(district, plan).scorecard
    own.save(district, {HIGH: 310, "grid-types.town.target": 305}, "更严")
    judged = viewer.scenario(district, plan)
    assert judged.scorecard.metrics["share-in-norm"].value < drawn.metrics["share-in-norm"].value
    assert judged.certificate == ()
    told = str(judged_note(view, services, judged))
    assert "500→310" in told
    assert "按修改前的标准划分" in told
    comparison = services.desk.comparison(district, "", plan)
    assert comparison.metrics["share-in-norm"].values[1] == judged.scorecard.metrics["share-in-norm"].value
    own.undo(district)
    assert viewer.scenario(district, plan).scorecard == drawn


def test_a_later_version_of_the_figures_goes_on_with_the_numbers(services: Services, district: str) -> None:
    own = OwnStandards(services.store, shipped_standards())
    own.save(district, {HIGH: 450}, "区办法")
    onto = services.store.datasets.register({"dataset.json": _other(services, district)}).id
    own.carry(district, onto)
    own.carry(district, onto)
    assert own.numbers(onto) == own.numbers(district)


def _other(services: Services, district: str) -> bytes:
    about = json.loads(services.store.datasets.files(district)["dataset.json"])
    return json.dumps(about | {"digest": "0" * 64}).encode()


def test_the_command_line_sees_and_changes_the_same_numbers(
    services: Services, district: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRIDWRIGHT_HOME", str(home))
    folder, file = tmp_path / "town", tmp_path / "own.toml"
    write_dataset(drawn_town(), folder)
    assert run("standards", folder, "--set", f"{HIGH}=450").exit_code == 1
    set_ = run("standards", folder, "--set", f"{HIGH}=450", "--source", "区“办法”", "--out", file, "--json")
    assert [row["value"] for row in json.loads(set_.stdout)["own"]] == [450.0]
    assert services.viewer.standards(district)[HIGH] == 450
    assert standards_with(file).digest == services.viewer.standards(district).digest
    assert standards_with(file).entries[HIGH].source == "区“办法”"
    assert "区“办法”" in run("standards", district).stdout
    assert json.loads(run("standards", district, "--undo", "--json").stdout)["own"] == []
