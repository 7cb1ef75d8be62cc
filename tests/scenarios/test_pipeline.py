"""The straight line on a drawn town: what is asked decides the plan, and the plan keeps what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from data.reference import shipped_standards
from domain.outcome import Infeasible
from domain.settings import RedrawSettings
from scenarios.beginning import baseline
from scenarios.folder import scenario_files, scenario_from
from scenarios.pipeline import asked_standards, build_problem, kept_whole, standards_of
from scenarios.redraw_work import RedrawWork, redraw_now
from scenarios.running.lanes import never
from tests.drawn_town import HOUSEHOLDS, drawn_town

if TYPE_CHECKING:
    from domain.scenario import Scenario


def redrawn(settings: RedrawSettings) -> Scenario:
    work = RedrawWork(dataset=drawn_town(), settings=settings, standards=shipped_standards(), name="A")
    found = redraw_now(work, workers=1, stop=never)
    assert not isinstance(found, Infeasible)
    return found


def test_the_number_asked_for_is_the_number_delivered() -> None:
    plan = redrawn(RedrawSettings(task="count", grids=9, effort="quick")).plan
    assert len(np.unique(plan.grid_of)) == 9 == len(plan)


def test_a_scenario_comes_back_from_its_folder() -> None:
    scenario, units = redrawn(RedrawSettings(task="norm", effort="quick")), drawn_town().graph.units
    back = scenario_from(scenario_files(scenario, units), units)
    assert back.provenance == scenario.provenance
    assert back.scorecard == scenario.scorecard
    assert back.plan.digest(units) == scenario.plan.digest(units) == scenario.provenance.plan_digest
    assert scenario_files(back, units) == scenario_files(scenario, units)


def test_the_default_run_leaves_grids_inside_their_limits_alone() -> None:
    town = drawn_town()
    today = baseline(town, shipped_standards())
    assert today is not None
    fixed = redrawn(RedrawSettings(task="only-over", cross=0.1, effort="quick"))
    assert "over" not in {row.band for row in fixed.scorecard.per_grid}
    over = {row.grid for row in today.scorecard.per_grid if row.band == "over"}
    calm = [c for c in range(4) if not over & set(np.unique(today.plan.grid_of[_in(town, c)]).tolist())]
    for community in calm:
        assert len(np.unique(fixed.plan.grid_of[_in(town, community)])) == len(
            np.unique(today.plan.grid_of[_in(town, community)])
        )


def _in(town: object, community: int) -> np.ndarray:
    return np.flatnonzero(town.graph.units.communities.of_unit == community)  # type: ignore[attr-defined]


def test_a_norm_given_with_the_redraw_judges_its_result() -> None:
    settings = RedrawSettings(task="norm", low=200, high=300, effort="quick")
    scenario, standards = redrawn(settings), shipped_standards()
    town = drawn_town()
    own = standards_of(town, scenario, standards)
    assert own.digest == asked_standards(town, settings, standards).digest != standards.digest
    assert own.grid_type("town").norm_high == 300
    rows = [row for row in scenario.scorecard.per_grid if row.band == "ok"]
    assert rows
    assert all(200 <= row.households <= 300 for row in rows)


def test_small_estates_are_kept_whole_and_large_ones_are_not() -> None:
    estate_of = np.array([0, 0, 1, 1, -1], np.int32)
    households = np.array([200, 300, 400, 300, 50])
    assert kept_whole(estate_of, households, np.full(5, 600)).tolist() == [0, 0, -1, -1, -1]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_problem_of_a_redraw_is_named_by_what_is_asked(seed: int) -> None:
    town, standards = drawn_town(), shipped_standards()
    one = build_problem(town, RedrawSettings(task="norm", seed=seed), standards)
    other = build_problem(town, RedrawSettings(task="norm", low=250, high=450), standards)
    assert one.digest == build_problem(town, RedrawSettings(task="norm"), standards).digest != other.digest
    assert int(one.households.sum()) == sum(HOUSEHOLDS)
