"""Advisers and mediators are the best of all ways to place them, and both sides of every total agree."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

import numpy as np
import pulp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from domain.adviser_problem import AdviserProblem, Committees, adviser_rules
from domain.advisers import Advice, advises
from domain.errors import InvalidValueError
from optimizer.staffing import advisers
from optimizer.staffing.advisers import least_advisers, serve
from optimizer.staffing.mediators import advise_and_mediate

RULES = adviser_rules(shipped_standards())
quick = settings(deadline=None, max_examples=30)


def town(
    seed: int, villages: int, trades: list[str], *, places: int = 2, hours: float = 55.0, **rules: float
) -> AdviserProblem:
    """Villages and posts at random places; some ways are too far."""
    draw = np.random.default_rng(seed)
    minutes = draw.integers(0, 75, (places, villages)).astype(float)
    at = np.sort(draw.integers(0, places, len(trades)))
    return AdviserProblem(
        villages=tuple(f"v{n:03}" for n in range(villages)),
        far=draw.random(villages) < 0.25,
        hours=hours + draw.integers(0, 40, villages),
        visits=12,
        places=tuple(f"v{n:03}" for n in at),
        trades=tuple(trades),
        at=at,
        metres=minutes * 500,
        minutes=minutes,
        rules=replace(RULES, **rules),
    )


def by_trade(trades: list[str], problem: AdviserProblem) -> AdviserProblem:
    """Posts alike stand next to each other, as the problem asks for."""
    order = sorted(range(len(trades)), key=lambda n: (problem.places[n], trades[n]))
    return replace(
        problem,
        trades=tuple(trades[n] for n in order),
        places=tuple(problem.places[n] for n in order),
        at=problem.at[order],
    )


def worth(problem: AdviserProblem, answer: list[tuple[int, int] | None]) -> tuple[float, ...] | None:
    """What an assignment (post, mode) of each village comes to by the three aims; None where caps break."""
    rules = problem.rules
    load, held = Counter[int](), Counter[int]()
    missing = second = price = 0.0
    for j, taken in enumerate(answer):
        if taken is None:
            missing += 1
            continue
        post, mode = taken
        minutes = problem.minutes[problem.at[post], j]
        left = 1 - rules.remote_share * mode
        if minutes > rules.farthest_minutes:
            return None
        road = 2 * problem.visits * minutes / 60 * left
        load[post] += int(np.ceil((problem.hours[j] + road) * 60 - 1e-6))
        held[post] += rules.villages_most if problem.far[j] else rules.villages_most_far
        second += problem.trades[post].startswith("legal-worker")
        price += road + rules.remote_price * problem.hours[j] * (1 - left)
    most = rules.villages_most * rules.villages_most_far
    if any(v > rules.hours_most * 60 for v in load.values()) or any(v > most for v in held.values()):
        return None
    return missing, second, price


def told(problem: AdviserProblem) -> list[tuple[int, int] | None]:
    """The answer, village by village."""
    return [(one.post, int(one.remote > 0)) if one.served else None for one in serve(problem).services]


@quick
@given(
    st.integers(0, 10_000),
    st.integers(1, 4),
    st.lists(st.sampled_from(["lawyer", "legal-worker"]), min_size=1, max_size=3),
    st.sampled_from([(1, 2, 400.0), (2, 3, 110.0), (3, 4, 160.0)]),
)
def test_no_assignment_is_better_by_any_aim_than_the_one_found(
    seed: int, villages: int, trades: list[str], caps: tuple[int, int, float]
) -> None:
    usual, far, hours = caps
    problem = by_trade(
        trades,
        town(seed, villages, trades, villages_most=usual, villages_most_far=far, hours_most=hours),
    )
    posts = range(len(trades))
    every = product([None, *product(posts, (0, 1))], repeat=villages)
    best = min(value for answer in every if (value := worth(problem, list(answer))) is not None)
    found = serve(problem)
    assert found.proven
    assert worth(problem, told(problem)) == pytest.approx(best)
    assert found.least == best[0]


@pytest.mark.parametrize("seed", range(6))
def test_where_ways_are_very_many_the_nearest_do_unless_a_village_went_without(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    trades = ["lawyer"] * 8
    problem = by_trade(trades, town(seed, 12, trades, places=6, villages_most=2, villages_most_far=3))
    exact = worth(problem, told(problem))
    monkeypatch.setattr(advisers, "MOST_WAYS", 10)
    monkeypatch.setattr(advisers, "NEAREST", 2)
    near, found = worth(problem, told(problem)), serve(problem)
    assert exact is not None
    assert near is not None
    assert near[0] == exact[0]
    assert near[2] >= exact[2] - 1e-6 or near[:2] < exact[:2]
    assert found.least <= exact[0]
    assert not found.proven or near == pytest.approx(exact)


def test_a_model_of_every_single_head_gives_the_same_aims() -> None:
    for seed in range(3):
        trades = ["lawyer"] * 3 + ["legal-worker"] * 2
        problem = by_trade(trades, town(seed, 14, trades, places=3, hours=90, hours_most=300.0))
        assert worth(problem, told(problem)) == pytest.approx(by_pulp(problem), abs=1e-4)


def by_pulp(problem: AdviserProblem) -> list[float]:
    """The three aims in turn, every head with its own variables and the formulas written out."""
    rules, villages = problem.rules, range(len(problem.villages))
    aims: list[float] = []
    for stage in range(3):
        model = pulp.LpProblem("heads", pulp.LpMinimize)
        choices = [
            (k, j, m)
            for k in range(len(problem.trades)) for j in villages for m in (0, 1)
            if problem.minutes[problem.at[k], j] <= rules.farthest_minutes
        ]  # fmt: skip
        x = {c: model.add_variable("x_{}_{}_{}".format(*c), cat=pulp.LpBinary) for c in choices}
        trips = {m: 2 * problem.visits * (1 - rules.remote_share * m) for m in (0, 1)}
        road = {(k, j, m): trips[m] * problem.minutes[problem.at[k], j] / 60 for k, j, m in choices}
        served = {j: pulp.lpSum(x[c] for c in choices if c[1] == j) for j in villages}
        for j in villages:
            model += served[j] <= 1
        for k in range(len(problem.trades)):
            mine = [c for c in choices if c[0] == k]
            model += pulp.lpSum((problem.hours[c[1]] + road[c]) * x[c] for c in mine) <= rules.hours_most
            share = [rules.villages_most_far if problem.far[c[1]] else rules.villages_most for c in mine]
            model += pulp.lpSum(x[c] / s for c, s in zip(mine, share, strict=True)) <= 1
        told = [
            len(problem.villages) - pulp.lpSum(served.values()),
            pulp.lpSum(x[c] for c in choices if problem.trades[c[0]] == "legal-worker"),
            pulp.lpSum(
                (road[c] + rules.remote_price * problem.hours[c[1]] * rules.remote_share * c[2]) * x[c]
                for c in choices
            ),
        ]  # fmt: skip
        for aim, value in zip(told, aims, strict=False):
            model += aim <= value + 1e-6
        model += told[stage]
        model.solve(pulp.HiGHS(msg=False, gapRel=0.0))
        assert model.sol_status == pulp.LpSolutionOptimal
        aims.append(float(pulp.value(told[stage])))
    return aims


@quick
@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(1, 3))
def test_nobody_stands_in_for_himself_and_none_can_be_backed_who_is_not(
    seed: int, villages: int, posts: int
) -> None:
    problem = town(seed, villages, ["lawyer"] * posts, backups_most=1)
    services = serve(problem).services
    served = [n for n, one in enumerate(services) if one.served]
    backed = [one for one in services if one.backup >= 0]
    assert all(one.backup != one.post for one in backed)
    assert max(Counter(one.backup for one in backed).values(), default=0) <= 1
    reach = problem.minutes[problem.at] <= problem.rules.farthest_minutes
    most = max(
        len([k for k in chosen if k is not None])
        for chosen in product([None, *range(posts)], repeat=len(served))
        if all(
            k is None or (reach[k, j] and k != services[j].post) for k, j in zip(chosen, served, strict=True)
        )
        and max(Counter(k for k in chosen if k is not None).values(), default=0) <= 1
    )
    assert len(backed) == most


def test_remote_villages_count_half_and_hours_bind_where_they_are_many() -> None:
    near = town(1, 12, ["lawyer"], places=1, hours=10)
    near = replace(near, minutes=np.zeros((1, 12)), metres=np.zeros((1, 12)), hours=np.full(12, 10.0))
    usual, remote = (replace(near, far=np.full(12, far)) for far in (False, True))
    assert sum(one.served for one in serve(usual).services) == 5
    assert sum(one.served for one in serve(remote).services) == 10
    long = replace(usual, hours=np.full(12, 104.0))
    assert sum(one.served for one in serve(long).services) == 3
    assert (least_advisers(usual), least_advisers(remote), least_advisers(long)) == (3, 2, 4)


def test_far_villages_are_served_half_remotely_and_near_ones_on_site() -> None:
    problem = replace(
        town(1, 2, ["lawyer"], places=1),
        hours=np.full(2, 48.0), far=np.zeros(2, bool), minutes=np.array([[10.0, 50.0]]),
        metres=np.array([[5000.0, 25000.0]]),
    )  # fmt: skip
    near, far = serve(problem).services
    assert (near.remote, near.km, near.hours) == (0.0, 120.0, 52.0)
    assert (far.remote, far.km, far.hours) == (0.5, 300.0, 58.0)


def committees(problem: AdviserProblem) -> Committees:
    """One for each village and a centre in the middle."""
    size = len(problem.villages)
    return Committees(
        levels=("community",) * size + ("centre",),
        codes=(*problem.villages, "centre"),
        needed=np.array([1] * size + [5]),
        metres=np.hstack([problem.metres, np.full((len(problem.metres), 1), 90_000.0)]),
        worker_hours=1700.0,
        part_fte=0.2,
    )


def mixed(trades: list[str], villages: int = 8) -> Advice:
    """Advice for a town where every way is short."""
    problem = by_trade(trades, town(3, villages, trades))
    problem = replace(problem, minutes=problem.minutes / 10, metres=problem.metres / 10)
    return advise_and_mediate(problem, committees(problem))


@quick
@given(
    st.lists(
        st.sampled_from(
            ["lawyer", "lawyer+mediator.full", "lawyer+mediator.part", "mediator.full", "mediator.part"]
        ),
        max_size=7,
    )
)
def test_dual_roles_stand_in_both_lists_and_their_hours_once(trades: list[str]) -> None:
    advice = mixed(trades)
    full = sum(trade.endswith("mediator.full") for trade in trades)
    assert sum(body.full for body in advice.bodies) == min(full, 13)
    assert sum(body.short + body.full for body in advice.bodies) == 13
    bodies = {body.code: body for body in advice.bodies}
    for one in advice.services:
        if one.served and "mediator" in advice.posts[one.post].type:
            assert bodies[one.community].present >= 1
    for post in advice.posts:
        assert post.load == pytest.approx((post.advice_hours + post.mediation_hours) / 1700)
        assert post.clashes == (post.type == "lawyer+mediator.full" and post.villages > 0)
    assert sum(post.villages for post in advice.posts if advises(post.type)) == 8 - len(advice.missing)
    assert len(advice.posts) == len(trades)


def test_a_part_timer_is_present_but_fills_no_full_seat() -> None:
    advice = mixed(["mediator.part", "mediator.part"])
    assert advice.seats("community") == (8, 0, 2)
    assert mixed(["mediator.full"]).seats("community") == (8, 1, 1)


def test_totals_that_do_not_agree_are_no_answer() -> None:
    advice = mixed(["lawyer", "mediator.full"])
    with pytest.raises(InvalidValueError, match=r"value\.advice-totals: field=hours"):
        replace(advice, posts=tuple(replace(post, advice_hours=1.0) for post in advice.posts))
    with pytest.raises(InvalidValueError, match=r"value\.advice-totals: field=seats"):
        replace(advice, posts=tuple(replace(post, seat="") for post in advice.posts))


def test_villages_that_no_way_joins_are_solved_apart_and_equal_the_whole() -> None:
    trades = ["lawyer"] * 4
    problem = town(5, 10, trades, hours_most=200.0)
    apart = problem.minutes.copy()
    apart[0, 5:] = apart[1, :5] = 1000.0
    whole = replace(problem, minutes=apart)
    assert worth(whole, told(whole)) == pytest.approx(by_pulp(whole), abs=1e-4)
