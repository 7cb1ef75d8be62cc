"""Areas joined: nothing lost, each group in one piece and one upper area, called as its heaviest member."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from domain.errors import InvalidValueError
from domain.units import UnitSet
from gis.dataset_folder import write_dataset
from scenarios.grouping import Grouping, grouped
from tests.command import gridwright, told
from tests.drawn_town import HOUSEHOLDS, drawn_town

if TYPE_CHECKING:
    from pathlib import Path

    from gis.dataset import Dataset
    from scenarios.grouping import Grouped

STANDARDS = shipped_standards()
ALONE = STANDARDS.whole("grouping.alone")


def estates_town() -> Dataset:
    """The drawn town with nine estates of four blocks each, a street of empty blocks between them."""
    town = drawn_town()
    column, row = np.arange(60) % 10, np.arange(60) // 10
    inside = (column % 3 < 2) & (row % 2 < 2) & (column < 9)
    estate = np.where(inside, column // 3 * 3 + row // 2, -1)
    units = town.graph.units
    with_estates = UnitSet(
        codes=units.codes, counts=units.counts, columns=units.columns, footprint=units.footprint,
        levels=units.levels, estate_codes=tuple(f"E{n}" for n in range(9)), estate_of=estate,
    )  # fmt: skip
    return replace(town, graph=replace(town.graph, units=with_estates), today=None)


def check(found: Grouped, chosen: set[int]) -> None:
    areas = found.areas
    near: nx.Graph[int] = nx.Graph(zip(areas.tail.tolist(), areas.head.tolist(), strict=True))
    near.add_nodes_from(range(len(areas)))
    members = [n for one in found.groups for n in one.members]
    assert sorted(members) == sorted(chosen)
    for one in found.groups:
        assert nx.is_connected(near.subgraph(one.members))
        weights = [round(float(areas.counts[found.count][n])) for n in one.members]
        assert list(one.weights) == weights == sorted(weights, reverse=True)
        assert one.code == areas.codes[one.members[0]]
        expected = "single" if len(weights) == 1 else "linked" if weights[0] >= ALONE else "joint"
        assert one.form == expected


@settings(deadline=None, max_examples=25)
@given(st.integers(4, 40), st.sampled_from(["", "community", "street"]))
def test_every_area_goes_to_one_group_that_hangs_together(into: int, within: str) -> None:
    town = drawn_town()
    asked = Grouping(level="unit", into=into, count="households", within=within)
    found = grouped(town, asked, STANDARDS)
    assert len(found.groups) == into
    check(found, set(range(60)))
    assert sum(one.weight for one in found.groups) == sum(HOUSEHOLDS)
    if within:
        above = found.areas.above[within]
        assert all(len({above[n] for n in one.members}) == 1 for one in found.groups)


def test_an_area_heavier_than_a_mean_group_stands_alone() -> None:
    town = drawn_town()
    counts = town.graph.units.counts.copy()
    counts[17, 0] = 5000
    units = town.graph.units
    heavy = UnitSet(
        codes=units.codes, counts=counts, columns=units.columns, footprint=units.footprint,
        levels=units.levels,
    )  # fmt: skip
    town = replace(town, graph=replace(town.graph, units=heavy), today=None)
    found = grouped(town, Grouping(level="unit", into=6, count="households"), STANDARDS)
    check(found, set(range(60)))
    alone = next(one for one in found.groups if 17 in one.members)
    assert (alone.form, alone.members) == ("single", (17,))
    others = [one.weight for one in found.groups if one is not alone]
    assert max(others) < 2 * min(others)


def test_estates_adjoin_across_the_ground_between_them() -> None:
    town = estates_town()
    found = grouped(town, Grouping(level="estate", into=3, count="households"), STANDARDS)
    check(found, set(range(9)))
    pairs = set(zip(found.areas.tail.tolist(), found.areas.head.tolist(), strict=True))
    assert {(0, 3), (3, 6), (0, 1), (1, 2)} <= pairs
    assert (0, 6) not in pairs


def test_groups_and_codes_that_end_stand_in_the_workbook(tmp_path: Path) -> None:
    write_dataset(estates_town(), tmp_path / "town")
    document = told(
        "group", tmp_path / "town", "--level", "estate", "--into", 4, "--out", tmp_path / "g.xlsx"
    )
    codes = {one["code"] for one in document["groups"]}
    assert len(codes) == 4
    assert codes | set(document["ended"]) == {f"E{n}" for n in range(9)}
    assert not codes & set(document["ended"])
    rows = list(
        openpyxl.load_workbook(tmp_path / "g.xlsx").worksheets[1].iter_rows(min_row=2, values_only=True)
    )
    assert {row[0] for row in rows} == {f"E{n}" for n in range(9)}
    assert {row[2] for row in rows} == codes
    assert sum(row[3] for row in rows) == sum(one["weight"] for one in document["groups"])


def test_what_cannot_be_is_refused_with_what_could(tmp_path: Path) -> None:
    town = drawn_town()
    for code, asked in (
        ("value.no-such-level", Grouping(level="planet", into=2, count="households")),
        ("value.no-such-level", Grouping(level="unit", into=2, count="households", within="planet")),
        ("value.no-such-count", Grouping(level="unit", into=2, count="cats")),
        ("value.grouping-room", Grouping(level="unit", into=3, count="households", within="community")),
        ("value.grouping-room", Grouping(level="community", into=5, count="households")),
        ("value.grouping-inside", Grouping(level="unit", into=2, count="households", inside="nowhere")),
    ):
        with pytest.raises(InvalidValueError) as refused:
            grouped(town, asked, STANDARDS)
        assert refused.value.code == code
    write_dataset(town, tmp_path / "town")
    for language, words in (("zh", "至多 4 个"), ("en", "at most 4")):
        ran = gridwright("group", tmp_path / "town", "--into", 5, "--lang", language)
        assert ran.exit_code == 2
        assert words in ran.output
