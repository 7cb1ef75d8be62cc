"""Every plan of the engine is legal, and on towns small enough to try all plans none is better."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.graph import PlanningGraph  # noqa: TC001 -- hypothesis reads the annotations
from domain.outcome import Infeasible
from domain.plan import Grid, Plan
from domain.proposal import Proposal
from optimizer.redraw import Prepared, advance, begin, prepare, proven, redraw
from optimizer.redraw.certify import deviation, least_deviation
from optimizer.redraw.part import Part, PartState, cost, stream_of
from optimizer.redraw.search import _state
from optimizer.redraw.starts import draw
from optimizer.rules import audit, rules_of
from tests.optimizer.towns import TOWN, asked, broken_towns, plans_of_block_town
from tests.strategies import block_town, plan_of

LINES = {"assigned", "contiguous", "inside-community", "count", "lines-kept", "estates-whole", "crossing-cap"}


def broken_lines(problem: object, proposal: Proposal) -> list[str]:
    found = audit(rules_of(problem), problem.graph, proposal.plan)  # type: ignore[attr-defined]
    return [f"{v.rule} {v.grid} {v.excess}" for v in found if v.rule in LINES]


@settings(deadline=None, max_examples=60)
@given(broken_towns(), st.integers(1, 7), st.integers(0, 3))
def test_every_plan_of_so_many_grids_is_legal(town: PlanningGraph, grids: int, seed: int) -> None:
    problem = asked(town, task="count", grids=grids)
    match redraw(problem, seed=seed, proposals=4_000):
        case Proposal() as proposal:
            assert broken_lines(problem, proposal) == []
            assert len(proposal.plan) == grids == sum(a.grids for a in proposal.apportionment)
        case Infeasible(clashes=clashes):
            assert clashes[0].rules


@settings(deadline=None, max_examples=40)
@given(broken_towns(), st.data())
def test_only_over_keeps_every_line_within_limits(town: PlanningGraph, data: st.DataObject) -> None:
    size = len(town.units)
    labels = data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))
    today = plan_of(town, labels, 4)
    problem = asked(town, task="only-over", today=today)
    proposal = redraw(problem, seed=1, proposals=4_000)
    assert isinstance(proposal, Proposal)
    assert broken_lines(problem, proposal) == []
    near = nx.Graph(zip(town.tail[town.passable].tolist(), town.head[town.passable].tolist(), strict=True))
    near.add_nodes_from(range(size))
    of, households = town.units.communities.of_unit, problem.households
    within = set()
    for grid in range(4):
        members = [u for u in range(size) if labels[u] == grid]
        whole = {int(of[u]) for u in members}
        if len(whole) == 1 and nx.is_connected(near.subgraph(members)):
            total = int(households[members].sum())
            within |= {grid} if TOWN.hard_low <= total <= TOWN.hard_high else set()
    if within == set(labels):
        assert proposal.plan.digest(town.units) == today.digest(town.units)


def test_the_one_grid_over_the_limit_is_cut_and_the_others_do_not_move() -> None:
    """A row of ten blocks: a holds 900, b and c are in the norm; today a a a a | b b b | c c c."""
    town = block_town(10, 1, [225, 225, 225, 225, 100, 100, 150, 150, 150, 100])
    today = Plan(
        unit_set=town.units.digest,
        grid_of=np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, 2]),
        grids=(
            Grid(code="610114001001007", type="town", name="甲"),
            Grid(code="B", type="town"),
            Grid(code="C", type="town"),
        ),
    )
    problem = asked(town, task="only-over", today=today, crossing_cap=0.1)
    proposal = redraw(problem, seed=1, proposals=1_000)
    assert isinstance(proposal, Proposal)
    assert [int(n) for n in proposal.plan.totals(problem.households)] == [450, 450, 350, 400]
    assert [g.code for g in proposal.plan.grids] == ["610114001001007", "610114001001008", "B", "C"]
    assert proposal.plan.grids[0].name == "甲"


def test_a_grid_below_the_limit_joins_the_neighbour_that_needs_no_further_grid() -> None:
    """A row: 400 | 90 | 380 | 420; the 90 joins the 380."""
    town = block_town(4, 1, [420, 90, 380, 410])
    problem = asked(town, task="only-over", today=plan_of(town, [0, 1, 2, 3], 4), crossing_cap=0.1)
    proposal = redraw(problem, seed=1, proposals=1_000)
    assert isinstance(proposal, Proposal)
    assert proposal.plan.grid_of.tolist() == [0, 1, 1, 2]


def untried(part: Part, seed: int) -> PartState:
    """The state of a search that begins with a drawn plan, as if the part were not small."""
    stream = stream_of(seed, part.code)
    unknown = np.full(part.region_grids.size, -1)
    return _state(part, draw(part, stream), stream, least=unknown, tried=False)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(0, 400), min_size=8, max_size=8), st.integers(2, 4), st.sampled_from([1, 2, 4]))
def test_no_plan_of_a_tiny_town_is_better(households: list[int], grids: int, width: int) -> None:
    town = block_town(width, 8 // width, households)
    prepared = prepare(asked(town, task="count", grids=grids))
    assume(isinstance(prepared, Prepared))
    assert isinstance(prepared, Prepared)
    (part,) = prepared.parts
    plans = [np.array(plan, np.int32) for plan in plans_of_block_town(width, 8 // width, grids)]
    best = min(cost(part, plan) for plan in plans)
    tried = begin(part, 1)
    assert proven(part, tried)
    assert cost(part, tried.best) == pytest.approx(best)
    assert least_deviation(part, tried.least).value == pytest.approx(min(deviation(part, p) for p in plans))
    unknown = np.full(1, -1)
    assert least_deviation(part, unknown).value <= least_deviation(part, tried.least).value + 1e-6
    searched = advance(part, untried(part, 1), 30_000)
    assert cost(part, searched.best) >= (best[0], best[1] - 1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_the_search_finds_the_best_of_all_plans(seed: int) -> None:
    """Four by two blocks, three grids: what enumeration proves, annealing reaches."""
    town = block_town(4, 2, [150, 210, 90, 180, 120, 60, 240, 150])
    prepared = prepare(asked(town, task="count", grids=3))
    assert isinstance(prepared, Prepared)
    (part,) = prepared.parts
    assert proven(part, begin(part, seed))
    searched = advance(part, untried(part, seed), 60_000)
    assert cost(part, searched.best) == pytest.approx(cost(part, begin(part, seed).best))


def test_an_estate_and_a_locked_grid_stay_as_they_are() -> None:
    """Estates stay together though their blocks lie apart: the way between them goes along.

    ::

        e . e     L L .
        . . .  →  the top row is one grid
    """
    town = block_town(3, 3, [100, 10, 100, 150, 150, 150, 200, 200, 200])
    together = np.array([0, -1, 0, -1, -1, -1, -1, -1, -1])
    problem = asked(town, task="count", grids=3, together=together)
    for seed in range(5):
        proposal = redraw(problem, seed=seed, proposals=5_000)
        assert isinstance(proposal, Proposal)
        assert len(set(proposal.plan.grid_of[:3].tolist())) == 1
        assert broken_lines(problem, proposal) == []
    today = plan_of(town, [0, 0, 1, 1, 1, 1, 1, 1, 1], 2)
    locked = replace(today, grids=(replace(today.grids[0], locked=True), today.grids[1]))
    proposal = redraw(asked(town, task="count", grids=3, today=locked), seed=1, proposals=5_000)
    assert isinstance(proposal, Proposal)
    assert min(proposal.plan.totals(np.ones(9, np.int64)).tolist()) == 2
    assert broken_lines(asked(town, task="count", grids=3, today=locked), proposal) == []


def test_an_island_needs_its_own_grid_unless_it_is_a_declared_exclave() -> None:
    """A row of six blocks, a river before the last: one grid cannot cross it, an exclave may."""
    town = block_town(6, 1, [100, 100, 100, 100, 50, 50])
    town = replace(town, passable=np.array([True, True, True, True, False]))
    refused = redraw(asked(town, task="count", grids=1), seed=1, proposals=1_000)
    assert isinstance(refused, Infeasible)
    assert (refused.clashes[0].relax_rule, refused.clashes[0].relax_to) == ("count", 2.0)
    assert {rule.rule for rule in refused.clashes[0].rules} == {"count", "contiguous"}
    declared = asked(town, task="count", grids=1, exclaves=np.array([5]))
    proposal = redraw(declared, seed=1, proposals=1_000)
    assert isinstance(proposal, Proposal)
    assert broken_lines(declared, proposal) == []


def test_a_unit_above_every_limit_stands_alone_and_is_counted_apart() -> None:
    town = block_town(3, 1, [1200, 300, 100])
    problem = asked(town, task="count", grids=2)
    proposal = redraw(problem, seed=1, proposals=1_000)
    assert isinstance(proposal, Proposal)
    assert proposal.plan.grid_of.tolist() == [0, 1, 1]
    (found,) = [v for v in audit(rules_of(problem), town, proposal.plan) if v.rule == "hard-limits"]
    assert (found.grid, found.excess, found.unavoidable) == (0, 400.0, True)


def test_slices_change_nothing_and_seeds_do() -> None:
    town = block_town(8, 8, [(37 * n) % 90 + 10 for n in range(64)])
    prepared = prepare(asked(town, task="count", grids=8))
    assert isinstance(prepared, Prepared)
    (part,) = prepared.parts
    once = advance(part, begin(part, 5), 30_000)
    state = begin(part, 5)
    for _ in range(30):
        state = advance(part, state, 1_000)
    assert np.array_equal(once.best, state.best)
    assert np.array_equal(once.counters, state.counters)
    assert np.array_equal(once.stream, state.stream)
    assert not np.array_equal(begin(part, 6).best, begin(part, 5).best)


def test_a_stopped_run_can_be_made_again_from_its_number_of_proposals() -> None:
    town = block_town(8, 8, [(37 * n) % 90 + 10 for n in range(64)], [n // 32 for n in range(64)])
    problem = asked(town, task="count", grids=8)
    stopped = redraw(problem, seed=3, proposals=40_000, stop=lambda p: p.proposals > 15_000)
    assert isinstance(stopped, Proposal)
    assert stopped.stopped_by == "user"
    assert 0 < stopped.proposals < 40_000
    again = redraw(problem, seed=3, proposals=stopped.proposals)
    assert isinstance(again, Proposal)
    assert again.plan.digest(town.units) == stopped.plan.digest(town.units)


SCRIPT = """
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from optimizer.redraw import advance, assemble, begin, prepare
from tests.optimizer.towns import asked
from tests.strategies import block_town

