"""What the desk may look at: ground, tiles, plans and scores of the store, kept at hand."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from domain.errors import UnknownError
from gis.dataset_folder import dataset_from
from gis.display import band_features, group_features, layer_features
from gis.outlines import lonlat
from scenarios.folder import scenario_from
from scenarios.ground_tiles import UNITS, GroundTiles
from scenarios.judging import judged_by
from scenarios.making import making_of
from scenarios.underlays import FOLDER, Underlays

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from data.store import Store
    from data.store.records import DatasetRecord, ScenarioRecord
    from domain.scenario import Scenario
    from domain.standards import Standards
    from domain.units import Count
    from gis.dataset import Dataset
    from gis.tile_archive import TileArchive
    from scenarios.making import Making
    from scenarios.own_standards import OwnStandards
    from scenarios.underlays import UnderlayRecord

T = TypeVar("T")
DATASETS_AT_HAND = 3
SCENARIOS_AT_HAND = 40


class AtHand(Generic[T]):
    """The values used last, each made once however many ask for it at the same time."""

    def __init__(self, size: int) -> None:
        """Keep at most `size` values."""
        self._size, self._lock = size, Lock()
        self._values: OrderedDict[Hashable, T] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of a key, made now if it is not at hand."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                if key in self._values:
                    return self._values[key]
            value = make()
            with self._lock:
                self._values[key] = value
                self._making.pop(key, None)
                while len(self._values) > self._size:
                    self._values.popitem(last=False)
            return value


class Viewer:
    """Read-only views of the store for pages and for the network."""

    def __init__(self, store: Store, home: Path, own: OwnStandards) -> None:
        """Read from a store, plans judged by each project's own standards.

        Tiles are cut once into `home/tiles`, underlays stand in a folder beside.
        """
        self.own = own
        self.underlays = Underlays(home / FOLDER)
        self._store, self._tiles = store, GroundTiles(home / "tiles")
        self._datasets: AtHand[Dataset] = AtHand(DATASETS_AT_HAND)
        self._scenarios: AtHand[Scenario] = AtHand(SCENARIOS_AT_HAND)
        self._features: AtHand[bytes] = AtHand(SCENARIOS_AT_HAND)
        self._boxes: AtHand[list[float]] = AtHand(SCENARIOS_AT_HAND)

    def districts(self) -> tuple[DatasetRecord, ...]:
        """Every dataset, the newest first."""
        return self._store.datasets.all()

    def district(self, district: str) -> DatasetRecord:
        """One dataset's record."""
        return self._store.datasets.get(district)

    def dataset(self, district: str) -> Dataset:
        """One dataset with its ground."""
        return self._datasets.get(district, lambda: dataset_from(self._store.datasets.files(district)))

    def scenarios(self, district: str) -> tuple[ScenarioRecord, ...]:
        """The scenarios of a dataset, today's first."""
        return self._store.scenarios.of(district)

    def record(self, district: str, scenario: str) -> ScenarioRecord:
        """One scenario's record; an empty id stands for today's grids."""
        for record in self.scenarios(district):
            if record.id == scenario or (not scenario and record.baseline):
                return record
        raise UnknownError("scenario", id=scenario or "today")

    def scenario(self, district: str, scenario: str) -> Scenario:
        """One scenario, judged by the standards of now; an empty id stands for today's grids."""
        record, standards = self.record(district, scenario), self.standards(district)
        dataset = self.dataset(district)

        def judged() -> Scenario:
            kept = scenario_from(self._store.scenarios.files(record.id), dataset.graph.units)
            return judged_by(dataset, kept, standards)

        return self._scenarios.get((record.id, standards.digest), judged)

    def standards(self, district: str) -> Standards:
        """The standards of a dataset's project as they are now."""
        return self.own.of(district)

    def next_name(self, district: str) -> str:
        """A letter for the next plan of a district: A, B, …, Z, AA."""
        number = sum(not record.baseline for record in self.scenarios(district))
        letters = ""
        while number >= 0:
            letters = chr(ord("A") + number % 26) + letters
            number = number // 26 - 1
        return letters

    def making(self, run: str, district: str) -> Making:
        """The plan of a run as it would be now."""
        return making_of(self._store.runs.parts(run), len(self.dataset(district).graph.units))

    def grids(self, district: str, scenario: str) -> bytes:
        """Outlines of a scenario's grids as GeoJSON in EPSG:4326, with code, label and band."""
        record = self.record(district, scenario)
        return self._features.get(
            ("grids", record.id, self.standards(district).digest),
            lambda: band_features(self.dataset(district), self.scenario(district, record.id)),
        )

    def features(self, district: str, scenario: Scenario, only: Sequence[int]) -> bytes:
        """Outlines of some grids of a plan that is still changing."""
        return band_features(self.dataset(district), scenario, only)

    def groups(self, district: str, groups: Sequence[Sequence[int]]) -> bytes:
        """Outlines of groups of units as GeoJSON in EPSG:4326, named 1, 2, …"""
        return group_features(self.dataset(district), groups)

    def layer(self, district: str, name: str) -> bytes:
        """One layer of context as GeoJSON in EPSG:4326."""
        return self._features.get(
            ("layer", district, name), lambda: layer_features(self.dataset(district), name)
        )

    def tiles(self, district: str, layer: str = UNITS) -> TileArchive:
        """The tiles of a dataset's units, or of another layer of it, cut now if they never were."""
        return self._tiles.archive(self.dataset(district), self.district(district).id, layer)

    def underlays_of(self, district: str) -> tuple[UnderlayRecord, ...]:
        """The underlays that have something to show of a dataset."""
        everything = np.arange(len(self.dataset(district).graph.units))
        return self.underlays.meeting(self._boxes.get(district, lambda: self.box(district, everything)))

    def households(self, district: str, scenario: Scenario) -> int:
        """Households of the district in the basis of a scenario."""
        return int(self.households_of_units(district, scenario).sum())

    def households_of_units(self, district: str, scenario: Scenario) -> NDArray[np.int64]:
        """Households of each unit in the basis of a scenario."""
        return self.dataset(district).graph.units.count(self.column(district, scenario).name)

    def basis_date(self, district: str, scenario: Scenario) -> str:
        """The date of the counts in the basis of a scenario."""
        return self.column(district, scenario).date

    def box(self, district: str, units: NDArray[np.intp]) -> list[float]:
        """West, south, east and north of some units in degrees, with a quarter of room around."""
        dataset = self.dataset(district)
        shapes = dataset.footprints[np.unique(units)]
        west, south, east, north = (float(edge) for edge in lonlat(shapes, dataset.info.crs).total_bounds)
        wide, high = east - west, north - south
        return [west - wide / 4, south - high / 4, east + wide / 4, north + high / 4]

    def community_name(self, district: str, code: str) -> str:
        """The name of a community, its code where it has none."""
        community = self.dataset(district).graph.units.communities
        return dict(zip(community.codes, community.names, strict=True)).get(code) or code

    def community_at(self, district: str, position: int) -> str:
        """The name of a community by its position."""
        community = self.dataset(district).graph.units.communities
        return community.names[position] or community.codes[position]

    def column(self, district: str, scenario: Scenario) -> Count:
        """The count column that a scenario's household numbers come from."""
        dataset = self.dataset(district)
        of_basis = [c for c in dataset.graph.units.columns if c.basis == scenario.scorecard.basis]
        return of_basis[0] if of_basis else dataset.graph.units.column(dataset.info.households)
