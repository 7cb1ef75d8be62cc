"""The list of layers says what is on and how strongly, by hand and by key, and the legend follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.mosaic_desk import Town, mosaic_desk
from tests.browser.reading import grave

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

OF_MAP = "document.getElementById('{name}').gridmap"
ROAD = "context-road/bed"


@pytest.fixture(scope="module")
def desk(serve: Callable[[Flask], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Serve 144 units with a river, a railway, roads, a community and a station around."""
    return serve(mosaic_desk(Town.of(12, 12, 4), tmp_path_factory.mktemp("layers")))


def opened(page: Page, address: str, names: tuple[str, ...] = ("left",)) -> None:
    page.set_viewport_size({"width": 900, "height": 560})
    page.goto(address)
    for name in names:
        page.wait_for_selector(f"#{name}[data-drawn]")


def seen(page: Page, name: str = "left") -> bool:
    """Say whether roads are drawn on a map."""
    shown: str = page.evaluate(f"{OF_MAP.format(name=name)}.getLayoutProperty('{ROAD}', 'visibility')")
    return shown == "visible"


def signs(page: Page, name: str = "left") -> list[str]:
    return page.locator(f"#{name} .gridmap-legend li").all_inner_texts()


def test_layers_are_switched_by_keyboard_alone_and_remembered(page: Page, desk: str) -> None:
    opened(page, desk)
    assert page.locator(".gridmap-panel").is_hidden()
    assert signs(page) == ["甲", "乙", "派出所", "社区", "道路", "铁路", "水系"]
    page.keyboard.press("l")
    assert page.evaluate("document.activeElement.type") == "checkbox"
    road = page.get_by_label("道路", exact=True)
    for _ in range(20):
        if road.evaluate("(one) => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert not seen(page)
    assert "道路" not in signs(page)
    assert page.get_by_label("道路 不透明度").is_disabled()
    page.keyboard.press("Escape")
    assert page.locator(".gridmap-panel").is_hidden()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "图层"

    opened(page, desk)
    assert "道路" not in signs(page)
    page.get_by_role("button", name="图层").click()
    page.get_by_role("button", name="恢复默认").click()
    assert page.get_by_label("道路", exact=True).is_checked()
    assert "道路" in signs(page)


def test_a_layer_that_is_off_is_not_fetched(page: Page, desk: str) -> None:
    opened(page, desk)
    page.evaluate(
        'localStorage.setItem(\'gridwright.map.layers\', \'{"road": {"on": false, "opacity": 1}}\')'
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, desk)
    assert not any("road.geojson" in url for url in asked)
    page.keyboard.press("l")
    with page.expect_request("**/road.geojson"):
        page.get_by_label("道路", exact=True).check()


def test_opacity_is_set_by_arrow_keys_and_on_both_maps_alike(page: Page, desk: str) -> None:
    opened(page, f"{desk}/two?en", ("left", "right"))
    page.locator("#left").get_by_role("button", name="Layers").click()
    page.locator("#left").get_by_label("道路 Opacity").focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    for name in ("left", "right"):
        opacity = page.evaluate(f"{OF_MAP.format(name=name)}.getPaintProperty('{ROAD}', 'line-opacity')")
        assert opacity == pytest.approx(0.7)
    page.locator("#left").get_by_label("道路", exact=True).uncheck()
    assert "道路" not in signs(page, "right")


def test_ground_without_fills_can_still_be_picked(page: Page, desk: str) -> None:
    opened(page, desk)
    page.keyboard.press("l")
    page.get_by_label("网格填色", exact=True).uncheck()
    assert "甲" not in signs(page)
    page.keyboard.press("Escape")
    page.mouse.click(450, 280)
    page.wait_for_function("document.getElementById('told').textContent.includes('units')")


@pytest.mark.parametrize("query", ["", "en&dark"])
def test_everybody_can_use_the_list(page: Page, desk: str, query: str, pictures: Path) -> None:
    opened(page, f"{desk}/?{query}")
    page.keyboard.press("l")
    page.screenshot(path=pictures / f"gridmap-layers-{query[:2] or 'zh'}.png")
    assert grave(page, "#left") == []
