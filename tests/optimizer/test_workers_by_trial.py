"""Posts are filled at the least price there is, checked by trying everything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.outcome import Infeasible
from domain.posts import LOT, READINGS, Limits, Pool, StaffingProblem
from domain.staffing import Staffing
from optimizer.models import posts_people
from optimizer.models.posts_model import MILLI
from optimizer.staffing.workers import fewest_posts, staff, staff_by_readings
from tests.optimizer.small_pools import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import numpy as np

    from domain.posts import Reading


@dataclass(frozen=True)
class Case:
    """A problem small enough to enumerate, and its reading."""

    asked: StaffingProblem
    reading: Reading


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Two communities of one or two grids, up to two heads of each kind anywhere, perhaps limits.

    Part-timers of the first are up to six: enough to spare a second full-timer.
    """
    tenths = st.integers(0, 16).map(lambda n: n / 10)
    few = st.integers(0, 2)
    fte = [draw(st.lists(tenths, min_size=1, max_size=2)) for _ in range(2)]
    pool = tuple(
        Pool(community=place, type=kind, heads=draw(st.integers(0, most)))
        for place, kind, most in (
            ("c0", "a.full", 2),
            ("c1", "a.full", 2),
            (LOT, "a.full", 2),
            ("c0", "b.part", 6),
            ("c1", "b.part", 2),
        )
    )
    limits = Limits(
        most_recruits=draw(st.none() | few),
        most_short=draw(st.none() | few),
        budget_yuan=draw(st.none() | st.sampled_from([0.0, 70_000.0, 150_000.0, 240_000.0])),
    )
    return Case(asked=problem(fte, pool, limits=limits), reading=draw(st.sampled_from(READINGS)))


def cheapest(case: Case) -> float | None:
    """Return the least price over every way to move, release, recruit and place heads."""
    asked, price = case.asked, case.asked.prices
    today = asked.existing()
    gaps_of = {c: _cheapest_gaps(case, c) for c in range(2)}
    prices_found = []
    for (f0, f1, once), p0, p1 in product(
        _full(asked, today), range(today[0, 1] + 1), range(today[1, 1] + 1)
    ):
        for r0, r1 in product(range(5), repeat=2):
            full, part = (f0 + r0, f1 + r1), (p0, p1)
            gaps = [gaps_of[c](full[c], part[c]) for c in range(2)]
            short = sum(count for _, count in gaps)
            yearly = 60_000 * sum(full) + 6_000 * sum(part)
            if not _allowed(asked.limits, short=short, recruits=r0 + r1, yearly=yearly):
                continue
            released = int(today.sum()) - f0 - f1 - p0 - p1
            posts = price.post * (sum(full) + 0.2 * sum(part) + short)
            prices_found.append(
                posts
                + sum(cost for cost, _ in gaps)
                + (60_000 + price.recruit_once) * (r0 + r1)
                + once
                + price.release * released
            )
    return min(prices_found, default=None)


def _allowed(limits: Limits, *, short: int, recruits: int, yearly: float) -> bool:
    return (
        (limits.most_short is None or short <= limits.most_short)
        and (limits.most_recruits is None or recruits <= limits.most_recruits)
        and (limits.budget_yuan is None or yearly <= limits.budget_yuan)
    )


def _full(asked: StaffingProblem, today: np.ndarray) -> Iterator[tuple[int, int, float]]:
    """Full-timers of today in both communities after every possible move, and what it costs."""
    a, b, lot = (int(n) for n in today[:, 0])
    for stay_a, cross_a, stay_b, cross_b, to_a, to_b in product(
        range(a + 1), range(a + 1), range(b + 1), range(b + 1), range(lot + 1), range(lot + 1)
    ):
        if stay_a + cross_a <= a and stay_b + cross_b <= b and to_a + to_b <= lot:
            crossing, placed = cross_a + cross_b, to_a + to_b
            once = (crossing + placed) * asked.prices.transfer_once + crossing * asked.prices.transfer_km
            yield stay_a + cross_b + to_a, stay_b + cross_a + to_b, once


def _cheapest_gaps(case: Case, community: int) -> Callable[[int, int], tuple[float, int]]:
    """Return a function: the least price and number of gaps with so many full- and part-timers."""
    work = case.asked.fte[case.asked.community_of == community].tolist()
    alone = case.reading == "one-each"
    patches = [[w] for w in work] if alone else [work]

    @cache
    def gaps(full: int, part: int) -> tuple[float, int]:
        return min(
            _gaps(case, patches, split)
            for split in product(product(range(full + 1), range(part + 1)), repeat=len(patches))
            if sum(f for f, _ in split) == full and sum(p for _, p in split) == part
        )

    return gaps


