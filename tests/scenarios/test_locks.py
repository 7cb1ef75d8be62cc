"""What is locked stays: under the hand, by undo and redo, in the plan that is kept, and in its redraw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference import shipped_standards
from data.store import Store
from domain.errors import InvalidValueError
from domain.plan import EXCLUSIVE, Grid, Plan, kept_grids, with_kept
from domain.scenario import Scenario
from domain.settings import RedrawSettings
from scenarios.coaching import Coaching
from scenarios.editing import Editing
from scenarios.founding import Founding
from scenarios.own_standards import OwnStandards
from scenarios.redraw_work import RedrawWork, redraw_now
from scenarios.register import register_dataset
from scenarios.running.lanes import never
from scenarios.viewer import Viewer
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOWN = drawn_town()
"""See the picture in `tests.drawn_town`: grid 0 is `a`, 1 is `b`, units are numbered row by row."""
Desk = tuple[Editing, Viewer, str, str]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Editing and the viewer on a store that holds the drawn town; its district and an open draft."""
    store = Store(tmp_path)
    district = register_dataset(store, TOWN, shipped_standards()).id
    viewer = Viewer(store, tmp_path, OwnStandards(store, shipped_standards()))
    editing = Editing(store, viewer)
    yield editing, viewer, district, editing.open(district, "")
    store.close()


def unit(row: int, column: int) -> int:
    return row * 10 + column


def test_a_locked_grid_gives_and_takes_nothing_until_it_is_unlocked(desk: Desk) -> None:
    editing, _, district, draft = desk
    assert editing.lock(district, draft, grid=1)
    for units, to in (([unit(0, 4)], 0), ([unit(0, 3)], 1)):
        stroke = editing.stroke(district, draft, units, to)
        assert [(refusal.rule, refusal.grid) for refusal in stroke.judged.refusals] == [("lines-kept", 1)]
    assert not editing.merge(district, draft, 1, 0).made
    with pytest.raises(InvalidValueError, match="split-grid"):
        editing.split(district, draft, 1)
    assert not editing.lock(district, draft, grid=1)
    assert editing.stroke(district, draft, [unit(0, 3)], 1).made


def test_locked_units_stay_while_others_join_them(desk: Desk) -> None:
    editing, _, district, draft = desk
    assert editing.lock(district, draft, units=[unit(0, 3), unit(1, 3)])
    refused = editing.stroke(district, draft, [unit(0, 3)], 1)
    assert [refusal.rule for refusal in refused.judged.refusals] == ["units-locked"]
    assert editing.stroke(district, draft, [unit(0, 4)], 0).made
    assert editing.lock(district, draft, units=[unit(0, 3), unit(2, 3)])
    assert editing.locked(district, editing.draft(draft)).tolist() == [
        unit(0, 3), unit(1, 3), unit(2, 3),
    ]  # fmt: skip
    assert not editing.lock(district, draft, units=[unit(0, 3)])
    assert editing.locked(district, editing.draft(draft)).tolist() == [unit(1, 3), unit(2, 3)]


def test_a_split_leaves_locked_units_in_their_grid_or_says_that_it_cannot(desk: Desk) -> None:
    editing, _, district, draft = desk
    for corner in (unit(0, 0), unit(2, 3)):
        editing.lock(district, draft, units=[corner])
        editing.split(district, draft, 0)
        assert editing.plan(district, draft).grid_of[corner] == 0
        editing.undo(draft)
        editing.lock(district, draft, units=[corner])
    editing.lock(district, draft, units=[unit(0, 0), unit(2, 3), unit(0, 3), unit(2, 0)])
    with pytest.raises(InvalidValueError, match="split-locked"):
        editing.split(district, draft, 0)


def test_undo_and_redo_take_locks_back_and_restore_them(desk: Desk) -> None:
    editing, _, district, draft = desk
    editing.lock(district, draft, grid=2)
    editing.lock(district, draft, units=[unit(0, 3), unit(0, 2)])

    def locked() -> tuple[bool, int]:
        drawn = editing.draft(draft)
        return drawn.plan(TOWN.graph.units).grids[2].locked, editing.locked(district, drawn).size

    seen = [locked()]
    for _ in range(2):
        assert editing.undo(draft) == 1
        seen.append(locked())
    for _ in range(2):
        assert editing.redo(draft) == 1
        seen.append(locked())
    assert seen == [(True, 2), (True, 0), (False, 0), (True, 0), (True, 2)]


