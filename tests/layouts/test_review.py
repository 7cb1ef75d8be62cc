"""Comparison, staffing, hand-over and survey in words: the sentences and rows that a leader reads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from dash.exceptions import PreventUpdate

from domain.errors import GridwrightError
from domain.outcome import Problem
from domain.posts import Pool
from gis.verify.report import Check
from layouts import ids
from layouts.briefing import reasons, sentence, verdict_text
from layouts.change_list import change_rows, crosswalk_rows
from layouts.desk import page
from layouts.pairing import pair_of, parts_of, shown
from layouts.places import layer_text, place_text
from layouts.rooms import approve
from layouts.rooms.staffing.tables import assumption_cells, community_rows, readings_found
from layouts.rooms.survey import problem_text
from layouts.view import View
from scenarios.briefing import Line
from scenarios.fairness import CommunityEffect, CommunityState
from scenarios.folder import scenario_files
from scenarios.handover import Handover
from scenarios.staff import staff_scenario
from tests.browser.reviewed_town import reviewed_town

if TYPE_CHECKING:
    from scenarios.services import Services

TITLES = ("现状", "方案 B")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Services, View]:
    services, _, district, plan = reviewed_town(tmp_path_factory.mktemp("home"))
    return services, View(district=district, room="compare", scenario=plan)


def lines(**numbers: tuple[float, float]) -> list[Line]:
    """The leader's lines with some numbers given, the others unchanged."""
    keys = ("posts-hours", "posts-one-each", "cost-hours", "cost-one-each", "busiest", "over", "crossed")
    told = {key.replace("_", "-"): pair for key, pair in numbers.items()}
    return [
        Line(key=key, unit="1", before=told.get(key, (1, 1))[0], after=told.get(key, (1, 1))[1])
        for key in keys
    ]


def test_the_sentence_is_the_one_that_leaders_asked_for() -> None:
    """Users §4 row 38, with both readings of people."""
    given = lines(
        posts_hours=(176, 188),
        cost_hours=(10_560_000, 11_280_000),
        posts_one_each=(180, 178),
        cost_one_each=(10_800_000, 10_680_000),
        busiest=(1.8, 1.0),
        over=(46, 0),
    )
    assert sentence(given, TITLES, "zh_Hans") == (
        "方案 B 按工时比现状多用 12 人、每年多 72.0 万元；按一格一专少用 2 人、每年省 12.0 万元；"
        "没有超限网格（现状有 46 个）；最忙网格由 1.8 人降到 1.0 人的工作量。"
    )
    assert sentence(given, ("Today", "Plan B"), "en") == (
        "Plan B needs 12 people more than Today by hours and 0.72 M yuan more a year; "
        "2 people fewer with one full-timer per grid and 0.12 M yuan less a year; "
        "no grid is over limit (46 in Today); the heaviest grid falls from 1.8 to 1.0 people's work."
    )


def test_the_sentence_says_when_nothing_changed() -> None:
    assert sentence(lines(over=(0, 0)), TITLES, "zh_Hans") == (
        "方案 B 按工时与现状用人相同；按一格一专用人相同；没有超限网格；最忙网格仍是 1.0 人的工作量。"
    )


def test_a_line_is_judged_only_where_less_is_better() -> None:
    busiest = Line(key="busiest", unit="fte", before=1.8, after=1.0, judged=True)
    people = Line(key="posts-hours", unit="posts", before=10, after=12)
    assert (busiest.verdict, people.verdict) == ("better", "changed")
    assert replace(people, after=10).verdict == "same"
    assert replace(people, before=None).verdict == "unknown"


def test_an_arrow_points_the_way_of_the_number_and_a_word_tells_its_worth() -> None:
    assert verdict_text((46, 0), "better", "zh_Hans") == "▼ 变好"
    assert verdict_text((0.2, 0.9), "better", "zh_Hans") == "▲ 变好"
    assert verdict_text((10, 12), "changed", "zh_Hans") == "▲ 增加"
    assert verdict_text((10, 10), "same", "en") == "the same"


