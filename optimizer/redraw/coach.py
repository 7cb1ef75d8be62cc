"""The coach: the best next strokes for one grid, alone and in short chains, each with what it does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from domain.bands import fitting_counts
from domain.plan import community_of_grid
from optimizer.redraw.coach_search import Seeker
from optimizer.redraw.local import alone
from optimizer.strokes import Hand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from domain.plan import Plan
    from domain.problem import DistrictingProblem
    from optimizer.redraw.coach_search import Chain, Standing
    from optimizer.strokes import GridChange

Reason = Literal["over", "norm", "even"]
Action = Literal["move", "split", "merge"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AdvisedStroke:
    """One stroke: the units that go (positions, ascending; int32), between which grids, and its changes."""

    units: NDArray[np.int32]
    giver: int
    taker: int
    households: int
    changes: tuple[GridChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Advice:
    """What to do, and how the community stands before and after.

    Attributes
    ----------
    action
        `move`: the strokes in their order · `split`: the community has too few grids for its total,
        and its largest, `grid`, is to be divided · `merge`: it has too many, and the grid asked
        about goes to its smallest neighbour, `grid`.
    total, grids, fitting
        Households and grids of the community, and the nearest number of grids that its total fits;
        of `split` and `merge`.
    """

    action: Action
    before: Standing
    after: Standing
    strokes: tuple[AdvisedStroke, ...] = ()
    grid: int = -1
    total: int = 0
    grids: int = 0
    fitting: int = 0

    @property
    def reason(self) -> Reason:
        """The strongest thing that becomes better."""
        if self.after.limit < self.before.limit:
            return "over"
        return "norm" if self.after.norm < self.before.norm else "even"


def advise(problem: DistrictingProblem, plan: Plan, grid: int, *, most: int = 3) -> tuple[Advice, ...]:
    """Return what to do about a grid, best first, at most so many; nothing where nothing helps.

    Where the total of its community fits only more grids, or only fewer, splitting or merging comes
    first. Every stroke of a chain is legal by the laws of lines when its turn comes, and the
    community stands better after the chain. Chains of up to `LONGEST` strokes are sought by a beam
    of `BEAM` plans, and move nothing twice. Work grows with the community of the grid, not with the
    district.
    """
    ground = _ground(problem, plan, grid)
    if ground is None:
        return ()
    local, members, here, present = ground
    seeker = Seeker(local, here, present.index(grid))
    hand = Hand(
        graph=local.graph, households=local.households, types={kind.key: kind for kind in local.types},
        exclaves=local.exclaves,
    )  # fmt: skip
    found = [replace(advice, grid=present[advice.grid]) for advice in _of_number(local, seeker)]
    ways: set[tuple[tuple[int, int], ...]] = set()
    for chain in seeker.chains():
        if len(found) >= most:
            break
        way = tuple((stroke.giver, stroke.taker) for stroke in chain.strokes)
        strokes = None if way in ways else _judged(hand, here, seeker, chain)
        if strokes is not None:
            ways.add(way)
            there = tuple(_in_district(stroke, members, present) for stroke in strokes)
            found.append(Advice(action="move", before=seeker.start, after=chain.standing, strokes=there))
    return tuple(found)


def _of_number(problem: DistrictingProblem, seeker: Seeker) -> Iterator[Advice]:
    """Yield the advice to split the largest grid, or to merge a small one, where the number is wrong."""
    kind = problem.types[int(problem.type_of_community[0])]
    totals, filled, grid = seeker.totals, seeker.filled, seeker.grid
    fewest, most = fitting_counts(int(totals.sum()), kind.norm_low, kind.norm_high)
    largest = int(filled[np.argmax(totals[filled])])
    if filled.size < fewest and totals[largest] > kind.norm_high:
        half = int(totals[largest]) // 2
        after = np.append(totals, half)
        after[largest] -= half
        standing = seeker.standing(after, like=largest)
        yield Advice(
            action="split", before=seeker.start, after=standing, grid=largest,
            total=int(totals.sum()), grids=int(filled.size), fitting=fewest,
        )  # fmt: skip
    into = seeker.smallest_neighbour()
    if filled.size > max(most, 1) and totals[grid] < kind.norm_low and into is not None:
        after = totals.copy()
        after[[into, grid]] = (totals[into] + totals[grid], 0)
        yield Advice(
            action="merge", before=seeker.start, after=seeker.standing(after, without=grid), grid=into,
            total=int(totals.sum()), grids=int(filled.size), fitting=max(most, 1),
        )  # fmt: skip


def _ground(
    problem: DistrictingProblem, plan: Plan, grid: int
) -> tuple[DistrictingProblem, NDArray[np.int64], Plan, list[int]] | None:
    """Return the community of a grid as a problem of its own, its units, the plan on it, and its grids.

    Units and grids are positions in the district; the plan on the community numbers both anew.
    """
    units = problem.graph.units
    home = int(community_of_grid(plan, units)[grid])
    movable = plan.grids[grid].type in {kind.key for kind in problem.types} and not plan.grids[grid].locked
    if home < 0 or not movable:
        return None
    local, members, present = alone(problem, home, plan)
    assert local.today is not None  # noqa: S101 -- the plan is there
    return local, members, local.today, present


def _judged(hand: Hand, plan: Plan, seeker: Seeker, chain: Chain) -> tuple[AdvisedStroke, ...] | None:
    """Return the strokes of a chain on the units of the community; None if a law forbids one in its turn."""
    strokes = []
    for stroke in chain.strokes:
        units = seeker.ground.units[np.isin(seeker.ground.node_of, stroke.nodes)]
        judged = hand.judge(plan, units.tolist(), stroke.taker)
        if not judged.legal:
            return None
        strokes.append(
            AdvisedStroke(
                units=units, giver=stroke.giver, taker=stroke.taker,
                households=int(hand.households[units].sum()), changes=judged.changes,
            )
        )  # fmt: skip
        plan = judged.plan
    return tuple(strokes)


def _in_district(stroke: AdvisedStroke, members: NDArray[np.int64], present: list[int]) -> AdvisedStroke:
    """Return a stroke on the community as one on the district."""
    return AdvisedStroke(
        units=members[stroke.units].astype(np.int32), giver=present[stroke.giver],
        taker=present[stroke.taker], households=stroke.households,
        changes=tuple(replace(change, grid=present[change.grid]) for change in stroke.changes),
    )  # fmt: skip
