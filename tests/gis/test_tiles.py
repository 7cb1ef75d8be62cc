"""The tiles hold every unit, at every zoom, with borders that fit at every seam."""

from __future__ import annotations

import gzip
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from shapely import affinity

from gis.tile_archive import TileArchive, keep_tiles
from gis.tile_encoding import EXTENT
from gis.tiles import WORLD_M, TileSet, cut_tiles
from tests.mosaics import mosaic

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

Place = tuple[int, int, int]


@pytest.fixture(scope="module")
def town() -> gpd.GeoSeries:
    return mosaic(40, 40)


@pytest.fixture(scope="module")
def tiles(town: gpd.GeoSeries) -> TileSet:
    return cut_tiles(town)


def features(data: bytes) -> dict[int, Any]:
    """Decode with the library that did not write: id → geometry in lattice steps, y downwards."""
    layer = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})["units"]
    assert layer["extent"] == EXTENT
    found = {feature["id"]: shapely.geometry.shape(feature["geometry"]) for feature in layer["features"]}
    assert len(found) == len(layer["features"])
    return found


def drawn(tiles: TileSet, zoom: int) -> dict[int, NDArray[np.object_]]:
    """Return what a screen shows of each unit: its pieces clipped to their tiles, in EPSG:3857."""
    step = WORLD_M / (2**zoom * EXTENT)
    window = shapely.box(0, 0, EXTENT, EXTENT)

    def on_earth(column: int, row: int) -> list[float]:
        west, north = column * EXTENT * step - WORLD_M / 2, WORLD_M / 2 - row * EXTENT * step
        return [step, 0, 0, -step, west, north]

    pieces: dict[int, list[shapely.Geometry]] = defaultdict(list)
    for (at, column, row), data in tiles.tiles.items():
        for unit, shape in features(data).items() if at == zoom else ():
            seen = shapely.intersection(shapely.make_valid(shape), window)
            pieces[unit].append(affinity.affine_transform(seen, on_earth(column, row)))
    return {unit: np.array(found) for unit, found in pieces.items()}


def test_every_unit_comes_back_where_it_was(town: gpd.GeoSeries, tiles: TileSet) -> None:
    step_m = WORLD_M / (2**tiles.max_zoom * EXTENT)
    seen = drawn(tiles, tiles.max_zoom)
    truth = town.to_crs(3857)
    for unit, shape in enumerate(truth):
        whole = shapely.union_all(seen[unit], grid_size=step_m / 100)
        assert shapely.hausdorff_distance(whole, shape) < 1.5 * step_m


def test_neighbours_share_their_borders_on_the_lattice(tiles: TileSet) -> None:
    """On a mosaic without holes, what a tile shows is covered once: no gap, no overlap."""
    for zoom in range(tiles.min_zoom, tiles.max_zoom + 1):
        seen = np.concatenate(list(drawn(tiles, zoom).values()))
        together = shapely.union_all(seen, grid_size=1e-6)
        assert shapely.area(seen).sum() == pytest.approx(together.area, rel=1e-9)
        filled = shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(together)))
        assert shapely.area(filled).sum() == pytest.approx(together.area, rel=1e-9)


def test_every_unit_is_in_every_zoom_however_small() -> None:
    """A hundred kiosks of 30 cm beside one field of 5 km: the kiosks collapse, and stay."""
    kiosks = [shapely.box(x, 0, x + 0.3, 0.3) for x in range(0, 3000, 30)]
    field = shapely.box(0, 10, 5000, 5010)
    place = gpd.GeoSeries([*kiosks, field], crs=4545).translate(600_000, 3_800_000)
    tiles = cut_tiles(place)
    ids: dict[int, set[int]] = defaultdict(set)
    for (zoom, _, _), data in tiles.tiles.items():
        found = features(data)
        ids[zoom] |= found.keys()
        assert all(shape.area > 0 for shape in found.values())
    assert dict(ids) == {zoom: set(range(101)) for zoom in range(tiles.min_zoom, tiles.max_zoom + 1)}


def test_holes_and_separate_parts_survive() -> None:
    """
    A unit of two parts, one with a courtyard that is another unit.

        ┌────────┐   ┌──┐
        │ ┌──┐   │   │ 0│
        │0│ 1│   │   └──┘
        │ └──┘   │
        └────────┘
    """
    yard = shapely.box(100, 100, 200, 200)
    ring = shapely.box(0, 0, 300, 300).difference(yard)
    place = gpd.GeoSeries([shapely.union(ring, shapely.box(400, 200, 500, 300)), yard], crs=4545)
    tiles = cut_tiles(place.translate(600_000, 3_800_000))
    seen = drawn(tiles, tiles.max_zoom)
    areas = [shapely.union_all(seen[unit]).area for unit in (0, 1)]
    assert areas[0] / areas[1] == pytest.approx(9.0, rel=0.01)
    assert not shapely.union_all(seen[0]).intersects(shapely.union_all(seen[1]).buffer(-1))


def test_the_same_ground_gives_the_same_bytes_and_the_same_name(
    town: gpd.GeoSeries, tiles: TileSet, tmp_path: Path
) -> None:
    again = cut_tiles(town.copy())
    assert again.tiles == tiles.tiles
    assert keep_tiles(tiles, tmp_path) == keep_tiles(again, tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_an_archive_gives_back_each_tile(tiles: TileSet, tmp_path: Path) -> None:
    archive = TileArchive(keep_tiles(tiles, tmp_path))
    for place, data in tiles.tiles.items():
        packed = archive.tile(*place)
        assert packed is not None
        assert gzip.decompress(packed) == data
    assert archive.tile(tiles.max_zoom, 0, 0) is None
    assert (archive.about["min_zoom"], archive.about["layer"]) == (tiles.min_zoom, "units")
    archive.close()


def test_ground_without_a_declared_projection_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        cut_tiles(gpd.GeoSeries([shapely.box(0, 0, 1, 1)]))
