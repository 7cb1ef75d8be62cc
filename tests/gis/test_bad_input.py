"""Input that is not what it seems is told in one clear word: what it is, where, and what to do."""

from __future__ import annotations

import doctest
import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

import gis.files.heads
import gis.reading.watching
from benchmarks.formats import NODES, WAYS, make_formats
from benchmarks.pbf import write_pbf
from gis.files.containers import opened
from gis.files.opening import layers_of, rows_of
from gis.reading.inspection import inspect_files
from gis.reading.layer_spec import LayerSpec
from gis.reading.watching import watching, watching_devices
from layouts.text import LANGUAGES, say, texts
from tests.gis.test_containers import import_of, told

if TYPE_CHECKING:
    from pathlib import Path

    from domain.outcome import Problem

TITLE = "某街道楼栋信息统计表"
NAMES = ["编码", "名称", "户数"]
POINT = '{{"type":"Feature","properties":{{"a":"1"}},"geometry":{{"type":"Point","coordinates":[{}]}}}}'


def collection(path: Path, *features: str) -> Path:
    """Write features as GeoJSON."""
    path.write_text('{"type":"FeatureCollection","features":[' + ",".join(features) + "]}", encoding="utf-8")
    return path


def only(path: Path, *codes: str) -> Problem:
    """The one problem of a file that no layer comes out of."""
    layers, problems = told(path)
    assert layers == []
    assert [problem.code for problem in problems] == list(codes)
    return problems[0]


@pytest.mark.parametrize("place", ["1e300, 2", "NaN, 2", "109, Infinity", "-Infinity, NaN", "109, 2e9"])
def test_a_place_off_the_earth_is_told_with_its_row(tmp_path: Path, place: str) -> None:
    path = collection(tmp_path / "a.geojson", POINT.format("109, 34"), POINT.format(place))
    (problem,) = told(path)[1]
    assert (problem.code, problem.severity) == ("shapes.impossible", "error")
    assert problem.facts == {"rows": 1, "where": "2"}
    assert import_of(tmp_path, file="a.geojson")[1] == ["shapes.impossible"]


def test_one_corner_that_is_no_number_is_enough(tmp_path: Path) -> None:
    ring = "[[[109,34],[109.1,34],[109.1,NaN],[109,34]]]"
    feature = POINT.format("0").replace('"Point"', '"Polygon"').replace("[0]", ring)
    (problem,) = told(collection(tmp_path / "a.geojson", feature))[1]
    assert problem.code == "shapes.impossible"


def test_an_empty_layer_is_told(tmp_path: Path) -> None:
    path = collection(tmp_path / "a.geojson")
    assert [problem.code for problem in told(path)[1]] == ["layer.empty"]


@pytest.mark.parametrize("suffix", [".kml", ".kmz"])
def test_links_in_a_map_of_marks_are_told_and_not_followed(tmp_path: Path, suffix: str) -> None:
    link = "<NetworkLink><Link><href>other.kml</href></Link></NetworkLink>"
    text = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>x</name>{link}</Document></kml>'
    path = tmp_path / f"a{suffix}"
    if suffix == ".kmz":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("doc.kml", text)
    else:
        path.write_text(text, encoding="utf-8")
    layers, problems = told(path)
    assert [features for features, _, _ in layers] == ([0] if suffix == ".kml" else [])
    nothing = "layer.empty" if layers else "file.no-layer"
    assert [problem.code for problem in problems] == ["file.links", nothing]
    assert problems[0].facts == {"links": 1}


