"""The straight line of a real city, walked once from the command line for all who look at it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from domain.plan_table import read_plan
from gis.dataset_folder import read_dataset
from optimizer.redraw import warm
from tests.cambridge import cambridge_import
from tests.command import told
from tests.once import made_once

if TYPE_CHECKING:
    from pathlib import Path

    from domain.plan import Plan
    from gis.dataset import Dataset


@dataclass(frozen=True)
class Line:
    """A folder of datasets, scenarios and an export, and the document of each command that made them."""

    folder: Path

    def told(self, command: str) -> dict[str, Any]:
        """The document of a command."""
        document: dict[str, Any] = json.loads((self.folder / f"{command}.json").read_text(encoding="utf-8"))
        return document

    def keep(self, name: str, document: dict[str, Any]) -> None:
        """Keep a document for those who come later."""
        (self.folder / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")

    def plan(self, dataset: Dataset, scenario: str) -> Plan:
        """The plan that a scenario's tables describe."""
        tables = [
            (self.folder / scenario / name).read_text(encoding="utf-8") for name in ("plan.csv", "grids.csv")
        ]
        return read_plan(dataset.graph.units, *tables)


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """Cambridge as imported."""
    return Line(cambridge_import(tmp_path_factory))


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory, ground: Line) -> Line:
    """Cambridge in 117 grids: drawn, staffed, judged, compared, handed over."""
    dataset = ground.folder / "dataset"

    def walk(folder: Path) -> None:
        line = Line(folder)
        drawn, staffed, export = folder / "drawn", folder / "staffed", folder / "export"
        warm()
        before = processor_s()
        line.keep("redraw", told("redraw", dataset, "--grids", 117, "--out", drawn))
        line.keep("redraw-processor", {"seconds": processor_s() - before})
        line.keep("staff", told("staff", drawn, "--dataset", dataset, "--out", staffed))
        line.keep("evaluate", told("evaluate", staffed, "--dataset", dataset))
        line.keep("compare", told("compare", dataset, staffed))
        line.keep(
            "export", told("export", staffed, "--dataset", dataset, "--audience", "internal", "--out", export)
        )

    return Line(made_once(tmp_path_factory, "cambridge-line", walk))


def processor_s() -> float:
    """Seconds of processors that this process and its finished workers have used."""
    return sum(os.times()[:4])


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """Yanliang as built, drawn by the norm of each community's type, and staffed."""

    def walk(folder: Path) -> None:
        line = Line(folder)
        dataset = folder / "dataset"
        line.keep("case", told("case", "yanliang", "--out", dataset))
        line.keep("redraw", told("redraw", dataset, "--norm", "--effort", "quick", "--out", folder / "drawn"))
        line.keep("staff", told("staff", folder / "drawn", "--dataset", dataset, "--out", folder / "staffed"))

    return Line(made_once(tmp_path_factory, "yanliang-line", walk))


@pytest.fixture(scope="session")
def town(district: Line) -> Dataset:
    """Yanliang itself."""
    return read_dataset(district.folder / "dataset")
