"""The slash calls the search; a grid is chosen by its last digits, and what is nowhere is said."""

from __future__ import annotations

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
MAP = "document.querySelector('.gridmap').gridmap"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Flask], str]) -> str:
    """The address of the drawn town."""
    _, network, district, _ = reviewed_town(tmp_path_factory.mktemp("home"))
    return f"{serve(network)}/{district}/draw"


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("[data-drawn]", timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("query", "kind", "nothing"),
    [("", "网格", "没有找到“空中楼阁”"), ("?lang=en&theme=dark", "grid", "Nothing is called “空中楼阁”")],
)
def test_a_grid_is_found_by_keyboard_alone(
    page: Page, desk: str, query: str, kind: str, nothing: str, pictures: Path
) -> None:
    opened(page, f"{desk}{query}")
    before = page.evaluate(f"{MAP}.getZoom()")
    page.keyboard.press("/")
    page.keyboard.type("4002")
    option = page.get_by_role("option").first
    option.wait_for(timeout=PATIENCE_MS)
    assert kind in option.inner_text()
    assert option.get_attribute("aria-selected") == "true"
    page.screenshot(path=pictures / f"search-{query[-4:] or 'zh'}.png")
    assert grave(page, ".gridmap") == []
    page.keyboard.press("Enter")
    page.locator("#inspector h2", has_text="610114001004002").wait_for(timeout=PATIENCE_MS)
    page.wait_for_function(f"(before) => {MAP}.getZoom() > before", arg=before)

    page.keyboard.press("/")
    page.keyboard.type("空中楼阁")
    page.locator(".gridmap-search p", has_text=nothing).wait_for(timeout=PATIENCE_MS)
    page.keyboard.press("Escape")
    assert page.locator(".gridmap-search p").is_hidden()


def test_an_area_is_outlined_and_a_slash_can_be_written(page: Page, desk: str) -> None:
    opened(page, f"{desk}?edit=1")
    page.keyboard.press("Control+k")
    page.keyboard.type("社区2")
    page.get_by_role("option").first.wait_for(timeout=PATIENCE_MS)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_function(f"{MAP}.queryRenderedFeatures({{layers: ['marked']}}).length > 0")
    page.get_by_role("combobox").first.fill("a/b")
    assert page.get_by_role("combobox").first.input_value() == "a/b"


def test_a_slash_leaves_the_list_of_layers_and_calls_the_search(page: Page, desk: str) -> None:
    opened(page, desk)
    page.locator(".gridmap").first.hover()
    page.keyboard.press("l")
    page.locator('.gridmap input[type="checkbox"]').first.focus()
    page.keyboard.press("/")
    page.keyboard.type("4002")
    page.get_by_role("option").first.wait_for(timeout=PATIENCE_MS)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_tools_and_search_stand_side_by_side(page: Page, desk: str, language: str) -> None:
    opened(page, f"{desk}?edit=1&lang={language}")
    tools, search = page.locator(".rail").bounding_box(), page.locator(".gridmap-search").bounding_box()
    assert tools is not None
    assert search is not None
    assert tools["x"] + tools["width"] <= search["x"]
    for button in page.locator(".rail button").all():
        assert button.evaluate("(one) => one.scrollWidth <= one.clientWidth")
