"""Underlays are taken in by the command line, shown by the desk where they lie, and forgotten again."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import numpy as np
import pytest
import rasterio
from PIL import Image
from rasterio.transform import from_bounds

from app import create_desk_on
from data.reference import shipped_standards
from data.settings import Settings
from domain.errors import ConflictError, InvalidValueError, UnknownError
from layouts.map_layers import layers_of
from layouts.view import View
from scenarios.register import register_dataset
from scenarios.underlays import Underlays
from tests.command import gridwright, told
from tests.drawn_town import CRS, ORIGIN, drawn_town

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Write imagery over the drawn town."""
    path, (west, north) = tmp_path / "photo.tif", ORIGIN
    place = from_bounds(west, north - 600, west + 1000, north, 100, 60)
    size = {"driver": "GTiff", "width": 100, "height": 60, "count": 3, "dtype": "uint8"}
    with rasterio.open(path, "w", crs=CRS, transform=place, **size) as file:
        file.write(np.full((3, 60, 100), 120, np.uint8))
    return path


def test_a_picture_is_a_layer_of_the_districts_that_it_meets(photo: Path, tmp_path: Path) -> None:
    services, network = create_desk_on(Settings(home=tmp_path / "home"))
    district = register_dataset(services.store, drawn_town(), shipped_standards()).id
    services.viewer.underlays.add_file("photo-2025", photo, title="2025 年影像")
    far = services.viewer.underlays.add_file("far", photo, crs="EPSG:4549")  # the same numbers, another zone
    assert not far.meets(services.viewer.box(district, np.array([0])))
    [layer] = [one for one in layers_of(View(district=district), services.viewer) if one["kind"] == "image"]
    assert (layer["title"], layer["visible"]) == ("2025 年影像", False)
    west, south, east, north = services.viewer.box(district, np.array([0]))
    zoom = layer["zooms"][1]
    column = int((180 + (west + east) / 2) / 360 * 2**zoom)
    middle = np.radians((south + north) / 2)
    row = int((1 - np.arcsinh(np.tan(middle)) / np.pi) / 2 * 2**zoom)
    address = layer["tiles"].format(z=zoom, x=column, y=row)
    client = network.test_client()
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert client.get(f"{address}?east=5000").status_code == 204
    assert client.get(layer["tiles"].format(z=zoom, x=0, y=0)).status_code == 204
    assert client.get("/underlays/nothing/1/0/0.png").status_code == 404
    with pytest.raises(UnknownError):
        services.viewer.underlays.tile("..", 1, 0, 0)


def test_names_and_addresses_are_checked_and_keys_are_kept_close(photo: Path, tmp_path: Path) -> None:
    underlays = Underlays(tmp_path / "underlays")
    for name in ("", "Bild", "../x", "a" * 41):
        with pytest.raises(InvalidValueError, match="underlay-name"):
            underlays.add_file(name, photo)
    for address in ("ftp://x/{z}/{x}/{y}", "http://x/wmts"):
        with pytest.raises(InvalidValueError, match="service-address"):
            underlays.add_service("map", address)
    underlays.add_service("map", "http://127.0.0.1:9/{z}/{x}/{y}?tk=secret")
    with pytest.raises(ConflictError):
        underlays.add_file("map", photo)
    kept = tmp_path / "underlays" / "map" / "underlay.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "secret" not in repr(underlays.all())
    underlays.remove("map")
    assert underlays.all() == ()
    with pytest.raises(UnknownError):
        underlays.remove("map")


def test_the_command_line_takes_in_lists_and_removes(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRIDWRIGHT_HOME", str(tmp_path / "home"))
    points, scan = tmp_path / "points.csv", tmp_path / "scan.png"
    points.write_text("column,row,x,y\n0,0,612700,3838000\n100,0,613700,3838000\n0,60,612700,3837400\n")
    Image.new("RGB", (100, 60), "grey").save(scan)
    asked = ("underlay", scan, "--name", "scan", "--points", points, "--crs", CRS)
    assert told(*asked)["underlays"][0]["misfit_m"] == pytest.approx(0, abs=1e-3)
    assert [one["name"] for one in told("underlay")["underlays"]] == ["scan"]
    assert told(*asked, status=1)["error"]["code"] == "conflict.underlay"
    assert told("underlay", scan, "--name", "other", status=1)["error"]["code"] == "format.underlay-unplaced"
    assert told("underlay", photo, "--name", "Photo", status=2)["error"]["code"] == "value.underlay-name"
    assert "scan" in gridwright("underlay").stdout
    assert told("underlay", "--remove", "scan")["underlays"] == []
