"""Specialists of a district spread over its grids, on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gis.dataset_folder import write_dataset
from tests.command import told
from tests.yanliang import without_details, yanliang

if TYPE_CHECKING:
    from pathlib import Path


def test_138_specialists_serve_the_grids_and_missing_seats_are_listed(tmp_path: Path) -> None:
    district = yanliang()
    write_dataset(without_details(district), tmp_path / "d")
    codes = district.graph.units.communities.codes
    rows = [f"{code},mediator,{1 + (n < 138 - len(codes))}" for n, code in enumerate(codes)]
    pool = tmp_path / "pool.csv"
    pool.write_text("\n".join(["community,type,heads", *rows]), encoding="utf-8")
    asked = ("specialists", tmp_path / "d", "--pool", pool, "--seats", 2)
    tight, enough = (told(*asked, "--cap", cap) for cap in (2, 3))
    assert (tight["heads"], tight["grids"], tight["seats"]) == (138, 180, 360)
    assert (tight["filled"], tight["short"]) == (276, 84)
    assert sum(gap["seats"] for gap in tight["missing"]) == 84
    assert enough["missing"] == []
    assert sum(row["seats"] for row in enough["served"]) == 360
    pool.write_text("community,type,heads\nnowhere,mediator,1\n", encoding="utf-8")
    told(*asked, status=1)