def test_who_is_worse_off_is_told_with_both_numbers() -> None:
    before = CommunityState(grids=3, over_limit=0, load=352.2, travel_m=312.0)
    after = CommunityState(grids=2, over_limit=1, load=528.4, travel_m=361.0)
    effect = CommunityEffect(community=0, before=before, after=after, better=(), worse=("over-limit", "load"))
    assert reasons(effect, "zh_Hans") == [
        "超限网格由 0 个增加到 1 个",
        "每格平均户数由 352 户增加到 528 户，且有网格不在标准内",
    ]


def test_the_briefing_of_the_town_adds_up(desk: tuple[Services, View]) -> None:
    services, view = desk
    told = {line.key: line for line in services.desk.briefing(view.district, "", view.scenario)}
    readings = services.desk.staffed(view.district, view.scenario).readings
    assert told["over"].before == 3
    assert told["over"].after == 0
    assert told["posts-one-each"].after == readings["one-each"].heads.posts  # type: ignore[union-attr]
    assert told["busiest"].verdict == "better"
    assert len(told) == 7


def test_households_across_old_borders_are_those_of_the_difference(desk: tuple[Services, View]) -> None:
    services, view = desk
    told = {line.key: line for line in services.desk.briefing(view.district, "", view.scenario)}
    difference = services.desk.comparison(view.district, "", view.scenario).differences[0]
    assert (told["crossed"].before, told["crossed"].after) == (0, difference.crossed)


def test_posts_kept_with_a_plan_are_shown_with_those_who_are_there(desk: tuple[Services, View]) -> None:
    services, view = desk
    town, drawn = (
        services.viewer.dataset(view.district),
        services.viewer.scenario(view.district, view.scenario),
    )
    community = town.graph.units.communities.codes[0]
    pool = (Pool(community=community, type="community-worker.full", heads=3),)
    staffed = staff_scenario(town, drawn, services.viewer.own.shipped, pool).scenario
    kept = services.store.scenarios.register(scenario_files(staffed, town.graph.units)).id
    assert services.desk.staffed(view.district, kept).readings["hours"].heads.existing == 3  # type: ignore[union-attr]
    told = str(page(view.at(room="staff", scenario=kept), services))
    assert "现有专职 3 人" in told
    assert "分流安置" in told
    assert "没有现有人员数据" not in told
    assert "没有现有人员数据" in str(page(view.at(room="staff"), services))


def test_today_is_always_the_one_compared_with(desk: tuple[Services, View]) -> None:
    services, view = desk
    for asked in (view, view.at(scenario=""), view.at(scenario="", beside=view.scenario)):
        pair = pair_of(asked, services)
        assert pair is not None
        assert (pair.before.baseline, pair.after.baseline) == (True, False)


def test_every_old_grid_is_found_in_the_new_ones_without_losing_a_household(
    desk: tuple[Services, View],
) -> None:
    services, view = desk
    pair = pair_of(view, services)
    assert pair is not None
    for side, scenario in enumerate(pair.comparison.scenarios):
        for row in scenario.scorecard.per_grid:
            parts = parts_of(pair.comparison, side, row.grid)
            assert sum(held for _, held in parts) == row.households


def test_a_row_of_the_change_list_shows_the_same_ground_on_both_maps(desk: tuple[Services, View]) -> None:
    services, view = desk
    pair = pair_of(view, services)
    assert pair is not None
    row = change_rows(pair.comparison, view)[0]
    left, right, box, card = shown(view, services, ids.CHANGE_TABLE, [row])
    assert left == right == {"units": left["units"], "grids": []}
    assert len(left["units"]) == row["units"]
    assert box[0] < box[2]
    assert row["why"] in str(card)


def test_a_grid_picked_on_one_map_is_outlined_with_its_kin_on_the_other(desk: tuple[Services, View]) -> None:
    services, view = desk
    left, right, _, card = shown(view, services, ids.BEFORE_MAP, {"grid": 3, "n": 1})
    assert left["grids"] == [3]
    assert len(right["grids"]) > 1
    assert "610114001002001" in str(card)
    back, chosen, _, _ = shown(view, services, ids.AFTER_MAP, {"grid": right["grids"][0], "n": 2})
    assert (3 in back["grids"], chosen["grids"]) == (True, right["grids"][:1])
    with pytest.raises(PreventUpdate):
        shown(view, services, ids.CHANGE_TABLE, [])