def _gaps(case: Case, patches: list[list[float]], staff_of: Iterable[tuple[int, int]]) -> tuple[float, int]:
    """Price and number of the gaps of patches, each with its full- and part-timers."""
    price, count = 0.0, 0
    for patch, (full, part) in zip(patches, staff_of, strict=True):
        milli = round(sum(patch) * MILLI)
        least = len(patch) if case.reading == "one-each" else 0
        needed = max(-(-milli // 1000), least)
        missing = max(-(-(milli - 1000 * full - 200 * part) // 1000), least - full, 0)
        prices_ = case.asked.prices
        last = needed - full
        price += sum(
            prices_.short * (1 + prices_.short_spread * k / needed)
            for k in range(last - missing + 1, last + 1)
        )
        count += missing
    return price, count


@settings(deadline=None, max_examples=40)
@given(cases())
def test_the_price_is_the_least_of_all(case: Case) -> None:
    best = cheapest(case)
    match staff(case.asked, case.reading):
        case Staffing() as found:
            assert best is not None
            assert price_of(case, found) == pytest.approx(best)
            assert found.proven
        case Infeasible():
            assert best is None


def price_of(case: Case, found: Staffing) -> float:
    """Return the price of a staffing from its rows, not from the solver."""
    price = case.asked.prices
    cost = {kind.key: kind.yearly_yuan for kind in case.asked.types}
    rows = found.grids if case.reading == "one-each" else found.communities
    gaps, count = _gaps(
        case, [[row.fte] for row in rows if row.community], [(r.full, r.part) for r in rows if r.community]
    )
    assert count == found.heads.short
    return (
        gaps
        + price.post * (found.filled_fte + found.heads.short)
        + sum((cost[kind.type] + price.recruit_once) * kind.recruit for kind in found.types)
        + sum(
            move.heads * (price.transfer_once + price.transfer_km * move.distance_m / 1000)
            for move in found.transfers
        )
        + price.release * found.heads.release
    )


# --- always -------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(cases())
def test_rows_add_up_and_nobody_is_overloaded_unless_posts_are_short(case: Case) -> None:
    found = staff(replace(case.asked, limits=Limits()), case.reading)
    assert isinstance(found, Staffing)
    assert found.heads.short == 0
    assert found.worst_load <= 1.0 + 1e-9
    if case.reading == "one-each":
        assert all(grid.full >= 1 for grid in found.grids)
    for row in found.communities:
        own = [s for s in found.shares if s.community == row.community]
        assert sum(s.fte for s in own) == pytest.approx(row.filled_fte)
        assert len({s.worker for s in own}) == row.full + row.part
    for grid in found.grids:
        assert sum(s.fte for s in found.shares if s.grid == grid.grid) == pytest.approx(grid.served_fte)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(st.integers(0, 3000), min_size=1, max_size=4), min_size=1, max_size=4))
def test_with_nobody_there_the_posts_are_hours_rounded_up(hours: list[list[int]]) -> None:
    asked = problem([[h / 1000 for h in row] for row in hours])
    by_hours = sum(-(-sum(row) // 1000) for row in hours)
    each = sum(max(1, -(-h // 1000)) for row in hours for h in row)
    found = staff_by_readings(asked)
    posts = {reading: answer.heads.posts for reading, answer in found.items() if isinstance(answer, Staffing)}
    assert posts == {"hours": by_hours, "one-each": each}
    assert posts == {reading: fewest_posts(asked, reading) for reading in READINGS}
    assert posts["hours"] <= posts["one-each"]


# --- far moves enter only where somebody takes them ------------------------------


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_moves_left_out_at_first_never_change_the_price(data: st.DataObject) -> None:
    """Six communities in a row of which each sees one neighbour at first, against all moves at once."""
    fte = [[data.draw(st.integers(1, 24)) / 10] for _ in range(6)]
    kinds = ((place, kind) for place in (*(f"c{n}" for n in range(6)), LOT) for kind in ("a.full", "b.part"))
    pool = tuple(Pool(community=p, type=k, heads=data.draw(st.integers(0, 3))) for p, k in kinds)
    limits = Limits(
        most_recruits=data.draw(st.none() | st.integers(0, 3)),
        budget_yuan=data.draw(st.none() | st.sampled_from([150_000.0, 400_000.0])),
    )
    asked = problem(fte, pool, limits=limits, transfer_most_m=9000.0)
    prices_found = []
    for near in (1, 10):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(posts_people, "NEAR", near)
            found = staff(asked, "hours")
        assert isinstance(found, Staffing)
        prices_found.append(price_of(Case(asked=asked, reading="hours"), found))
    assert prices_found[0] == pytest.approx(prices_found[1])
