"""Scenarios stand side by side on the same ground, and every loser is named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from domain.errors import InvalidValueError
from domain.plan import Grid, Plan
from scenarios.compare import compare
from scenarios.difference import difference
from scenarios.fairness import effects
from tests.drawn_town import drawn_town
from tests.scenarios.scored import STANDARDS, before_and_after, scenario_of
from tests.strategies import block_town

if TYPE_CHECKING:
    from domain.scenario import Scenario

TOWN = drawn_town()


def evened() -> Plan:
    """The first quarter of the drawn town cut into three grids by columns, all else as today."""
    assert TOWN.today is not None
    column, row = np.arange(60) % 10, np.arange(60) // 10
    grid_of = TOWN.today.grid_of.copy()
    quarter = (row < 3) & (column < 5)
    grid_of[quarter & (column < 2)] = 0
    grid_of[quarter & (column >= 2) & (column < 4)] = 6
    return Plan(
        unit_set=TOWN.today.unit_set,
        grid_of=grid_of,
        grids=(*TOWN.today.grids, Grid(code="610114001001003", type="town")),
    )


def scenarios() -> tuple[Scenario, Scenario]:
    assert TOWN.today is not None
    return scenario_of(TOWN, TOWN.today, "today", baseline=True), scenario_of(TOWN, evened(), "A")


def test_the_baseline_comes_first_and_measures_know_their_better_side() -> None:
    today, other = scenarios()
    told = compare(TOWN, [other, today], standards=STANDARDS)
    assert [scenario.name for scenario in told.scenarios] == ["today", "A"]
    assert list(told.metrics["grids"].values) == [6, 7]
    assert told.metrics["grids"].verdicts[1] == "changed"
    over = told.metrics["grids-over-limit"]
    assert (over.verdicts[1], over.change(1)) == ("better", -1)
    assert told.metrics["gini"].verdicts[1] == "worse"


def test_a_pure_split_crosses_nothing_and_its_households_are_those_of_the_old_grid() -> None:
    (found,) = compare(TOWN, scenarios(), standards=STANDARDS).differences
    households = TOWN.graph.units.count("households")
    assert TOWN.today is not None
    assert found.split == households[TOWN.today.grid_of == 0].sum()
    assert found.crossed == 0
    assert found.moved == households[found.changed].sum()
    assert found.changed_area_m2 == pytest.approx(found.changed.sum() * 100**2)
    assert [(change.kind, change.old, change.new) for change in found.changes] == [("split", (0,), (0, 6))]


def test_the_crosswalk_accounts_for_every_unit_household_and_square_metre() -> None:
    (found,) = compare(TOWN, scenarios(), standards=STANDARDS).differences
    assert sum(row.units for row in found.crosswalk) == 60
    assert sum(row.households for row in found.crosswalk) == TOWN.graph.units.count("households").sum()
    assert sum(row.area_m2 for row in found.crosswalk) == pytest.approx(60 * 100**2)


def test_other_formulae_and_other_bases_are_not_compared() -> None:
    today, other = scenarios()
    card = other.scorecard
    newer = {**card.metrics, "gini": replace(card.metrics["gini"], version=99)}
    told = compare(TOWN, [today, replace(other, scorecard=replace(card, metrics=newer))], standards=STANDARDS)
    assert told.metrics["gini"].verdicts[1] == "unknown"
    told = compare(TOWN, [today, replace(other, scorecard=replace(card, basis="户室"))], standards=STANDARDS)
    assert not told.same_basis
    assert told.metrics["household-max"].verdicts[1] == "unknown"


def test_only_two_to_five_scenarios_of_one_dataset_are_compared() -> None:
    today, other = scenarios()
    with pytest.raises(InvalidValueError, match="compare-number"):
        compare(TOWN, [today], standards=STANDARDS)
    with pytest.raises(InvalidValueError, match="compare-number"):
        compare(TOWN, [today] * 6, standards=STANDARDS)
    with pytest.raises(InvalidValueError, match="compare-data"):
        compare(TOWN, [today, replace(other, dataset="elsewhere")], standards=STANDARDS)


def test_a_community_is_worse_off_with_a_red_grid_a_heavier_load_or_a_longer_way() -> None:
    """Two communities of two blocks; the first loses a grid, the second gains one::

    0 1 | 2 2   →   0 0 | 1 2
    """
    graph = block_town(4, 1, [450, 450, 450, 450], [0, 0, 1, 1])
    before, after = before_and_after(graph, [0, 1, 2, 2], [0, 0, 1, 2])
    loser, winner = effects(before, after, STANDARDS)
    assert (loser.community, loser.worse, loser.better) == (0, ("over-limit", "load", "travel"), ())
    assert (winner.community, winner.worse, winner.better) == (1, (), ("over-limit", "load", "travel"))
    assert (loser.before.load, loser.after.load) == (450, 900)
    assert (loser.before.travel_m, loser.after.travel_m) == (0, 50)
    assert [effect.community for effect in difference(before, after, STANDARDS).worse_off] == [0]


def test_nobody_is_worse_off_when_nothing_changes() -> None:
    graph = block_town(4, 1, [450, 450, 450, 450], [0, 0, 1, 1])
    assert effects(*before_and_after(graph, [0, 1, 2, 2], [0, 1, 2, 2]), STANDARDS) == ()
