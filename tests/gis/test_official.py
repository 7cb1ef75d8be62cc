"""Official lists join at the import by name and place; their codes go out with the hand-over."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest

from data.reference import shipped_standards
from domain.errors import ImportRejected, ProfileError
from domain.units import Level
from gis.dataset_folder import read_dataset, write_dataset
from gis.export.bundle import export_scenario
from gis.hierarchy.matching import Area
from gis.hierarchy.official import official_codes
from gis.reading.columns import CodeListSpec
from gis.verify.verifier import verify_export
from scenarios.importing import import_profile
from tests.gis.handed_over import DATED, town_to_hand_over
from tests.gis.test_taipei import TOWN, small
from tests.shared import real_data

if TYPE_CHECKING:
    from pathlib import Path

STANDARDS = shipped_standards()
HOMES = "东镇,台东里,100\n东镇,南里,11\n西镇,北里,7\n西镇,中里,5\n"
LISTS = """
[[code_lists]]
system = "statistics"
level = "community"
file = "statistics.csv"
code = "代码"
name = "名称"
parent = "上级"

[[code_lists]]
system = "civil-affairs"
level = "street"
file = "civil.csv"
code = "代码"
name = "名称"
"""


def listed(folder: Path) -> Path:
    """The small town with two lists: one village spelt otherwise, one missing, one of the other town."""
    path = small(folder, HOMES)
    path.write_text(TOWN + LISTS, encoding="utf-8")
    rows = "代码,名称,上级\n001001,臺東里,东镇\n001002,南里,西镇\n001003,北裡,西镇\n001004,中央里,西镇\n"
    (folder / "statistics.csv").write_text(rows, encoding="utf-8")
    (folder / "civil.csv").write_text("代码,名称\n1,东镇\n9,西镇\n", encoding="utf-8")
    return path


def test_codes_of_each_system_join_by_name_inside_the_parent(tmp_path: Path) -> None:
    ground = import_profile(listed(tmp_path), [tmp_path], STANDARDS)
    assert ground.info.area_codes == {
        "community": {"statistics": {"a": "001001", "c": "001003"}},
        "street": {"civil-affairs": {"1": "1", "2": "9"}},
    }
    told = [(p.code, p.feature, p.value) for p in ground.info.problems if p.code.startswith("codes.")]
    assert told == [
        ("codes.joined", "", "statistics"), ("codes.unnamed", "b", "南里"), ("codes.unlike", "d", "中里"),
        ("codes.joined", "", "civil-affairs"),
    ]  # fmt: skip
    joined = [p.facts for p in ground.info.problems if p.code == "codes.joined"]
    assert [(f["pairs"], f["areas"], f["differing"], f["left"]) for f in joined] == [
        (2, 4, 2, 2),
        (2, 2, 1, 0),
    ]
    write_dataset(ground, tmp_path / "dataset")
    assert read_dataset(tmp_path / "dataset").info == ground.info


def test_a_list_that_cannot_be_read_and_a_system_that_nobody_knows_are_refused(tmp_path: Path) -> None:
    path = listed(tmp_path)
    (tmp_path / "civil.csv").unlink()
    (tmp_path / "statistics.csv").write_text("代码,名称\n1,南里\n", encoding="utf-8")
    with pytest.raises(ImportRejected) as rejected:
        import_profile(path, [tmp_path], STANDARDS)
    wrong = [p for p in rejected.value.problems if p.severity == "error"]
    assert [(p.code, p.file, p.field) for p in wrong] == [
        ("field.missing", "statistics.csv", "上级"), ("file.missing", "civil.csv", ""),
    ]  # fmt: skip
    path.write_text(TOWN + LISTS.replace("civil-affairs", "post"), encoding="utf-8")
    with pytest.raises(ProfileError, match="code-system"):
        import_profile(path, [tmp_path], STANDARDS)


def test_codes_go_out_in_fields_of_their_own_and_the_verifier_agrees(tmp_path: Path) -> None:
    dataset, scenario = town_to_hand_over()
    level = dataset.graph.units.communities
    codes = {code: f"37020200{n:04}" for n, code in enumerate(level.codes[1:])}
    info = replace(dataset.info, area_codes={"community": {"statistics": codes, "police": {}}})
    known = replace(dataset, info=info)
    export_scenario(known, scenario, tmp_path, audience="internal", standards=STANDARDS, dated=DATED)
    table = gpd.read_file(tmp_path / "geojson" / "community_内部资料.geojson")
    found = dict(zip(table["SSSQ"], table["TJBM"], strict=True))
    assert {code: text for code, text in found.items() if isinstance(text, str)} == codes
    assert table["GABM"].isna().all()
    with (tmp_path / "字段说明.csv").open(encoding="utf-8-sig") as file:
        told = {
            row["字段"]: row["含义"] for row in csv.DictReader(file) if row["图层"].startswith("community")
        }
    assert (told["TJBM"], told["GABM"]) == ("统计用区划代码", "公安机关代码")
    assert "MZBM" not in told
    report = verify_export(tmp_path)
    assert [check.check for check in report.checks if not check.ok] == []


PARENTS = """
[[layers.villages.parents]]
key = "street"
prefix = 9
[[layers.villages.parents]]
key = "district"
code = "qu"
title = "quming"
"""


def named(folder: Path, codes: list[str], districts: list[str]) -> Path:
    """The small town without a layer of towns; its villages name what they lie in."""
    path = small(folder, HOMES)
    villages = gpd.read_file(folder / "villages.geojson")
    villages["id"], villages["qu"], villages["quming"] = codes, districts, [f"{d}区" for d in districts]
    villages.to_file(folder / "villages.geojson")
    head, _, tail = TOWN.partition("[layers.towns]")
    path.write_text(head + "[layers.villages]" + tail.partition("[layers.villages]")[2] + PARENTS, "utf-8")
    return path


def test_levels_of_any_depth_come_from_the_code_and_from_a_field(tmp_path: Path) -> None:
    codes = ["610114001001", "610114001002", "610114002001", "610115001001"]
    path = named(tmp_path, codes, ["610114"] * 3 + ["610115"])
    levels = import_profile(path, [tmp_path], STANDARDS).graph.units.levels
    assert [(level.key, level.codes) for level in levels] == [
        ("community", tuple(codes)), ("street", ("610114001", "610114002", "610115001")),
        ("district", ("610114", "610115")),
    ]  # fmt: skip
    assert levels[2].names == ("610114区", "610115区")
    community, street, district = (level.of_unit for level in levels)
    for own, upper, top in zip(community, street, district, strict=True):
        assert codes[own].startswith(levels[1].codes[upper])
        assert codes[own].startswith(levels[2].codes[top])


def test_a_level_that_does_not_nest_and_codes_too_short_are_told(tmp_path: Path) -> None:
    codes = ["610114001001", "610114001002", "610114002001", "610115001001"]
    path = named(tmp_path, codes, ["610114", "610115", "610114", "610115"])
    ground = import_profile(path, [tmp_path], STANDARDS)
    assert [level.key for level in ground.graph.units.levels] == ["community", "street"]
    assert [p.value for p in ground.info.problems if p.code == "parent.not-nested"] == ["district"]
    path = named(tmp_path, ["610114001", *codes[1:]], ["610114"] * 4)
    with pytest.raises(ImportRejected) as rejected:
        import_profile(path, [tmp_path], STANDARDS)
    wrong = [p for p in rejected.value.problems if p.severity == "error"]
    assert [(p.code, p.feature, p.value) for p in wrong] == [("parent.missing", "610114001", "street")]


@pytest.mark.real_data
def test_streets_of_qingdao_carry_the_codes_of_both_offices() -> None:
    folder = real_data("cn_hierarchy")
    streets = gpd.read_file(real_data("qingdao") / "streets_osm_wgs84.geojson", ignore_geometry=True)
    with (folder / "qingdao_streets.csv").open(encoding="utf-8-sig") as file:
        of = {row["street_code"]: row for row in csv.DictReader(file)}
    codes = sorted(set(streets["code"].astype(str)) & set(of)) if "code" in streets else sorted(of)
    districts = sorted({of[code]["district"] for code in codes})
    units = np.arange(len(codes))
    levels = [
        Level(key="street", codes=tuple(codes), names=tuple(of[c]["street"] for c in codes),
              kinds=("",) * len(codes), of_unit=units.astype(np.int32)),
        Level(key="district", codes=tuple(districts), names=tuple(districts), kinds=("",) * len(districts),
              of_unit=np.array([districts.index(of[c]["district"]) for c in codes], np.int32)),
    ]  # fmt: skip
    with (folder / "qingdao_streets_mca_20251231.csv").open(encoding="utf-8-sig") as file:
        listed_ = tuple(
            Area(code=r["street_code9"], name=r["street"], parent=r["district"]) for r in csv.DictReader(file)
        )
    spec = CodeListSpec(
        system="civil-affairs",
        level="street",
        file="mca.csv",
        code="street_code9",
        name="street",
        parent="district",
    )
    found, problems = official_codes(levels, [(spec, listed_)])
    joined = next(p for p in problems if p.code == "codes.joined")
    name_of = {area.code: (area.parent, area.name) for area in listed_}
    assert all(
        name_of[theirs][0] == of[own]["district"] for own, theirs in found["street"]["civil-affairs"].items()
    )
    assert int(joined.facts["differing"]) == 73
    assert json.loads(json.dumps(found)) == found