def drawn(part, seed):
    return advance(part, begin(part, seed), 20_000)

if __name__ == "__main__":
    town = block_town(12, 10, [(37 * n * n + 11 * n) % 97 for n in range(120)], [n // 40 for n in range(120)])
    prepared = prepare(asked(town, task="count", grids=15))
    workers, seed = int(sys.argv[1]), int(sys.argv[2])
    if workers:
        with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
            states = list(pool.map(partial(drawn, seed=seed), prepared.parts))
    else:
        states = [drawn(part, seed) for part in prepared.parts]
    print(assemble(prepared, states, "proposals").plan.digest(town.units))
"""


def test_the_same_seed_gives_the_same_plan_for_any_hash_seed_and_number_of_workers() -> None:
    def digest(workers: int, seed: int, hash_seed: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(workers), str(seed)],
            capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": hash_seed, "PYTHONPATH": "."},
        )  # fmt: skip
        return done.stdout.strip()

    found = {digest(0, 7, "1"), digest(1, 7, "2"), digest(2, 7, "3")}
    assert len(found) == 1
    assert digest(0, 8, "1") not in found


PLAIN = """
from optimizer.redraw import redraw
from tests.optimizer.towns import asked
from tests.strategies import block_town, plan_of

town = block_town(7, 5, [(37 * n * n + 11 * n) % 97 for n in range(35)])
today = plan_of(town, [n % 7 // 2 for n in range(35)], 4)
plain = asked(town, task="count", grids=5)
capped = asked(town, task="count", grids=5, today=today, crossing_cap=0.2)
tiny = asked(block_town(4, 2, [90, 110, 80, 120, 70, 130, 60, 140]), task="count", grids=3)
for problem in (plain, capped, tiny):
    print(redraw(problem, seed=3, proposals=2_000).plan.digest(problem.graph.units))
"""


def test_the_kernels_mean_the_same_as_plain_python() -> None:
    def digests(**environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", PLAIN],
            capture_output=True, text=True, check=True, env={"PYTHONPATH": ".", **environment},
        )  # fmt: skip
        return done.stdout

    assert digests(NUMBA_DISABLE_JIT="1") == digests()
