"""On the lines of a real city a lawful plan passes, and each broken line has its own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from data.reference import shipped_standards
from domain.standards import Standard
from gis.export.bundle import export_scenario
from gis.verify.verifier import verify_export
from tests.gis.broken import BREAKAGES, broken_copy
from tests.gis.grown_plan import grown_plan
from tests.gis.handed_over import DATED, scored

if TYPE_CHECKING:
    from pathlib import Path

    from domain.standards import Standards
    from gis.dataset import Dataset

pytestmark = pytest.mark.real_data
OF_LINES = ("gap", "overlap", "detached-piece", "across-community")


def without_limits() -> Standards:
    """The shipped standards with hard limits that every grid keeps: growth knows nothing of them."""
    keys = {"grid-types.town.hard-low": 0, "grid-types.town.hard-high": 10**6}
    changes = {key: Standard(key=key, value=value, unit="户", source="test") for key, value in keys.items()}
    return shipped_standards().replaced(changes)


@pytest.fixture(scope="module")
def export(cambridge: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("real") / "cambridge"
    export_scenario(
        cambridge,
        scored(cambridge, grown_plan(cambridge)),
        folder,
        audience="internal",
        standards=without_limits(),
        dated=DATED,
    )
    return folder


def test_a_lawful_plan_of_a_real_city_passes(export: Path) -> None:
    report = verify_export(export)
    assert report.ok, report.failed


@pytest.mark.parametrize("breakage", OF_LINES)
def test_broken_lines_of_a_real_city_have_one_name(export: Path, tmp_path: Path, breakage: str) -> None:
    report = verify_export(broken_copy(export, tmp_path / "broken", breakage))
    assert report.failed == (BREAKAGES[breakage][1],), report


def test_todays_grids_of_a_real_city_are_judged_as_they_are(cambridge: Dataset, tmp_path: Path) -> None:
    """Some cross a neighbourhood's border, one lies on both sides of the railway, many are too small."""
    assert cambridge.today is not None
    community = cambridge.graph.units.communities.of_unit
    pairs = np.unique(np.column_stack([cambridge.today.grid_of, community]), axis=0)
    crossing = np.unique(pairs[:-1, 0][np.diff(pairs[:, 0]) == 0])
    today = scored(cambridge, cambridge.today)
    export_scenario(
        cambridge,
        today,
        tmp_path / "today",
        formats=("gpkg",),
        audience="internal",
        standards=shipped_standards(),
        dated=DATED,
    )
    report = verify_export(tmp_path / "today")
    assert report.failed == ("contiguous", "inside-community", "bounds")
    named = {check.check: check for check in report.checks}
    assert [place.split()[1].rstrip(":") for place in named["inside-community"].where] == sorted(
        cambridge.today.grids[grid].code for grid in crossing
    )
    assert named["contiguous"].where == ("plan: 804 in 2 pieces",)
    assert named["bounds"].value == sum(row.band == "over" for row in today.scorecard.per_grid)
