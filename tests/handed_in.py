"""Files as a community hands them in: labels missing, text in GBK, phone numbers, a list of persons."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import shapely
from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CRS = "EPSG:4545"
X, Y = 520_000.0, 3_835_000.0
SIDE = 300.0
COMMUNITIES = ("凤凰路社区", "人民路社区", "润天大道社区", "前进路社区")
HOMES = 36
PERSONS = [
    ["姓名", "性别", "身份证号", "住址"],
    ["张三", "男", "610114198001011234", "凤凰路1号"],
    ["李四", "女", "610114198505052345", "凤凰路2号"],
]


def community_zip(folder: Path) -> Path:
    """Four communities in a square as a zipped shapefile in GBK, without `.cpg`."""
    corners = [(X + a * SIDE, Y + b * SIDE) for a, b in ((0, 0), (1, 0), (0, 1), (1, 1))]
    shapes = [shapely.box(x, y, x + SIDE, y + SIDE) for x, y in corners]
    table = gpd.GeoDataFrame(
        {"社区代码": [f"61011400100{n}" for n in range(1, 5)], "社区名称": COMMUNITIES},
        geometry=shapes, crs=CRS,
    )  # fmt: skip
    inside = folder / "shp"
    inside.mkdir()
    table.to_file(inside / "社区.shp", encoding="GBK", engine="pyogrio")
    (inside / "社区.cpg").unlink()
    dbf = inside / "社区.dbf"
    raw = bytearray(dbf.read_bytes())
    raw[29] = 0  # nor the byte that would name the code page
    dbf.write_bytes(raw)
    path = folder / "社区.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(inside.iterdir()):
            archive.write(part, part.name)
    return path


def dirty_package(folder: Path, *, clean: bool = False) -> Path:
    """Buildings of which one has a code that stands twice, one is a bow tie, one counts −3; and roads."""
    shapes, codes, homes = [], [], []
    for n in range(36):
        x, y = X + 30 + (n % 6) * 95, Y + 30 + (n // 6) * 95
        shapes.append(shapely.box(x, y, x + 40, y + 20))
        codes.append(f"L{n + 1:03d}")
        homes.append(HOMES)
    if not clean:
        x, y = shapes[7].bounds[:2]
        shapes[7] = shapely.Polygon([(x, y), (x + 40, y + 20), (x + 40, y), (x, y + 20)])
        codes[13], homes[20] = codes[12], -3
    path = folder / ("楼栋.gpkg" if clean else "楼栋（待改）.gpkg")
    table = gpd.GeoDataFrame({"楼栋编码": codes, "户数": homes}, geometry=shapes, crs=CRS)
    table.to_file(path, layer="楼栋", engine="pyogrio")
    lines = [shapely.LineString([(X + SIDE, Y), (X + SIDE, Y + 2 * SIDE)])]
    lines.append(shapely.LineString([(X, Y + SIDE), (X + 2 * SIDE, Y + SIDE)]))
    roads = gpd.GeoDataFrame({"道路名称": ["凤凰路", "人民路"]}, geometry=lines, crs=CRS)
    roads.to_file(path, layer="道路", engine="pyogrio")
    return path


def building_table(folder: Path) -> Path:
    """A table of buildings with the name and the phone of who looks after each, as they are kept."""
    rows: list[list[str | int]] = [["楼栋编码", "楼栋长", "联系电话", "户数", "常住人口"]]
    rows += [[f"L{n + 1:03d}", "王五", f"1390000{n:04d}", HOMES, 90] for n in range(36)]
    return _sheet(folder / "楼栋表.xlsx", rows)


def person_table(folder: Path) -> Path:
    """A list of residents, one row each."""
    return _sheet(folder / "居民名册.xlsx", PERSONS)


def _sheet(path: Path, rows: Sequence[Sequence[str | int]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path
