"""Rasters of counts are read to the cell, and what is none says why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.transform import Affine, from_origin

from gis.files import raster
from gis.files.containers import opened
from gis.files.opening import layers_of
from gis.files.raster import RasterError, look_at_raster, read_raster
from gis.reading.inspection import inspect_files
from layouts.text import LANGUAGES, texts

if TYPE_CHECKING:
    from pathlib import Path

NODATA = -99_999.0
COUNTS = np.array([[0, 1.5, NODATA], [4, 2.5, 8]], "float32")
WHYS = (
    "bands", "elsewhere", "kind", "no-counts", "nothing", "too-large", "turned", "unplaced", "unreadable",
)  # fmt: skip
PLACE = from_origin(109.22, 34.66, 0.001, 0.002)


def written(path: Path, values: np.ndarray = COUNTS, **said: Any) -> Path:
    """Write a GeoTIFF of two rows and three columns, or of other values."""
    bands = values if values.ndim == 3 else values[None]
    options = {"crs": "EPSG:4326", "transform": PLACE, "nodata": NODATA, **said}
    count, height, width = bands.shape
    with rasterio.open(
        path, "w", driver="GTiff", count=count, height=height, width=width, dtype=bands.dtype, **options
    ) as file:
        file.write(bands)
    return path


def test_counts_are_read_with_their_place(tmp_path: Path) -> None:
    found = read_raster(written(tmp_path / "a.tif"))
    assert np.array_equal(found.values, [[0, 1.5, np.nan], [4, 2.5, 8]], equal_nan=True)
    assert list(found.transform) == [0.001, 0, 109.22, 0, -0.002, 34.66]
    assert (found.crs.to_epsg(), found.nodata) == (4326, NODATA)
    assert not found.values.flags.writeable


def test_a_look_says_size_cells_and_sum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raster, "AT_ONCE", 3)  # a strip for each row
    facts = look_at_raster(written(tmp_path / "a.tif"))
    assert (facts.rows, facts.columns, facts.counted, facts.total) == (2, 3, 5, 16)
    assert facts.cell == (0.001, 0.002)


@settings(max_examples=60, deadline=None)
@given(st.tuples(*[st.integers(0, 12)] * 4), st.floats(-0.4, 0.4))
def test_the_cells_that_meet_bounds_are_those_that_a_loop_finds(
    tmp_path_factory: pytest.TempPathFactory, ends: tuple[int, int, int, int], shift: float
) -> None:
    path = tmp_path_factory.getbasetemp() / "numbered.tif"
    numbers = np.arange(100, dtype="float64").reshape(10, 10)
    if not path.exists():
        written(path, numbers, transform=from_origin(1000, 2000, 10, 10), crs="EPSG:4547")
    west, east = 1000 + 10 * (min(ends[:2]) + shift), 1000 + 10 * (max(ends[:2]) + shift)
    north, south = 2000 - 10 * (min(ends[2:]) + shift), 2000 - 10 * (max(ends[2:]) + shift)
    meet = [
        float(numbers[row, column])
        for row in range(10)
        for column in range(10)
        if 1000 + 10 * column < east - 1e-4 and 1010 + 10 * column > west + 1e-4
        and 2000 - 10 * row > south + 1e-4 and 1990 - 10 * row < north - 1e-4
    ]  # fmt: skip
    if west == east or north == south:
        return
    if meet:
        assert read_raster(path, (west, south, east, north)).values.ravel().tolist() == meet
    else:
        with pytest.raises(RasterError, match="elsewhere"):
            read_raster(path, (west, south, east, north))


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
@pytest.mark.parametrize(
    ("why", "values", "said"),
    [
        ("bands", np.zeros((3, 2, 2), "uint8"), {"nodata": None}),
        ("kind", np.zeros((2, 2), "complex64"), {"nodata": None}),
        ("unplaced", COUNTS, {"crs": None}),
        ("unplaced", COUNTS, {"transform": None}),
        ("turned", COUNTS, {"transform": Affine.rotation(30)}),
        ("no-counts", COUNTS, {"nodata": None}),
        ("no-counts", np.array([[1, np.inf]], "float32"), {}),
        ("nothing", np.full((2, 2), NODATA), {}),
    ],
)
def test_what_is_no_raster_of_counts_says_why(
    tmp_path: Path, why: str, values: np.ndarray, said: dict[str, Any]
) -> None:
    with pytest.raises(RasterError) as told:
        look_at_raster(written(tmp_path / "a.tif", values, **said))
    assert told.value.why == why


def test_what_breaks_off_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif", np.ones((500, 500), "float32"))
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(RasterError, match="unreadable"):
        read_raster(path)


def test_an_inspection_says_what_a_raster_is_and_what_a_profile_may_not_do_with_it(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif")
    (facts,) = inspect_files([path])
    ((layer,), (told,)) = facts.layers, facts.layers[0].problems
    assert (layer.geometry, layer.features, layer.crs, facts.problems) == ("Raster", 5, "EPSG:4326", ())
    assert (told.code, told.facts["total"], told.facts["nodata"]) == ("raster.counts", "16", "-99999")
    with opened(path) as container:
        layers, problems = layers_of(container.sources[0])
    assert (layers, [problem.code for problem in problems]) == ((), ["raster.no-features"])
    path.write_bytes(b"II*\0 no picture")
    assert [problem.code for problem in inspect_files([path])[0].problems] == ["raster.unreadable"]
    assert all(f"raster.{why}" in texts(language) for language in LANGUAGES for why in WHYS)


def test_a_raster_without_end_is_read_by_parts_only(tmp_path: Path) -> None:
    """Twenty thousand million cells in a file of a few hundred bytes."""
    path, size = tmp_path / "a.tif", 140_000
    with rasterio.open(
        path, "w", driver="GTiff", count=1, height=size, width=size, dtype="float32", crs="EPSG:4326",
        transform=from_origin(0, 80, 0.001, 0.001), nodata=-1, sparse_ok=True, tiled=True, blockxsize=1024,
        blockysize=1024, bigtiff="yes",
    ):  # fmt: skip
        pass
    for look in (look_at_raster, read_raster):
        with pytest.raises(RasterError, match="too-large"):
            look(path)
    assert read_raster(path, (109.2, 34.6, 109.3, 34.7)).values.shape == (100, 100)
