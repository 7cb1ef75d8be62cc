"""Units chosen for the hand: by what they lie in, and where they could go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from domain.errors import InvalidValueError
from domain.graph import connected_pieces
from domain.plan import UNASSIGNED, community_of_grid
from gis.inside import units_inside
from optimizer.nearest import nearest
from optimizer.offers import offers
from scenarios.ground_names import BUILDINGS, Names, names_of
from scenarios.typed_text import typed
from scenarios.typed_units import grids_called, only_grid, units_called
from scenarios.viewer import AtHand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.plan import Plan
    from optimizer.strokes import Hand, Judged
    from scenarios.editing import Editing
    from scenarios.viewer import Viewer

Reach = Literal["unit", "flood", "estate", "block", "community"]
"""What goes with one unit: nothing · what hangs together with it in its grid · its estate, block or all."""
DISTRICTS_AT_HAND: Final = 3
ALONG: Final = 0.5
"""Share of a border along a road, river, rail or wall from which it bounds a block."""


class Choosing:
    """Chooses units on the ground that the viewer shows, and says which grids could have them."""

    def __init__(self, editing: Editing, viewer: Viewer) -> None:
        """Choose on drafts of the editing."""
        self._editing, self._viewer = editing, viewer
        self._names: AtHand[Names] = AtHand(DISTRICTS_AT_HAND)

    def inside(self, district: str, ring: Sequence[Sequence[float]]) -> NDArray[np.int32]:
        """Return the units whose inner point lies in a ring of [lon, lat], ascending."""
        return units_inside(self._viewer.dataset(district), ring)

    def around(self, district: str, draft: str, unit: int, reach: Reach) -> NDArray[np.int32]:
        """Return the units that are chosen with one, ascending; none where it has no estate to choose."""
        graph = self._viewer.dataset(district).graph
        if reach == "unit":
            return np.array([unit], np.int32)
        if reach == "estate":
            estate = int(graph.units.estate_of[unit])
            return np.flatnonzero((graph.units.estate_of == estate) & (estate >= 0)).astype(np.int32)
        if reach == "community":
            home = graph.units.communities.of_unit
            return np.flatnonzero(home == home[unit]).astype(np.int32)
        if reach == "flood":
            label = self._editing.plan(district, draft).grid_of
            open_ = graph.passable
        else:
            label = graph.units.communities.of_unit
            open_ = graph.passable & (graph.follows_m < ALONG * graph.border_m)
        joined = open_ & (label[graph.tail] == label[graph.head])
        piece = connected_pieces(len(graph.units), graph.tail[joined], graph.head[joined])
        return np.flatnonzero(piece == piece[unit]).astype(np.int32)

    def only(
        self, district: str, draft: str, units: NDArray[np.int32], which: str, grid: int = -1
    ) -> NDArray[np.int32]:
        """Return the units without a grid (`unassigned`), those of one community (`community`), or all.

        The community is that of a grid, or without one that of most of the units.
        """
        kept = np.ones(units.size, np.bool_)
        if which == "unassigned":
            kept = np.equal(self._plan(district, draft).grid_of[units], UNASSIGNED)
        elif which == "community" and units.size:
            ground = self._viewer.dataset(district).graph.units
            homes = ground.communities.of_unit
            home = np.bincount(homes[units]).argmax()
            if grid >= 0:
                home = community_of_grid(self._plan(district, draft), ground)[grid]
            kept = np.equal(homes[units], home)
        return units[kept]

    def typed(self, district: str, draft: str, text: str, held: Sequence[int]) -> tuple[Sequence[int], int]:
        """Return the units that a typed move names, those in the hand where it names none, and its grid.

        Names are looked for in the community of the grid first, for a grid never leaves its own.

        Raises
        ------
        InvalidValueError, UnknownError
            See `scenarios.typed_text.typed`, `scenarios.typed_units`; nothing is named or in the hand.
        """
        asked, plan = typed(text), self._plan(district, draft)
        dataset = self._viewer.dataset(district)
        level = dataset.graph.units.communities
        home = community_of_grid(plan, dataset.graph.units)
        found = grids_called(plan, asked.to)
        names = self._names.get(district, lambda: names_of(dataset))
        near = np.flatnonzero(np.isin(level.of_unit, home[found]))
        units = units_called(names, asked.what, near) if asked.what else held
        if not len(units):
            raise InvalidValueError("typed-hand")
        own = set(level.of_unit[list(units)].tolist())
        found = [grid for grid in found if home[grid] in own] or found
        to = only_grid(plan, asked.to, found, {grid: level.names[home[grid]] for grid in found})
        if (plan.grid_of[list(units)] == to).all():
            raise InvalidValueError("typed-there", grid=plan.grids[to].code)
        return units, to

    def buildings(self, district: str, units: Sequence[int]) -> int:
        """Return how many buildings stand in units, 0 where none were read."""
        dataset = self._viewer.dataset(district)
        if BUILDINGS not in dataset.layers:
            return 0
        codes = {dataset.graph.units.codes[unit] for unit in units}
        return int(dataset.layers[BUILDINGS]["unit"].isin(codes).sum())

    def offers(self, district: str, draft: str, units: Sequence[int]) -> tuple[tuple[int, Judged], ...]:
        """Return the grids that could have the units, best first: see `optimizer.offers`."""
        return offers(self._hand(district, draft), self._plan(district, draft), units)

    def weighed(
        self, district: str, draft: str, units: Sequence[int], to: int
    ) -> tuple[Judged, Judged | None]:
        """Return the stroke that gives units to a grid, judged, and the nearest legal one if it is not."""
        hand, plan = self._hand(district, draft), self._plan(district, draft)
        judged = hand.judge(plan, units, to)
        return judged, None if judged.legal else nearest(hand, plan, units, to)

    def _hand(self, district: str, draft: str) -> Hand:
        return self._editing.hand(district, self._editing.draft(draft))

    def _plan(self, district: str, draft: str) -> Plan:
        return self._editing.plan(district, draft)
