"""Drafts as they stand: every edit is replayed once, and what follows from it is kept at hand."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple

from domain.draft import Draft, replayed
from scenarios.viewer import AtHand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store
    from domain.plan import Plan
    from domain.units import UnitSet
    from scenarios.viewer import Viewer

DRAFTS_AT_HAND: Final = 60
UNIT_SETS_AT_HAND: Final = 3


class Drawn(NamedTuple):
    """A draft with all its edits, and the plan after them."""

    draft: Draft
    plan: Plan


class Drafts:
    """The drafts of a store; what was drawn elsewhere since is read from it each time."""

    def __init__(self, store: Store, viewer: Viewer) -> None:
        """Draw on the ground that the viewer shows."""
        self._store, self._viewer = store, viewer
        self._known: OrderedDict[str, Drawn] = OrderedDict()
        self._lock = Lock()
        self._positions: AtHand[Mapping[str, int]] = AtHand(UNIT_SETS_AT_HAND)

    def get(self, draft: str) -> Drawn:
        """Return a draft as it stands."""
        with self._lock:
            known = self._known.get(draft)
        if known is None:
            known = self._base(draft)
        edits = self._store.drafts.edits(draft, after=len(known.draft.edits))
        if edits:
            units = self._viewer.dataset(self._store.scenarios.get(known.draft.parent).dataset).graph.units
            known = Drawn(
                replace(known.draft, edits=(*known.draft.edits, *edits)),
                replayed(known.plan, edits, self.positions(units)),
            )
        with self._lock:
            self._known[draft] = known
            self._known.move_to_end(draft)
            while len(self._known) > DRAFTS_AT_HAND:
                self._known.popitem(last=False)
        return known

    def positions(self, units: UnitSet) -> Mapping[str, int]:
        """Return where each unit stands, by its code."""
        return self._positions.get(units.digest, lambda: {code: n for n, code in enumerate(units.codes)})

    def _base(self, draft: str) -> Drawn:
        """A draft before its first edit."""
        parent = self._store.scenarios.get(self._store.drafts.get(draft).scenario)
        base = self._viewer.scenario(parent.dataset, parent.id).plan
        return Drawn(Draft(parent=parent.id, base=base), base)
