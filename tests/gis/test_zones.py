"""Every Gauss-Kruger zone of the Chinese datums is known and named, whatever it is called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely
from pyproj import CRS
from pyproj.database import query_crs_info
from pyproj.enums import PJType

from gis.placing.zones import Zone, same_crs, zone_of, zones_about
from gis.reading.inspection import inspect_files
from layouts.text import say
from tests.gis.drawn_ground import PROFILE, draw
from tests.gis.test_datum import checked

if TYPE_CHECKING:
    from pathlib import Path

NAMED = re.compile(
    r"(?P<datum>CGCS2000|Xian 1980|Beijing 1954|New Beijing) / (?P<three>3-degree )?Gauss-Kruger "
    r"(?:zone (?P<zone>\d+)|CM (?P<middle>\d+)E)$"
)
DATUMS = {
    "CGCS2000": "cgcs2000", "Xian 1980": "xian80", "Beijing 1954": "beijing54",
    "New Beijing": "new-beijing54",
}  # fmt: skip
CATALOGUE = {
    int(info.code): found
    for info in query_crs_info(auth_name="EPSG", pj_types=PJType.PROJECTED_CRS)
    if (found := NAMED.match(info.name))
}


def stated(code: int) -> Zone:
    """The zone that the catalogue's own name states."""
    told = CATALOGUE[code]
    width = 3 if told["three"] else 6
    offset = 0 if width == 3 else 3
    number = int(told["zone"]) if told["zone"] else (int(told["middle"]) + offset) // width
    return Zone(
        datum=DATUMS[told["datum"]],
        width=width, number=number, meridian=number * width - offset, prefixed=bool(told["zone"]),
    )  # fmt: skip


def test_the_catalogue_holds_all_zones() -> None:
    """Four datums, 21 zones 3° and 11 zones 6° wide, with the number in the easting and without."""
    assert len(CATALOGUE) == 4 * (21 + 11) * 2


def test_every_zone_of_the_catalogue_is_known_with_its_code() -> None:
    for code in CATALOGUE:
        zone = zone_of(CRS.from_epsg(code))
        assert zone == stated(code)
        assert zone is not None
        assert zone.epsg == (None if zone.datum == "new-beijing54" else code)


@pytest.mark.parametrize("start", range(4))
def test_a_prj_without_code_is_known_by_its_parameters(start: int) -> None:
    """As ESRI writes it, and under a name that says nothing: then 3° and 6° zones with one middle are one."""
    for code in sorted(CATALOGUE)[start::16]:
        wkt = CRS.from_epsg(code).to_wkt("WKT1_ESRI")
        assert zone_of(CRS.from_wkt(wkt)) == stated(code)
        nameless = zone_of(CRS.from_wkt(re.sub(r'^PROJCS\["[^"]*"', 'PROJCS["地方"', wkt)))
        assert nameless is not None
        assert nameless.plane == stated(code).plane
        numbers = {nameless.number, nameless.either}
        assert stated(code).number in numbers
        assert same_crs(CRS.from_wkt(wkt), CRS.from_epsg(code))


@pytest.mark.parametrize(
    "foreign",
    [
        "EPSG:4490",
        "EPSG:3857",
        "EPSG:32649",
        "EPSG:28413",
        "EPSG:5186",
        "EPSG:2449",
        "+proj=tmerc +lon_0=108.5",
    ],
)
def test_what_is_no_chinese_zone_is_not_called_one(foreign: str) -> None:
    assert zone_of(CRS(foreign)) is None


def test_zones_about_a_place_are_its_own_and_the_neighbours() -> None:
    found = {(zone.width, zone.number) for zone in zones_about(109.2, "cgcs2000")}
    assert found == {(3, 36), (3, 37), (6, 18), (6, 19)}


def test_inspection_names_the_zone_of_a_prj_in_gbk_in_words(tmp_path: Path) -> None:
    table = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.box(36_500_000, 3.8e5, 36_500_100, 4e5)])
    path = tmp_path / "a.shp"
    table.set_crs("EPSG:2360").to_file(path, engine="pyogrio")
    wkt = CRS.from_epsg(2360).to_wkt("WKT1_ESRI").replace("Xian_1980", "西安80")
    path.with_suffix(".prj").write_bytes(wkt.encode("gb18030"))
    zone = inspect_files([path])[0].layers[0].zone
    assert zone is not None
    assert say(zone.code, **zone.facts) == "西安80 3° 带第 36 带，中央经线 108°E，假东距带带号"
    plain = zone_of(CRS("EPSG:4545"))
    assert plain is not None
    assert say(plain.code, **plain.facts) == "CGCS2000 3° 带第 36 带，中央经线 108°E，假东距无带号"
    assert say(plain.code, "en", **plain.facts) == (
        "CGCS2000, 3° zone 36, central meridian 108°E, false easting without the zone number"
    )


def test_an_import_names_its_zone_once_and_takes_a_prj_for_the_code_it_means(tmp_path: Path) -> None:
    path = draw(tmp_path)
    path.write_text(PROFILE.replace('role = "today"', 'role = "today"\ncrs = "EPSG:4547"'), encoding="utf-8")
    target = tmp_path / "today.gpkg"
    table = gpd.read_file(target, engine="pyogrio")
    target.unlink()
    wkt = re.sub(r'^PROJCS\["[^"]*"', 'PROJCS["某市"', CRS.from_epsg(4547).to_wkt("WKT1_ESRI"))
    table.set_crs(wkt, allow_override=True).to_file(target, engine="pyogrio")
    told = [problem for problem in checked(path).problems if problem.code.startswith("crs.zone")]
    assert [(p.code, p.layer, p.facts["number"]) for p in told] == [("crs.zone.plain", "parcels", 38)]
