"""Where there is no WebGL 2 the map says so and is a still picture; table and exports are a click away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.reading import grave
from tests.browser.reviewed_town import reviewed_town

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PATIENCE_MS = 30_000
NO_WEBGL_2 = """
const get = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind === 'webgl2' ? null : get.call(this, kind, ...rest);
};"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Flask], str]) -> str:
    """The address of the drawn town."""
    _, network, district, _ = reviewed_town(tmp_path_factory.mktemp("home"))
    return f"{serve(network)}/{district}"


@pytest.mark.parametrize(
    ("query", "said", "colour"),
    [("", "不支持 WebGL 2", "按什么填色"), ("?lang=en&theme=dark", "does not support WebGL 2", "Colour by")],
)
def test_the_still_map_is_picked_searched_and_coloured(
    page: Page, desk: str, query: str, said: str, colour: str, pictures: Path
) -> None:
    page.add_init_script(NO_WEBGL_2)
    page.goto(f"{desk}/draw{query}")
    page.locator(".gridmap-sentence", has_text=said).wait_for(timeout=PATIENCE_MS)
    assert page.locator(".gridmap canvas").count() == 0
    grid = page.locator("[data-grid='3']")
    grid.click()
    page.locator("#inspector h2", has_text="610114001002001").wait_for(timeout=PATIENCE_MS)
    page.locator("[data-grid='3'].chosen").wait_for()

    before = grid.evaluate("(path) => getComputedStyle(path).fill")
    page.get_by_label(colour).select_option("households")
    page.locator(".gridmap-count").first.wait_for(timeout=PATIENCE_MS)
    assert grid.evaluate("(path) => getComputedStyle(path).fill") != before
    told = page.locator(".gridmap-still text").all_text_contents()
    assert any("1005" in text.replace(",", "") for text in told)
    page.screenshot(path=pictures / f"still-{query[6:8] or 'zh'}.png")

    page.keyboard.press("/")
    page.keyboard.type("4002")
    page.get_by_role("option").first.wait_for(timeout=PATIENCE_MS)
    page.keyboard.press("Enter")
    page.locator("#inspector h2", has_text="610114001004002").wait_for(timeout=PATIENCE_MS)
    assert grave(page, ".gridmap") == []
    page.locator("[data-table]").click()
    page.locator("#grid-table .ag-row").first.wait_for(timeout=PATIENCE_MS)
    page.locator(".gridmap-sentence a").click()
    page.wait_for_url(re.compile("/approve"))
    page.locator("#prepare-handover").wait_for(timeout=PATIENCE_MS)


@pytest.mark.parametrize("room", ["compare", "draw?edit=1", "survey"])
def test_no_room_breaks(page: Page, desk: str, room: str) -> None:
    page.add_init_script(NO_WEBGL_2)
    page.goto(f"{desk}/{room}")
    page.locator(".room").wait_for(timeout=PATIENCE_MS)
    page.wait_for_load_state("networkidle")
    if page.locator(".gridmap").count():
        assert page.locator(".gridmap-sentence").first.is_visible()
