"""What is about persons stays out: by the name of a field, by its values, by the shape of a table."""

from __future__ import annotations

import doctest
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import gis.reading.personal
from gis.reading.columns import CountSpec
from gis.reading.inspection import inspect_files
from gis.reading.layer_spec import LayerSpec
from gis.reading.personal import what_values_are
from gis.reading.profile import Profile
from gis.reading.read import read_layers

if TYPE_CHECKING:
    from pathlib import Path

IDENTITY = "11010519491231002X"  # the example of GB 11643
ROWS = {
    "buildings": "楼栋,楼栋长姓名,楼长电话,备注,户数,x,y\n一号楼,张三,13800000001,13912345678,30,106,26\n",
    "persons": "楼栋,姓名,性别,户数,x,y\n一号楼,张三,男,1,106.6,26.6\n",
    "codes": f"楼栋,编号,户数,x,y\n一号楼,{IDENTITY},30,106.6,26.6\n",
    "kinds": "楼栋,类别,户数,x,y\n一号楼,消防站,30,106.6,26.6\n二号楼,高清摄像头,3,106.6,26.6\n",
}


def codes_of(folder: Path, rows: str, name: str = "a", **spec: str) -> list[str]:
    """What stands against reading one drawn table with some fields named."""
    (folder / f"{name}.csv").write_text(ROWS[rows], encoding="utf-8")
    layer = LayerSpec(
        name="buildings", role="facilities", file=f"{name}.csv", x="x", y="y", crs="EPSG:4490",
        counts=(CountSpec(name="households", basis="户室", date="2025", field="户数"),), **spec,
    )  # fmt: skip
    raw = read_layers(Profile(name="p", title="", title_en="", crs="EPSG:4547", layers=(layer,)), [folder])
    assert not any(word in repr(raw.problems) for word in ("张三", "13800000001", IDENTITY))
    assert bool(raw.layers) == (not raw.problems)
    return [problem.code for problem in raw.problems]


def test_names_speak_for_themselves() -> None:
    assert doctest.testmod(gis.reading.personal).failed == 0


def test_a_building_table_is_read_without_its_personal_columns(tmp_path: Path) -> None:
    """They are told when somebody looks, refused when somebody asks for them, otherwise never read."""
    assert codes_of(tmp_path, "buildings", title="楼栋") == []
    assert codes_of(tmp_path, "buildings", title="楼栋长姓名") == ["guard.field"]
    assert codes_of(tmp_path, "buildings", code="备注") == ["guard.mobile"]
    facts = inspect_files([tmp_path / "a.csv"])[0].layers[0]
    assert [(p.code, p.severity, p.field) for p in facts.problems] == [
        ("guard.field", "warning", "楼栋长姓名"), ("guard.field", "warning", "楼长电话"),
    ]  # fmt: skip
    assert "张三" not in repr(facts)


def test_a_table_of_persons_is_refused_whatever_is_asked_of_it(tmp_path: Path) -> None:
    assert codes_of(tmp_path, "persons", title="楼栋") == ["guard.persons"]
    told = [(p.code, p.severity) for p in inspect_files([tmp_path / "a.csv"])[0].layers[0].problems]
    assert ("guard.persons", "error") in told


def test_identity_numbers_are_found_under_any_name(tmp_path: Path) -> None:
    assert codes_of(tmp_path, "codes", code="编号") == ["guard.identity"]


def test_devices_that_watch_are_refused_by_file_layer_and_kind(tmp_path: Path) -> None:
    assert codes_of(tmp_path, "kinds", title="楼栋") == []
    assert codes_of(tmp_path, "kinds", kind="类别") == ["guard.watching"]
    assert codes_of(tmp_path, "kinds", kind_value="cctv") == ["guard.watching"]
    assert codes_of(tmp_path, "kinds", name="雪亮工程点位") == ["guard.watching"]


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ([IDENTITY], "identity"),
        (["110105194912310021"], ""),  # the check digit is another
        ([13800000001, 13912345678, None], "mobile"),
        ([13800000001.0, None], "mobile"),
        (["+86 13800000001", "固定"], "mobile"),
        ([f"150302001{n:02d}" for n in range(40)], ""),  # codes of one street
        ([f"150302{n:012d}" for n in range(400)], ""),
        (["520115004001"], ""),
        ([None], ""),
    ],
)
def test_values_are_what_they_look_like(values: list[object], what: str) -> None:
    assert what_values_are(pd.Series(values)) == what
