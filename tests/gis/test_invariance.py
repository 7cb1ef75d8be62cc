"""Where a file's rows and rings begin, where the town lies and what it is called change nothing else."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from scenarios.importing import import_profile
from tests.gis.drawn_ground import X, Y, draw, write

if TYPE_CHECKING:
    from gis.dataset import Dataset

LAYERS = ("communities", "today", "roads", "rail", "parcels")
HEAVY = 30
"""Homes of each parcel in the south-west block; all others have one."""

Facts = tuple[list[tuple[object, ...]], list[tuple[object, ...]]]


def facts_of(town: Dataset, east: float = 0, north: float = 0) -> Facts:
    """Units by place, area and households; borders by the places of both, metres and passage."""
    places = shapely.get_coordinates(shapely.centroid(town.footprints)) - (X + east, Y + north)
    homes = town.graph.units.count("households")
    area = shapely.area(town.footprints)
    units: list[tuple[object, ...]] = sorted(
        (*p.round(2), float(a.round(1)), int(h)) for p, a, h in zip(places, area, homes, strict=True)
    )
    graph = town.graph
    borders: list[tuple[object, ...]] = sorted(
        (*sorted([tuple(places[a].round(2)), tuple(places[b].round(2))]), float(m.round(1)), bool(free))
        for a, b, m, free in zip(graph.tail, graph.head, graph.border_m, graph.passable, strict=True)
    )
    return units, borders


def redrawn(shape: shapely.Geometry, *, start: int, turned: bool, east: int, north: int) -> shapely.Geometry:
    """The same shape elsewhere; a polygon's ring begins at another corner or runs the other way."""
    if isinstance(shape, shapely.Polygon):
        corners = shapely.get_coordinates(shape)[:-1]
        corners = np.roll(corners, start, axis=0)
        shape = shapely.Polygon(corners[::-1] if turned else corners)
    return shapely.transform(shape, lambda xy: xy + np.array([east, north]))


def renamed(told: object) -> object:
    """Another name for an area; what is no name stays."""
    return f"新{told}" if told in ("西", "东") else told


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The town as drawn."""
    folder = tmp_path_factory.mktemp("plain")
    return import_profile(draw(folder, heavy=HEAVY), [folder], shipped_standards())


@settings(max_examples=12, deadline=None, phases=[Phase.generate])
@given(
    seed=st.integers(0, 10_000),
    start=st.integers(0, 3),
    turned=st.booleans(),
    east=st.integers(-5000, 5000),
    north=st.integers(-5000, 5000),
)
def test_rows_rings_place_and_names_change_nothing_but_names(
    plain: Dataset, *, seed: int, start: int, turned: bool, east: int, north: int
) -> None:
    """From check over cut to link: the same units with the same counts, borders and ways across."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = draw(folder, heavy=HEAVY)
        for layer in LAYERS:
            table = gpd.read_file(folder / f"{layer}.gpkg")
            (folder / f"{layer}.gpkg").unlink()
            shapes = [redrawn(g, start=start, turned=turned, east=east, north=north) for g in table.geometry]
            columns = {c: [renamed(v) for v in table[c]] for c in table.columns if c != "geometry"}
            write(folder, layer, columns, shapes, shuffle=seed)
        town = import_profile(path, [folder], shipped_standards())
    assert facts_of(town, east, north) == facts_of(plain)
    assert town.info.totals == plain.info.totals
    before, after = (ground.graph.units.levels[0] for ground in (plain, town))
    assert after.codes == before.codes
    assert after.names == tuple(f"新{n}" for n in before.names)
