"""A hand may draw what the laws of lines allow, and nothing it drew is ever lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from data.reference import shipped_standards
from data.store import Store
from domain.errors import InvalidValueError
from scenarios.editing import Editing
from scenarios.own_standards import OwnStandards
from scenarios.register import register_dataset
from scenarios.viewer import Viewer
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOWN = drawn_town()
"""See the picture in `tests.drawn_town`: grid 0 is `a`, 1 is `b`, units are numbered row by row."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Editing, str, str]]:
    """Editing on a store that holds the drawn town; its district and an open draft on today's grids."""
    store = Store(tmp_path)
    district = register_dataset(store, TOWN, shipped_standards()).id
    editing = Editing(store, Viewer(store, tmp_path, OwnStandards(store, shipped_standards())))
    yield editing, district, editing.open(district, "")
    store.close()


def unit(row: int, column: int) -> int:
    return row * 10 + column


def test_a_legal_stroke_moves_its_units_and_tells_both_grids(desk: tuple[Editing, str, str]) -> None:
    editing, district, draft = desk
    stroke = editing.stroke(district, draft, [unit(0, 3), unit(1, 3)], 1)
    assert stroke.made
    households = TOWN.graph.units.count("households")
    given = int(households[[unit(0, 3), unit(1, 3)]].sum())
    told = {change.grid: change.after - change.before for change in stroke.judged.changes}
    assert told == {0: -given, 1: given}
    assert editing.plan(district, draft).grid_of[[unit(0, 3), unit(1, 3)]].tolist() == [1, 1]


def test_a_stroke_that_would_cut_a_grid_in_two_is_refused_and_the_nearest_legal_one_offered(
    desk: tuple[Editing, str, str],
) -> None:
    """The middle row of `a` given to `b` parts `a`::

    a a a a b        a a a a b
    b b b b b   →    b b b b b    (the bottom row goes along)
    a a a a b        b b b b b
    """
    editing, district, draft = desk
    row = [unit(1, column) for column in range(4)]
    stroke = editing.stroke(district, draft, row, 1)
    assert not stroke.made
    assert {refusal.rule for refusal in stroke.judged.refusals} == {"contiguous"}
    assert editing.draft(draft).edits == ()
    assert stroke.nearest is not None
    assert sorted(stroke.nearest.units.tolist()) == sorted(row + [unit(2, column) for column in range(4)])
    assert editing.stroke(district, draft, stroke.nearest.units.tolist(), 1).made


def test_a_grid_does_not_cross_its_community(desk: tuple[Editing, str, str]) -> None:
    editing, district, draft = desk
    stroke = editing.stroke(district, draft, [unit(0, 5)], 1)
    assert not stroke.made
    assert "inside-community" in {refusal.rule for refusal in stroke.judged.refusals}


def test_a_stroke_never_takes_a_grids_last_unit(desk: tuple[Editing, str, str]) -> None:
    editing, district, draft = desk
    stroke = editing.stroke(district, draft, [unit(r, 4) for r in range(3)], 0)
    assert {refusal.rule for refusal in stroke.judged.refusals} == {"emptied"}


def test_undo_and_redo_go_back_and_forth_and_lose_nothing(desk: tuple[Editing, str, str]) -> None:
    editing, district, draft = desk
    codes = TOWN.graph.units
    names = [editing.plan(district, draft).digest(codes)]
    for column in (3, 2):
        assert editing.stroke(district, draft, [unit(r, column) for r in range(3)], 1).made
        names.append(editing.plan(district, draft).digest(codes))
    for expected in (names[1], names[0]):
        assert editing.undo(draft)
        assert editing.plan(district, draft).digest(codes) == expected
    assert editing.undo(draft) == 0
    for expected in names[1:]:
        assert editing.redo(draft)
        assert editing.plan(district, draft).digest(codes) == expected
    assert editing.redo(draft) == 0
    assert len(editing.draft(draft).edits) == 6


def test_a_split_makes_two_even_connected_grids_and_one_undo_takes_it_back(
    desk: tuple[Editing, str, str],
) -> None:
    editing, district, draft = desk
    before = editing.plan(district, draft)
    code = editing.split(district, draft, 0)
    after = editing.plan(district, draft)
    assert code == "610114001001003"
    held = after.totals(TOWN.graph.units.count("households"))
    assert abs(int(held[0] - held[-1])) <= 100
    rules = {v.rule for v in editing.scenario(district, draft).scorecard.violations if v.strength == "law"}
    assert "contiguous" not in rules
    assert editing.undo(draft) == 2
    assert editing.plan(district, draft).digest(TOWN.graph.units) == before.digest(TOWN.graph.units)


def test_a_merge_retires_a_code_that_is_never_given_again(desk: tuple[Editing, str, str]) -> None:
    editing, district, draft = desk
    assert editing.merge(district, draft, 1, 0).made
    scenario = editing.scenario(district, draft)
    assert "610114001001002" not in {row.code for row in scenario.scorecard.per_grid}
    assert editing.split(district, draft, 0) == "610114001001003"


def test_only_a_neighbour_of_the_same_community_can_be_merged_with(desk: tuple[Editing, str, str]) -> None:
    editing, district, draft = desk
    assert not editing.merge(district, draft, 1, 3).made
    assert editing.draft(draft).edits == ()


def test_a_grid_of_one_unit_cannot_be_split(desk: tuple[Editing, str, str]) -> None:
    editing, district, draft = desk
    for row in range(2):
        assert editing.stroke(district, draft, [unit(row, 4)], 0).made
    with pytest.raises(InvalidValueError, match="split-grid"):
        editing.split(district, draft, 1)


def test_a_draft_is_found_again_and_frozen_into_a_scenario_of_its_own(desk: tuple[Editing, str, str]) -> None:
    editing, district, draft = desk
    editing.stroke(district, draft, [unit(0, 3), unit(1, 3)], 1)
    assert editing.open(district, "") == draft
    frozen = editing.freeze(district, draft, name="手工")
    kept = editing._viewer.scenario(district, frozen)
    assert np.array_equal(kept.plan.grid_of, editing.plan(district, draft).grid_of)
    assert editing._viewer.record(district, "").baseline


def test_a_name_is_written_taken_back_and_restored(desk: tuple[Editing, str, str]) -> None:
    editing, district, draft = desk
    assert editing.rename(district, draft, 1, "  河东  片 ")
    assert not editing.rename(district, draft, 1, "河东 片")
    names = [editing.plan(district, draft).grids[1].name]
    assert editing.undo(draft) == 1
    names.append(editing.plan(district, draft).grids[1].name)
    assert editing.redo(draft) == 1
    names.append(editing.plan(district, draft).grids[1].name)
    assert names == ["河东 片", "", "河东 片"]
