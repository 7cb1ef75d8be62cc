"""Tiles of units and of buildings are cut once, kept apart, and of nothing else."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import mapbox_vector_tile
import pytest
import shapely

from domain.errors import UnknownError
from scenarios.ground_tiles import BUILDINGS, NEAR_ZOOMS, GroundTiles
from tests.drawn_town import CRS, ORIGIN, drawn_town

if TYPE_CHECKING:
    from pathlib import Path

    from gis.dataset import Dataset
    from gis.tile_archive import TileArchive

HOUSES = 30


def built_town() -> Dataset:
    """Return the drawn town with a row of houses."""
    west, north = ORIGIN
    houses = [shapely.box(west + 30 * n, north - 20, west + 30 * n + 12, north - 8) for n in range(HOUSES)]
    return replace(drawn_town(), layers={BUILDINGS: gpd.GeoDataFrame(geometry=houses, crs=CRS)})


def ids_at(archive: TileArchive, zoom: int) -> set[int]:
    """Return the features of one zoom, read by the library that did not write them."""
    members = [name for name in archive._archive.namelist() if name.startswith(f"{zoom}/")]
    found = set()
    for name in members:
        place = [int(part) for part in name.removesuffix(".mvt").split("/")]
        packed = archive.tile(place[0], place[1], place[2])
        assert packed is not None
        [layer] = mapbox_vector_tile.decode(gzip.decompress(packed)).values()
        found |= {feature["id"] for feature in layer["features"]}
    return found


def test_buildings_are_in_near_tiles_alone(tmp_path: Path) -> None:
    archive = GroundTiles(tmp_path).archive(built_town(), "town", BUILDINGS)
    assert archive.about["layer"] == BUILDINGS
    assert (archive.about["min_zoom"], archive.about["max_zoom"]) == NEAR_ZOOMS
    assert all(ids_at(archive, zoom) == set(range(HOUSES)) for zoom in NEAR_ZOOMS)
    assert ids_at(archive, NEAR_ZOOMS[0] - 1) == set()


def test_what_was_cut_is_read_again(tmp_path: Path) -> None:
    for _ in range(2):
        tiles = GroundTiles(tmp_path)
        assert tiles.archive(built_town(), "town").about["layer"] == "units"
        assert tiles.archive(built_town(), "town", BUILDINGS) is tiles.archive(
            built_town(), "town", BUILDINGS
        )
    assert len(list(tmp_path.rglob("*.tiles"))) == 2


@pytest.mark.parametrize("layer", ["roads", "..", "buildings"])
def test_no_other_layer_has_tiles_and_no_folder_is_made_for_it(tmp_path: Path, layer: str) -> None:
    with pytest.raises(UnknownError):
        GroundTiles(tmp_path).archive(drawn_town(), "town", layer)
    assert list(tmp_path.iterdir()) == []
