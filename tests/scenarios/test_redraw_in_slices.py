"""The real engine gives one plan: drawn in one go, by one hand, by two, or broken off and resumed."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import numpy as np
import pytest

from domain.outcome import Infeasible
from optimizer import redraw
from scenarios.running.budget import budget_of
from scenarios.running.checkpoints import pack, unpack
from scenarios.running.crew import crew
from scenarios.running.engine import Engine
from scenarios.running.schedule import run_parts
from tests.optimizer.towns import asked
from tests.strategies import block_town

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from domain.problem import DistrictingProblem
    from optimizer.redraw import Part, PartState, Prepared
    from scenarios.running.lanes import StopReason
    from scenarios.running.schedule import Outcome, Progress

WIDTH, HEIGHT = 24, 12


def _grid_of(part: Part, state: PartState) -> NDArray[np.int32]:
    return state.best[part.node_of]


ENGINE: Engine[Part, PartState] = Engine(
    state=redraw.PartState,
    begin=redraw.begin,
    advance=redraw.advance,
    finished=redraw.finished,
    proven=lambda _, state: state.proven,
    value=redraw.value,
    grid_of=_grid_of,
    proposals_for=redraw.proposals_for,
)


@pytest.fixture(scope="module")
def town() -> DistrictingProblem:
    """A town of 24 × 12 blocks in three communities side by side, drawn from nothing."""
    households = np.random.default_rng(1).integers(10, 120, WIDTH * HEIGHT).tolist()
    column = np.arange(WIDTH * HEIGHT) % WIDTH
    community = np.searchsorted([5, 14], column, side="right").tolist()
    return asked(block_town(WIDTH, HEIGHT, households, community), task="norm")


@pytest.fixture(scope="module")
def prepared(town: DistrictingProblem) -> Prepared:
    found = redraw.prepare(town)
    assert not isinstance(found, Infeasible)
    assert len(found.parts) == 3
    return found


def plan(prepared: Prepared, outcome: Outcome[PartState]) -> str:
    assert outcome.stopped_by != "pause"
    proposal = redraw.assemble(prepared, outcome.states, outcome.stopped_by, proposals=outcome.proposals)
    return proposal.plan.digest(prepared.problem.graph.units)


def draw(
    prepared: Prepared,
    *,
    hands: int,
    slices: int | None = None,
    resumed: Mapping[int, bytes] | None = None,
    timed: bool = False,
) -> tuple[Outcome[PartState], dict[int, bytes]]:
    """Draw, or draw on, for so many slices; the outcome, and checkpoints to resume from."""
    kept = dict(resumed or {})
    ticks = count()

    def keep(progress: Progress[PartState]) -> None:
        kept.update({n: pack(mark.state, mark.given) for n, mark in progress.resumable.items()})

    def stop() -> StopReason | None:
        return "pause" if slices is not None and next(ticks) > slices else None

    budget = budget_of(ENGINE, prepared.parts, effort="quick", timed=timed)
    with crew(hands) as those:
        outcome = run_parts(
            ENGINE,
            prepared.parts,
            seed=1,
            budget=budget,
            crew=those,
            stop=stop,
            on_progress=keep,
            resumed={n: unpack(ENGINE.state, data) for n, data in kept.items()},
        )
    return outcome, kept


def test_one_hand_two_hands_and_the_engine_alone_draw_the_same_plan(
    town: DistrictingProblem, prepared: Prepared
) -> None:
    alone = redraw.redraw(town, seed=1, effort="quick")
    assert not isinstance(alone, Infeasible)
    oracle = alone.plan.digest(town.graph.units)
    for hands in (1, 2):
        outcome, _ = draw(prepared, hands=hands)
        assert (plan(prepared, outcome), outcome.proposals) == (oracle, alone.proposals)


@pytest.mark.parametrize("timed", [False, True])
def test_a_redraw_broken_off_anywhere_goes_on_to_the_same_plan(prepared: Prepared, *, timed: bool) -> None:
    oracle = plan(prepared, draw(prepared, hands=1)[0])
    for slices in (1, 4, 8):
        outcome, kept = draw(prepared, hands=1, slices=slices, timed=timed)
        assert outcome.stopped_by == "pause"
        outcome, _ = draw(prepared, hands=1, resumed=kept, timed=timed)
        assert plan(prepared, outcome) == oracle
