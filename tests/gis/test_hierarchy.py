"""Areas are joined by name inside their parent, never by code alone, and never wrongly."""

from __future__ import annotations

import csv
import doctest
from collections import Counter
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gis.hierarchy.matching
import gis.hierarchy.names
from domain.errors import FormatError, ImportRejected
from gis.hierarchy.lists import asked_of, read_areas
from gis.hierarchy.matching import Area, match, same_code
from gis.hierarchy.names import stem, written_alike
from tests.shared import real_data

if TYPE_CHECKING:
    from pathlib import Path

QINGDAO = "streets_osm_wgs84.geojson"
LISTS = {
    "qingdao_streets.csv": ("street_code", "street", "district"),
    "qingdao_streets_mca_20251231.csv": ("street_code9", "street", "district"),
}
NAMES = st.sampled_from(
    ["宝山镇", "宝山街道", "中山路街道", "中山路街道办事处", "臺東", "台东", "一里", "1里"]
)
AREAS = st.lists(st.builds(Area, code=st.just("1"), name=NAMES, parent=st.sampled_from("甲乙")), max_size=7)


def test_the_examples_of_the_text_hold() -> None:
    assert doctest.testmod(gis.hierarchy.names).failed == 0
    assert doctest.testmod(gis.hierarchy.matching).failed == 0


@given(AREAS, AREAS)
def test_what_is_joined_is_alone_of_its_name_in_its_parent_on_both_sides(
    areas: list[Area], listed: list[Area]
) -> None:
    found = match(areas, listed)
    names = [Counter((a.parent, written_alike(a.name)) for a in side) for side in (areas, listed)]
    for pair in found.pairs:
        one, other = areas[pair.area], listed[pair.listed]
        assert one.parent == other.parent
        key = (one.parent, written_alike(one.name))
        if pair.how == "name":
            assert written_alike(one.name) == written_alike(other.name)
            assert [side[key] for side in names] == [1, 1]
        else:
            assert stem(one.name) == stem(other.name)
    for key in names[0].keys() & names[1].keys():
        if names[0][key] == names[1][key] == 1:
            assert any((areas[p.area].parent, written_alike(areas[p.area].name)) == key for p in found.pairs)
    told = [p.area for p in found.pairs] + [row.area for row in found.unmatched]
    assert sorted(told) == list(range(len(areas)))
    assert sorted([p.listed for p in found.pairs] + list(found.left)) == list(range(len(listed)))


def test_streets_of_qingdao_join_both_lists_and_none_wrongly() -> None:
    """The statistics list has the same codes; the civil-affairs list differs in 73 of 134 (data/README)."""
    layer = real_data("qingdao") / QINGDAO
    table = gpd.read_file(layer)
    areas = read_areas(layer, ("street_code", "name", "district"))
    assert len(areas) == len(table) == 135
    outcome = {}
    for file, fields in LISTS.items():
        path = real_data("cn_hierarchy") / file
        listed = read_areas(path, fields)
        found = match(areas, listed)
        with path.open(encoding="utf-8-sig") as text:
            of_place = {(row[fields[2]], row[fields[1]]): row[fields[0]] for row in csv.DictReader(text)}
        for pair in found.pairs:
            row = table.iloc[pair.area]
            assert of_place[row["district"], row["name"]] == listed[pair.listed].code
        same = sum(same_code(areas[p.area].code, listed[p.listed].code) for p in found.pairs)
        outcome[file] = (len(found.pairs), same, len(found.unmatched), len(found.left))
    assert list(outcome.values()) == [(135, 135, 0, 6), (134, 61, 1, 10)]


def test_names_that_repeat_inside_a_district_are_joined_with_nobody() -> None:
    """48 communities of Xining share a name within one district."""
    path = real_data("cn_hierarchy") / "xining_communities.csv"
    areas = read_areas(path, ("code12", "name", "district"))
    found = match(areas, areas)
    assert all(pair.area == pair.listed for pair in found.pairs)
    assert all(row.listed for row in found.unmatched)
    with path.open(encoding="utf-8-sig") as text:
        rows = Counter((row["district"], row["name"]) for row in csv.DictReader(text))
    assert sum(number for number in rows.values() if number > 1) == 48
    repeated = {(areas[row.area].parent, areas[row.area].name) for row in found.unmatched}
    assert {key for key, number in rows.items() if number > 1} <= repeated
    assert len(found.unmatched) == 48


def test_all_villages_of_taipei_join_the_table_of_tax_units() -> None:
    folder = real_data("taipei")
    villages = read_areas(folder / "villages.geojson", ("NPTVID", "VNAME", "TNAME"))
    table = read_areas(folder / "village_households_2021.csv", ("村里", "村里", "鄉鎮市區"))
    found = match(villages, table)
    assert len(villages) == 225
    assert [villages[row.area].name for row in found.unmatched] == []
    for pair in found.pairs:
        assert written_alike(villages[pair.area].parent) == written_alike(table[pair.listed].parent)
    variants = [p for p in found.pairs if villages[p.area].name != table[p.listed].name]
    assert all(written_alike(villages[p.area].name) == written_alike(table[p.listed].name) for p in variants)


@pytest.mark.parametrize("told", ["a.csv", "a.csv:code,name", ":code,name,parent", "a.csv:code,,parent"])
def test_a_list_without_its_three_fields_is_refused(told: str) -> None:
    with pytest.raises(FormatError, match="list-fields"):
        asked_of(told)


def test_a_list_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("code,name,parent\n1,甲,乙\n", encoding="utf-8")
    assert asked_of(r"C:\lists\a.csv:code,name,parent")[0] == r"C:\lists\a.csv"
    assert read_areas(path, ("code", "name", "parent")) == (Area(code="1", name="甲", parent="乙"),)
    with pytest.raises(FormatError, match="list-field-missing"):
        read_areas(path, ("code", "title", "parent"))
    with pytest.raises(ImportRejected):
        read_areas(tmp_path / "none.csv", ("code", "name", "parent"))
