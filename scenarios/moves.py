"""Why ground moved: from which grid to which, what decided it, and what both were and became."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

import numpy as np

from domain.graph import connected_pieces
from domain.measures.estates import cut_estates
from domain.plan import community_of_grid
from scenarios.lineage import predecessors, successors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from domain.measures import Subject
    from domain.scenario import Band

Why = Literal[
    "community", "pieces", "over", "under", "joins-under", "estate", "above-norm", "below-norm",
    "joins-below-norm", "number", "lines",
]  # fmt: skip
WHYS: Final[tuple[Why, ...]] = get_args(Why)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridState:
    """Households of a grid at one time, and the band they are in; no code where there was none."""

    code: str = ""
    households: int = 0
    band: Band = "empty"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Move:
    """Units that left one grid for another.

    Attributes
    ----------
    units
        Positions of the units, ascending; int32.
    why
        The rule or wish that decided, the strongest that applies; the text is `why.…`.
    left, left_after
        The grid they left, before and after.
    joined_before, joined
        The grid they joined, before and after.
    excess
        Households by which the grid that `why` speaks of was above or below its norm, else 0.
    """

    old: int
    new: int
    units: NDArray[np.int32]
    households: int
    why: Why
    left: GridState
    left_after: GridState
    joined_before: GridState
    joined: GridState
    excess: int = 0

    def facts(self) -> Mapping[str, str | int]:
        """Return what the text of `why` needs; bands as codes of their words."""
        return {
            "units": int(self.units.size),
            "moved": self.households,
            "excess": self.excess,
            "grid": self.left.code,
            "before": self.left.households,
            "after": self.left_after.households,
            "band": f"band.{self.left_after.band}",
            "into": self.joined.code,
            "into_before": self.joined_before.households,
            "into_after": self.joined.households,
            "into_band": f"band.{self.joined.band}",
        }


def moves(before: Subject, after: Subject) -> tuple[Move, ...]:
    """Return all ground that does not stay with its grid, by old and then new grid.

    `after` has the plan of `before` as its `today`. Grids that stay are those matched by most
    households (see `scenarios.lineage.successors`).
    """
    old, new = before.plan.grid_of, after.plan.grid_of
    successor = successors(after.crosswalk)
    teller = _Teller(before, after, successor)
    both = np.flatnonzero((old >= 0) & (new >= 0))
    moved = both[successor[old[both]] != new[both]]
    moved = moved[np.lexsort((moved, new[moved], old[moved]))]
    pair = old[moved].astype(np.int64) * len(after.plan) + new[moved]
    groups = np.split(moved, np.flatnonzero(np.diff(pair)) + 1)
    return tuple(teller.move(group.astype(np.int32)) for group in groups if group.size)


class _Teller:
    """Two plans side by side, asked why a piece of ground moved."""

    def __init__(self, before: Subject, after: Subject, successor: NDArray[np.int32]) -> None:
        self.before, self.after, self.successor = before, after, successor
        self.predecessor = predecessors(successor, len(after.plan))
        self.home = community_of_grid(before.plan, before.graph.units)
        self.main_piece = _main_pieces(before)
        units = before.graph.units
        one, other = (cut_estates(s.plan, units, s.ruled) for s in (before, after))
        self.mended = np.zeros(len(units.estate_codes) + 1, np.bool_)
        self.mended[np.setdiff1d(one, other)] = True

    def move(self, units: NDArray[np.int32]) -> Move:
        """Return the move of units that share their old and their new grid."""
        old, new = int(self.before.plan.grid_of[units[0]]), int(self.after.plan.grid_of[units[0]])
        heir, origin = int(self.successor[old]), int(self.predecessor[new])
        why, excess = self._why(units, old, new)
        return Move(
            old=old,
            new=new,
            units=units,
            households=int(self.before.households[units].sum()),
            why=why,
            left=_state(self.before, old),
            left_after=_state(self.after, heir),
            joined_before=_state(self.before, origin),
            joined=_state(self.after, new),
            excess=excess,
        )

    def _why(self, units: NDArray[np.int32], old: int, new: int) -> tuple[Why, int]:
        """Return the strongest law, norm or wish that applies, and the excess it speaks of."""
        ends, origin = bool(self.successor[old] < 0), int(self.predecessor[new])
        mine, other = self._misfit(old), self._misfit(origin)
        ground = self.before.graph.units
        reasons: tuple[tuple[Why, bool, int], ...] = (
            ("community", bool((ground.communities.of_unit[units] != self.home[old]).all()), 0),
            ("pieces", not self.main_piece[units].any(), 0),
            ("over", mine.over and mine.above > 0, mine.above),
            ("under", mine.over and mine.below > 0 and ends, mine.below),
            ("joins-under", other.over and other.below > 0, other.below),
            ("estate", bool(self.mended[ground.estate_of[units]].any()), 0),
            ("above-norm", mine.above > 0, mine.above),
            ("below-norm", mine.below > 0 and ends, mine.below),
            ("joins-below-norm", other.below > 0, other.below),
            ("number", ends or origin < 0, 0),
        )
        return next(((why, excess) for why, applies, excess in reasons if applies), ("lines", 0))

    def _misfit(self, grid: int) -> _Misfit:
        """How an old grid misses its norm; −1 stands for none, and grids without a norm miss nothing."""
        kind = self.before.types.get(self.before.plan.grids[grid].type) if grid >= 0 else None
        if kind is None:
            return _Misfit(over=False, above=0, below=0)
        held = int(self.before.households_of_grid[grid])
        over = not kind.hard_low <= held <= kind.hard_high
        return _Misfit(over=over, above=held - kind.norm_high, below=kind.norm_low - held)


class _Misfit(NamedTuple):
    """Whether a grid is beyond its hard limits, and its households above and below its norm."""

    over: bool
    above: int
    below: int


def _state(subject: Subject, grid: int) -> GridState:
    """Return the state of a grid; −1 stands for none."""
    if grid < 0:
        return GridState()
    return GridState(
        code=subject.plan.grids[grid].code,
        households=int(subject.households_of_grid[grid]),
        band=subject.verdicts[grid].band,
    )


def _main_pieces(subject: Subject) -> NDArray[np.bool_]:
    """Say which units lie in the piece of their grid that has most units; the first of equals."""
    graph, grid_of = subject.graph, subject.plan.grid_of
    inside = graph.passable & (grid_of[graph.tail] == grid_of[graph.head])
    piece = connected_pieces(grid_of.size, graph.tail[inside], graph.head[inside])
    size = np.bincount(piece)
    assigned = np.flatnonzero(grid_of >= 0)
    order = assigned[np.lexsort((piece[assigned], -size[piece[assigned]], grid_of[assigned]))]
    grids, first = np.unique(grid_of[order], return_index=True)
    main = np.full(len(subject.plan) + 1, -1, np.int64)
    main[grids] = piece[order[first]]
    return np.equal(main[grid_of], piece)
