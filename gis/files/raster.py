"""Rasters: counts in cells of one size, as GeoTIFF files of population bring them."""

from __future__ import annotations

import math
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import rasterio
from pyproj import CRS
from pyproj.exceptions import CRSError
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.windows import Window, from_bounds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_CELLS = 100_000_000  # 800 MB of numbers
AT_ONCE = 4_000_000
WHOLE = 1e-6  # of a cell: bounds that end this near to a cell's edge end there
UNREADABLE = (RasterioError, OSError, ValueError, MemoryError)


class RasterError(Exception):
    """A raster cannot be read; `why` is the end of its code `raster.*`, `facts` fill in the text."""

    def __init__(self, why: str, **facts: str | float) -> None:
        self.why = why
        self.facts = facts
        super().__init__(f"raster.{why}: {facts}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Raster:
    """Counts in cells.

    Attributes
    ----------
    values
        Rows from north to south × columns from west to east, float64, read-only; NaN where nobody counted.
    transform
        (a, b, c, d, e, f): column and row (of the cell's north-western corner) lie at
        x = a·column + b·row + c, y = d·column + e·row + f; b = d = 0, a > 0 > e.
    crs
        CRS of x and y.
    nodata
        The number that stands in the file where nobody counted; None where none is declared.
    """

    values: np.ndarray
    transform: tuple[float, float, float, float, float, float]
    crs: CRS
    nodata: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterFacts:
    """What a raster is like: size, cells with a count, width and height of a cell in its unit, sum."""

    rows: int
    columns: int
    counted: int
    cell: tuple[float, float]
    crs: CRS
    nodata: float | None
    total: float


def look_at_raster(path: Path) -> RasterFacts:
    """Return what a raster is like, read in strips.

    Raises
    ------
    RasterError
        As `read_raster`.
    """
    with _opened(path) as file:
        _checked_size(file.height, file.width)
        step = max(1, AT_ONCE // file.width)
        counted, sums = 0, []
        for row in range(0, file.height, step):
            values = _values(file, Window(0, row, file.width, min(step, file.height - row)))
            counted += int(np.isfinite(values).sum())
            sums.append(float(np.nansum(values)))
        if not counted:
            raise RasterError("nothing")
        return RasterFacts(
            rows=file.height, columns=file.width, counted=counted, crs=_crs(file),
            cell=(file.transform.a, -file.transform.e), nodata=file.nodata, total=math.fsum(sums),
        )  # fmt: skip


def read_raster(path: Path, bounds: tuple[float, float, float, float] | None = None) -> Raster:
    """Return the counts of a raster of one band, whole or all cells that meet `bounds`.

    Parameters
    ----------
    bounds
        West, south, east, north in the raster's CRS; of a raster larger than the cap only a part can
        be read.

    Raises
    ------
    RasterError
        Where the file is no GeoTIFF or damaged, has several bands, no place or no CRS, is turned,
        larger than the cap, or holds negative or infinite counts; where no cell meets the bounds.
    """
    with _opened(path) as file:
        window = Window(0, 0, file.width, file.height) if bounds is None else _window(file, bounds)
        _checked_size(int(window.height), int(window.width))
        values = _values(file, window)
        values.setflags(write=False)
        moved = file.window_transform(window)
        return Raster(values=values, transform=tuple(moved)[:6], crs=_crs(file), nodata=file.nodata)


def crs_of_raster(path: Path) -> CRS:
    """Return the CRS that a raster declares; RasterError as `read_raster`."""
    with _opened(path) as file:
        return _crs(file)


@contextmanager
def _opened(path: Path) -> Iterator[rasterio.DatasetReader]:
    """Open a GeoTIFF whose cells have a place."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)  # told below
            with rasterio.open(path, driver="GTiff") as file:
                _checked(file)
                yield file
    except UNREADABLE as error:
        raise RasterError("unreadable") from error


def _checked(file: rasterio.DatasetReader) -> None:
    """Refuse what are no counts in cells that have a place."""
    if file.count != 1:
        raise RasterError("bands", bands=file.count)
    if np.dtype(file.dtypes[0]).kind not in "iuf":
        raise RasterError("kind")
    place = file.transform
    if place.is_identity or file.crs is None:
        raise RasterError("unplaced")
    if not (place.b == place.d == 0 and place.a > 0 > place.e) or not all(map(math.isfinite, place)):
        raise RasterError("turned")
    _checked_size(*file.block_shapes[0])


def _checked_size(rows: int, columns: int) -> None:
    """Refuse what would not fit into memory."""
    if rows * columns > MOST_CELLS:
        raise RasterError("too-large", rows=rows, columns=columns, most=MOST_CELLS)


def _crs(file: rasterio.DatasetReader) -> CRS:
    """Return the CRS that the file declares."""
    try:
        return CRS.from_user_input(file.crs.to_wkt())
    except CRSError as error:
        raise RasterError("unplaced") from error


def _window(file: rasterio.DatasetReader, bounds: tuple[float, float, float, float]) -> Window:
    """Return the cells that meet bounds."""
    asked = from_bounds(*bounds, transform=file.transform)
    first = [max(0, math.floor(at + WHOLE)) for at in (asked.col_off, asked.row_off)]
    ends = (asked.col_off + asked.width, asked.row_off + asked.height)
    most = (file.width, file.height)
    last = [min(size, math.ceil(at - WHOLE)) for at, size in zip(ends, most, strict=True)]
    if last[0] <= first[0] or last[1] <= first[1]:
        raise RasterError("elsewhere")
    return Window(first[0], first[1], last[0] - first[0], last[1] - first[1])


def _values(file: rasterio.DatasetReader, window: Window) -> np.ndarray:
    """Return the counts of some cells, NaN where nobody counted."""
    found = file.read(1, window=window, masked=True)
    values = found.astype(np.float64).filled(np.nan) * file.scales[0] + file.offsets[0]
    wrong = (values < 0) | np.isinf(values)
    if wrong.any():
        first = float(values[wrong][0])
        raise RasterError("no-counts", cells=int(wrong.sum()), value=f"{first:g}")
    return np.ascontiguousarray(values)
