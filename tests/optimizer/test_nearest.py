"""The nearest legal end of a stroke is legal, goes into the grid that was asked, and is near."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from domain.plan import EXCLUSIVE
from optimizer.nearest import nearest
from optimizer.strokes import Hand
from scenarios.scores import known_types
from tests.drawn_town import drawn_town, town_with_estates

TOWN = drawn_town()
"""See the picture in `tests.drawn_town`: grid 0 is `a`, 1 is `b`, units are numbered row by row."""


def hand_on(graph, **more) -> Hand:  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN003
    types = known_types(shipped_standards())
    return Hand(
        graph=graph, households=graph.units.count("households"), types=types,
        exclaves=np.empty(0, np.int32), **more,
    )  # fmt: skip


HAND, TODAY = hand_on(TOWN.graph), TOWN.today
assert TODAY is not None


def unit(row: int, column: int) -> int:
    return row * 10 + column


def column(number: int) -> list[int]:
    return [unit(row, number) for row in range(3)]


@pytest.mark.parametrize(
    ("units", "to", "end"),
    [
        ([unit(1, c) for c in range(4)], 1, [unit(r, c) for r in (1, 2) for c in range(4)]),
        ([unit(0, 2)], 1, [unit(0, 2), unit(0, 3)]),
        ([unit(0, 3), unit(0, 5)], 1, [unit(0, 3)]),
        ([unit(0, 5)], 1, None),
        ([unit(0, 0), unit(0, 3)], 1, [unit(0, 3)]),
    ],
    ids=["cut off", "on the way", "other community", "nothing left", "not touching"],
)
def test_a_stroke_ends_where_it_may(units: list[int], to: int, end: list[int] | None) -> None:
    assert TODAY is not None
    found = nearest(HAND, TODAY, units, to)
    assert (None if found is None else found.units.tolist()) == end


def test_locked_units_are_left_out_and_locked_grids_take_nothing() -> None:
    assert TODAY is not None
    hand = replace(HAND, locked=np.array([unit(0, 3)], np.int32))
    found = nearest(hand, TODAY, column(3), 1)
    assert found is not None
    assert found.units.tolist() == [unit(1, 3), unit(2, 3)]
    for grid in (replace(TODAY.grids[1], locked=True), replace(TODAY.grids[1], type=EXCLUSIVE)):
        grids = (TODAY.grids[0], grid, *TODAY.grids[2:])
        assert nearest(HAND, replace(TODAY, grids=grids), column(3), 1) is None


def test_an_estate_goes_whole() -> None:
    town = town_with_estates()
    assert town.today is not None
    found = nearest(hand_on(town.graph), town.today, [unit(0, 3)], 1)
    assert found is not None
    assert found.units.tolist() == [unit(0, 3), unit(1, 3)]


@given(
    units=st.sets(st.integers(0, 59), min_size=1, max_size=8), to=st.integers(0, 5),
    locked=st.sets(st.integers(0, 59), max_size=4), estates=st.booleans(),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_what_is_offered_is_legal_and_no_farther_than_the_stroke_itself_where_that_is_legal(
    *, units: set[int], to: int, locked: set[int], estates: bool
) -> None:
    town = town_with_estates() if estates else TOWN
    assert town.today is not None
    hand = hand_on(town.graph, locked=np.array(sorted(locked), np.int32))
    asked = hand.judge(town.today, sorted(units), to)
    found = nearest(hand, town.today, sorted(units), to)
    if found is None:
        assert not asked.legal or not asked.units.size
        return
    again = hand.judge(town.today, found.units.tolist(), to)
    assert again.legal
    assert found.units.size
    assert not np.isin(found.units, sorted(locked)).any()
    assert (found.plan.grid_of[found.units] == to).all()
    if asked.legal and asked.units.size:
        assert found.units.tolist() == asked.units.tolist()
