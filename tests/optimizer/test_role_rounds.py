"""Rounds of roles: every metre of road, every village once a week, tours that fit a day."""

from __future__ import annotations

import math
from itertools import combinations, pairwise, permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from domain.role import Each, OnRoads, Shift, Visits
from optimizer.staffing.roles import need_of
from optimizer.staffing.visit_rounds import day_rounds
from tests.optimizer.lone_areas import PART, areas, covered_or_listed, lattice, role

STANDARDS = shipped_standards()
SAID = {"source": "test"}


def test_patrols_take_every_metre_of_each_class_in_one_round_within_a_fifth_of_the_mean() -> None:
    made = lattice(12, 8, 100.0)
    size = len(made["xy"])
    rng = np.random.default_rng(7)
    main, lane = rng.integers(0, 3, size) * 120.0, rng.integers(50, 400, size).astype(float)
    under = {"district": ("district-0000",) * size}
    units = areas("unit", **made, above=under, **{"road.main": main.tolist(), "road.lane": lane.tolist()})
    district = areas("district", [(0, 0)], **{"road.main": [main.sum()], "road.lane": [lane.sum()]})
    norms = [
        OnRoads(level="district", roads=("main",), speed_km_h=1.0, hours=2.0, **SAID),
        OnRoads(level="district", roads=("lane",), speed_km_h=1.0, hours=3.0, **SAID),
    ]
    shift = Shift(hours=8, a_day=2, days=365, **SAID)
    need = need_of(role(*norms, shift=shift, team=3), {"unit": units, "district": district}, STANDARDS)
    for number, (metres, each) in enumerate(((main, 2000.0), (lane, 3000.0))):
        rounds = [one for one in need.portfolios if one.norm == number]
        loads = np.array([one.load for one in rounds])
        assert len(rounds) == math.ceil(metres.sum() / each)
        assert sorted(c for one in rounds for c in one.areas) == [
            units.codes[n] for n in np.flatnonzero(metres)
        ]
        assert loads.sum() == pytest.approx(metres.sum())
        assert (np.abs(loads / loads.mean() - 1) <= 0.2).all()
    assert need.relief == pytest.approx(5840 / 1700)
    assert need.posts_by_norm[0] == math.ceil(math.ceil(main.sum() / 2000) * 3 * 5840 / 1700)


def test_the_relief_of_part_timers_is_larger_for_they_have_fewer_hours() -> None:
    shift = Shift(hours=2, a_day=1, days=365, **SAID)
    need = need_of(
        role(Each(level="street", **SAID), shift=shift, post=PART),
        {"street": areas("street", [(0, 0)])},
        STANDARDS,
    )
    assert need.relief == pytest.approx(730 / 340)


def test_each_village_is_called_at_once_a_week_or_is_listed() -> None:
    villages = areas(
        "community", [(3000.0 * n, 0) for n in range(10)] + [(90_000.0, 0)], kinds=["village"] * 11,
        above={"street": ("street-0000",) * 11},
    )  # fmt: skip
    norm = Visits(
        level="community",
        every_days=5,
        minutes=90,
        speed_km_h=20,
        day_hours=7,
        detour=1.5,
        base="street",
        **SAID,
    )
    need = need_of(role(norm), {"community": villages, "street": areas("street", [(0, 0)])}, STANDARDS)
    assert covered_or_listed(need) == list(villages.codes)
    assert [(one.area, one.why) for one in need.unserved] == [("community-0010", "far")]
    assert max(one.load for one in need.portfolios) <= 7
    assert need.units == math.ceil(len(need.portfolios) / 5)


@given(
    st.lists(st.tuples(st.floats(-30, 30), st.floats(-30, 30)), min_size=1, max_size=5),
    st.floats(0.2, 2.0),
)
@settings(max_examples=60, deadline=None)
def test_rounds_are_tours_that_fit_a_day_and_at_most_one_more_than_the_fewest(
    spots: list[tuple[float, float]], stop_h: float
) -> None:
    at = np.array(spots)
    home, ways = np.hypot(*at.T) / 20, np.hypot(*(at[:, None] - at).transpose(2, 0, 1)) / 20
    tours, beyond = day_rounds(home, ways, stop_h=stop_h, day_h=8.0)

    def hours(tour: tuple[int, ...]) -> float:
        return float(sum(ways[a, b] for a, b in pairwise(tour)) + home[tour[0]] + home[tour[-1]])

    assert sorted([*(stop for tour in tours for stop in tour.stops), *beyond]) == list(range(len(spots)))
    for tour in tours:
        assert tour.hours == pytest.approx(hours(tour.stops) + stop_h * len(tour.stops))
        assert tour.hours <= 8.0 + 1e-6
    assert beyond == [n for n in range(len(spots)) if 2 * home[n] + stop_h > 8.0 + 1e-9]
    near = [n for n in range(len(spots)) if n not in beyond]
    fits = {
        chosen: min(hours(order) for order in permutations(chosen)) + stop_h * size <= 8.0 + 1e-9
        for size in range(1, len(near) + 1)
        for chosen in combinations(near, size)
    }
    fewest = min(
        (
            len(set(labels))
            for labels in product(range(len(near)), repeat=len(near))
            if all(
                fits[tuple(n for n, own in zip(near, labels, strict=True) if own == k)] for k in set(labels)
            )
        ),
        default=0,
    )
    assert fewest <= len(tours) <= fewest + 1
