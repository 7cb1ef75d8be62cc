"""Places of a local city grid come out where they are, and bad control points are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from domain.errors import ProfileError
from gis.placing.local import LocalSpec, fitted, local_crs, moved_in, suspect
from gis.reading.profile import load_profile
from tests.gis.drawn_ground import PROFILE, draw
from tests.gis.test_datum import checked, errors_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MILLIMETRE = 0.001
CONTROL = np.array(
    [[500_000.0, 4_000_000.0], [500_400.0, 4_000_010.0], [500_380.0, 4_000_390.0], [500_005.0, 4_000_400.0]]
)


def away(places: np.ndarray, *, degrees: float = 1.7, scale: float = 0.99996) -> np.ndarray:
    """Places of EPSG:4547 as a city's own plane has them: turned, scaled, near its own origin."""
    turn, (x, y) = np.radians(degrees), (places - [500_200.0, 4_000_200.0]).T
    turned = np.column_stack([np.cos(turn) * x - np.sin(turn) * y, np.sin(turn) * x + np.cos(turn) * y])
    return scale * turned + [20_000.0, 30_000.0]


def control(places: np.ndarray = CONTROL) -> tuple[tuple[float, ...], ...]:
    """Control points: there, and here."""
    return tuple(map(tuple, np.column_stack([away(places), places]).tolist()))


def rewritten(
    folder: Path, grid: str, change: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]
) -> tuple[Path, gpd.GeoDataFrame]:
    """Put today's grids into a local grid; return the profile, and the grids as they really are."""
    path = draw(folder)
    true = checked(path).layers["today"].table
    target = folder / "today.gpkg"
    table = change(gpd.read_file(target, engine="pyogrio"))
    target.unlink()
    table.set_crs(None, allow_override=True).to_file(target, engine="pyogrio")
    told = PROFILE.replace('role = "today"', 'role = "today"\ncrs = "local:city"')
    path.write_text(told + grid, encoding="utf-8")
    return path, true


def corners(table: gpd.GeoDataFrame) -> np.ndarray:
    """Corners of a layer, in the order of its codes."""
    return np.asarray(shapely.get_coordinates(shapely.normalize(table.geometry.to_numpy())))


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_projection_of_the_city_comes_back_to_a_millimetre(tmp_path: Path) -> None:
    """Middle at 113.8°, a plane 420 m above the ellipsoid, northings counted from 3,990 km."""
    spec = LocalSpec(
        name="city", base="EPSG:4490", meridian=113.8, easting=100_000.0, northing=-3_990_000.0, height=420.0
    )
    grid = """
[local.city]
base = "EPSG:4490"
meridian = 113.8
easting = 100000
northing = -3990000
height = 420
"""
    path, true = rewritten(tmp_path, grid, lambda table: table.to_crs(local_crs(spec)))
    layers = checked(path)
    assert np.abs(corners(layers.layers["today"].table) - corners(true)).max() < MILLIMETRE
    told = [problem for problem in layers.problems if problem.layer == "today"]
    assert [problem.code for problem in told if problem.code.startswith("crs.")] == ["crs.local"]
    assert next(problem for problem in told if problem.code == "crs.local").facts["local"] == "city"


