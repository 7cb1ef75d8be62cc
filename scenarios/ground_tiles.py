"""Tiles of a district: of its units, and of layers with more shapes than a page can hold, each cut once."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Final

from domain.errors import UnknownError
from gis.outlines import lonlat
from gis.tile_archive import TileArchive, keep_tiles
from gis.tiles import FINEST_ZOOM, cut_tiles

if TYPE_CHECKING:
    from pathlib import Path

    from gis.dataset import Dataset
    from gis.tiles import TileSet

UNITS: Final = "units"
BUILDINGS: Final = "buildings"
NEAR_ZOOMS: Final = (14, FINEST_ZOOM)
"""Zooms of the tiles of buildings: from farther away single ones cannot be seen."""


class GroundTiles:
    """The tiles below a folder, one archive for each district and layer."""

    def __init__(self, folder: Path) -> None:
        """Keep what is cut in `folder`."""
        self._folder, self._lock = folder, Lock()
        self._open: dict[tuple[str, str], TileArchive] = {}

    def archive(self, dataset: Dataset, district: str, layer: str = UNITS) -> TileArchive:
        """Return the tiles of a layer, cut now if they never were.

        Raises
        ------
        UnknownError
            When the district has no such layer, or the layer is small enough to be sent whole.
        """
        with self._lock:
            if (district, layer) not in self._open:
                self._open[district, layer] = self._made(dataset, district, layer)
            return self._open[district, layer]

    def _made(self, dataset: Dataset, district: str, layer: str) -> TileArchive:
        if layer != UNITS and (layer != BUILDINGS or layer not in dataset.layers):
            raise UnknownError("layer", layer=layer, known=f"{UNITS}, {BUILDINGS}")
        folder = self._folder / district if layer == UNITS else self._folder / district / layer
        if found := sorted(folder.glob("*.tiles")):
            return TileArchive(found[0])
        folder.mkdir(parents=True, exist_ok=True)
        return TileArchive(keep_tiles(_cut(dataset, layer), folder))


def _cut(dataset: Dataset, layer: str) -> TileSet:
    """Cut the units at every zoom, buildings where they can be seen."""
    if layer == UNITS:
        return cut_tiles(lonlat(dataset.footprints, dataset.info.crs))
    shapes = dataset.layers[layer].geometry.to_numpy()
    return cut_tiles(lonlat(shapes, dataset.info.crs), layer=layer, min_zoom=NEAR_ZOOMS[0])
