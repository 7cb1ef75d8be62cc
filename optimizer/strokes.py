"""A stroke of a hand: what it would change, and which law forbids it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from domain.judgement import judge_grids
from domain.plan import EXCLUSIVE, UNASSIGNED, Plan, plan_on
from optimizer.line_rules import Contiguous, EstatesWhole, InsideCommunity
from optimizer.rules import audit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from domain.outcome import Violation
    from domain.scenario import Band
    from domain.standards import GridType
    from optimizer.rules import Rule

    Standing = Mapping[tuple[str, int], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A law that a stroke would break: its key, the grid it would break at, and by how much."""

    rule: str
    grid: int
    excess: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GridChange:
    """Households and band of one grid before and after a stroke."""

    grid: int
    before: int
    after: int
    band_before: Band
    band_after: Band


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """A stroke judged: the plan it would give, the laws it would break, the grids it changes.

    `units` are those that would move.
    """

    plan: Plan
    units: NDArray[np.int32]
    refusals: tuple[Refusal, ...]
    changes: tuple[GridChange, ...]

    @property
    def legal(self) -> bool:
        """Whether the stroke may be made."""
        return not self.refusals


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hand:
    """What every stroke on one ground is judged by.

    Attributes
    ----------
    graph, households
        The ground, and the households of each unit in the basis of the norm.
    types
        Grid types by key.
    exclaves
        Units that need not touch the rest of their grid.
    locked
        Units that stay where they are.
    """

    graph: PlanningGraph
    households: NDArray[np.int64]
    types: Mapping[str, GridType]
    exclaves: NDArray[np.int32]
    locked: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))

    def judge(self, plan: Plan, units: Sequence[int], to: int) -> Judged:
        """Judge the stroke that gives some units to a grid; those it has already stay as they are.

        Work grows with the communities that the stroke touches, not with the district.
        """
        moving = np.unique(np.asarray(units, np.int32))
        moving = moving[plan.grid_of[moving] != to]
        near = self.around(plan, moving, to)
        if near is not None:
            return near.told(near.hand.judge(near.plan, near.here(moving), near.grids.index(to)), plan, to)
        after = plan.moved(moving, to)
        touched = sorted({to, *plan.grid_of[moving].tolist()} - {UNASSIGNED})
        refusals = [
            *self._kept(plan, moving, touched),
            *self._emptied(plan, after, touched),
            *self._laws(self.standing(plan), after),
        ]
        return Judged(
            plan=after,
            units=moving,
            refusals=tuple(refusals) if moving.size else (),
            changes=self._changes(plan, after, touched),
        )

    def around(self, plan: Plan, moving: NDArray[np.int32], to: int) -> Around | None:
        """Return the ground that decides on a stroke as ground of its own; None where it is all there is.

        It is whole communities: those of the units, of all grids they leave or join, and of all estates
        that they are part of. What lies outside is the same before and after.
        """
        units = self.graph.units
        of, estate_of = units.communities.of_unit, units.estate_of
        counts = np.zeros(len(plan) + 1, np.bool_)
        counts[plan.grid_of[moving]], counts[to], counts[UNASSIGNED] = True, True, False
        inside = counts[plan.grid_of]
        inside[moving] = True
        if (estate_of[moving] >= 0).any():
            inside |= np.isin(estate_of, np.setdiff1d(estate_of[moving], [-1]))
        home = np.zeros(len(units.communities.codes), np.bool_)
        home[of[inside]] = True
        if home.all():
            return None
        members = np.flatnonzero(home[of])
        graph = self.graph.only(members)
        drawn, grids = plan_on(plan, members, graph.units.digest, also=[to] if to >= 0 else [])
        hand = replace(
            self,
            graph=graph,
            households=self.households[members],
            exclaves=np.flatnonzero(np.isin(members, self.exclaves)).astype(np.int32),
            locked=np.flatnonzero(np.isin(members, self.locked)).astype(np.int32),
        )
        return Around(hand, drawn, members, grids)

    def _kept(self, plan: Plan, moving: NDArray[np.int32], touched: Sequence[int]) -> list[Refusal]:
        """Locked and exclusive grids give nothing and take nothing; locked units stay."""
        fixed = [g for g in touched if plan.grids[g].locked or plan.grids[g].type == EXCLUSIVE]
        held = moving[np.isin(moving, self.locked)]
        stay = np.unique(plan.grid_of[held], return_counts=True)
        return [
            *(Refusal(rule="lines-kept", grid=grid, excess=1.0) for grid in fixed),
            *(
                Refusal(rule="units-locked", grid=int(grid), excess=float(units))
                for grid, units in zip(*stay, strict=True)
            ),
        ]

    def _emptied(self, plan: Plan, after: Plan, touched: Sequence[int]) -> list[Refusal]:
        """No grid loses its last unit by a stroke: that is what merging is for."""
        gone = [g for g in touched if (plan.grid_of == g).any() and not (after.grid_of == g).any()]
        return [Refusal(rule="emptied", grid=grid, excess=1.0) for grid in gone]

    def standing(self, plan: Plan) -> Standing:
        """How far a plan breaks the laws of lines as it is, by rule and grid."""
        return {(v.rule, v.grid): v.excess for v in self._violations(plan)}

    def _laws(self, had: Standing, after: Plan) -> list[Refusal]:
        """Violations of the laws of lines that a plan did not have before, or had less of."""
        return [
            Refusal(rule=v.rule, grid=v.grid, excess=v.excess)
            for v in self._violations(after)
            if v.excess > had.get((v.rule, v.grid), 0.0) and not v.unavoidable
        ]

    def _violations(self, plan: Plan) -> tuple[Violation, ...]:
        of_community = tuple(self.types[kind] for kind in self.graph.units.communities.kinds)
        rules: tuple[Rule, ...] = (
            Contiguous(exclaves=self.exclaves),
            InsideCommunity(),
            EstatesWhole(households=self.households, types=of_community),
        )
        return audit(rules, self.graph, plan)

    def _changes(self, plan: Plan, after: Plan, touched: Sequence[int]) -> tuple[GridChange, ...]:
        units = self.graph.units
        before, later = plan.totals(self.households), after.totals(self.households)
        was = judge_grids(plan, units, self.households, self.types, touched)
        now = judge_grids(after, units, self.households, self.types, touched)
        return tuple(
            GridChange(
                grid=grid,
                before=int(before[grid]),
                after=int(later[grid]),
                band_before=was[n].band,
                band_after=now[n].band,
            )
            for n, grid in enumerate(touched)
        )


class Around(NamedTuple):
    """Part of a district as ground of its own: units and grids are numbered anew, positions tell whose."""

    hand: Hand
    plan: Plan
    units: NDArray[np.int64]
    grids: list[int]

    def here(self, units: NDArray[np.int32]) -> list[int]:
        """Return units of the district, all of them in this part, as they are numbered here."""
        return [int(n) for n in np.searchsorted(self.units, units)]

    def told(self, judged: Judged, plan: Plan, to: int) -> Judged:
        """Return a stroke into a grid, judged here, as one on the plan of the district."""
        units = self.units[judged.units].astype(np.int32)
        grids = [*self.grids, UNASSIGNED]
        return Judged(
            plan=plan.moved(units, to),
            units=units,
            refusals=tuple(replace(refusal, grid=grids[refusal.grid]) for refusal in judged.refusals),
            changes=tuple(replace(change, grid=grids[change.grid]) for change in judged.changes),
        )
