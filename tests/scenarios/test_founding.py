"""A hand makes grids of what it chose, and gives what is in no grid to the grids beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from data.store import Store
from domain.errors import InvalidValueError
from domain.plan import EXCLUSIVE, UNASSIGNED
from optimizer.leftovers import shared_out
from optimizer.strokes import Hand
from scenarios.choosing import Choosing
from scenarios.editing import Editing
from scenarios.founding import Founding
from scenarios.own_standards import OwnStandards
from scenarios.register import register_dataset
from scenarios.scores import known_types
from scenarios.viewer import Viewer
from tests.drawn_town import drawn_town, town_with_estates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gis.dataset import Dataset

Desk = tuple[Editing, Founding, Choosing, str, str]


def unit(row: int, column: int) -> int:
    return row * 10 + column


def without_grid(town: Dataset, units: list[int]) -> Dataset:
    """The town with some units in no grid."""
    assert town.today is not None
    grid_of = town.today.grid_of.copy()
    grid_of[units] = UNASSIGNED
    return replace(town, today=replace(town.today, grid_of=grid_of))


@pytest.fixture
def open_desk(tmp_path: Path) -> Iterator[Callable[[Dataset], Desk]]:
    """Opens a desk on a town: editing, founding, choosing, district and draft."""
    store = Store(tmp_path)

    def opened(town: Dataset) -> Desk:
        district = register_dataset(store, town, shipped_standards()).id
        viewer = Viewer(store, tmp_path, OwnStandards(store, shipped_standards()))
        editing = Editing(store, viewer)
        draft = editing.open(district, "")
        return editing, Founding(editing, viewer), Choosing(editing, viewer), district, draft

    yield opened
    store.close()


@pytest.mark.parametrize("exclusive", [False, True])
def test_a_grid_is_made_of_units_and_one_undo_takes_it_back(
    open_desk: Callable[[Dataset], Desk], *, exclusive: bool
) -> None:
    editing, founding, _, district, draft = open_desk(drawn_town())
    before = editing.plan(district, draft)
    units = [unit(r, c) for r in range(3) for c in (2, 3)]
    stroke, code = founding.found(district, draft, units, exclusive=exclusive)
    assert (stroke.made, code) == (True, "610114001001003")
    after = editing.plan(district, draft)
    assert np.flatnonzero(after.grid_of == len(before)).tolist() == sorted(units)
    assert after.grids[-1].type == (EXCLUSIVE if exclusive else "town")
    band = {row.code: row.band for row in editing.scenario(district, draft).scorecard.per_grid}[code]
    assert (band == "exclusive") == exclusive
    assert editing.stroke(district, draft, [unit(0, 1)], len(before)).made != exclusive
    editing.undo(draft)
    while len(editing.draft(draft).history()[0]):
        editing.undo(draft)
    assert editing.plan(district, draft).grid_of.tolist() == before.grid_of.tolist()
    assert editing.redo(draft) == 2
    assert editing.plan(district, draft).grids[-1].type == (EXCLUSIVE if exclusive else "town")


def test_a_grid_in_pieces_or_over_a_community_is_not_made(open_desk: Callable[[Dataset], Desk]) -> None:
    editing, founding, _, district, draft = open_desk(drawn_town())
    for units, rule in (
        ([unit(0, 0), unit(2, 0)], "contiguous"),
        ([unit(2, 4), unit(2, 5)], "inside-community"),
        ([unit(r, 4) for r in range(3)], "emptied"),
    ):
        stroke, _ = founding.found(district, draft, units, exclusive=True)
        assert rule in {refusal.rule for refusal in stroke.judged.refusals}
    assert editing.draft(draft).edits == ()


def test_what_is_in_no_grid_is_shared_out_at_once_and_taken_back_at_once(
    open_desk: Callable[[Dataset], Desk],
) -> None:
    loose = [unit(r, c) for r in range(3) for c in (3, 4)]
    editing, founding, choosing, district, draft = open_desk(without_grid(drawn_town(), loose))
    assert choosing.only(district, draft, np.arange(60, dtype=np.int32), "unassigned").tolist() == loose
    assert founding.share_out(district, draft) == (6, 0)
    plan = editing.plan(district, draft)
    assert set(plan.grid_of[loose].tolist()) == {0}  # nobody else is left in the community
    with pytest.raises(InvalidValueError, match="leftovers-none"):
        founding.share_out(district, draft)
    assert editing.undo(draft) == 1
    assert (editing.plan(district, draft).grid_of[loose] == UNASSIGNED).all()


def test_only_one_community_is_that_of_the_grid_or_of_most(open_desk: Callable[[Dataset], Desk]) -> None:
    _, _, choosing, district, draft = open_desk(drawn_town())
    row = np.arange(3, 9, dtype=np.int32)
    assert choosing.only(district, draft, row, "community").tolist() == [5, 6, 7, 8]
    assert choosing.only(district, draft, row, "community", 0).tolist() == [3, 4]
    assert choosing.only(district, draft, row, "all").tolist() == row.tolist()


@given(
    loose=st.sets(st.integers(0, 59), max_size=25), locked=st.sets(st.integers(0, 59), max_size=3),
    estates=st.booleans(),
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_sharing_out_moves_nothing_else_cuts_nothing_and_leaves_nothing_it_can_reach(
    *, loose: set[int], locked: set[int], estates: bool
) -> None:
    town = without_grid(town_with_estates() if estates else drawn_town(), sorted(loose))
    graph, plan = town.graph, town.today
    assert plan is not None
    hand = Hand(
        graph=graph, households=graph.units.count("households"), types=known_types(shipped_standards()),
        exclaves=np.empty(0, np.int32), locked=np.array(sorted(locked), np.int32),
    )  # fmt: skip
    now = shared_out(hand, plan)
    stay = np.setdiff1d(np.arange(60), sorted(loose - locked))
    assert np.array_equal(now[stay], plan.grid_of[stay])
    after = replace(plan, grid_of=now)
    had = hand.standing(plan)
    fresh = {key: excess for key, excess in hand.standing(after).items() if excess > had.get(key, 0.0)}
    assert not {rule for rule, _ in fresh} & {"contiguous", "inside-community"}
    homes = graph.units.communities.of_unit
    ways: nx.Graph[int] = nx.Graph(np.column_stack([graph.tail, graph.head])[graph.passable].tolist())
    for one, other in ways.edges:
        if homes[one] == homes[other] and UNASSIGNED in (now[one], now[other]) and now[one] != now[other]:
            assert {one, other} & locked
