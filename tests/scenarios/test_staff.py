"""A scenario is staffed by both readings, told as one document, and comes back from its folder."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from data.reference import shipped_standards
from domain.errors import FormatError
from domain.posts import READINGS, Limits, Pool
from domain.scenario import Provenance, Scenario, Scorecard
from domain.staffing import Staffing
from domain.units import Count
from gis.export.fields import GRID_TAIL
from layouts.text import say
from optimizer.staffing.sensitivity import sensitivities
from scenarios.folder import scenario_files, scenario_from
from scenarios.hours import demand_of, hours_of, years_of
from scenarios.staff import Staffed, staff_scenario
from scenarios.staff_document import staff_document
from scenarios.staff_table import (
    exchange_fields,
    read_pool,
    read_staffing,
    staff_rows,
    staffing_csv,
)
from tests.drawn_town import drawn_town

STANDARDS = shipped_standards()
TOWN = drawn_town()
COMMUNITIES = TOWN.graph.units.communities.codes
POOL = (
    Pool(community="610114001001", type="community-worker.full", heads=3),
    Pool(community="610114001002", type="village-cadre.part", heads=2),
    Pool(community="", type="contracted.full", heads=1),
)


def today() -> Scenario:
    assert TOWN.today is not None
    nothing = Provenance(
        recipe="", plan_digest="", dataset="", standards="", problem="", seed=0, proposals=0,
        stopped_by="today", engine="",
    )  # fmt: skip
    return Scenario(
        name="today",
        dataset="drawn-town",
        plan=TOWN.today,
        scorecard=Scorecard(basis="常住户", metrics={}, violations=(), per_grid=()),
        provenance=nothing,
        baseline=True,
    )


def staffed(pool: tuple[Pool, ...] = (), limits: Limits | None = None) -> Staffed:
    return staff_scenario(TOWN, today(), STANDARDS, pool, limits=limits)


def test_both_readings_stand_side_by_side() -> None:
    found = staffed()
    hours, each = (found.readings[reading] for reading in READINGS)
    assert isinstance(hours, Staffing)
    assert isinstance(each, Staffing)
    assert each.heads.posts >= len(found.problem.grids) == 6
    assert found.difference == each.heads.posts - hours.heads.posts > 0
    assert hours.worst_load <= 1.0
    assert found.scenario.staffings == (hours, each)
    assert found.scenario.plan is today().plan


def test_patrol_rounds_are_those_of_today_whatever_is_drawn() -> None:
    scenario = today()
    cut = replace(scenario.plan, grid_of=np.where(scenario.plan.grid_of == 0, 1, scenario.plan.grid_of))
    before, after = (hours_of(TOWN, plan, STANDARDS) for plan in (scenario.plan, cut))
    assert before.patrol_h.sum() == pytest.approx(6 * 250)
    for cause in ("visit_h", "event_h", "patrol_h"):
        assert getattr(before, cause).sum() == pytest.approx(getattr(after, cause).sum())


def test_the_document_is_json_and_keeps_both_identities_of_heads() -> None:
    told = json.loads(json.dumps(staff_document(staffed(POOL), say), allow_nan=False))
    role = told["roles"]["grid-worker"]
    for row in (role, *told["readings"].values()):
        assert row["retain"] + row["transfer"] + row["recruit"] + row["short"] == row["posts"]
        assert row["retain"] + row["transfer"] + row["release"] == row["existing"] == 6
        assert sum(row["money"].values()) == pytest.approx(row["cost"])
    assert role == told["readings"]["hours"]
    assert [row["community"] for row in told["communities"]["hours"]] == [*COMMUNITIES, ""]
    assert told["fte_by_basis"] == {told["basis"]: pytest.approx(role["fte"])}


def test_limits_that_leave_nothing_are_told_as_a_clash() -> None:
    found = staffed(limits=Limits(most_short=0, most_recruits=0))
    told = staff_document(found, say)
    (clash,) = told["roles"]["grid-worker"]["infeasible"]
    assert clash["relaxation"]["rule"] == "staffing.most-short"
    assert "最多缺口岗位" in clash["text"]
    assert not told["ok"]
    assert found.scenario.staffings == ()
    assert found.difference is None


def test_a_staffed_scenario_comes_back_from_its_folder() -> None:
    scenario = staffed(POOL).scenario
    files = scenario_files(scenario, TOWN.graph.units)
    again = scenario_from(files, TOWN.graph.units)
    assert again.staffings == scenario.staffings
    assert staffing_csv(again.staffings) == files["staffing.csv"]
    assert "staffing.csv" not in scenario_files(today(), TOWN.graph.units)


def test_a_table_whose_heads_do_not_add_up_is_refused() -> None:
    header, *lines = staffing_csv(staffed(POOL).scenario.staffings).decode().splitlines()
    at = header.split(",").index("retain")
    place = next(n for n, line in enumerate(lines) if line.startswith("hours,community"))
    cells = lines[place].split(",")
    cells[at] = str(int(cells[at]) + 1)
    wrong = "\n".join([header, *lines[:place], ",".join(cells), *lines[place + 1 :]])
    with pytest.raises(FormatError) as told:
        read_staffing(wrong.encode())
    assert told.value.facts["row"] == place + 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_pool_is_read_as_spreadsheets_write_it(encoding: str) -> None:
    rows = (f"{one.community},{one.type},{one.heads}," for one in POOL)
    table = "\n".join(["community,type,heads,备注", *rows])
    assert read_pool(table.encode(encoding)) == POOL


@pytest.mark.parametrize(
    ("table", "code"),
    [("community,type\n001,x\n", "format.columns"), ("community,type,heads\n001,x,two\n", "format.row")],
)
def test_a_wrong_pool_is_refused_with_its_row(table: str, code: str) -> None:
    with pytest.raises(FormatError) as told:
        read_pool(table.encode())
    assert told.value.code == code


def test_the_table_for_print_has_a_row_for_each_community_and_the_lot() -> None:
    staffing = staffed(POOL).scenario.staffings[0]
    rows = staff_rows(staffing)
    assert [row["community"] for row in rows] == [*COMMUNITIES, ""]
    assert sum(int(row["posts"]) for row in rows) == staffing.heads.posts
    assert all(row["served"] == 1.0 for row in rows)


def test_a_hand_over_names_every_grid_with_fields_of_the_exchange_profile() -> None:
    staffing = staffed(POOL).scenario.staffings[1]
    told = exchange_fields(staffing)
    assert set(told) == {grid.code for grid in today().plan.grids}
    assert {name for fields in told.values() for name in fields} <= {field.name for field in GRID_TAIL}
    assert sum(fields["ZZRS"] + fields["JZRS"] for fields in told.values()) == 6 + staffing.heads.recruit


def test_every_assumption_says_what_it_is_worth() -> None:
    found = staffed()
    households = TOWN.graph.units.count("households").astype(float)
    rows = sensitivities(TOWN.graph, today().plan, demand_of(TOWN, households, STANDARDS), STANDARDS)
    by_key = {row.key: row for row in rows}
    assert (
        by_key["workload.visit-minutes"].low.fte
        < found.load.fte.sum()
        < by_key["workload.visit-minutes"].high.fte
    )
    assert by_key["workload.worker-hours"].low.fte > by_key["workload.worker-hours"].high.fte
    assert all(row.base.fte == pytest.approx(found.load.fte.sum()) for row in rows)
    assert "workload.patrol-passes" not in by_key  # today's grids tell the rounds
    assert rows[0].swing_posts >= rows[-1].swing_posts


@pytest.mark.parametrize(
    ("date", "years"),
    [("2020–2022", 3), ("2010-2017", 8), ("2023", 1), ("2025-06-30", 1), ("2020-01-01/2022-12-31", 3)],
)
def test_a_count_says_how_many_years_it_covers(date: str, years: int) -> None:
    assert years_of(Count(name="events", basis="", date=date)) == years