def packed(member: str) -> bytes:
    """A zip with one member."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(member, "a,b\n1,2\n")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code", "suffix"),
    [
        ("a.gpkg", b"II*\0\x08\0\0\0", "raster", ".tif"),
        ("a.img", b"MM\0*\0\0\0\x08", "raster", ".tif"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old-office", ".xlsx"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old-office", ".xlsx"),
        ("a.xls", b"<HTML><body><table>", "web-page", ".xlsx"),
        ("a.gpkg", packed("a.csv"), "zip", ".zip"),
        ("a.gpkg", packed("xl/workbook.xml"), "workbook", ".xlsx"),
        ("a.doc", packed("word/document.xml"), "text-document", ".xlsx"),
        ("a.kml", packed("doc.kml"), "kmz", ".kmz"),
        ("a.geojson", b"%PDF-1.4", "pdf", ".xlsx"),
        ("a.kml", b"\xff\xd8\xff\xe0JFIF", "picture", ".xlsx"),
        ("a.dxf", b"AC1032\0\0\0", "dwg", ".dxf"),
        ("a.rar", b"Rar!\x1a\x07\x01\0", "archive", ".zip"),
        ("a.zip", b"7z\xbc\xaf\x27\x1c", "archive", ".zip"),
        ("a.geojson", b"SQLite format 3\0" + bytes(84), "database", ".gpkg"),
    ],
)
def test_what_a_file_really_is_and_what_to_do_is_said(
    tmp_path: Path, name: str, content: bytes, code: str, suffix: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    problem = only(path, f"file.is.{code}")
    assert problem.facts == {"suffix": suffix}
    for language in LANGUAGES:
        assert "{" not in say(problem.code, language, **problem.facts)


def workbook(path: Path, *rows: list[object], hidden: bool = False) -> Path:
    """Write a workbook of one sheet, or with a hidden second one."""
    book = openpyxl.Workbook()
    book.active.title = "楼栋"
    for row in rows:
        book.active.append(row)
    if hidden:
        other = book.create_sheet("旧表")
        other.append(["a", "b"])
        other.append([1, 2])
        other.sheet_state = "hidden"
    book.save(path)
    return path


def test_the_names_of_a_sheet_are_found_below_its_title(tmp_path: Path) -> None:
    rows = [[TITLE], ["单位：", None, "日期："], NAMES, ["001", "一号楼", 48], ["002", None, 36]]
    path = workbook(tmp_path / "a.xlsx", *rows)
    (facts,) = inspect_files([path])
    assert (facts.layers[0].fields, facts.layers[0].features) == (tuple(NAMES), 2)
    (problem,) = facts.problems
    assert (problem.code, problem.value, problem.layer) == ("table.title", TITLE, "楼栋")
    with opened(path) as container:
        table, _ = rows_of(layers_of(container.sources[0])[0][0], NAMES, spatial=False)
    assert table["编码"].tolist() == ["001", "002"]
    assert table["户数"].tolist() == [48, 36]


def test_a_sheet_without_a_title_is_left_as_it_is_and_a_hidden_one_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", NAMES, ["001", "一号楼", 48], hidden=True)
    with opened(path) as container:
        assert container.sources[0].path == path
    (facts,) = inspect_files([path])
    assert [layer.fields for layer in facts.layers] == [tuple(NAMES), ("a", "b")]
    assert [(problem.code, problem.layer) for problem in facts.problems] == [("table.hidden", "旧表")]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_the_names_of_a_text_table_are_found_below_its_title(tmp_path: Path, encoding: str) -> None:
    lines = [f"{TITLE},,", "", ",".join(NAMES), "001,一号楼,48", "002,二号楼,36"]
    (tmp_path / "a.csv").write_bytes("\n".join(lines).encode(encoding))
    (facts,) = inspect_files([tmp_path / "a.csv"])
    (layer,) = facts.layers
    assert (layer.fields, layer.features) == (tuple(NAMES), 2)
    assert "table.title" in [problem.code for problem in layer.problems]


def test_where_the_names_stand_is_guessed_from_texts_below_something_narrow_only() -> None:
    assert doctest.testmod(gis.files.heads).failed == 0


def test_the_evidence_for_an_encoding_is_shown_where_the_names_are_ascii(tmp_path: Path) -> None:
    rows = ["code,name,contact_tel,owner_name", "1,金阳社区,137,张三", "2,北关街道,138,李四"]
    (tmp_path / "a.csv").write_bytes("\n".join(rows).encode("gbk"))
    (facts,) = inspect_files([tmp_path / "a.csv"])
    (told_of,) = [p for p in facts.layers[0].problems if p.code == "encoding.detected"]
    evidence = str(told_of.facts["evidence"])
    assert evidence.startswith("GB18030：金阳社区、北关街道；")
    assert "张三" not in evidence


def test_the_evidence_shows_nothing_of_a_list_of_persons_even_below_a_title(tmp_path: Path) -> None:
    rows = ["名单,,", "姓名,性别,住址", "张三,男,金阳社区"]
    (tmp_path / "a.csv").write_bytes("\n".join(rows).encode("gbk"))
    (facts,) = inspect_files([tmp_path / "a.csv"])
    assert "张三" not in str(facts)
    assert "guard.persons" in [problem.code for problem in facts.layers[0].problems]


def test_there_is_one_list_of_devices_that_watch_people() -> None:
    assert doctest.testmod(gis.reading.watching).failed == 0
    for name in (
        "监控杆",
        "天网",
        "刷脸闸机",
        "videosurveillance",
        "platerecognition",
        "card-reader",
        "face_id",
    ):
        assert watching_devices(name)
        assert watching(LayerSpec(name=name, role="facilities", file="a.shp"))


def test_an_extract_of_openstreetmap_says_the_same_packed_and_as_text(tmp_path: Path) -> None:
    made = {path.suffix: path for path in make_formats(tmp_path)}
    tables = {}
    for suffix in (".osm", ".pbf"):
        with opened(made[suffix]) as container:
            layers, problems = layers_of(container.sources[0])
            assert problems == ()
            tables[suffix] = {
                found.layer: rows_of(found, ("name",), spatial=True)[0] for found in layers if found.features
            }
    assert sorted(tables[".pbf"]) == ["lines", "multipolygons", "points"]
    for layer, table in tables[".pbf"].items():
        assert table["name"].tolist() == tables[".osm"][layer]["name"].tolist()
        assert table.geometry.geom_equals_exact(tables[".osm"][layer].geometry, 1e-7).all()


def test_a_packed_extract_that_breaks_off_is_one_error(tmp_path: Path) -> None:
    write_pbf(tmp_path / "a.pbf", NODES, WAYS)
    content = (tmp_path / "a.pbf").read_bytes()
    (tmp_path / "a.pbf").write_bytes(content[: len(content) * 2 // 3])
    assert [p.severity for p in told(tmp_path / "a.pbf")[1]] == ["error"]


def test_every_word_about_what_a_file_is_stands_in_both_languages() -> None:
    from gis.files.recognizing import INSIDE, MARKS, STARTS

    kinds = {kind for _, kind in (*STARTS, *INSIDE, *MARKS)} | {"zip", "kmz"}
    assert all(f"file.is.{kind}" in texts(language) for kind in kinds for language in LANGUAGES)
