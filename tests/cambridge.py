"""Cambridge, imported once for all tests that plan on it."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from data.reference import PROFILES, shipped_standards
from gis.dataset_folder import read_dataset, write_dataset
from scenarios.importing import import_profile
from tests.shared import real_data

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from gis.dataset import Dataset


def imported_cambridge(factory: pytest.TempPathFactory) -> Dataset:
    """Return the dataset of the shipped profile; workers beside each other import it only once."""
    folder = real_data("cambridge")
    base = factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    done = root / "cambridge-dataset"
    lock = root / "cambridge-dataset.lock"
    while not (done / "dataset.json").is_file():
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            time.sleep(0.2)
            continue
        try:
            _import_into(folder, done)
        finally:
            lock.unlink()
    return read_dataset(done)


def _import_into(folder: Path, done: Path) -> None:
    """Import, write beside, and put in place at once."""
    if (done / "dataset.json").is_file():
        return
    beside = done.with_name("cambridge-dataset-half")
    write_dataset(import_profile(PROFILES / "cambridge.toml", [folder], shipped_standards()), beside)
    beside.rename(done)
