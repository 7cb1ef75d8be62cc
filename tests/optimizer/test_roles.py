"""Roles ask for what the documents say, cover every place or list it, and count nobody twice."""

from __future__ import annotations

import math
from datetime import date

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from domain.errors import InvalidValueError
from domain.role import Calls, Each, OnRoads, PerCount, Share, Shift
from optimizer.staffing.held_roles import most_held, together
from optimizer.staffing.queues import seats
from optimizer.staffing.roles import need_of, shifts_of
from tests.optimizer.lone_areas import FULL, PART, areas, covered_or_listed, lattice, role

STANDARDS = shipped_standards()
SAID = {"source": "test"}


def test_18_social_workers_for_10_000_residents_each_street_rounded_up() -> None:
    streets = areas("street", [(0, 0), (1, 0), (2, 0)], residents=[10_000, 10_001, 0], heads_=[0, 0, 0])
    norm = PerCount(level="street", count="residents", per=10_000, units=18, **SAID)
    need = need_of(role(norm), {"street": streets}, STANDARDS)
    assert [row.posts for row in need.areas] == [18, 19, 0]
    assert need.money_yuan == {"district-budget": 37 * 70_000, "street-budget": 37 * 30_000}
    assert need.existing is None


def test_the_gap_in_posts_is_told_street_by_street() -> None:
    streets = areas("street", [(0, 0), (1, 0)], residents=[10_000, 10_000], **{"heads.role": [20, 10]})
    norm = PerCount(level="street", count="residents", per=10_000, units=18, **SAID)
    need = need_of(role(norm), {"street": streets}, STANDARDS)
    assert (need.existing, need.short) == (30, 8)


def test_113_centres_stand_on_three_levels_and_every_one_has_all_four_or_is_listed() -> None:
    items = ("机构", "编制", "场所", "人员")
    levels = {
        level: areas(level, [(n, 0) for n in range(size)], **{item: [1] * size for item in items})
        for level, size in (("district", 1), ("street", 7), ("community", 105))
    }
    lacking = areas("street", [(n, 0) for n in range(7)], 机构=[1] * 7, 编制=[1, 0] + [1] * 5, 人员=[1] * 7)
    norms = [Each(level=level, units=units, **SAID) for level, units in zip(levels, (8, 3, 1), strict=True)]
    whole = need_of(role(*norms, checklist=items), levels, STANDARDS)
    short = need_of(role(*norms, checklist=items), {**levels, "street": lacking}, STANDARDS)
    assert len(whole.areas) == 113
    assert whole.posts == 8 + 3 * 7 + 105
    assert (whole.unserved, whole.missing) == ((), ())
    assert [(one.area, one.item) for one in short.unserved] == [("street-0001", "编制")]
    unknown = need_of(role(norms[1], checklist=items), {"street": lacking}, STANDARDS)
    assert unknown.missing == ("street:场所",)


def test_a_seat_around_the_clock_needs_between_4_8_and_5_2_heads() -> None:
    around = Shift(hours=8, a_day=3, days=365, **SAID)
    calls = Calls(level="district", by_hour=(0.0,) * 8 + (60.0,) * 8 + (20.0,) * 8, seconds=180, **SAID)
    need = need_of(role(calls, shift=around), {"district": areas("district", [(0, 0)])}, STANDARDS)
    by_hour = [seats(each, 180, within_s=20, share=0.8) for each in (0, 60, 20)]
    assert 4.8 <= need.relief <= 5.2
    assert need.relief == pytest.approx(8760 / 1700)
    assert need.posts == math.ceil(sum(by_hour) / 3 * 8760 / 1700)
    assert need.units == max(by_hour)


