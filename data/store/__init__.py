"""The store: datasets, scenarios, drafts and runs of one installation, safe in many hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.objects import Objects
from data.store.connection import Database, sqlite_url
from data.store.datasets import ABOUT as DATASET
from data.store.datasets import Datasets
from data.store.drafts import Drafts
from data.store.folders import Folders
from data.store.leases import Leases
from data.store.own_standards import OwnStandardsTable
from data.store.pools import Pools
from data.store.returns import Returns
from data.store.runs import Runs
from data.store.scenarios import Scenarios
from data.store.schema import bring_up
from data.store.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from data.store.records import DatasetRecord, ScenarioRecord

__all__ = ["Store"]


class Store:
    """Everything that is kept, behind one door.

    Attributes
    ----------
    objects, folders
        Bytes by digest, and names for them.
    datasets, versions, returns, pools, own_standards, scenarios, drafts, runs
        What people work with.
    leases
        Who may run.
    """

    def __init__(self, home: Path, *, database: str = "") -> None:
        """Open the store of a home, bringing its schema up to date; `database` replaces `home/desk.db`."""
        home.mkdir(parents=True, exist_ok=True)
        self._database = Database(database or sqlite_url(home / "desk.db"))
        bring_up(self._database)
        self.objects = Objects(home / "objects")
        self.folders = Folders(self._database, self.objects)
        self.datasets = Datasets(self._database, self.folders)
        self.scenarios = Scenarios(self._database, self.folders, self.datasets)
        self.versions = Versions(self._database)
        self.returns = Returns(self._database)
        self.pools = Pools(self._database)
        self.own_standards = OwnStandardsTable(self._database)
        self.drafts = Drafts(self._database)
        self.runs = Runs(self._database)
        self.leases = Leases(self._database)

    def register(self, files: Mapping[str, bytes]) -> DatasetRecord | ScenarioRecord:
        """Keep a DATASET or SCENARIO folder, whichever its files say it is."""
        return self.datasets.register(files) if DATASET in files else self.scenarios.register(files)

    def close(self) -> None:
        """Close the database; the store cannot be used afterwards."""
        self._database.close()
