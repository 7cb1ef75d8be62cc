"""What the faces may ask for: the store, runs, views of both, and addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from data.store.drafts import Drafts
    from data.store.records import DatasetRecord, RunRecord, ScenarioRecord
    from data.store.scenarios import Scenarios
    from domain.scenario import Scenario
    from domain.settings import RedrawSettings
    from gis.dataset import Dataset
    from gis.tile_archive import TileArchive


class Keeper(Protocol):
    """What people change by hand: drafts with their edits, and the stages of scenarios."""

    @property
    def drafts(self) -> Drafts:
        """Drafts and their edits."""

    @property
    def scenarios(self) -> Scenarios:
        """Scenarios, their stages and branches."""

    def register(self, files: Mapping[str, bytes]) -> DatasetRecord | ScenarioRecord:
        """Keep a dataset or a scenario, whichever the files are."""


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


class Viewer(Protocol):
    """Read-only views of ground, plans and scores, kept at hand."""

    def districts(self) -> tuple[DatasetRecord, ...]:
        """Every dataset, the newest first."""

    def district(self, district: str) -> DatasetRecord:
        """One dataset's record."""

    def dataset(self, district: str) -> Dataset:
        """One dataset with its ground."""

    def scenarios(self, district: str) -> tuple[ScenarioRecord, ...]:
        """The scenarios of a dataset, today's first."""

    def record(self, district: str, scenario: str) -> ScenarioRecord:
        """One scenario's record; an empty id stands for today's grids."""

    def scenario(self, district: str, scenario: str) -> Scenario:
        """One scenario; an empty id stands for today's grids."""

    def grids(self, district: str, scenario: str) -> bytes:
        """Outlines of a scenario's grids as GeoJSON in EPSG:4326."""

    def layer(self, district: str, name: str) -> bytes:
        """One layer of context as GeoJSON in EPSG:4326."""

    def tiles(self, district: str) -> TileArchive:
        """The unit tiles of a dataset."""


class Urls(Protocol):
    """Addresses of what the network face serves, all on this server."""

    def tiles(self, district: str) -> str:
        """Template of the vector tiles of a dataset's units."""

    def download(self, scenario: str, kind: str) -> str:
        """Address of a hand-over of a scenario."""


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
    """All of it, joined by the entry points."""

    store: Keeper
    runs: RunDesk
    viewer: Viewer
    urls: Urls
