"""A scorecard says what a plan is worth, which grids are wrong, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from domain.errors import InvalidValueError
from domain.plan import EXCLUSIVE, RETIRED, Grid, Plan
from scenarios.evaluate import evaluate
from tests.drawn_town import drawn_town
from tests.scenarios.scored import STANDARDS

if TYPE_CHECKING:
    from gis.dataset import Dataset

TOWN = drawn_town()


def today_of(dataset: Dataset) -> Plan:
    assert dataset.today is not None
    return dataset.today


def test_rows_agree_with_geometry_and_with_counting() -> None:
    today = today_of(TOWN)
    card = evaluate(TOWN, today, standards=STANDARDS)
    households = TOWN.graph.units.count("households")
    for row in card.per_grid:
        mine = today.grid_of == row.grid
        shape = shapely.union_all(TOWN.footprints[mine])
        assert row.households == households[mine].sum()
        assert row.area_m2 == pytest.approx(shape.area)
        assert row.perimeter_m == pytest.approx(shape.length)
        assert row.compactness == pytest.approx(4 * np.pi * shape.area / shape.length**2)
        assert row.pieces == 1
    assert card.basis == "常住户"


def test_red_grids_are_those_with_a_broken_hard_limit() -> None:
    card = evaluate(TOWN, today_of(TOWN), standards=STANDARDS)
    red = {row.grid for row in card.per_grid if row.band == "over"}
    assert red == {v.grid for v in card.violations if v.rule == "hard-limits" and not v.unavoidable}
    assert card.metrics["grids-over-limit"].value == len(red) > 0
    amber = {row.grid for row in card.per_grid if row.band in ("acceptable", "over")}
    assert amber == {v.grid for v in card.violations if v.rule == "norm"}
    assert all(row.reason for row in card.per_grid if row.band in ("acceptable", "over"))


def test_movement_is_told_only_against_today() -> None:
    today = today_of(TOWN)
    assert "crossed-share" not in evaluate(TOWN, today, standards=STANDARDS).metrics
    card = evaluate(TOWN, today, standards=STANDARDS, today=today)
    assert card.metrics["crossed-share"].value == card.metrics["moved-share"].value == 0


def test_a_number_that_was_asked_for_is_a_law() -> None:
    broken = evaluate(TOWN, today_of(TOWN), standards=STANDARDS, requested=9).violations
    assert [(v.rule, v.excess, v.strength) for v in broken if v.unit == "grids" and v.grid < 0] == [
        ("count", 3, "law")
    ]


def test_retired_grids_have_no_row_and_exclusive_ones_no_norm() -> None:
    today = today_of(TOWN)
    grids = (*today.grids[:5], replace(today.grids[5], type=EXCLUSIVE), Grid(code="old", type=RETIRED))
    card = evaluate(TOWN, replace(today, grids=grids), standards=STANDARDS)
    assert [row.band for row in card.per_grid][5:] == ["exclusive"]
    assert card.metrics["grids"].value == 5


def test_a_plan_of_other_units_or_of_an_unknown_type_is_refused() -> None:
    today = today_of(TOWN)
    with pytest.raises(InvalidValueError, match="plan-units"):
        evaluate(TOWN, replace(today, unit_set="0" * 64), standards=STANDARDS)
    grids = (replace(today.grids[0], type="castle"), *today.grids[1:])
    with pytest.raises(InvalidValueError, match="grid-type"):
        evaluate(TOWN, replace(today, grids=grids), standards=STANDARDS)


def test_a_cap_on_crossing_households_is_a_law() -> None:
    today = today_of(TOWN)
    unit = int(np.flatnonzero(today.grid_of == 0)[0])
    moved = today.moved(np.array([unit], np.int32), 1)
    broken = evaluate(TOWN, moved, standards=STANDARDS, today=today, cross=0.0).violations
    households = int(TOWN.graph.units.count("households")[unit])
    assert [(v.excess, v.strength) for v in broken if v.rule == "crossing-cap"] == [(households, "law")]
    allowed = evaluate(TOWN, moved, standards=STANDARDS, today=today, cross=1.0).violations
    assert "crossing-cap" not in {v.rule for v in allowed}
