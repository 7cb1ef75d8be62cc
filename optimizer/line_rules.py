"""Rules of lines: each unit in one grid, each grid one piece inside its community, what stays is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from domain.graph import connected_pieces
from domain.outcome import Strength, Violation
from domain.plan import EXCLUSIVE, Plan, community_of_grid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from domain.standards import GridType


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """The violations of one rule in one plan: what they have in common is said once."""

    rule: str
    strength: Strength
    unit: str
    codes: tuple[str, ...]
    home: NDArray[np.int32]

    @classmethod
    def of(
        cls, rule: str, unit: str, graph: PlanningGraph, plan: Plan, *, strength: Strength = "law"
    ) -> Findings:
        """Return a rule's findings in a plan, excesses in `unit`."""
        return cls(rule, strength, unit, graph.units.communities.codes, community_of_grid(plan, graph.units))

    def at(self, grid: int, excess: float, *, unavoidable: bool = False) -> Violation:
        """Return the violation at one grid; −1 for the plan as a whole."""
        home = int(self.home[grid]) if grid >= 0 else -1
        return Violation(
            rule=self.rule,
            strength=self.strength,
            grid=grid,
            community=self.codes[home] if home >= 0 else "",
            excess=float(excess),
            unit=self.unit,
            unavoidable=unavoidable,
        )


@dataclass(frozen=True, slots=True)
class Assigned:
    """Every unit is in a grid; the excess is the units of a community that are not."""

    key: ClassVar[str] = "assigned"

    def violations(self, graph: PlanningGraph, plan: Plan) -> Iterator[Violation]:
        """Yield a violation for each community with unassigned units."""
        level = graph.units.communities
        loose = np.bincount(level.of_unit[plan.grid_of < 0], minlength=len(level.codes))
        for community in np.flatnonzero(loose).tolist():
            yield Violation(
                rule=self.key,
                strength="law",
                grid=-1,
                community=level.codes[community],
                excess=float(loose[community]),
                unit="units",
            )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contiguous:
    """Every grid is one piece over passable borders; the excess is its spare pieces.

    Pieces of nothing but declared exclaves (飞地) are not counted.
    """

    exclaves: NDArray[np.int32]
    key: ClassVar[str] = "contiguous"

    def violations(self, graph: PlanningGraph, plan: Plan) -> Iterator[Violation]:
        """Yield a violation for each grid in more than one piece."""
        grid_of = plan.grid_of
        inside = graph.passable & (grid_of[graph.tail] == grid_of[graph.head])
        piece_of = connected_pieces(grid_of.size, graph.tail[inside], graph.head[inside])
        counted = grid_of >= 0
        counted[self.exclaves] = False
        grid_of_piece = np.full(grid_of.size, -1, np.int32)
        grid_of_piece[piece_of[counted]] = grid_of[counted]  # borders inside grids alone make a piece
        pieces = np.bincount(grid_of_piece[grid_of_piece >= 0], minlength=len(plan))
        findings = Findings.of(self.key, "pieces", graph, plan)
        for grid in np.flatnonzero(pieces > 1).tolist():
            yield findings.at(grid, pieces[grid] - 1)


@dataclass(frozen=True, slots=True)
class InsideCommunity:
    """Every grid lies in one community (社区、村); the excess is its units in others."""

    key: ClassVar[str] = "inside-community"

    def violations(self, graph: PlanningGraph, plan: Plan) -> Iterator[Violation]:
        """Yield a violation for each grid across a community's line."""
        findings = Findings.of(self.key, "units", graph, plan)
        assigned = np.flatnonzero(plan.grid_of >= 0)
        abroad = graph.units.communities.of_unit[assigned] != findings.home[plan.grid_of[assigned]]
        units = np.bincount(plan.grid_of[assigned][abroad], minlength=len(plan))
        for grid in np.flatnonzero(units).tolist():
            yield findings.at(grid, units[grid])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EstatesWhole:
    """An estate (小区) below the whole-estate limit is in one grid; the excess is the grids beyond one.

    Unavoidable where the estate's ground lies in several pieces or communities. `types` holds the
    bands of each community.
    """

    households: NDArray[np.int64]
    types: tuple[GridType, ...]
    key: ClassVar[str] = "estates-whole"

    def violations(self, graph: PlanningGraph, plan: Plan) -> Iterator[Violation]:
        """Yield a violation for each estate cut needlessly, at the grid that holds most of its units."""
        units, of = graph.units, graph.units.communities.of_unit
        inside = np.flatnonzero((units.estate_of >= 0) & (plan.grid_of >= 0))
        width = np.int64(max(len(plan), 1))
        pairs = np.unique(units.estate_of[inside] * width + plan.grid_of[inside])
        cut = np.flatnonzero(np.bincount(pairs // width, minlength=len(units.estate_codes)) > 1)
        findings = Findings.of(self.key, "grids", graph, plan)
        for estate in cut.tolist():
            mine = np.flatnonzero(units.estate_of == estate)
            if int(self.households[mine].sum()) >= self.types[int(of[mine[0]])].whole_limit:
                continue
            grids, held = np.unique(plan.grid_of[mine][plan.grid_of[mine] >= 0], return_counts=True)
            apart = bool(_pieces_of(graph, mine).max(initial=0))
            yield findings.at(int(grids[held.argmax()]), grids.size - 1, unavoidable=apart)


def _pieces_of(graph: PlanningGraph, mine: NDArray[np.intp]) -> NDArray[np.int32]:
    """Number the pieces of some units, ascending, that hang together inside their communities."""
    of = graph.units.communities.of_unit
    place = np.full(len(graph.units), -1, np.int32)
    place[mine] = np.arange(mine.size)
    tail, head = place[graph.tail], place[graph.head]
    joined = graph.passable & (tail >= 0) & (head >= 0) & (of[graph.tail] == of[graph.head])
    return connected_pieces(mine.size, tail[joined], head[joined])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinesKept:
    """Locked and exclusive grids of today keep their units; the excess is the units lost or gained."""

    today: Plan
    key: ClassVar[str] = "lines-kept"

    def violations(self, graph: PlanningGraph, plan: Plan) -> Iterator[Violation]:
        """Yield a violation for each kept grid with other units than today, at the grid with most of them."""
        findings = Findings.of(self.key, "units", graph, plan)
        for old, grid in enumerate(self.today.grids):
            mine = self.today.grid_of == old
            if not (grid.locked or grid.type == EXCLUSIVE) or not mine.any():
                continue
            now, held = np.unique(plan.grid_of[mine], return_counts=True)
            heir = int(now[held.argmax()])
            changed = int((mine != (plan.grid_of == heir)).sum())
            if changed or heir < 0:
                yield findings.at(heir, changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountIs:
    """There are exactly so many grids with ground, exclusive ones not counted; the excess is in grids."""

    grids: int
    key: ClassVar[str] = "count"

    def violations(self, graph: PlanningGraph, plan: Plan) -> Iterator[Violation]:
        """Yield a violation if there are more or fewer."""
        held = np.unique(plan.grid_of[plan.grid_of >= 0]).tolist()
        counted = sum(plan.grids[grid].type != EXCLUSIVE for grid in held)
        if counted != self.grids:
            yield Findings.of(self.key, "grids", graph, plan).at(-1, abs(counted - self.grids))