def test_the_coach_moves_no_locked_unit(desk: Desk) -> None:
    editing, viewer, district, draft = desk
    coaching = Coaching(editing, viewer)
    moved = {
        int(u) for advice in coaching.advise(district, draft, 0) for s in advice.strokes for u in s.units
    }
    assert moved
    editing.lock(district, draft, units=sorted(moved))
    assert not any(
        moved & set(s.units.tolist())
        for advice in coaching.advise(district, draft, 0)
        for s in advice.strokes
    )


def test_the_plan_that_is_kept_has_the_locks_and_its_redraw_leaves_them(desk: Desk) -> None:
    editing, viewer, district, draft = desk
    assert editing.stroke(district, draft, [unit(r, 3) for r in range(3)], 1).made
    editing.lock(district, draft, grid=1)
    editing.lock(district, draft, units=[unit(3, 0)])
    kept = viewer.scenario(district, editing.freeze(district, draft, name="手工")).plan
    assert [grid.locked for grid in kept.grids] == [False, True, True, False, False, False]
    work = RedrawWork(
        dataset=TOWN, settings=RedrawSettings(task="norm", effort="quick"), standards=shipped_standards(),
        name="A", kept=kept,
    )  # fmt: skip
    drawn = redraw_now(work, workers=1, stop=never)
    assert isinstance(drawn, Scenario)
    of_code = {grid.code: n for n, grid in enumerate(drawn.plan.grids)}
    for position in (1, 2):
        again = of_code[kept.grids[position].code]
        assert drawn.plan.grids[again].locked
        assert np.array_equal(drawn.plan.grid_of == again, kept.grid_of == position)


@given(data=st.data())
def test_kept_grids_stand_among_todays_exactly_as_they_were_drawn(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 12))
    codes = [f"g{n}" for n in range(5)]

    def plan(codes: list[str], *, locks: bool) -> Plan:
        ways = st.sampled_from(
            [("town", False), ("town", True), (EXCLUSIVE, False)] if locks else [("town", False)]
        )
        grids = tuple(
            Grid(code=c, type=kind, locked=locked) for c in codes for kind, locked in (data.draw(ways),)
        )
        place = st.integers(-1, len(codes) - 1)
        return Plan(
            unit_set="", grids=grids,
            grid_of=np.array(data.draw(st.lists(place, min_size=size, max_size=size)), np.int32),
        )  # fmt: skip

    today = plan(codes[:3], locks=False)
    drawn = plan(data.draw(st.permutations(codes)), locks=True)
    both = with_kept(today, drawn)
    assert both is not None
    held = {
        grid.code: (drawn.grid_of == n)
        for n, grid in enumerate(drawn.grids)
        if (grid.locked or grid.type == EXCLUSIVE) and (drawn.grid_of == n).any()
    }
    inside = np.any(list(held.values()), axis=0) if held else np.zeros(size, np.bool_)
    for n, grid in enumerate(both.grids):
        if grid.code in held:
            assert n in kept_grids(both)
            assert np.array_equal(both.grid_of == n, held[grid.code])
        else:
            assert np.array_equal(both.grid_of == n, (today.grid_of == n) & ~inside)
    assert (both is today) == (not held)


def test_an_exclusive_grid_carved_out_by_hand_stays_in_the_redraw(desk: Desk) -> None:
    editing, viewer, district, draft = desk
    founding = Founding(editing, viewer)
    yard = [unit(0, 3), unit(1, 3)]
    stroke, code = founding.found(district, draft, yard, exclusive=True)
    assert stroke.made
    kept = viewer.scenario(district, editing.freeze(district, draft, name="手工")).plan
    work = RedrawWork(
        dataset=TOWN, settings=RedrawSettings(task="norm", effort="quick"), standards=shipped_standards(),
        name="A", kept=kept,
    )  # fmt: skip
    drawn = redraw_now(work, workers=1, stop=never)
    assert isinstance(drawn, Scenario)
    again = next(n for n, grid in enumerate(drawn.plan.grids) if grid.code == code)
    assert drawn.plan.grids[again].type == EXCLUSIVE
    assert np.flatnonzero(drawn.plan.grid_of == again).tolist() == yard
