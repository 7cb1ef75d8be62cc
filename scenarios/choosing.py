"""Units chosen for the hand: by what they lie in, and where they could go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from domain.graph import connected_pieces
from gis.inside import units_inside
from optimizer.offers import offers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.plan import Plan
    from optimizer.strokes import Hand, Judged
    from scenarios.editing import Editing
    from scenarios.viewer import Viewer

Reach = Literal["unit", "flood", "estate", "block"]
"""What is chosen with one unit: itself · what hangs together with it in its grid · its estate · its block."""
ALONG: float = 0.5
"""Share of a border along a road, river, rail or wall from which it bounds a block."""


class Choosing:
    """Chooses units on the ground that the viewer shows, and says which grids could have them."""

    def __init__(self, editing: Editing, viewer: Viewer) -> None:
        """Choose on drafts of the editing."""
        self._editing, self._viewer = editing, viewer

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
        if reach == "flood":
            label = self._editing.plan(district, draft).grid_of
            open_ = graph.passable
        else:
            label = graph.units.communities.of_unit
            open_ = graph.passable & (graph.follows_m < ALONG * graph.border_m)
        joined = open_ & (label[graph.tail] == label[graph.head])
        piece = connected_pieces(len(graph.units), graph.tail[joined], graph.head[joined])
        return np.flatnonzero(piece == piece[unit]).astype(np.int32)

    def offers(self, district: str, draft: str, units: Sequence[int]) -> tuple[tuple[int, Judged], ...]:
        """Return the grids that could have the units, best first: see `optimizer.offers`."""
        return offers(self._hand(district, draft), self._plan(district, draft), units)

    def weighed(
        self, district: str, draft: str, units: Sequence[int], to: int
    ) -> tuple[Judged, Judged | None]:
        """Return the stroke that gives units to a grid, judged, and the nearest legal one if it is not."""
        hand, plan = self._hand(district, draft), self._plan(district, draft)
        judged = hand.judge(plan, units, to)
        return judged, None if judged.legal else hand.nearest(plan, units, to)

    def _hand(self, district: str, draft: str) -> Hand:
        return self._editing.hand(district, self._editing.draft(draft).parent)

    def _plan(self, district: str, draft: str) -> Plan:
        return self._editing.plan(district, draft)
