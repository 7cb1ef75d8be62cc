"""What a staffing means, on grounds small enough to reckon by hand."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.posts import LOT, Limits, Pool
from scenarios.leaders.effects import Effects, effects_of
from scenarios.leaders.ground import Ground
from scenarios.leaders.variants import answered, as_today, by_years, settled_pool, without_some
from tests.optimizer.small_pools import STANDARDS, problem


def ground(fte: list[list[float]], pool: tuple[Pool, ...], households: float = 400.0) -> Ground:
    """Communities in a row, the first half in street A, the others in B; a tenth of the work is patrols."""
    asked = problem(fte, pool)
    size = len(fte)
    return Ground(
        problem=asked,
        visits=asked.hours * 0.7,
        patrols=asked.hours * 0.1,
        events=asked.hours * 0.2,
        names=tuple(f"C{n}" for n in range(size)),
        streets=tuple("A" if n < (size + 1) // 2 else "B" for n in range(size)),
        households=np.full(size, households),
        basis="常住户",
    )


def effects(found: Ground, **limits: int) -> Effects:
    staffing = answered(replace(found.problem, limits=Limits(**limits)))
    return effects_of(found, staffing, as_today(found.problem), STANDARDS, before=found.problem)


def test_who_joins_takes_his_part_of_the_households_and_no_more() -> None:
    """Two stay and one joins: of 400 households at least 400 / 3 change."""
    two = (Pool(community="c0", type="a.full", heads=2),)
    assert effects(ground([[3.0]], two)).changed == pytest.approx(400 / 3)
    assert effects(ground([[2.0]], two)).changed == 0


def test_visits_give_way_first_then_patrols_then_events() -> None:
    """Four people's work and one who is there: 3,000 hours undone, of which visits are 2,800."""
    one = (Pool(community="c0", type="a.full", heads=1),)
    told = effects(ground([[4.0]], one), most_recruits=0)
    assert list(told.undone) == pytest.approx([2800, 200, 0])
    nobody = effects(ground([[4.0], [1.0]], (Pool(community="c1", type="a.full", heads=0),)), most_recruits=0)
    assert nobody.uncovered_hours == pytest.approx(5000)


def test_a_community_is_worse_off_only_above_full_load_and_says_why() -> None:
    pool = (Pool(community="c0", type="a.full", heads=3),)
    lends = effects(ground([[3.0], [9.0]], pool), most_recruits=0)
    assert [(one.community, one.why) for one in lends.worse] == [("c0", "lent")]
    spare = effects(ground([[1.0], [2.0]], pool), most_recruits=0)
    assert spare.worse == ()


def test_the_worst_street_has_most_work_for_its_time() -> None:
    pool = (Pool(community="c0", type="a.full", heads=1), Pool(community="c1", type="a.full", heads=2))
    far = ground([[1.0], [3.0]], pool)
    told = effects_of(
        far,
        answered(replace(far.problem, limits=Limits(most_recruits=0), transfer_most_m=-1.0)),
        as_today(far.problem),
        STANDARDS,
        before=far.problem,
    )
    assert told.worst is not None
    assert told.worst.street == "B"
    assert told.worst.load == pytest.approx(1.5)


def test_posts_leave_a_street_from_the_largest_place() -> None:
    pool = (
        Pool(community="c0", type="a.full", heads=3),
        Pool(community="c0", type="b.part", heads=4),
        Pool(community="c1", type="a.full", heads=5),
    )
    left, gone = without_some(ground([[1.0], [1.0]], pool), "A", 4)
    assert (gone, [one.heads for one in left]) == (4, [0, 3, 5])
    assert without_some(ground([[1.0], [1.0]], pool), "A", 10)[1] == 7


@st.composite
def grounds(draw: st.DrawFn) -> Ground:
    tenths = st.integers(1, 24).map(lambda n: n / 10)
    fte = [draw(st.lists(tenths, min_size=1, max_size=3)) for _ in range(draw(st.integers(1, 4)))]
    places = [*(f"c{n}" for n in range(len(fte))), LOT]
    pool = tuple(
        Pool(community=place, type=kind, heads=draw(st.integers(0, 3)))
        for place in places
        for kind in ("a.full", "b.part")
    )
    return ground(fte, pool)


@settings(deadline=None, max_examples=40)
@given(grounds(), st.integers(1, 4))
def test_years_end_with_nobody_above_one_and_take_on_no_more_than_at_once(found: Ground, years: int) -> None:
    fewest = answered(found.problem)
    told = [staffing for _, staffing in by_years(found.problem, fewest.heads.recruit, years)]
    assert len(told) == years
    assert sum(year.heads.recruit for year in told) == fewest.heads.recruit
    left = fewest.heads.recruit
    for year in told:  # each year fills all that its recruits can fill
        left -= year.heads.recruit
        assert year.heads.short == left
    assert told[-1].worst_load <= 1 + 1e-9
    for before, after in itertools.pairwise(told):
        assert after.heads.existing == before.heads.retain + before.heads.transfer + before.heads.recruit
        assert after.heads.release == after.heads.transfer == 0


@settings(deadline=None, max_examples=40)
@given(grounds(), st.none() | st.integers(0, 3))
def test_hours_done_and_undone_are_all_hours_and_nobody_changes_more_than_all(
    found: Ground, most: int | None
) -> None:
    asked = replace(found.problem, limits=Limits(most_recruits=most))
    staffing = answered(asked)
    told = effects_of(found, staffing, as_today(found.problem), STANDARDS, before=found.problem)
    done = sum(min(grid.fte, grid.served_fte) for grid in staffing.grids) * asked.worker_hours
    assert told.uncovered_hours + done == pytest.approx(asked.hours.sum())
    assert told.changed is None or -1e-6 <= told.changed <= found.households.sum() + 1e-6
    assert told.placed is None or 0 <= told.placed <= 1
    settled = sum(one.heads for one in settled_pool(staffing))
    assert settled == staffing.heads.retain + staffing.heads.transfer + staffing.heads.recruit
    assert sum(posts for _, posts in told.missing) == staffing.heads.short
