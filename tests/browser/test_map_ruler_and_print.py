"""Lengths and areas are those of a geodesist, and the printed map says what it is and to what scale."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyproj import Geod
from shapely import Polygon

from tests.browser.reading import grave
from tests.browser.reviewed_town import reviewed_town

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PATIENCE_MS = 30_000
MAP = "document.querySelector('.gridmap').gridmap"
EXTENT = f"[{MAP}.getBounds().getWest(), {MAP}.getBounds().getEast(), {MAP}.getCenter().lat]"
PIXELS = ((420, 240), (700, 260), (640, 520))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Flask], str]) -> str:
    """The address of the drawn town, which is 1,000 m wide."""
    _, network, district, _ = reviewed_town(tmp_path_factory.mktemp("home"))
    return f"{serve(network)}/{district}/draw"


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("[data-drawn]", timeout=PATIENCE_MS)


def figures(page: Page) -> list[float]:
    """Read the numbers of the ruler: length and area as they are told."""
    told = page.locator(".gridmap-ruler").inner_text().split("\n")[0]
    return [float(number) for number in re.findall(r"[\d.]+(?= )", told)]


def test_what_is_measured_is_what_pyproj_measures(page: Page, desk: str) -> None:
    opened(page, desk)
    selected = page.locator("#inspector h2").first.inner_text()
    page.keyboard.press("r")
    box = page.locator(".gridmap").bounding_box()
    assert box is not None
    corners = []
    for x, y in PIXELS:
        page.mouse.click(x, y)
        lng, lat = page.evaluate(
            f"([x, y]) => {MAP}.unproject([x, y]).toArray()", [x - box["x"], y - box["y"]]
        )
        corners.append((lng, lat))
    area, ring = Geod(ellps="WGS84").geometry_area_perimeter(Polygon(corners))
    length = Geod(ellps="WGS84").line_length(*zip(*corners, strict=True))
    told_length, told_area = figures(page)
    assert told_length == pytest.approx(length, abs=0.6)
    assert told_area == pytest.approx(abs(area) / 1e4, abs=0.006)
    assert ring > length
    assert page.locator("#inspector h2").first.inner_text() == selected  # the ruler chooses nothing

    page.keyboard.press("Backspace")
    assert len(figures(page)) == 1
    page.keyboard.press("Enter")
    assert len(figures(page)) == 2
    page.keyboard.press("Escape")
    assert page.locator(".gridmap-ruler").is_hidden()
    page.mouse.click(700, 300)
    page.locator("#inspector h2", has_text="610114").wait_for(timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("query", "title", "sample", "printing"),
    [
        ("", "手绘小镇 · 现状（草案）", "示例", "打印"),
        ("?lang=en&theme=dark", "Drawn town · Today (Draft)", "Sample", "Print"),
    ],
)
def test_the_printed_map_is_light_and_true_to_scale(
    page: Page, desk: str, query: str, title: str, sample: str, printing: str, pictures: Path
) -> None:
    opened(page, f"{desk}{query}")
    page.keyboard.press("p")
    paper = page.locator(".gridmap-paper")
    paper.wait_for(timeout=PATIENCE_MS)
    page.screenshot(path=pictures / f"print-{query[-4:] or 'zh'}.png")
    assert paper.locator("h1").inner_text() == title
    assert sample in paper.locator("footer").inner_text()
    assert paper.locator(".gridmap-legend li").count() > 3
    assert page.get_by_role("button", name=printing, exact=True).last.evaluate(
        "(one) => one === document.activeElement"
    )
    image, scale = paper.locator("img"), paper.locator(".gridmap-printscale")
    corner: str = image.evaluate(
        """(image) => {
        const canvas = document.createElement('canvas'), pen = canvas.getContext('2d');
        pen.drawImage(image, 0, 0);
        return '#' + [...pen.getImageData(3, 3, 1, 1).data].slice(0, 3)
            .map((v) => v.toString(16).padStart(2, '0')).join('');
    }"""
    )
    assert corner == "#f1efe9"  # the paper of the light map
    wide_px, length_px = (
        one.evaluate("(one) => one.getBoundingClientRect().width") for one in (image, scale)
    )
    west, east, lat = page.evaluate(EXTENT)
    ground_m = Geod(ellps="WGS84").line_length([west, east], [lat, lat])
    length_m = float(scale.inner_text().split()[0])
    assert length_px / wide_px == pytest.approx(length_m / ground_m, rel=0.01)
    assert grave(page, ".gridmap-print") == []
    page.emulate_media(media="print")
    assert page.locator(".bar").is_hidden()
    assert page.locator(".gridmap-printbar").is_hidden()
    page.emulate_media(media="screen")
    page.keyboard.press("Escape")
    assert paper.count() == 0
