"""Cambridge, imported once for all tests that plan on it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from data.reference import PROFILES
from gis.dataset_folder import read_dataset
from tests.command import told
from tests.once import made_once
from tests.shared import real_data

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from gis.dataset import Dataset


def cambridge_import(factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the imported `dataset` and the document `import.json` of the command."""
    files = real_data("cambridge")

    def imports(folder: Path) -> None:
        found = told("import", PROFILES / "cambridge.toml", "--root", files, "--out", folder / "dataset")
        (folder / "import.json").write_text(json.dumps(found), encoding="utf-8")

    return made_once(factory, "cambridge-import", imports)


def imported_cambridge(factory: pytest.TempPathFactory) -> Dataset:
    """Return the dataset of the shipped profile."""
    return read_dataset(cambridge_import(factory) / "dataset")