@given(st.lists(st.integers(0, 40), min_size=24, max_size=24), st.integers(1, 24))
def test_every_hour_of_a_day_has_the_seats_it_needs(needed: list[int], shifts: int) -> None:
    found = shifts_of(needed, shifts)
    assert len(found) == shifts
    assert max(found) == max(needed)
    if 24 % shifts == 0:
        length = 24 // shifts
        assert all(found[hour // length] >= each for hour, each in enumerate(needed))


def test_23_instructors_are_placed_and_every_estate_is_covered_or_listed() -> None:
    rng = np.random.default_rng(1)
    spots = [(float(x), float(y)) for x, y in rng.uniform(0, 4000, (150, 2))]
    norm = Each(level="estate", where="no-branch", hours=48, **SAID)
    for without, left in ((40, 0), (115, 0), (130, 15)):
        estates = areas("estate", spots, no_branch=[1] * without + [0] * (150 - without))
        share = Share(areas=5, farthest_m=6000, **SAID)
        need = need_of(role(norm, share=share, available=23, post=PART), {"estate": estates}, STANDARDS)
        assert len(need.portfolios) == 23
        assert covered_or_listed(need) == list(estates.codes[:without])
        assert [one.why for one in need.unserved] == ["heads"] * left
        assert max(len(one.areas) for one in need.portfolios) <= 5
        assert need.short == left // 5


def test_6_groups_take_two_adjoining_zones_each_of_twelve() -> None:
    zones = areas("zone", **lattice(4, 3))
    norm = Each(level="zone", hours=100, **SAID)
    need = need_of(
        role(norm, share=Share(adjacent=True, **SAID), available=18, team=3), {"zone": zones}, STANDARDS
    )
    town = nx.Graph(zip(zones.tail.tolist(), zones.head.tolist(), strict=True))
    place = {code: n for n, code in enumerate(zones.codes)}
    assert [len(one.areas) for one in need.portfolios] == [2] * 6
    assert all(nx.is_connected(town.subgraph([place[c] for c in one.areas])) for one in need.portfolios)
    assert covered_or_listed(need) == list(zones.codes)
    assert need.posts == 18


def test_zones_that_do_not_hang_together_are_listed() -> None:
    zones = areas("zone", [(n * 1000.0, 0) for n in range(5)])
    need = need_of(
        role(Each(level="zone", **SAID), share=Share(adjacent=True, **SAID), available=2),
        {"zone": zones},
        STANDARDS,
    )
    assert need.portfolios == ()
    assert {one.why for one in need.unserved} == {"adjoin"}


@given(
    st.lists(st.tuples(st.floats(0, 9000), st.floats(0, 9000)), min_size=1, max_size=12),
    st.integers(1, 4),
    st.floats(500, 9000),
    st.none() | st.integers(1, 5),
)
@settings(max_examples=40, deadline=None)
def test_nobody_has_more_than_the_cap_or_too_far_to_go(
    spots: list[tuple[float, float]], cap: int, farthest: float, ready: int | None
) -> None:
    villages = areas("community", spots)
    share = Share(areas=cap, farthest_m=farthest, **SAID)
    need = need_of(
        role(Each(level="community", hours=10, **SAID), share=share, available=ready),
        {"community": villages},
        STANDARDS,
    )
    assert covered_or_listed(need) == list(villages.codes)
    assert all(len(one.areas) <= cap and one.farthest_m <= farthest + 1e-6 for one in need.portfolios)
    assert need.unserved == () or ready is not None
    assert len(need.portfolios) <= (ready or len(spots))


def test_hours_bound_what_one_head_takes_on() -> None:
    villages = areas("community", [(n * 10.0, 0) for n in range(12)])
    needs = [
        need_of(
            role(Each(level="community", hours=hours, **SAID), share=Share(areas=5, hours=400, **SAID)),
            {"community": villages},
            STANDARDS,
        )
        for hours in (48, 100, 500)
    ]
    assert [len(need.portfolios) for need in needs] == [3, 3, 0]
    assert needs[0].fte == pytest.approx(12 * 48 / 1700)
    assert {one.why for one in needs[2].unserved} == {"hours"}


def test_what_the_ground_does_not_know_is_named_and_the_rest_is_worked_out() -> None:
    norms = (
        Each(level="zone", **SAID),
        PerCount(level="street", count="residents", per=1000, **SAID),
        OnRoads(level="street", roads=("main",), speed_km_h=4, hours=2, **SAID),
        Each(level="street", **SAID),
    )
    need = need_of(role(*norms), {"street": areas("street", [(0, 0), (1, 1)])}, STANDARDS)
    assert need.missing == ("level:zone", "residents", "road.main")
    assert need.posts_by_norm == (0, 0, 0, 2)


def test_1_397_advisers_who_are_mediators_are_in_both_lists_and_counted_once() -> None:
    villages = {"community": areas("community", [(n % 40 * 900.0, n // 40 * 900.0) for n in range(1397)])}
    one_each = Share(areas=1, **SAID)
    adviser = role(Each(level="community", hours=48, **SAID), key="adviser", share=one_each, post=PART)
    mediator = role(
        Each(level="community", hours=200, **SAID),
        key="mediator",
        share=one_each,
        post=PART,
        held_by=("adviser",),
    )
    found = together([need_of(one, villages, STANDARDS) for one in (adviser, mediator)])
    assert [need.units for need in found.needs] == [1397, 1397]
    assert found.posts == (1397, 0)
    assert found.heads == 1397
    assert found.all_money_yuan == {"department-budget": pytest.approx(1397 * 10_000)}
    assert [one.load for one in found.held] == pytest.approx([248 / 340] * 1397)
    assert not any(one.clash for one in found.held)


def test_hours_of_two_roles_above_one_working_time_clash() -> None:
    villages = {"community": areas("community", [(0, 0), (1, 0)])}
    share = Share(areas=1, **SAID)
    roles = [
        role(Each(level="community", hours=200, **SAID), key="a", share=share, post=PART),
        role(Each(level="community", hours=200, **SAID), key="b", share=share, post=PART, held_by=("a",)),
    ]
    found = together([need_of(one, villages, STANDARDS) for one in roles])
    assert [one.clash for one in found.held] == [True, True]


def test_an_exclusive_role_holds_no_other_and_holding_goes_one_step() -> None:
    villages = {"community": areas("community", [(0, 0)])}
    share, each = Share(areas=1, **SAID), Each(level="community", **SAID)
    alone, shared_b = role(each, key="a"), role(each, key="b", share=share, held_by=("a",))
    with pytest.raises(InvalidValueError, match="role-exclusive"):
        together([need_of(one, villages, STANDARDS) for one in (alone, shared_b)])
    chain = [role(each, key="a", share=share), shared_b, role(each, key="c", share=share, held_by=("b",))]
    with pytest.raises(InvalidValueError, match="role-chain"):
        together([need_of(one, villages, STANDARDS) for one in chain])


def test_a_role_counts_from_its_first_to_its_last_day() -> None:
    streets = {"street": areas("street", [(0, 0)])}
    bound = role(Each(level="street", **SAID), valid_from=date(2025, 1, 1), valid_to=date(2025, 12, 31))
    need = need_of(bound, streets, STANDARDS)
    days = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1)]
    assert [together([need], day).heads for day in days] == [0, 1, 1, 0]
    assert [together([need], day).needs[0].holds for day in days] == [False, True, True, False]


@given(
    st.dictionaries(st.sampled_from("abcxyz"), st.integers(0, 3)),
    st.dictionaries(st.sampled_from("abc"), st.lists(st.sampled_from("xyz"), unique=True)),
)
def test_as_many_units_as_can_be_are_held_by_others(
    units: dict[str, int], ways: dict[str, list[str]]
) -> None:
    held = most_held(units, ways)
    for key in "abc":
        assert sum(n for (one, _), n in held.items() if one == key) <= units.get(key, 0)
    for by in "xyz":
        assert sum(n for (_, other), n in held.items() if other == by) <= units.get(by, 0)
    assert all(by in ways[key] and n > 0 for (key, by), n in held.items())
    flow: nx.DiGraph[str] = nx.DiGraph()
    flow.add_nodes_from(["from", "to"])
    for key, names in ways.items():
        flow.add_edge("from", key, capacity=units.get(key, 0))
        flow.add_edges_from((key, by) for by in names)
    for by in "xyz":
        flow.add_edge(by, "to", capacity=units.get(by, 0))
    assert sum(held.values()) == nx.maximum_flow_value(flow, "from", "to")


def test_teams_and_money_follow_the_post_of_the_norm() -> None:
    levels = {"district": areas("district", [(0, 0)]), "street": areas("street", [(0, 0), (1, 0)])}
    need = need_of(
        role(
            Each(level="district", units=2, **SAID),
            Each(level="street", post=PART, **SAID),
            team=3,
            post=FULL,
        ),
        levels,
        STANDARDS,
    )
    assert need.posts_by_norm == (6, 6)
    assert need.money_yuan == {
        "department-budget": 60_000,
        "district-budget": 420_000,
        "street-budget": 180_000,
    }
