"""Groups below the grid: every household once, stairwells whole, sizes as asked where arithmetic allows."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pytest

from data.reference import shipped_standards
from domain.errors import InvalidValueError, StandardsError
from domain.plan import EXCLUSIVE
from gis.dataset_folder import write_dataset
from scenarios.offices import Officing, office_grids
from scenarios.small_groups import small_groups
from tests.command import gridwright, told
from tests.drawn_town import HOUSEHOLDS, drawn_town
from tests.yanliang import without_details, yanliang

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.along import SmallGroup
    from scenarios.small_groups import Kind, SmallGroups

STANDARDS = shipped_standards()


STREETS = ("610114001", "610114006")
"""One of towers and one of farmhouses; the others of Yanliang have no groups here."""


@cache
def formed(kind: Kind) -> SmallGroups:
    """The groups of a kind in today's grids of two streets."""
    dataset = yanliang()
    assert dataset.today is not None
    grids = tuple(
        grid if grid.code.startswith(STREETS) else replace(grid, type=EXCLUSIVE)
        for grid in dataset.today.grids
    )
    return small_groups(dataset, replace(dataset.today, grids=grids), kind, STANDARDS)


@pytest.mark.parametrize("kind", ["micro", "ten"])
def test_every_household_of_a_grid_is_in_one_of_its_groups(kind: Kind) -> None:
    dataset, found = yanliang(), formed(kind)
    assert dataset.today is not None
    households = dataset.graph.units.count(found.count)
    grid_of = dataset.today.grid_of
    mine = np.array([grid.code.startswith(STREETS) for grid in dataset.today.grids])
    held = {grid.code: 0 for grid, ours in zip(dataset.today.grids, mine, strict=True) if ours}
    of_unit = np.zeros(len(households), np.int64)
    for one in found.groups:
        held[one.area] += one.weight
        for part in one.parts:
            unit = int(found.built.unit[part.building])
            of_unit[unit] += part.weight
            assert dataset.today.grids[grid_of[unit]].code == one.area
    assert of_unit.tolist() == np.where(mine[grid_of], households, 0).tolist()
    assert list(held.values()) == np.bincount(grid_of, households, mine.size).astype(int)[mine].tolist()
    assert found.outside == households[~mine[grid_of]].sum()


def test_groups_of_ten_are_of_eight_to_twelve() -> None:
    odd = [one for one in formed("ten").groups if not one.fits]
    totals = {one.area: 0 for one in odd}
    for one in formed("ten").groups:
        if one.area in totals:
            totals[one.area] += one.weight
    assert all(total < 8 or total in (13, 14, 15) for total in totals.values())


def test_micro_grids_keep_stairwells_whole_and_are_odd_only_where_these_do_not_fit() -> None:
    found = formed("micro")
    built = found.built
    stairs: dict[tuple[int, int], int] = {}
    for one in found.groups:
        for part in one.parts:
            for stair in range(part.first, part.last + 1):
                stairs[part.building, stair] = stairs.get((part.building, stair), 0) + 1
    assert set(stairs.values()) == {1}
    assert len(stairs) == sum(int(built.stairwells[n]) for n in {building for building, _ in stairs})
    houses = [one for one in found.groups if all(built.dwellings[p.building] == 1 for p in one.parts)]
    assert houses
    assert all(one.fits for one in houses)


def test_neighbours_lie_in_communities_and_not_in_grids() -> None:
    town = drawn_town()
    assert town.today is not None
    found = small_groups(town, town.today, "neighbours", STANDARDS)
    communities = town.graph.units.communities
    for one in found.groups:
        units = found.built.unit[[part.building for part in one.parts]]
        assert {communities.codes[area] for area in communities.of_unit[units]} == {one.area}
    assert any(len(set(town.today.grid_of[[p.building for p in one.parts]])) > 1 for one in found.groups)
    assert sum(one.weight for one in found.groups) == sum(HOUSEHOLDS)


