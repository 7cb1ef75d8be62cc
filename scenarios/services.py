"""What the two faces may ask for: the store, runs, views of both, and actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from data.store import Store
    from data.store.records import RunRecord
    from domain.settings import RedrawSettings
    from scenarios.choosing import Choosing
    from scenarios.coaching import Coaching
    from scenarios.collection.collecting import Collecting
    from scenarios.collection.rounds import Rounds
    from scenarios.contrasting import Contrasting
    from scenarios.desk import Desk
    from scenarios.editing import Editing
    from scenarios.finding import Finder
    from scenarios.founding import Founding
    from scenarios.intake.intakes import Intakes
    from scenarios.shading import Shading
    from scenarios.staff_desk import StaffDesk
    from scenarios.trading import Trading
    from scenarios.viewer import Viewer


class RunDesk(Protocol):
    """Long work: asked for, watched and stopped by anybody, done elsewhere."""

    def submit(
        self, district: str, settings: RedrawSettings, *, name: str = "", priority: int = 0
    ) -> RunRecord:
        """Queue a redraw of a dataset."""

    def cancel(self, run: str) -> None:
        """Stop a run and keep the best so far."""

    def get(self, run: str) -> RunRecord:
        """One run, and how far it is."""

    def of(self, district: str) -> tuple[RunRecord, ...]:
        """The runs on a dataset, the newest first."""

    def picture(self, run: str, *, after: int = 0) -> RunPicture:
        """Where the units of the parts stand that changed after a sequence number."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RunPicture:
    """Part of a plan in the making: `grid_of` for the units at the positions `units`, both int32.

    `seq` is the sequence number to ask after next time. Grids are numbered within the run;
    the numbers of the finished plan are others.
    """

    seq: int
    units: NDArray[np.int32]
    grid_of: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """All of it, joined by the entry points: `viewer` looks, `runs` works long, `desk` acts at once.

    `staffing` knows posts of all roles and who is there; `rounds` tells of collection rounds: versions of
    figures, what changed, and the board; `collecting` runs them; `shading` measures grids for the map,
    `finder` looks places up on it; `trading` draws sets of plans along a trade-off, `contrasting` holds
    plans against an ensemble.
    """

    store: Store
    runs: RunDesk
    viewer: Viewer
    desk: Desk
    staffing: StaffDesk
    editing: Editing
    choosing: Choosing
    founding: Founding
    coaching: Coaching
    intakes: Intakes
    rounds: Rounds
    collecting: Collecting
    shading: Shading
    finder: Finder
    trading: Trading
    contrasting: Contrasting
