"""Pictures of the ground as tiles of the map: imagery, base maps, scans, from files or from a service."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import rasterio
from rasterio.enums import ColorInterp, Resampling
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.io import MemoryFile
from rasterio.transform import from_origin
from rasterio.warp import reproject, transform, transform_bounds
from rasterio.windows import Window

from domain.errors import FormatError
from gis.control_points import WEB
from gis.tiles import WORLD_M

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gis.control_points import Placement

TILE_PX: Final = 256
DEEPEST: Final = 20
FILES: Final = ("GTiff", "JPEG", "PNG", "MBTiles", "JP2OpenJPEG")
"""What is read from files; nothing else that could lead elsewhere."""
SERVICES: Final = ("WMS", "WMTS")
PATIENCE: Final = {"GDAL_HTTP_TIMEOUT": "10", "GDAL_HTTP_MAX_RETRY": "1"}
UNREADABLE: Final = (RasterioError, OSError, ValueError, MemoryError)
RGB: Final = 3
EDGE_STEPS: Final = 9
FULL: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """Where a picture lies, in degrees, and the zooms at which it has something to show."""

    bounds: tuple[float, float, float, float]
    zooms: tuple[int, int]


class Underlay:
    """One opened picture; several threads may ask for tiles, one of them is answered at a time."""

    def __init__(
        self, source: str, *, service: bool = False, crs: str = "", placement: Placement | None = None
    ) -> None:
        """Open a file, or a service by its description.

        `crs` stands in the place of what the file declares, `placement` in the place of both.

        Raises
        ------
        FormatError
            When it cannot be read, or says nothing of where it lies and nothing was said of it.
        """
        self._lock = Lock()
        self._picture = _opened(source, SERVICES if service else FILES)
        unplaced = self._picture.transform.is_identity or not (crs or self._picture.crs)
        if placement is None and unplaced:
            self.close()
            raise FormatError("underlay-unplaced")
        self._crs: Any = WEB if placement else crs or self._picture.crs
        self._transform = rasterio.Affine(*placement.coefficients) if placement else self._picture.transform
        palette = ColorInterp.palette in self._picture.colorinterp
        self._blend = Resampling.nearest if palette else Resampling.bilinear

    def extent(self) -> Extent:
        """Return where it lies and how close it is worth looking."""
        wide, high = self._picture.width, self._picture.height
        corners = [self._transform * corner for corner in ((0, 0), (wide, 0), (0, high), (wide, high))]
        xs, ys = zip(*corners, strict=True)
        ends = (min(xs), min(ys), max(xs), max(ys))
        bounds = tuple(transform_bounds(self._crs, "EPSG:4326", *ends))
        web = transform_bounds(self._crs, WEB, *ends)
        side = max(web[2] - web[0], web[3] - web[1])
        finest = math.ceil(math.log2(WORLD_M * max(wide, high) / (TILE_PX * side)))
        least = max(0, min(math.floor(math.log2(WORLD_M / side)), DEEPEST))
        return Extent(bounds=bounds, zooms=(least, max(least, min(finest, DEEPEST))))

    def tile(
        self, zoom: int, column: int, row: int, *, east_m: float = 0.0, north_m: float = 0.0
    ) -> bytes | None:
        """Return one tile as PNG, or None where there is nothing; the picture moved by metres of ground.

        Raises
        ------
        FormatError
            When the picture or its service stops in the middle.
        """
        side = WORLD_M / 2**zoom
        north = WORLD_M / 2 - row * side
        stretch = math.cosh((north - side / 2) / 6_378_137.0)  # web metres for one metre of ground
        corner = (column * side - WORLD_M / 2 - east_m * stretch, north - north_m * stretch)
        place = from_origin(*corner, side / TILE_PX, side / TILE_PX)
        window = self._window(place)
        if window is None:
            return None
        try:
            with self._lock, rasterio.Env(**PATIENCE):
                coloured = self._seen(window, place)
        except UNREADABLE as error:
            raise FormatError("underlay", reason=str(error)) from error
        return _png(coloured) if coloured[RGB].any() else None

    def _window(self, place: rasterio.Affine) -> Window | None:
        """Return the part of the picture that a tile needs, with a little around it; None for no part."""
        steps = np.linspace(0, TILE_PX, EDGE_STEPS)
        across, down = (grid.ravel() for grid in np.meshgrid(steps, steps))
        x, y = transform(WEB, self._crs, *(place * (across, down)))
        columns, rows = ~self._transform * (np.asarray(x), np.asarray(y))
        if not (np.isfinite(columns).all() and np.isfinite(rows).all()):
            return None
        left, top = (max(0, math.floor(ends.min()) - 2) for ends in (columns, rows))
        right = min(self._picture.width, math.ceil(columns.max()) + 2)
        low = min(self._picture.height, math.ceil(rows.max()) + 2)
        return Window(left, top, right - left, low - top) if right > left and low > top else None

    def _seen(self, window: Window, place: rasterio.Affine) -> NDArray[np.uint8]:
        """Return a part of the picture as it lies on a tile; coarse views are read coarsely."""
        coarse = max(1.0, window.width / (2 * TILE_PX), window.height / (2 * TILE_PX))
        high, wide = math.ceil(window.height / coarse), math.ceil(window.width / coarse)
        bands = self._picture.read(
            window=window, out_shape=(self._picture.count, high, wide), resampling=self._blend
        )
        if not self._has_alpha:
            mask = self._picture.dataset_mask(window=window, out_shape=(high, wide))
            bands = np.concatenate([bands, mask[np.newaxis].astype(bands.dtype)])
        coloured = self._coloured(bands)
        from_pixels = (
            self._transform
            * rasterio.Affine.translation(window.col_off, window.row_off)
            * rasterio.Affine.scale(window.width / wide, window.height / high)
        )
        seen = np.zeros((RGB + 1, TILE_PX, TILE_PX), np.uint8)
        for band, onto in zip(coloured, seen, strict=True):
            reproject(
                band, onto, src_transform=from_pixels, src_crs=self._crs, dst_transform=place, dst_crs=WEB,
                resampling=self._blend,
            )  # fmt: skip
        return seen

    def close(self) -> None:
        """Close the file."""
        self._picture.close()

    @property
    def _has_alpha(self) -> bool:
        return ColorInterp.alpha in self._picture.colorinterp

    def _coloured(self, bands: NDArray[np.generic]) -> NDArray[np.uint8]:
        """Return red, green, blue and opacity, whatever the picture is made of."""
        colours, alpha = bands[:-1], bands[-1]
        if ColorInterp.palette in self._picture.colorinterp:
            table = np.zeros((FULL + 1, RGB), np.uint8)
            for value, colour in self._picture.colormap(1).items():
                table[value] = colour[:RGB]
            colours = table[colours[0]].transpose(2, 0, 1)
        elif len(colours) < RGB:
            colours = np.repeat(colours[:1], RGB, axis=0)
        if colours.dtype != np.uint8:
            low, high = self._range
            colours = np.clip((colours.astype(np.float64) - low) / (high - low) * FULL, 0, FULL)
        seen = np.where(alpha > 0, FULL, 0) if alpha.dtype != np.uint8 else alpha
        return np.concatenate([colours[:RGB].astype(np.uint8), seen[np.newaxis].astype(np.uint8)])

    @cached_property
    def _range(self) -> tuple[float, float]:
        """The values between black and white, where they are no bytes: all but the outer hundredths."""
        rough = self._picture.read(out_shape=(self._picture.count, TILE_PX, TILE_PX), masked=True)
        low, high = (float(end) for end in np.percentile(rough.compressed(), [1, 99]))
        return low, max(high, low + 1e-9)


def _opened(source: str, drivers: Sequence[str]) -> rasterio.DatasetReader:
    """Open a source by one of the drivers, which are tried in turn."""
    reasons = []
    with warnings.catch_warnings(), rasterio.Env(**PATIENCE):
        warnings.simplefilter("ignore", NotGeoreferencedWarning)  # told by who opens it
        for driver in drivers:
            try:
                return rasterio.open(source, driver=driver)
            except UNREADABLE as error:
                reasons.append(str(error))
    raise FormatError("underlay", reason=reasons[0])


def _png(coloured: NDArray[np.uint8]) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with MemoryFile() as memory:
            with memory.open(
                driver="PNG", width=TILE_PX, height=TILE_PX, count=RGB + 1, dtype="uint8"
            ) as file:
                file.write(coloured)
            return bytes(memory.read())


def tile_service(template: str) -> str:
    """Return the description of a service of tiles (XYZ, EPSG:3857) by its address with {z}, {x} and {y}."""
    address = (
        template.replace("&", "&amp;").replace("{z}", "${z}").replace("{x}", "${x}").replace("{y}", "${y}")
    )
    half = WORLD_M / 2
    return (
        f'<GDAL_WMS><Service name="TMS"><ServerUrl>{address}</ServerUrl></Service><DataWindow>'
        f"<UpperLeftX>{-half}</UpperLeftX><UpperLeftY>{half}</UpperLeftY><LowerRightX>{half}</LowerRightX>"
        f"<LowerRightY>{-half}</LowerRightY><TileLevel>{DEEPEST}</TileLevel><TileCountX>1</TileCountX>"
        "<TileCountY>1</TileCountY><YOrigin>top</YOrigin></DataWindow><Projection>EPSG:3857</Projection>"
        f"<BlockSizeX>{TILE_PX}</BlockSizeX><BlockSizeY>{TILE_PX}</BlockSizeY><BandsCount>4</BandsCount>"
        "<ZeroBlockHttpCodes>204,404</ZeroBlockHttpCodes><ZeroBlockOnServerException>true"
        "</ZeroBlockOnServerException><Timeout>10</Timeout></GDAL_WMS>"
    )


def wmts_service(capabilities: str, layer: str, matrix_set: str) -> str:
    """Return the description of a WMTS by the address of its capabilities, in any CRS (3857, 4490, …)."""
    return f"WMTS:{capabilities},layer={layer},tilematrixset={matrix_set}"