def test_exclusive_grids_have_no_groups() -> None:
    town = drawn_town()
    assert town.today is not None
    grids = tuple(
        replace(grid, type=EXCLUSIVE) if n == 0 else grid for n, grid in enumerate(town.today.grids)
    )
    found = small_groups(town, replace(town.today, grids=grids), "ten", STANDARDS)
    assert town.today.grids[0].code not in {one.area for one in found.groups}
    inside = sum(h for h, grid in zip(HOUSEHOLDS, town.today.grid_of.tolist(), strict=True) if grid == 0)
    assert found.outside == inside
    assert sum(one.weight for one in found.groups) == sum(HOUSEHOLDS) - inside


def floors_of(grids: tuple[SmallGroup, ...], building: int) -> list[tuple[int, int]]:
    return [(p.first, p.last) for one in grids for p in one.parts if p.building == building]


def test_forty_six_office_grids_in_five_zones_are_cut_by_floors() -> None:
    dataset = yanliang()
    found = office_grids(
        dataset,
        Officing(zones=5, grids=46, count="employers", kinds=("office",), inside="610114002"),
        STANDARDS,
    )
    assert len(found.grids) == 46
    assert len({one.area for one in found.grids}) == 5
    weights = np.array([one.weight for one in found.grids])
    street = dataset.graph.units.level("street")
    inside = street.of_unit == street.codes.index("610114002")
    employers = dataset.graph.units.count("employers")
    assert weights.sum() + found.outside == employers[inside].sum()
    assert weights.max() - weights.min() <= 4
    cut = {part.building for one in found.grids for part in one.parts if not part.whole}
    assert cut
    for building in cut:
        floors = floors_of(found.grids, building)
        assert floors[0][0] == 1
        assert floors[-1][1] == found.built.floors[building]
        assert all(after[0] == before[1] + 1 for before, after in pairwise(floors))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Officing(zones=9, grids=8, count="employers"), "value.office-zones"),
        (Officing(zones=1, grids=10**6, count="employers"), "value.office-grids"),
        (Officing(zones=1, grids=2, count="employers", kinds=("castle",)), "value.office-zones"),
        (Officing(zones=1, grids=2, count="employers", inside="nowhere"), "value.grouping-inside"),
        (Officing(zones=1, grids=2, count="dragons"), "value.no-such-count"),
    ],
)
def test_what_cannot_be_is_told(asked: Officing, says: str) -> None:
    with pytest.raises(InvalidValueError) as told_why:
        office_grids(yanliang(), asked, STANDARDS)
    assert told_why.value.code == says


def test_the_commands_write_what_they_tell(tmp_path: Path) -> None:
    folder, book = tmp_path / "town", tmp_path / "ten.xlsx"
    write_dataset(drawn_town(), folder)
    found = told("micro", folder, "--kind", "ten", "--out", book)
    groups, buildings = openpyxl.load_workbook(book).worksheets
    rows = list(groups.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [one["code"] for one in found["groups"]]
    assert sum(row[2] for row in rows) == sum(HOUSEHOLDS)
    assert sum(row[5] for row in buildings.iter_rows(min_row=2, values_only=True)) == sum(HOUSEHOLDS)
    again = gridwright("micro", folder, "--kind", "ten", "--out", book)
    assert again.exit_code
    assert "ten.xlsx" in again.output


def test_offices_on_the_command_line(tmp_path: Path) -> None:
    write_dataset(without_details(yanliang()), tmp_path / "bare")
    found = told("offices", tmp_path / "bare", "--zones", 2, "--grids", 6, "--inside", "610114002009")
    assert len(found["grids"]) == 6
    assert found["outside"] == 0


def test_sizes_out_of_order_are_told() -> None:
    town = drawn_town()
    assert town.today is not None
    entry = STANDARDS.entries["small-groups.ten.low"]
    wrong = STANDARDS.replaced({entry.key: replace(entry, value=11)})
    with pytest.raises(StandardsError, match="small-sizes"):
        small_groups(town, town.today, "ten", wrong)
