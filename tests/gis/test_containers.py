"""Every container that breaks readers ends in a right inspection or one clear word, never in silence."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from gis.files.containers import opened
from gis.files.opening import layers_of, rows_of
from gis.reading.inspection import inspect_files
from gis.reading.layer_spec import LayerSpec
from gis.reading.profile import Profile
from gis.reading.read import read_layers
from layouts.text import LANGUAGES, texts
from tests.shared import real_data

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from domain.outcome import Problem

PARTS = (".shx", ".prj", ".cpg", ".sbn", ".sbx", ".xml", ".qpj")
REBUILT = "shape.index-rebuilt"
CRS = "crs.undeclared"
# What each is: features, geometry, encoding, and codes of what is told; the .dbf of a .shp says the same.
EXPECTED: Mapping[str, tuple[int, str, str, list[str]]] = {
    "mapshaper/dbf__big5.dbf": (1, "", "Big5", ["encoding.detected"]),
    "mapshaper/dbf__cpg__big5.shp": (1, "Point", "Big5", [CRS]),
    "mapshaper/dbf__duplicate_fields.dbf": (5, "", "UTF-8", ["field.duplicate"] * 2),
    "mapshaper/dbf__gb2312.dbf": (1, "", "GB18030", ["encoding.detected"]),
    "mapshaper/dbf__gbk.dbf": (1, "", "GB18030", ["encoding.detected"]),
    "mapshaper/dbf__ldid__chinese.shp": (1, "Point", "GB18030", []),
    "mapshaper/features__zip__zip-in-zip.zip": (295, "Point", "UTF-8", []),
    "mapshaper/issues__166__c_utm.shp": (1, "Polygon", "UTF-8", [CRS]),
    "mapshaper/shapefile__polygons.shp": (3, "Polygon", "UTF-8", [CRS, REBUILT, "shape.no-table"]),
    "mapshaper/shapefile__shplib__3dpoints.shp": (22, "Point Z", "UTF-8", [CRS, REBUILT]),
    "mapshaper/shapefile__shplib__anno.shp": (201, "Polygon", "UTF-8", [CRS]),
    "mapshaper/shapefile__shplib__polygon.shp": (474, "Polygon", "UTF-8", [CRS]),
    "mapshaper/shapefile__six_counties.shp": (6, "Polygon", "UTF-8", []),
    "mapshaper/shapefile__two_states.shp": (2, "Polygon", "UTF-8", []),
    "pyogrio_fiona/curvepolygon.gpkg": (1, "Polygon", "UTF-8", ["geometry.curved"]),
    "pyogrio_fiona/fiona_trio.geojson": (3, "Unknown", "UTF-8", ["shapes.mixed"]),
    "pyogrio_fiona/fiona_trio.seq": (1, "Point", "UTF-8", []),
    "pyogrio_fiona/line_zm.gpkg": (1, "LineString Z", "UTF-8", ["geometry.measured"]),
    "pyogrio_fiona/multisurface.gpkg": (1, "MultiPolygon", "UTF-8", ["geometry.curved"]),
    "pyogrio_fiona/test_gpkg_nulls.gpkg": (4, "Point", "UTF-8", []),
    "pyshp/blockgroups.shp": (663, "Polygon", "UTF-8", [CRS]),
    "pyshp/blockgroups.zip": (663, "Polygon", "UTF-8", [CRS]),
    "pyshp/corrupt_too_long.shp": (10, "LineString", "UTF-8", [CRS]),
    "pyshp/latin1.shp": (1, "Polygon", "", [CRS, "encoding.undecided", REBUILT]),
    "shapefilejs/LGA_2013_AUST.shp": (13, "Polygon", "UTF-8", ["shapes.none"]),
    "shapefilejs/counties.shp": (14, "Polygon", "UTF-8", [CRS]),
    "shapefilejs/counties.zip": (14, "Polygon", "UTF-8", [CRS]),
    "shapefilejs/no-dbf.shp": (14, "Polygon", "UTF-8", [CRS, REBUILT, "shape.no-table"]),
    "shapefilejs/no-dbf.zip": (14, "Polygon", "UTF-8", [CRS, REBUILT, "shape.no-table"]),
    "shapefilejs/noshp.zip": (14, "", "UTF-8", ["shape.no-shapes"]),
    "shapefilejs/utf.shp": (2, "Point", "UTF-8", []),
    "shapefilejs/utf.zip": (2, "Point", "UTF-8", []),
}
REFUSED = {
    "pyshp/empty_zipfile.zip": "archive.empty",
    "shapefilejs/bad.shp": "shape.unreadable",
    "shapefilejs/badzip.zip": "archive.broken",
}
GEODATABASE = "pyogrio_fiona/fiona_testopenfilegdb.gdb.zip"
VALUES = {
    "mapshaper/dbf__big5.dbf": ("NAME", "繁體國語"),
    "mapshaper/dbf__cpg__big5.shp": ("NAME", "國語"),
    "mapshaper/dbf__gb2312.dbf": ("NAME", "简体国语"),
    "mapshaper/dbf__gbk.dbf": ("NAME", "简体国语"),
    "mapshaper/dbf__ldid__chinese.shp": ("NAME", "简体"),
    "mapshaper/issues__166__c_utm.shp": ("CTY_FIPS", "000"),
    "pyshp/blockgroups.zip": ("BKG_KEY", "060750179029"),
    "shapefilejs/utf.zip": ("field", "💩"),
    "pyogrio_fiona/fiona_trio.geojson": ("name", "Le château d'eau"),
}


def told(path: Path) -> tuple[list[tuple[int, str, str]], list[Problem]]:
    """What an inspection says of a file: its layers, and everything that is wrong."""
    facts = inspect_files([path])[0]
    layers = [(each.features, each.geometry, each.encoding) for each in facts.layers]
    return layers, [*facts.problems, *(problem for each in facts.layers for problem in each.problems)]


def import_of(folder: Path, **spec: str) -> tuple[pd.DataFrame | None, list[str]]:
    """Read one layer as a profile would, with the codes of what is told."""
    layer = LayerSpec(name="a", role="facilities", **spec)
    raw = read_layers(Profile(name="p", title="", title_en="", crs="EPSG:4547", layers=(layer,)), [folder])
    table = raw.layers["a"].table if "a" in raw.layers else None
    return table, sorted(problem.code for problem in raw.problems)


def test_no_container_is_left_out() -> None:
    """The three files that `dbf` and `shp` share are one shapefile."""
    folder = real_data("importer")
    there = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() and p.suffix not in PARTS}
    told_of = {*EXPECTED, *REFUSED, GEODATABASE}
    assert {name for name in there - told_of if name.replace(".dbf", ".shp") not in told_of} == set()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_container_is_what_it_is(name: str) -> None:
    features, geometry, encoding, codes = EXPECTED[name]
    path = real_data("importer") / name
    layers, problems = told(path)
    assert layers == [(features, geometry, encoding)]
    assert sorted(problem.code for problem in problems) == sorted(codes)
    assert all(problem.code in texts(language) for language in LANGUAGES for problem in problems)
    if path.with_suffix(".dbf").exists() and path.suffix == ".shp":
        assert told(path.with_suffix(".dbf"))[0] == layers


@pytest.mark.parametrize("name", REFUSED)
def test_a_hopeless_container_is_refused_with_one_reason(name: str) -> None:
    layers, problems = told(real_data("importer") / name)
    assert layers == []
    assert [(problem.code, problem.severity) for problem in problems] == [(REFUSED[name], "error")]


@pytest.mark.parametrize("name", VALUES)
def test_text_arrives_as_it_was_written(name: str) -> None:
    field, value = VALUES[name]
    with opened(real_data("importer") / name) as container:
        found = layers_of(container.sources[0])[0][0]
        table, problems = rows_of(found, [field], spatial=False)
    assert value in table[field].tolist()
    assert problems == ()


def test_a_geodatabase_tells_the_one_layer_that_cannot_be_read() -> None:
    facts = inspect_files([real_data("importer") / GEODATABASE])[0]
    assert len(facts.layers) == 37
    assert [e.layer for e in facts.layers if any(p.severity == "error" for p in e.problems)] == ["multipatch"]
    polygons, codes = import_of(
        real_data("importer"), file=GEODATABASE, layer="several_polygons", crs="EPSG:4326"
    )
    assert polygons is not None
    assert (len(polygons), codes) == (9, [])


def test_a_wrong_index_hides_no_shape() -> None:
    """The index leads to 8 of 22 points, two of them nowhere; a reader that trusts it loses 16."""
    table, codes = import_of(
        real_data("importer"), file="mapshaper/shapefile__shplib__3dpoints.shp", crs="EPSG:4326"
    )
    assert table is not None
    assert (len(table), int(table.geometry.isna().sum()), codes) == (22, 0, [REBUILT])


@pytest.fixture
def shapefile(tmp_path: Path) -> Path:
    """Two places whose fields and values are GBK, and no label says so."""
    table = gpd.GeoDataFrame(
        {"小区名称": ["金阳社区居委会", "北关社区"], "编码": ["001", "002"]},
        geometry=shapely.points([[106.6, 26.6], [106.7, 26.6]]),
        crs="EPSG:4326",
    )
    table.to_file(tmp_path / "小区.shp", encoding="GBK", engine="pyogrio")
    (tmp_path / "小区.cpg").unlink()
    return tmp_path


def test_a_gbk_shapefile_without_a_label_is_no_mojibake(shapefile: Path) -> None:
    table, codes = import_of(shapefile, file="小区.shp", code="编码", title="小区名称")
    assert table is not None
    assert table["小区名称"].tolist() == ["金阳社区居委会", "北关社区"]
    assert table["编码"].tolist() == ["001", "002"]
    assert codes == ["encoding.detected"]


def test_a_wrong_label_is_doubted_and_the_users_word_decides(shapefile: Path) -> None:
    (shapefile / "小区.cpg").write_text("ISO-8859-1")
    assert import_of(shapefile, file="小区.shp", code="编码")[1] == ["encoding.doubtful", "field.missing"]
    assert [p.code for p in told(shapefile / "小区.shp")[1]] == ["encoding.doubtful"]
    table, codes = import_of(shapefile, file="小区.shp", title="小区名称", encoding="GBK")
    assert table is not None
    assert (table["小区名称"].iloc[1], codes) == ("北关社区", [])
    assert import_of(shapefile, file="小区.shp", encoding="klingon", title="编码")[1] == ["encoding.unknown"]


@pytest.mark.parametrize(
    ("part", "share", "code"),
    [(".shp", 0.9, "shape.truncated"), (".dbf", 0.9, "table.truncated"), (".dbf", 0.1, "table.unreadable"),
     (".shp", 0.2, "shape.unreadable"), (".shp", 0.0, "shape.unreadable")],
)  # fmt: skip
def test_a_shapefile_that_breaks_off_is_refused(shapefile: Path, part: str, share: float, code: str) -> None:
    path = shapefile / f"小区{part}"
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    table, codes = import_of(shapefile, file="小区.dbf")
    assert (table, codes) == (None, [code])


def test_a_zip_of_several_asks_which_and_finds_it_by_its_path(shapefile: Path) -> None:
    """Names inside are GBK, as the archives of Chinese Windows write them; folders lie in folders."""
    with zipfile.ZipFile(shapefile / "x.zip", "w") as archive:
        for path in sorted(shapefile.glob("小区.*")):
            for folder in ("2023年/旧", "2024年"):
                raw = f"{folder}/{path.name}".encode("gbk").decode("cp437")
                info = zipfile.ZipInfo(raw)
                archive.writestr(info, path.read_bytes())
                archive.filelist[-1].flag_bits &= ~0x800
    facts = inspect_files([shapefile / "x.zip"])[0]
    names = [each.layer for each in facts.layers]
    assert len(names) == 2
    assert import_of(shapefile, file="x.zip", code="编码")[1] == ["layer.choose"]
    assert import_of(shapefile, file="x.zip", layer="nothing")[1] == ["layer.missing"]
    table, codes = import_of(shapefile, file="x.zip", layer=names[0], title="小区名称")
    assert table is not None
    assert (table["小区名称"].tolist()[1], codes) == ("北关社区", ["encoding.detected"])


def test_an_archive_leads_nowhere_else_and_never_grows_without_end(tmp_path: Path) -> None:
    for name, member, content in (
        ("slip", "../out.csv", b"a,b\n1,2\n"), ("root", "/out.csv", b"a,b\n"),
        ("bomb", "a.csv", b"0" * (200 << 20)),
    ):  # fmt: skip
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(member, content)
    inner = tmp_path / "bomb.zip"
    for n in range(6):
        with zipfile.ZipFile(tmp_path / f"deep{n}.zip", "w") as archive:
            archive.write(inner if n else tmp_path / "slip.zip", "in.zip")
        inner = tmp_path / f"deep{n}.zip"
    refused = [told(tmp_path / f"{name}.zip")[1][0].code for name in ("slip", "root", "bomb", "deep5")]
    assert refused == ["archive.unsafe", "archive.unsafe", "archive.too-large", "archive.too-deep"]
    assert not (tmp_path.parent / "out.csv").exists()


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "utf-8-sig", "utf-16"])
def test_a_text_table_keeps_codes_and_takes_places_from_its_fields(tmp_path: Path, encoding: str) -> None:
    lines = ["编码,名称,经度,纬度,范围", '007,"金阳街道,东",106.6,26.6,POINT (106.6 26.6)', "008,北关街道,,,"]
    (tmp_path / "a.csv").write_bytes("\r\n".join(lines).encode(encoding))
    for place in ({"x": "经度", "y": "纬度"}, {"wkt": "范围"}):
        table, _ = import_of(tmp_path, file="a.csv", code="编码", title="名称", crs="EPSG:4490", **place)
        assert table is not None
        assert table["编码"].tolist() == ["007", "008"]
        assert table["名称"].iloc[0] == "金阳街道,东"
        assert table.geometry.iloc[0].equals(shapely.Point(106.6, 26.6))
        assert table.geometry.iloc[1] is None
    assert import_of(tmp_path, file="a.csv", crs="EPSG:4490")[1] == ["geometry.none"]
    (tmp_path / "a.csv").write_text("编码,x,y\n1,2,东\n1,2,3,4\n", encoding="utf-8")
    assert import_of(tmp_path, file="a.csv", x="x", y="y", crs="EPSG:4490")[1] == ["table.ragged"]
    (tmp_path / "a.csv").write_text("编码,x,y\n1,2,东\n", encoding="utf-8")
    assert import_of(tmp_path, file="a.csv", x="x", y="y", crs="EPSG:4490")[1] == ["place.unreadable"]


def test_codes_that_a_sheet_keeps_as_numbers_are_told(tmp_path: Path) -> None:
    table = pd.DataFrame({"编码": ["007", "012"], "数字": [7, 12], "x": [106.5, 106.6], "y": [26.5, 26.6]})
    pyogrio.write_dataframe(table, tmp_path / "a.xlsx", driver="XLSX")
    place = {"x": "x", "y": "y", "crs": "EPSG:4490", "file": "a.xlsx"}
    read, codes = import_of(tmp_path, code="编码", **place)
    assert read is not None
    assert (read["编码"].tolist(), codes) == (["007", "012"], [])
    assert import_of(tmp_path, code="数字", **place)[1] == ["code.numbers"]


@pytest.mark.parametrize("driver", ["GPKG", "GeoJSON", "FlatGeobuf", "KML", "XLSX"])
def test_every_other_format_is_read_whole_or_refused_when_it_breaks_off(tmp_path: Path, driver: str) -> None:
    count = 3000
    table = gpd.GeoDataFrame(
        {"code": [f"{n:05d}" for n in range(count)]},
        geometry=shapely.points([[106 + n / 10_000, 26] for n in range(count)]),
        crs="EPSG:4326",
    )
    path = tmp_path / f"a.{driver.lower().replace('flatgeobuf', 'fgb')}"
    if driver == "XLSX":
        pyogrio.write_dataframe(pd.DataFrame(table.drop(columns="geometry")), path, driver=driver)
    else:
        table.to_file(path, driver=driver, engine="pyogrio")
    layers, problems = told(path)
    assert ([features for features, _, _ in layers], problems) == ([count], [])
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * 0.6)])
    assert [p.severity for p in told(path)[1]] == ["error"]
    assert import_of(tmp_path, file=path.name)[0] is None
    shutil.copy(path, tmp_path / "a.zip")
    assert [p.code for p in told(tmp_path / "a.zip")[1]] == ["archive.broken"]


@pytest.mark.parametrize(
    "content",
    [
        "<OGRVRTDataSource><OGRVRTLayer><SrcDataSource>b.shp</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        '{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read b.shp"}',
    ],
)
@pytest.mark.parametrize("suffix", [".geojson", ".kml", ".gpkg", ".json"])
def test_a_file_that_only_leads_elsewhere_is_not_followed(tmp_path: Path, content: str, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(content, encoding="utf-8")
    layers, problems = told(path)
    assert layers == []
    assert [(problem.code, problem.severity) for problem in problems] == [("file.refers", "error")]
