"""Posts are filled as leaders expect: shared, spared, moved, recruited, or told to be short."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from domain.errors import InvalidValueError
from domain.outcome import Infeasible
from domain.posts import LOT, READINGS, Limits, Pool, post_types
from domain.staffing import Staffing
from optimizer.staffing.workers import staff, staff_by_readings
from tests.optimizer.small_pools import PART, STANDARDS, answered, heads, problem


def test_by_hours_a_post_is_shared_and_one_each_gives_every_grid_its_own() -> None:
    r"""Three adjoining grids ask for 0.72 + 0.28 + 0.9 = 1.9: two posts, or three."""
    both = staff_by_readings(problem([[0.72, 0.28, 0.9]]))
    hours, each = (both[reading] for reading in READINGS)
    assert isinstance(hours, Staffing)
    assert isinstance(each, Staffing)
    assert (hours.heads.posts, each.heads.posts) == (2, 3)
    assert hours.worst_load == pytest.approx(0.95)
    assert [grid.full for grid in each.grids] == [1, 1, 1]


def test_an_overloaded_grid_gets_more_than_one() -> None:
    assert [grid.full for grid in answered(problem([[1.3, 0.4]]), "one-each").grids] == [2, 1]


def test_posts_are_not_shared_across_a_gap() -> None:
    """Together three grids of 0.6 need two posts; where the third touches nobody, 2 + 1."""
    apart = problem([[0.6, 0.6, 0.6]], tail=np.array([0]), head=np.array([1]))
    assert answered(apart).heads.posts == 3
    assert answered(problem([[0.6, 0.6, 0.6]])).heads.posts == 2


def test_a_part_timer_spares_a_full_timer_but_is_nobodys_one_full_timer() -> None:
    pool = (Pool(community="c0", type="b.part", heads=1),)
    hours = answered(problem([[1.15]], pool))
    assert (hours.grids[0].full, hours.grids[0].part, hours.heads.recruit) == (1, 1, 1)
    each = answered(problem([[0.2]], pool), "one-each")
    assert (each.grids[0].full, each.grids[0].part) == (1, 1)


def test_the_surplus_of_one_community_fills_the_gap_of_the_next_but_no_farther() -> None:
    pool = (Pool(community="c0", type="a.full", heads=3),)
    found = answered(problem([[1.0], [1.0], [1.0]], pool))
    assert heads(found) == (3, 3, 1, 1, 1, 0, 1)  # posts, existing, 留, 转, 招, 缺口, 分流
    assert [(t.before, t.after, t.distance_m) for t in found.transfers] == [("c0", "c1", 1000.0)]
    assert found.communities[2].recruit == 1


def test_department_staff_are_placed_before_anybody_is_recruited() -> None:
    pool = (Pool(community=LOT, type="a.full", heads=2),)
    found = answered(problem([[1.0], [0.5]], pool))
    assert heads(found) == (2, 2, 0, 2, 0, 0, 0)


def test_no_growth_shows_the_gap_instead_of_recruits() -> None:
    pool = (Pool(community="c0", type="a.full", heads=2),)
    found = answered(problem([[1.4, 1.4], [0.8]], pool, limits=Limits(most_recruits=0)))
    assert (found.heads.short, found.heads.recruit) == (2, 0)
    assert found.worst_load > 1.0


def test_gaps_go_where_they_are_felt_least() -> None:
    """Three heads for 1 + 3 posts: the lone post is filled, the larger community lends one."""
    pool = (Pool(community=LOT, type="a.full", heads=3),)
    found = answered(problem([[1.0], [3.0]], pool, limits=Limits(most_recruits=0)))
    assert [(row.full, row.short) for row in found.communities[:2]] == [(1, 0), (2, 1)]
    assert found.worst_load == pytest.approx(1.5)


def test_a_budget_that_pays_for_two_leaves_the_rest_short() -> None:
    found = answered(problem([[2.5], [0.5]], limits=Limits(budget_yuan=125_000)))
    assert (found.heads.posts, found.heads.recruit, found.heads.short) == (4, 2, 2)
    assert found.cost_yuan <= 125_000
    assert found.money_yuan == {"district": found.cost_yuan, "street": 0.0}


def test_limits_that_clash_are_named_with_what_would_help() -> None:
    tight = Limits(most_recruits=3, most_short=0, budget_yuan=100_000)
    found = staff(problem([[2.5]], limits=tight), "hours")
    assert isinstance(found, Infeasible)
    (clash,) = found.clashes
    assert [(r.rule, r.value, r.limit) for r in clash.rules] == [
        ("staffing.most-short", 2, 0),
        ("staffing.budget", 180_000, 100_000),
    ]
    assert (clash.relax_rule, clash.relax_to) == ("staffing.most-short", 2)


def test_the_shipped_posts_recruit_community_workers_and_keep_everybody_else() -> None:
    pool = tuple(Pool(community="c0", type=kind.key, heads=1) for kind in post_types(STANDARDS))
    found = answered(problem([[4.6, 0.7]], pool, types=post_types(STANDARDS)))
    assert found.heads.release == 0
    assert {kind.type: kind.recruit for kind in found.types if kind.recruit} == {"community-worker.full": 1}
    assert sum(found.money_yuan.values()) == pytest.approx(found.cost_yuan)


def test_a_post_of_nowhere_and_a_travelling_part_timer_are_refused() -> None:
    with pytest.raises(InvalidValueError, match="staffing-pool"):
        problem([[1.0]], (Pool(community="elsewhere", type="a.full", heads=1),))
    with pytest.raises(InvalidValueError, match="post-part-movable"):
        replace(PART, movable=True)
