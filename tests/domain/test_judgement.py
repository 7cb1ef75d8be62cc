"""Every grid gets the band and the reason that a planner would give it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from data.reference import shipped_standards
from domain.judgement import Verdict, judge_grids
from domain.plan import EXCLUSIVE, RETIRED, Grid, Plan
from domain.units import UnitSet
from tests.strategies import block_town, plan_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.graph import PlanningGraph

TYPES = {key: shipped_standards().grid_type(key) for key in ("town", "village")}


def judged(
    households: list[int],
    grid_of: list[int],
    *,
    community_of: list[int] | None = None,
    estate_of: list[int] | None = None,
    types: Sequence[str] = (),
) -> list[Verdict]:
    """Judge a row of blocks; grids are of the town unless types say otherwise."""
    graph = block_town(len(households), 1, households, community_of)
    units = with_estates(graph, estate_of).units if estate_of else graph.units
    plan = plan_of(graph, grid_of, max(len(types), max(grid_of) + 1))
    grids = tuple(Grid(code=f"g{n}", type=types[n] if types else "town") for n in range(len(plan.grids)))
    plan = Plan(unit_set=units.digest, grid_of=plan.grid_of, grids=grids)
    return list(judge_grids(plan, units, units.count("households"), TYPES))


def with_estates(graph: PlanningGraph, estate_of: list[int]) -> PlanningGraph:
    """The same town with its units in estates."""
    units = graph.units
    estates = UnitSet(
        codes=units.codes,
        counts=units.counts,
        columns=units.columns,
        footprint=units.footprint,
        levels=units.levels,
        estate_codes=tuple(f"e{n}" for n in range(max(estate_of) + 1)),
        estate_of=np.array(estate_of),
    )
    return replace(graph, units=estates)


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([300, 500], [Verdict("ok"), Verdict("ok")]),
        ([299, 501], [Verdict("acceptable", "below-norm"), Verdict("acceptable", "kept-whole")]),
        ([199, 401], [Verdict("over", "below-limit"), Verdict("ok")]),
    ],
)
def test_bands_of_two_grids_in_a_community_that_could_be_divided(
    sizes: list[int], expected: list[Verdict]
) -> None:
    assert judged(sizes, [0, 1]) == expected


def test_a_grid_above_the_norm_that_lines_could_cut_says_so() -> None:
    assert judged([300, 201, 400], [0, 0, 1])[0] == Verdict("acceptable", "above-norm")
    assert judged([400, 401, 400], [0, 0, 1])[0] == Verdict("over", "above-limit")


def test_a_small_community_is_one_grid_and_never_red() -> None:
    assert judged([40, 50], [0, 0]) == [Verdict("acceptable", "whole-community")]
    assert judged([0, 0], [0, 0]) == [Verdict("acceptable", "whole-community")]


def test_a_small_grid_of_a_small_community_with_unassigned_ground_is_not_the_whole() -> None:
    assert judged([40, 50], [0, -1]) == [Verdict("over", "below-limit")]


def test_a_community_that_fits_no_count_is_acceptable_either_way() -> None:
    assert judged([280, 280], [0, 0]) == [Verdict("acceptable", "unavoidable")]
    assert judged([280, 280], [0, 1]) == [Verdict("acceptable", "unavoidable")] * 2


def test_arithmetic_does_not_excuse_a_grid_beyond_the_hard_limits() -> None:
    assert judged([150, 410], [0, 1])[0] == Verdict("over", "below-limit")


def test_one_building_above_the_limit_stands_as_such_even_with_a_remainder() -> None:
    assert judged([900, 400], [0, 1])[0] == Verdict("acceptable", "single-over-limit")
    assert judged([900, 299, 400], [0, 0, 1])[0] == Verdict("acceptable", "single-over-limit")
    assert judged([900, 300, 400], [0, 0, 1])[0] == Verdict("over", "above-limit")


def test_an_estate_below_the_whole_limit_is_kept_whole_and_a_larger_one_is_not() -> None:
    assert judged([290, 280, 400], [0, 0, 1], estate_of=[0, 0, -1])[0] == Verdict("acceptable", "kept-whole")
    assert judged([300, 300, 400], [0, 0, 1], estate_of=[0, 0, -1])[0] == Verdict("acceptable", "above-norm")


def test_exclusive_grids_have_no_norm_and_their_households_do_not_count_for_the_community() -> None:
    verdicts = judged([100, 800], [0, 1], types=["town", EXCLUSIVE])
    assert verdicts == [Verdict("acceptable", "whole-community"), Verdict("exclusive")]


def test_a_grid_without_units_is_empty() -> None:
    assert judged([400], [0], types=["town", "town", RETIRED])[1:] == [Verdict("empty", "no-units")] * 2


def test_each_type_has_its_own_bands() -> None:
    assert judged([120, 120], [0, 1], community_of=[0, 1], types=["village", "town"]) == [
        Verdict("ok"),
        Verdict("acceptable", "whole-community"),
    ]
