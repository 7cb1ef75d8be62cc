"""Imagery is switched on under the map, made fainter, and moved by metres, all by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_bounds

from tests.browser.reading import grave
from tests.browser.reviewed_town import reviewed_town
from tests.drawn_town import CRS, ORIGIN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PATIENCE_MS = 30_000
MAP = "document.querySelector('.gridmap').gridmap"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Flask], str]) -> str:
    """The address of the drawn town, with imagery below it."""
    home = tmp_path_factory.mktemp("home")
    services, network, district, _ = reviewed_town(home)
    west, north = ORIGIN
    size = {"driver": "GTiff", "width": 100, "height": 60, "count": 3, "dtype": "uint8"}
    place = from_bounds(west, north - 600, west + 1000, north, 100, 60)
    with rasterio.open(home / "photo.tif", "w", crs=CRS, transform=place, **size) as file:
        file.write(np.random.default_rng(1).integers(0, 255, (3, 60, 100)).astype(np.uint8))
    services.viewer.underlays.add_file("photo", home / "photo.tif", title="影像")
    return f"{serve(network)}/{district}/draw"


@pytest.mark.parametrize(
    ("query", "east", "opacity"), [("", "东移", "不透明度"), ("?lang=en", "1 m east", "Opacity")]
)
def test_imagery_is_laid_under_the_map(
    page: Page, desk: str, query: str, east: str, opacity: str, pictures: Path
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{desk}{query}")
    page.wait_for_selector("[data-drawn]", timeout=PATIENCE_MS)
    assert not any("/underlays/" in url for url in asked)
    page.keyboard.press("l")
    with page.expect_response("**/underlays/photo/**") as answered:
        page.get_by_label("影像", exact=True).press("Space")
    assert answered.value.status == 200
    page.get_by_label(f"影像 {opacity}").press("ArrowLeft")
    assert page.evaluate(f"{MAP}.getPaintProperty('context-underlay-photo/picture', 'raster-opacity')") < 0.7
    assert "影像" in page.locator(".gridmap-legend").inner_text()
    with page.expect_response("**/underlays/photo/**?east=1&north=0"):
        page.get_by_role("button", name=east).press("Enter")
    with page.expect_response("**/underlays/photo/**?east=11&north=0"):
        page.get_by_role("button", name=east).click(modifiers=["Shift"])
    page.screenshot(path=pictures / f"underlay-{query[-2:] or 'zh'}.png")
    assert grave(page, ".gridmap") == []
