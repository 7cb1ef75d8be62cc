"""A layer in the wrong place is told with its shift, and moved only when somebody says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.reference import shipped_standards
from domain.errors import ImportRejected, ProfileError
from gis.placing.datum import to_bd, to_gcj, true_places, true_shapes
from gis.placing.shift import weighed
from gis.reading.check import check_layers
from gis.reading.profile import load_profile
from gis.reading.read import read_layers
from tests.gis.drawn_ground import PROFILE, draw
from tests.shared import real_data

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from domain.outcome import Problem
    from gis.reading.check import Layers

DEGREES = "EPSG:4326"
STANDARDS = shipped_standards()


def test_the_published_vector_is_met_exactly() -> None:
    assert to_gcj(np.array([[120.0, 40.0]])).tolist() == [[120.00567568355486, 40.0013047896019]]
    assert to_gcj(np.array([[-71.1, 42.4]])).tolist() == [[-71.1, 42.4]]  # outside nothing is shifted


@given(st.floats(74, 134), st.floats(18, 53))
def test_what_is_shifted_comes_back(lon: float, lat: float) -> None:
    """To a tenth of a micrometre, 50 to 700 m and more away."""
    place = np.array([[lon, lat]])
    for shift, datum in ((to_gcj, "gcj02"), (to_bd, "bd09")):
        shifted = shift(place)
        assert 0.0001 < np.abs(shifted - place).max() < 0.02
        assert np.abs(true_places(shifted, datum) - place).max() < 1e-12


def streets() -> tuple[gpd.GeoDataFrame, gpd.GeoSeries]:
    """The streets of Qingdao and its districts."""
    table = gpd.read_file(real_data("qingdao") / "streets_osm_wgs84.geojson", engine="pyogrio")
    table["geometry"] = shapely.coverage_simplify(table.geometry.to_numpy(), 0.002)
    return table, table.dissolve("dcode").geometry


def moved(shapes: gpd.GeoSeries, shift: Callable[..., np.ndarray]) -> gpd.GeoSeries:
    """A copy shifted as web maps are, labelled as if it were not."""
    return gpd.GeoSeries(shapely.transform(shapes.to_numpy(), shift), crs=DEGREES)


def test_qingdao_on_a_web_map_is_caught_within_five_metres_and_comes_back_within_ten_centimetres() -> None:
    table, districts = streets()
    for shift, datum in ((to_gcj, "gcj02"), (to_bd, "bd09")):
        layer = moved(table.geometry, shift)
        at = "EPSG:4549"
        real = layer.to_crs(at).centroid.distance(table.to_crs(at).centroid).mean()
        found = weighed(layer, districts).shift
        assert found is not None
        assert (found.datum, found.reversed) == (datum, False)
        assert abs(found.metres - real) < 5
        back = gpd.GeoSeries(true_shapes(layer.to_numpy(), datum), crs=DEGREES).to_crs(at)
        corners = [shapely.get_coordinates(each.to_numpy()) for each in (back, table.to_crs(at).geometry)]
        assert np.abs(corners[0] - corners[1]).max() < 0.1
        other = weighed(table.geometry, moved(districts, shift)).shift
        assert other is not None
        assert (other.datum, other.reversed) == (datum, True)


def test_what_is_not_shifted_is_left_in_peace() -> None:
    """A hundred cut-outs of a few to many streets, as areas and as points, and streets drawn carelessly."""
    table, districts = streets()
    chance = np.random.default_rng(4)
    for _ in range(100):
        middle = table.geometry.iloc[int(chance.integers(len(table)))].representative_point()
        near = table[table.intersects(middle.buffer(chance.uniform(0.02, 0.2)))].geometry
        assert weighed(near, districts).shift is None
        assert weighed(near.representative_point(), districts).shift is None
    assert weighed(table.simplify(0.006).buffer(0), districts).shift is None


def checked(path: Path) -> Layers:
    """The layers of a profile as they come out of the check."""
    profile = load_profile(path)
    return check_layers(read_layers(profile, [path.parent]), profile, STANDARDS)


def errors_of(path: Path) -> list[Problem]:
    """Errors of a rejected import."""
    with pytest.raises(ImportRejected) as told:
        checked(path)
    return [problem for problem in told.value.problems if problem.severity == "error"]


def relabelled(folder: Path, change: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]) -> None:
    """Change today's grids on disk."""
    path = folder / "today.gpkg"
    table = change(gpd.read_file(path, engine="pyogrio"))
    path.unlink()
    table.to_file(path, driver="GPKG", engine="pyogrio")


def test_a_web_map_among_true_layers_is_told_and_converted_when_declared(tmp_path: Path) -> None:
    path = draw(tmp_path)
    true = checked(path).layers["today"].table
    relabelled(tmp_path, lambda t: t.set_geometry(moved(t.to_crs(DEGREES).geometry, to_gcj)))
    told = errors_of(path)
    assert [(p.code, p.layer) for p in told] == [("datum.shifted", "today")]
    assert 300 < float(told[0].facts["metres"]) < 700
    declared = PROFILE.replace('role = "today"', 'role = "today"\ndatum = "gcj02"')
    path.write_text(declared, encoding="utf-8")
    assert checked(path).layers["today"].table.geom_equals_exact(true, 0.01).all()
    path.write_text(declared.replace("gcj02", "mars"), encoding="utf-8")
    with pytest.raises(ProfileError, match=r"profile\.datum"):
        load_profile(path)


@pytest.mark.parametrize(
    ("change", "code", "fits"),
    [
        (lambda t: t.set_crs("EPSG:4548", allow_override=True), "crs.elsewhere", "EPSG:4547"),
        (lambda t: t.set_crs(DEGREES, allow_override=True), "crs.not-degrees", ""),
        (lambda t: t.to_crs(DEGREES).set_crs("EPSG:4547", allow_override=True), "crs.not-metres", ""),
        (lambda t: t.set_geometry(shapely.transform(t.to_crs(DEGREES).geometry.to_numpy(), np.fliplr))
         .set_crs(DEGREES, allow_override=True), "crs.swapped", ""),
        (lambda t: t.set_geometry(shapely.transform(t.geometry.to_numpy(), np.fliplr)),
         "crs.elsewhere", "EPSG:4547 (y, x)"),
    ],
    ids=["zone", "metres-as-degrees", "degrees-as-metres", "swapped-degrees", "swapped-metres"],
)  # fmt: skip
def test_a_wrong_crs_is_known_by_where_it_leads(
    tmp_path: Path, change: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame], code: str, fits: str
) -> None:
    path = draw(tmp_path)
    relabelled(tmp_path, change)
    told = errors_of(path)
    assert [(p.code, p.layer) for p in told] == [(code, "today")]
    assert fits in str(told[0].facts.get("fits", ""))


def test_a_whole_ground_in_a_wrong_zone_is_told(tmp_path: Path) -> None:
    path = draw(tmp_path)
    path.write_text(PROFILE.replace('crs = "EPSG:4547"', 'crs = "EPSG:4527"'), encoding="utf-8")
    assert "crs.outside" in {p.code for p in errors_of(path)}
