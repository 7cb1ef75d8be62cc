"""Folders of datasets and scenarios, taken into the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gis.dataset_folder import dataset_files, dataset_from, read_files
from scenarios.beginning import beginning
from scenarios.folder import scenario_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from data.store import Store
    from data.store.records import DatasetRecord, ScenarioRecord
    from domain.standards import Standards
    from gis.dataset import Dataset

DATASET = "dataset.json"


def register_folder(store: Store, folder: Path, standards: Standards) -> DatasetRecord | ScenarioRecord:
    """Take a folder into the store, whichever of the two it is; a dataset brings today's grids along."""
    files = read_files(folder)
    if DATASET in files:
        return register_dataset(store, dataset_from(files), standards, files=files)
    return store.scenarios.register(files)


def register_dataset(
    store: Store, dataset: Dataset, standards: Standards, *, files: Mapping[str, bytes] | None = None
) -> DatasetRecord:
    """Take a dataset into the store and keep what it begins with as the first scenario."""
    record = store.datasets.register(files or dataset_files(dataset))
    if not any(scenario.baseline for scenario in store.scenarios.of(record.id)):
        store.scenarios.register(scenario_files(beginning(dataset, standards), dataset.graph.units))
    return record
