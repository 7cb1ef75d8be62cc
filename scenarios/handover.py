"""The hand-over: an export written, read back by the verifier, and packed into one archive."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gis.export.bundle import export_scenario
from gis.verify.verifier import verify_export
from scenarios.trail import exchanged

if TYPE_CHECKING:
    from domain.scenario import Scenario
    from domain.standards import Standards
    from gis.dataset import Dataset
    from gis.verify.report import Check


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A packed export: the archive's name, and every check the verifier made on its files."""

    name: str
    ok: bool
    checks: tuple[Check, ...]


def make_handover(
    dataset: Dataset, scenario: Scenario, standards: Standards, folder: Path, *, name: str
) -> Handover:
    """Write, verify and pack the internal export of a scenario into `folder`; packed only if it is right."""
    folder.mkdir(parents=True, exist_ok=True)
    archive = f"{dataset.info.name}-{name}-内部资料.zip"
    with tempfile.TemporaryDirectory(dir=folder) as beside:
        files = Path(beside) / "export"
        told = exchanged(dataset, scenario, standards)
        export_scenario(
            dataset, scenario, files, audience="internal", standards=standards,
            attributes=told.attributes, crosswalk=told.crosswalk,
            dated=date.today(),  # noqa: DTZ011 -- the planner's own day
        )  # fmt: skip
        report = verify_export(files)
        if report.ok:
            packed = Path(beside) / archive
            _pack(files, packed)
            shutil.move(packed, folder / archive)
    return Handover(name=archive, ok=report.ok, checks=report.checks)


def _pack(files: Path, archive: Path) -> None:
    """All files below a folder in one zip, names in UTF-8."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(files.rglob("*")):
            if path.is_file():
                packed.write(path, path.relative_to(files).as_posix())