def test_a_raised_plane_is_longer_by_its_height_over_the_axis() -> None:
    """420 m over 6,378,137 m: 6.6 cm in a kilometre, by an ellipsoid enlarged as the formula says."""
    low, high = (
        Transformer.from_crs(
            "EPSG:4490",
            local_crs(LocalSpec(name="a", base="EPSG:4490", meridian=114.0, height=height)),
            always_xy=True,
        )
        for height in (0.0, 420.0)
    )
    places = np.array([[114.1, 36.0], [114.3, 36.2]])
    before, after = (np.column_stack(each.transform(*places.T)) for each in (low, high))
    assert np.allclose(after, before * (1 + 420 / 6_378_137), rtol=0, atol=1e-4)
    enlarged = CRS(f"+proj=tmerc +lon_0=114 +a={6_378_137 + 420} +rf=298.257222101 +units=m")
    own = Transformer.from_crs(enlarged.geodetic_crs, enlarged, always_xy=True)
    assert np.allclose(after, np.column_stack(own.transform(*places.T)), rtol=0, atol=1e-4)


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_control_points_turn_a_plane_back_to_a_millimetre_and_their_fit_is_noted(tmp_path: Path) -> None:
    rows = ", ".join(str(list(row)) for row in control())
    grid = f'\n[local.city]\nbase = "EPSG:4547"\ncontrol = [{rows}]\n'

    def change(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        return table.set_geometry(gpd.GeoSeries(shapely.transform(table.geometry.to_numpy(), away)))

    path, true = rewritten(tmp_path, grid, change)
    layers = checked(path)
    assert np.abs(corners(layers.layers["today"].table) - corners(true)).max() < MILLIMETRE
    note = next(p for p in layers.problems if p.code == "crs.local-fitted")
    assert note.facts["points"] == 4
    assert float(note.facts["most"]) < MILLIMETRE
    bad = [list(row) for row in control()]
    bad[2][0] += 3.0
    path.write_text(path.read_text(encoding="utf-8").replace(str(list(control()[2])), str(bad[2])), "utf-8")
    told = [p for p in errors_of(path) if p.layer == "today"]
    assert [(p.code, p.facts["point"]) for p in told] == [("crs.control-off", 3)]
    assert abs(float(told[0].facts["metres"]) - 3) < 0.01


@given(st.integers(0, 5), st.floats(1, 500), st.floats(0, 6.28), st.floats(-180, 180), st.integers(0, 99))
def test_a_planted_blunder_is_the_point_that_is_told(
    which: int, off: float, way: float, turn: float, seed: int
) -> None:
    """Of six points with a centimetre of noise, one is put off by 1 to 500 m: it is named, to 10 cm."""
    chance = np.random.default_rng(seed)
    places = np.array([[0, 0], [4e3, 0], [4e3, 3e3], [0, 3e3], [2e3, 1.6e3], [9e2, 2.2e3]])
    places = places + np.array([500_000, 4e6])
    here = away(places, degrees=turn) + chance.normal(0, 0.01, places.shape)
    here[which] += off * np.array([np.cos(way), np.sin(way)])
    points = tuple(map(tuple, np.column_stack([here, places]).tolist()))
    told = suspect(LocalSpec(name="a", base="EPSG:4547", control=points))
    assert told is not None
    assert told[0] == which + 1
    assert abs(told[1] - off) < 0.1


def test_good_control_points_are_not_suspected_and_three_that_disagree_are() -> None:
    assert suspect(LocalSpec(name="a", base="EPSG:4547", control=control())) is None
    rows = [list(row) for row in control()[:3]]
    rows[0][1] += 2.0
    assert suspect(LocalSpec(name="a", base="EPSG:4547", control=tuple(map(tuple, rows)))) is not None


@given(st.floats(-180, 180), st.floats(0.9, 1.1), st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))
def test_a_plane_transform_and_control_points_made_by_it_are_one(
    turn: float, scale: float, east: float, north: float
) -> None:
    shift = LocalSpec(name="a", base="EPSG:4547", shift=(east, north), rotation=turn, scale=scale)
    points = shapely.points(away(CONTROL))
    there = shapely.get_coordinates(moved_in(points, shift))
    rows = tuple(map(tuple, np.column_stack([away(CONTROL), there]).tolist()))
    fit = fitted(LocalSpec(name="a", base="EPSG:4547", control=rows))
    assert fit is not None
    assert np.abs(fit.plane.of(away(CONTROL)) - there).max() < MILLIMETRE


@pytest.mark.parametrize(
    ("grid", "code"),
    [
        ('base = "EPSG:4547"', "local-ways"),
        ('base = "EPSG:4547"\nmeridian = 114\nshift = [1, 2]', "local-ways"),
        ('base = "EPSG:0"\nmeridian = 114', "local-base"),
        ('base = "EPSG:4490"\nshift = [1, 2]', "local-base"),
        ('base = "EPSG:4547"\nshift = [1, 2, 3]', "local-numbers"),
        ('base = "EPSG:4547"\ncontrol = [[1, 2, 3, 4], [5, 6, 7, 8]]', "local-numbers"),
        ('base = "EPSG:4547"\ncontrol = [[1, 2, 3, 4], [5, 6, 7, 8], [1, 2, 9, 9]]', "local-numbers"),
        ('base = "EPSG:4547"\nmeridian = "114"', "wrong-kind"),
        ('base = "EPSG:4547"\ncontrol = [1, 2, 3]', "local-numbers"),
    ],
)
def test_a_local_grid_that_cannot_be_used_is_refused(tmp_path: Path, grid: str, code: str) -> None:
    path = draw(tmp_path)
    path.write_text(f"{PROFILE}\n[local.city]\n{grid}\n", encoding="utf-8")
    with pytest.raises(ProfileError, match=rf"profile\.{code}"):
        load_profile(path)
