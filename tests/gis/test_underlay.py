"""Pictures lie where they belong: declared, placed by points, served as tiles, or in another CRS."""

from __future__ import annotations

import io
import sqlite3
import threading
from http.server import HTTPServer
from typing import TYPE_CHECKING

import numpy as np
import pytest
import rasterio
from PIL import Image
from pyproj import Transformer
from rasterio.errors import NotGeoreferencedWarning
from rasterio.transform import from_bounds

from domain.errors import FormatError, InvalidValueError
from gis.control_points import ControlPoint, placed, read_points
from gis.tiles import WORLD_M
from gis.underlay import TILE_PX, Underlay, tile_service, wmts_service
from tests.gis.tile_services import Service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

CRS = "EPSG:4545"
WEST, SOUTH, SIDE = 612_000.0, 3_837_000.0, 1_000.0
RED, BLUE = (200, 30, 30), (30, 30, 200)
TO_WEB = Transformer.from_crs(CRS, "EPSG:3857", always_xy=True)
ZOOM = 16


def halves(size: int = 400) -> NDArray[np.uint8]:
    """Return a square whose western half is red and whose eastern half is blue."""
    pixels = np.empty((3, size, size), np.uint8)
    pixels[:, :, : size // 2] = np.array(RED)[:, None, None]
    pixels[:, :, size // 2 :] = np.array(BLUE)[:, None, None]
    return pixels


def written(path: Path, pixels: NDArray[np.generic], **place: object) -> Path:
    count, height, width = pixels.shape
    with rasterio.open(
        path, "w", width=width, height=height, count=count, dtype=pixels.dtype, **place
    ) as file:
        file.write(pixels)
    return path


def unplaced(path: Path, pixels: NDArray[np.generic], **place: object) -> Path:
    """Write a picture that says nothing of its place, which rasterio warns about."""
    with pytest.warns(NotGeoreferencedWarning):
        return written(path, pixels, **place)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Write the square as a GeoTIFF of one kilometre."""
    place = from_bounds(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE, 400, 400)
    return written(tmp_path / "photo.tif", halves(), driver="GTiff", crs=CRS, transform=place)


def colour_at(underlay: Underlay, x: float, y: float, **moved: float) -> tuple[int, ...]:
    """Return what a map shows at a place of the projected ground: red, green, blue, opacity."""
    east, north = TO_WEB.transform(x, y)
    side = WORLD_M / 2**ZOOM
    column, across = divmod((east + WORLD_M / 2) / side, 1)
    row, down = divmod((WORLD_M / 2 - north) / side, 1)
    data = underlay.tile(ZOOM, int(column), int(row), **moved)
    if data is None:
        return (0, 0, 0, 0)
    with Image.open(io.BytesIO(data)) as image:
        assert (image.size, image.mode) == ((TILE_PX, TILE_PX), "RGBA")
        pixel = image.getpixel((int(across * TILE_PX), int(down * TILE_PX)))
    assert isinstance(pixel, tuple)
    return tuple(int(part) for part in pixel)


def lies_right(underlay: Underlay, slack: int = 0) -> None:
    """Check both halves, the middle, and the outside."""
    middle = WEST + SIDE / 2
    for x, expected in ((middle - 30, RED), (middle + 30, BLUE), (WEST + 20, RED), (WEST + SIDE - 20, BLUE)):
        seen = colour_at(underlay, x, SOUTH + 300)
        assert np.abs(np.subtract(seen[:3], expected)).max() <= slack
        assert seen[3] == 255
    assert colour_at(underlay, WEST - 30, SOUTH + 300)[3] == 0
    assert colour_at(underlay, WEST + 300, SOUTH + SIDE + 30)[3] == 0


def test_a_declared_picture_lies_where_it_says(photo: Path) -> None:
    underlay = Underlay(str(photo))
    lies_right(underlay)
    extent = underlay.extent()
    west, south = Transformer.from_crs(CRS, 4326, always_xy=True).transform(WEST, SOUTH)
    assert extent.bounds[:2] == pytest.approx((west, south), abs=2e-4)
    assert extent.zooms[0] < ZOOM <= extent.zooms[1]


def test_a_moved_picture_is_moved_by_metres_of_ground(photo: Path) -> None:
    underlay, edge = Underlay(str(photo)), WEST + SIDE / 2
    assert colour_at(underlay, edge + 25, SOUTH + 500)[:3] == BLUE
    assert colour_at(underlay, edge + 25, SOUTH + 500, east_m=40)[:3] == RED
    assert colour_at(underlay, edge + 55, SOUTH + 500, east_m=40)[:3] == BLUE
    assert colour_at(underlay, edge + 100, SOUTH + SIDE + 20)[3] == 0
    assert colour_at(underlay, edge + 100, SOUTH + SIDE + 20, north_m=40)[:3] == BLUE


def test_a_scan_is_placed_by_points_that_are_known_on_it(tmp_path: Path) -> None:
    scan = unplaced(tmp_path / "scan.jpg", np.rot90(halves(), axes=(1, 2)).copy(), driver="JPEG")
    corners = [(0, 400, 0, 0), (0, 0, 1, 0), (400, 0, 1, 1), (400, 400, 0, 1)]  # turned: its top is the east
    points = [
        ControlPoint(column=c, row=r, x=WEST + SIDE * x, y=SOUTH + SIDE * (1 - y)) for c, r, x, y in corners
    ]
    placement = placed(points, CRS)
    assert max(placement.misfit_m) < 0.2
    lies_right(Underlay(str(scan), placement=placement), slack=40)  # JPEG mixes colours at the seam


def test_the_misfit_of_points_is_told_in_metres_of_ground() -> None:
    ends = [(0, 0), (100, 0), (0, 100), (100, 100)]
    good = [ControlPoint(column=c, row=r, x=WEST + c, y=SOUTH - r) for c, r in ends]
    bad = [*good[:3], ControlPoint(column=100, row=100, x=WEST + 100 + 8, y=SOUTH - 100)]
    assert max(placed(good, CRS).misfit_m) < 0.01
    assert placed(bad, CRS).misfit_m == pytest.approx(
        [2, 2, 2, 2], rel=0.01
    )  # least squares share an error of 8


@pytest.mark.parametrize(
    ("places", "code"),
    [([(0, 0), (9, 9)], "value.few-points"), ([(0, 0), (5, 5), (9, 9)], "value.points-on-a-line")],
)
def test_points_that_place_nothing_are_refused(places: list[tuple[int, int]], code: str) -> None:
    points = [ControlPoint(column=c, row=r, x=WEST + c, y=SOUTH + r) for c, r in places]
    with pytest.raises(InvalidValueError) as refused:
        placed(points, CRS)
    assert refused.value.code == code


def test_a_wrong_row_of_points_is_named(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("column,row,x,y\n1,2,3,4\n1,x,3,4\n", encoding="utf-8")
    with pytest.raises(FormatError) as refused:
        read_points(path)
    assert (refused.value.code, refused.value.facts["row"]) == ("format.points", 3)


def test_a_picture_without_a_place_and_a_file_that_is_none_are_refused(tmp_path: Path) -> None:
    plain = unplaced(tmp_path / "plain.png", halves(), driver="PNG")
    with pytest.raises(FormatError, match="unplaced"):
        Underlay(str(plain))
    (tmp_path / "text.tif").write_text("no picture")
    with pytest.raises(FormatError, match="underlay"):
        Underlay(str(tmp_path / "text.tif"))
    (tmp_path / "away.vrt").write_text(tile_service("http://127.0.0.1:9/{z}/{x}/{y}"))
    with pytest.raises(FormatError, match="underlay"):  # a description could lead elsewhere
        Underlay(str(tmp_path / "away.vrt"))


def test_grey_palette_and_sixteen_bit_pictures_have_colours(tmp_path: Path) -> None:
    place = {
        "driver": "GTiff",
        "crs": CRS,
        "transform": from_bounds(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE, 400, 400),
    }
    sides = (halves()[2:] > 100).astype(np.uint8)
    grey = Underlay(str(written(tmp_path / "grey.tif", sides * 200, **place)))
    assert colour_at(grey, WEST + 900, SOUTH + 300) == (200, 200, 200, 255)
    deep = Underlay(str(written(tmp_path / "deep.tif", sides.astype(np.uint16) * 3000 + 500, **place)))
    assert colour_at(deep, WEST + 100, SOUTH + 300)[:3] == (0, 0, 0)
    assert colour_at(deep, WEST + 900, SOUTH + 300) == (255, 255, 255, 255)
    path = written(tmp_path / "palette.tif", sides, photometric="palette", **place)
    with rasterio.open(path, "r+") as file:
        file.write_colormap(1, {0: (*RED, 255), 1: (*BLUE, 255)})
    lies_right(Underlay(str(path)))


def test_tiles_in_a_file_are_read(photo: Path, tmp_path: Path) -> None:
    source, path = Underlay(str(photo)), tmp_path / "map.mbtiles"
    with sqlite3.connect(path) as tiles:
        tiles.execute("create table metadata (name text, value text)")
        tiles.execute("create table tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)")
        west, south, east, north = source.extent().bounds
        facts = {"name": "m", "format": "png", "minzoom": "16", "maxzoom": "16"}
        facts["bounds"] = f"{west},{south},{east},{north}"
        tiles.executemany("insert into metadata values (?, ?)", facts.items())
        for column, row in around(ZOOM):
            if data := source.tile(ZOOM, column, row):
                tiles.execute(
                    "insert into tiles values (?, ?, ?, ?)", (ZOOM, column, 2**ZOOM - 1 - row, data)
                )
    lies_right(Underlay(str(path)), slack=2)


def around(zoom: int) -> Iterator[tuple[int, int]]:
    """Yield the tiles that the square lies in."""
    side = WORLD_M / 2**zoom
    (x0, x1), (y0, y1) = TO_WEB.transform([WEST, WEST + SIDE], [SOUTH, SOUTH + SIDE])
    for column in range(int((x0 + WORLD_M / 2) / side), int((x1 + WORLD_M / 2) / side) + 1):
        for row in range(int((WORLD_M / 2 - y1) / side), int((WORLD_M / 2 - y0) / side) + 1):
            yield column, row


@pytest.fixture
def service(photo: Path) -> Iterator[str]:
    """Serve the square and give the address."""
    Service.underlay, Service.degrees = Underlay(str(photo)), rasterio.open(photo)
    Service.asked.clear()
    server = HTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_tiles_of_a_service_are_asked_for_with_its_key(service: str) -> None:
    underlay = Underlay(tile_service(service + "/xyz/{z}/{x}/{y}?a=1&tk=secret"), service=True)
    lies_right(underlay, slack=2)
    assert all("tk=secret" in path for path in Service.asked)


def test_a_wmts_in_degrees_of_cgcs2000_lies_right(service: str) -> None:
    underlay = Underlay(wmts_service(f"{service}/capabilities", "img", "c"), service=True)
    lies_right(underlay, slack=4)
    assert any(path.startswith("/c/") for path in Service.asked)


def test_a_service_that_is_not_there_is_an_error_with_a_name() -> None:
    underlay = Underlay(tile_service("http://127.0.0.1:9/{z}/{x}/{y}"), service=True)
    with pytest.raises(FormatError, match="underlay"):
        underlay.tile(10, 820, 402)
