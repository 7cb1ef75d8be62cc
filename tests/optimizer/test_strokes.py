"""A stroke is judged on the ground around it, and that gives what the whole district gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from optimizer.strokes import Hand
from scenarios.scores import known_types
from tests.drawn_town import town_with_estates

if TYPE_CHECKING:
    from domain.plan import Plan

TOWN = town_with_estates()
TYPES = known_types(shipped_standards())


class WholeDistrict(Hand):
    """A hand that looks at everything."""

    def around(self, *_: object) -> None:
        return None


def crooked(data: st.DataObject) -> Plan:
    """Today's grids after units went anywhere: grids in pieces, across communities, emptied."""
    assert TOWN.today is not None
    grid_of = TOWN.today.grid_of.copy()
    for unit in data.draw(st.lists(st.integers(0, 59), max_size=6)):
        grid_of[unit] = data.draw(st.integers(-1, len(TOWN.today) - 1))
    return replace(TOWN.today, grid_of=grid_of)


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_the_ground_around_decides_as_the_district_does(data: st.DataObject) -> None:
    plan = crooked(data)
    few = st.lists(st.integers(0, 59), max_size=4, unique=True).map(lambda n: np.array(n, np.int32))
    given_ = {
        "graph": TOWN.graph, "households": TOWN.graph.units.count("households"), "types": TYPES,
        "exclaves": data.draw(few), "locked": data.draw(few),
    }  # fmt: skip
    units = data.draw(st.lists(st.integers(0, 59), min_size=1, max_size=8))
    to = data.draw(st.integers(0, len(plan) - 1))

    near, whole = (hand(**given_).judge(plan, units, to) for hand in (Hand, WholeDistrict))

    assert set(near.refusals) == set(whole.refusals)
    assert near.changes == whole.changes
    assert near.units.tolist() == whole.units.tolist()
    assert near.plan.grid_of.tolist() == whole.plan.grid_of.tolist()


@pytest.mark.parametrize(("units", "to", "communities"), [([2], 1, 1), ([2], 3, 2), ([2, 35], 1, 2)])
def test_only_touched_communities_are_looked_at(units: list[int], to: int, communities: int) -> None:
    plan = TOWN.today
    assert plan is not None
    hand = Hand(
        graph=TOWN.graph, households=TOWN.graph.units.count("households"), types=TYPES,
        exclaves=np.empty(0, np.int32),
    )  # fmt: skip
    near = hand.around(plan, np.array(units, np.int32), to)
    assert near is not None
    assert near.units.size == 15 * communities
