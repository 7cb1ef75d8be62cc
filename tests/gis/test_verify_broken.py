"""An honest export passes; each broken one fails by the name of its fault, and by no other."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from gis.verify.verifier import verify_export
from tests.gis.broken import BREAKAGES, broken_copy, stale_copy
from tests.gis.handed_over import export_town

if TYPE_CHECKING:
    from pathlib import Path

IN_ONE_COPY = (
    ("gap", "geojson"),
    ("overlap", "shp-gbk"),
    ("wrong-count", "gpkg"),
    ("duplicate-code", "geojson"),
    ("missing-grid", "shp-utf-8"),
)


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("honest") / "town"
    export_town(folder)
    return folder


def test_an_honest_export_passes_every_check(export: Path) -> None:
    report = verify_export(export)
    assert report.ok
    assert [check.check for check in report.checks if check.ok is not True] == []


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_a_broken_copy_fails_by_its_own_check_and_no_other(
    export: Path, tmp_path: Path, breakage: str
) -> None:
    report = verify_export(broken_copy(export, tmp_path / "broken", breakage))
    assert not report.ok
    assert report.failed == (BREAKAGES[breakage][1],), report
    assert all(check.ok is not None for check in report.checks)


@pytest.mark.parametrize(("breakage", "copy"), IN_ONE_COPY)
def test_a_fault_in_one_copy_alone_has_the_same_name(
    export: Path, tmp_path: Path, breakage: str, copy: str
) -> None:
    report = verify_export(broken_copy(export, tmp_path / "broken", breakage, only=copy))
    assert report.failed == (BREAKAGES[breakage][1],), report
    found = next(check for check in report.checks if check.ok is False)
    assert all(place.startswith(f"{copy}/grid") for place in found.where)


def test_a_stale_hash_fails_by_the_hash_alone(export: Path, tmp_path: Path) -> None:
    report = verify_export(stale_copy(export, tmp_path / "stale"))
    assert report.failed == ("manifest-hash",)


def test_a_moved_export_is_still_the_same_export(export: Path, tmp_path: Path) -> None:
    shutil.copytree(export, tmp_path / "elsewhere")
    assert verify_export(tmp_path / "elsewhere").ok
