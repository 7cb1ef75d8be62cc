"""Every number that steers a plan has a value, a unit and a source, and a user may change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.reference import shipped_standards, standards_with
from domain.errors import StandardsError

if TYPE_CHECKING:
    from pathlib import Path


def test_every_shipped_standard_names_its_unit_and_source() -> None:
    standards = shipped_standards()
    assert standards.entries
    assert all(entry.unit and entry.source for entry in standards.entries.values())


def test_town_bands_are_those_of_practice() -> None:
    town = shipped_standards().grid_type("town")
    assert (town.norm_low, town.norm_high, town.hard_low, town.hard_high, town.whole_limit) == (
        300,
        500,
        200,
        800,
        600,
    )


def test_a_users_file_changes_what_it_names_and_the_digest(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text("[grid-types.town.norm-high]\nvalue = 450\n", encoding="utf-8")
    changed, shipped = standards_with(mine), shipped_standards()
    assert changed.grid_type("town").norm_high == 450
    assert changed.entries["grid-types.town.norm-high"].unit == "户"
    assert changed["grid-types.town.norm-low"] == shipped["grid-types.town.norm-low"]
    assert changed.digest != shipped.digest


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[grid-types.town.norm-high]\nvalue = '450'\n", "standards.not-a-number"),
        ("[grid-types.twon.norm-high]\nvalue = 450\nunit='户'\nsource='x'\n", "standards.unknown-key"),
        ("[grid-types\n", "standards.unreadable"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, text: str, code: str) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(text, encoding="utf-8")
    with pytest.raises(StandardsError) as told:
        standards_with(mine)
    assert told.value.code == code
