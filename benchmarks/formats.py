"""One small file of every format that can be read, made from the same three buildings."""

from __future__ import annotations

import warnings
import zipfile
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pyogrio
import rasterio
import shapely
from rasterio.transform import from_origin

from benchmarks.pbf import write_pbf

if TYPE_CHECKING:
    from pathlib import Path

NAME = "楼栋"
OSM = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" generator="gridwright">
<node id="1" version="1" lat="34.65" lon="109.22"/><node id="2" version="1" lat="34.65" lon="109.221"/>
<node id="3" version="1" lat="34.651" lon="109.221"/><node id="4" version="1" lat="34.651" lon="109.22"/>
<node id="5" version="1" lat="34.652" lon="109.22">
<tag k="amenity" v="police"/><tag k="name" v="一所"/></node>
<way id="9" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/>
<tag k="building" v="apartments"/><tag k="name" v="一号楼"/></way>
<way id="8" version="1"><nd ref="1"/><nd ref="2"/>
<tag k="highway" v="residential"/><tag k="name" v="前进路"/></way>
</osm>
"""
NODES = {
    1: (109.22, 34.65, {}), 2: (109.221, 34.65, {}), 3: (109.221, 34.651, {}), 4: (109.22, 34.651, {}),
    5: (109.22, 34.652, {"amenity": "police", "name": "一所"}),
}  # fmt: skip
WAYS = {
    9: ((1, 2, 3, 4, 1), {"building": "apartments", "name": "一号楼"}),
    8: ((1, 2), {"highway": "residential", "name": "前进路"}),
}
OVKML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>网格</name><Folder><name>第一社区</name>
<Placemark><name>1号楼</name><description><![CDATA[<table><tr><td>户数</td><td>48</td></tr></table>]]></description>
<Polygon><outerBoundaryIs><LinearRing><coordinates>109.22,34.65 109.221,34.65 109.221,34.651 109.22,34.65
</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Folder></Document></kml>
"""
WRITTEN = {
    "shp": "ESRI Shapefile", "gpkg": "GPKG", "geojson": "GeoJSON", "geojsonl": "GeoJSONSeq",
    "fgb": "FlatGeobuf", "kml": "KML", "gml": "GML", "sqlite": "SQLite", "tab": "MapInfo File",
    "xlsx": "XLSX", "gdb": "OpenFileGDB",
}  # fmt: skip


def buildings() -> gpd.GeoDataFrame:
    """Three buildings with code, name and households, in longitude and latitude."""
    shapes = [shapely.box(109.22 + n / 1000, 34.65, 109.2205 + n / 1000, 34.6505) for n in range(3)]
    table = {"code": ["001", "002", "003"], "name": [f"{n}号楼" for n in (1, 2, 3)], "hs": [48, 36, 60]}
    return gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")


def make_formats(folder: Path) -> list[Path]:
    """Write one file of every format into a folder and return them by name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a format cannot hold is no matter here
        _write(folder)
    return sorted(path for path in folder.iterdir() if path.stem == f"town_{path.suffix[1:]}")


def _write(folder: Path) -> None:
    """Write one file of every format."""
    table = buildings()
    for suffix, driver in WRITTEN.items():
        path = folder / f"town_{suffix}.{suffix}"
        if suffix == "xlsx":
            pyogrio.write_dataframe(table.drop(columns="geometry"), path, driver=driver)
        elif suffix == "shp":
            pyogrio.write_dataframe(table, path, driver=driver, encoding="gbk")
        else:
            pyogrio.write_dataframe(table, path, driver=driver)
    table.to_parquet(folder / "town_parquet.parquet")
    lines = gpd.GeoDataFrame(geometry=shapely.boundary(table.geometry.to_numpy()), crs="EPSG:4326")
    pyogrio.write_dataframe(lines, folder / "town_dxf.dxf", driver="DXF")
    spots = shapely.point_on_surface(table.geometry.to_numpy())
    points = gpd.GeoDataFrame({"name": table["name"]}, geometry=spots, crs="EPSG:4326")
    pyogrio.write_dataframe(points, folder / "town_gpx.gpx", driver="GPX")
    wkt = table.assign(wkt=table.geometry.to_wkt()).drop(columns="geometry")
    wkt.to_csv(folder / "town_csv.csv", index=False, encoding="gb18030")
    with rasterio.open(
        folder / "town_tif.tif", "w", driver="GTiff", count=1, height=2, width=3, dtype="float32",
        crs="EPSG:4326", transform=from_origin(109.22, 34.651, 0.001, 0.001), nodata=-99_999,
    ) as raster:  # fmt: skip
        raster.write(np.array([[48, 36.5, 60], [0, 12.5, -99_999]], "float32"), 1)
    (folder / "town_osm.osm").write_text(OSM, encoding="utf-8")
    write_pbf(folder / "town_pbf.pbf", NODES, WAYS)
    (folder / "town_ovkml.ovkml").write_text(OVKML, encoding="utf-8")
    with zipfile.ZipFile(folder / "town_kmz.kmz", "w") as packed:
        packed.writestr("doc.kml", OVKML)
    with zipfile.ZipFile(folder / "town_zip.zip", "w") as packed:
        for part in sorted(folder.glob("town_shp.*")):
            packed.write(part, f"{NAME}/{NAME}{part.suffix}")