def test_the_crosswalk_holds_every_household_once(desk: tuple[Services, View]) -> None:
    services, view = desk
    pair = pair_of(view, services)
    assert pair is not None
    today = pair.comparison.baseline.scorecard.per_grid
    rows = crosswalk_rows(pair.comparison)
    assert sum(row["households"] for row in rows) == sum(row.households for row in today)


def test_communities_are_listed_by_code_with_the_posts_of_both_readings(desk: tuple[Services, View]) -> None:
    services, view = desk
    found = readings_found(services.desk.staffed(view.district, view.scenario))
    rows = community_rows(found, view, services)
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert sum(row["hours"] for row in rows) == found["hours"].heads.posts
    assert sum(row["one-each"] for row in rows) == found["one-each"].heads.posts


def test_an_assumption_is_marked_and_says_what_it_is_worth(desk: tuple[Services, View]) -> None:
    services, view = desk
    rows = {row.key: row for row in services.desk.assumptions(view.district, view.scenario)}
    told = assumption_cells(rows["workload.visit-minutes"], services.viewer.own.shipped, "zh_Hans")
    assert told[:2] == ("入户一次停留", "15 分钟/次")
    assert told[2].startswith("11.2：")
    assert told[4].startswith("假设。")
    for row in rows.values():
        assert "standard." not in assumption_cells(row, services.viewer.own.shipped, "en")[0]


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("row 9736", "第 9736 行"),
        ("gap 1", "缝隙 1"),
        ("1001: 15 outside 200–800", "1001：15 户，容许 200–800 户"),
        ("1001: 560 outside 300–500 (unavoidable)", "1001：560 户，容许 300–500 户，总量不可整分"),
        ("plan: 804 in 2 pieces", "804：分成 2 片"),
        ("plan: 804 in 5, 6", "804：跨社区 5, 6"),
        ("gpkg/grid: 1013: 362693.8", "1013：362,694 平方米"),
        ("凤凰路", "凤凰路"),
    ],
)
def test_places_of_checks_are_told_in_words(place: str, told: str) -> None:
    assert place_text(place, "zh_Hans") == told


def test_a_layer_is_told_by_what_it_holds_or_by_its_own_name() -> None:
    assert (layer_text("roads", "zh_Hans"), layer_text("我的图层", "zh_Hans")) == ("道路", "我的图层")


def test_a_problem_is_told_with_its_feature_and_value() -> None:
    problem = Problem(
        code="coverage.overlap", severity="warning", file="", layer="c", feature="11", field="", value="12",
        facts={"area_m2": 11.7},
    )  # fmt: skip
    assert problem_text(problem, "zh_Hans") == "与 12 重叠 11.7 平方米，已归一方。"


def test_a_hand_over_that_failed_names_the_places_and_offers_no_file() -> None:
    checks = (
        Check(check="codes-unique", ok=True, value=0, limit=0),
        Check(check="bounds", ok=False, value=12, limit=0, where=("1001: 15 outside 200–800",) * 12),
        Check(check="no-gap", ok=None, value=None, limit=None, where=("shp",)),
    )
    told = str(approve.told(Handover(name="x.zip", ok=False, checks=checks), View(district="d")))
    assert "2 项检查未通过" in told
    assert "另有 4 处" in told
    assert "未能检查" in told
    assert "x.zip" not in told


def test_a_hand_over_that_passed_is_one_button(desk: tuple[Services, View]) -> None:
    services, view = desk
    told = str(approve.prepared(view, services))
    assert "可以入库" in told
    assert "导出（内部，含完整数量）" in told


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("room", ["survey", "walk", "staff", "compare", "approve"])
def test_every_room_has_its_page_without_codes_for_words(
    desk: tuple[Services, View], room: Any, language: Any
) -> None:
    services, view = desk
    told = str(page(view.at(room=room, language=language), services))
    for head in ("leader.", "staff.", "measure.", "check.", "survey.", "approve.", "compare.", "standard."):
        assert f"'{head}" not in told, head


def test_an_unknown_scenario_is_no_page(desk: tuple[Services, View]) -> None:
    services, view = desk
    with pytest.raises(GridwrightError):
        pair_of(view.at(scenario="nothing"), services)
