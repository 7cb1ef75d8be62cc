"""Grids are coloured by any measure, the legend counts them, and the choice stays with the window."""

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
MAP = "document.getElementById('unit-map').gridmap"
NAMES = f"{MAP}.queryRenderedFeatures({{layers: ['grid-names']}}).map((f) => f.properties.value)"
FILL_OF = f"(id) => {MAP}.getFeatureState({{source: 'units', sourceLayer: 'units', id}}).fill"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Flask], str]) -> tuple[str, int]:
    """The address of today's grids of the drawn town, and how many they are."""
    services, network, district, _ = reviewed_town(tmp_path_factory.mktemp("home"))
    rows = services.viewer.scenario(district, "").scorecard.per_grid
    return f"{serve(network)}/{district}/draw", len(rows)


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("#unit-map[data-drawn]", timeout=PATIENCE_MS)


def choose(page: Page, label: str, option: str) -> None:
    """Choose in one of the three lists, and wait for the legend to follow."""
    page.get_by_label(label).select_option(label=option)


def counts(page: Page) -> list[int]:
    return [int(text) for text in page.locator(".gridmap-count").all_inner_texts()]


def test_a_measure_is_chosen_and_stays(page: Page, desk: tuple[str, int], pictures: Path) -> None:
    address, grids = desk
    opened(page, address)
    before = [page.evaluate(FILL_OF, unit) for unit in range(60)]
    choose(page, "按什么填色", "户数（户）")
    page.locator(".gridmap-count").first.wait_for()
    assert sum(counts(page)) == grids
    assert page.locator(".gridmap-legend li").first.inner_text().startswith("160–205")
    assert [page.evaluate(FILL_OF, unit) for unit in range(60)] != before
    assert "colour=households.quantiles.5" in page.url
    page.wait_for_function(f"() => {NAMES}.includes('1005 户')", timeout=PATIENCE_MS)

    choose(page, "分级方法", "按户数标准")
    page.locator(".gridmap-legend li", has_text="高于容许上限").wait_for()
    assert sum(counts(page)) == grids
    assert page.get_by_label("分级数").is_hidden()
    page.screenshot(path=pictures / "shading.png")

    page.reload()
    page.wait_for_selector("#unit-map[data-drawn]", timeout=PATIENCE_MS)
    page.locator(".gridmap-legend li", has_text="高于容许上限").wait_for()
    page.get_by_role("link", name="EN").click()
    page.locator(".gridmap-legend li", has_text="above the upper limit").wait_for(timeout=PATIENCE_MS)
    assert page.get_by_label("Colour by").input_value() == "households"
    choose(page, "Colour by", "State of grids")
    page.locator(".gridmap-legend li", has_text="over limit").wait_for()
    assert "colour=" not in page.url


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("colour=deviation.natural.5", "不高于"),
        ("colour=fte.equal.4&lang=en&theme=dark", "Household basis"),
        ("colour=count.households.quantiles.3&lang=en", "Households (count)"),
        ("colour=no.such.thing", "合格"),
    ],
)
def test_a_link_carries_what_is_seen(page: Page, desk: tuple[str, int], query: str, said: str) -> None:
    address, _ = desk
    opened(page, f"{address}?{query}")
    legend = page.locator(".gridmap-legend")
    assert said in legend.inner_text() + page.get_by_role("combobox").all_inner_texts()[0]
    assert grave(page, ".gridmap") == []
    if "lang=en" not in query:
        assert set(re.findall(r"[A-Za-z]{2,}", legend.inner_text())) == set()
