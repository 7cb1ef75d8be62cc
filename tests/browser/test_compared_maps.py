"""Two plans lie side by side, under a swipe, or as their difference, by one scale of colours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scenarios.folder import scenario_files
from tests.browser.reading import grave
from tests.browser.reviewed_town import reviewed_town
from tests.drawn_town import HOUSEHOLDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PATIENCE_MS = 30_000
ZOOMS = "[...document.querySelectorAll('.gridmap')].map(({gridmap}) => gridmap.getZoom())"

TEXTS = "(rows) => rows.map((row) => row.childNodes[1].textContent)"
LEGENDS = ".maps .gridmap-legend"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Flask], str]) -> str:
    """The address of today's grids beside plan B of the drawn town, which has the same plan as C too."""
    services, network, district, plan = reviewed_town(tmp_path_factory.mktemp("home"))
    again = replace(services.viewer.scenario(district, plan), name="C")
    services.store.scenarios.register(scenario_files(again, services.viewer.dataset(district).graph.units))
    return f"{serve(network)}/{district}/compare?scenario={plan}"


def opened(page: Page, address: str) -> None:
    page.goto(address)
    for name in ("before-map", "after-map"):
        page.wait_for_selector(f"#{name}[data-drawn]", timeout=PATIENCE_MS)


def limits(page: Page, name: str) -> list[str]:
    """Read the classes of one legend without their counts."""
    rows = page.locator(f"#{name} .gridmap-legend li[data-wide]").all_inner_texts()
    return [row.split("\n")[0] for row in rows]


@pytest.mark.parametrize(
    ("query", "swipe", "difference", "same", "colour"),
    [
        ("", "卷帘", "差异", "不变", "按什么填色"),
        ("&lang=en&theme=dark", "Swipe", "Difference", "same", "Colour by"),
    ],
)
def test_two_maps_stand_to_each_other_in_three_ways(
    page: Page, desk: str, query: str, swipe: str, difference: str, same: str, colour: str, pictures: Path
) -> None:
    opened(page, desk + query)
    page.locator("#after-map").get_by_label(colour).select_option("households")
    page.locator("#before-map .gridmap-count").first.wait_for(timeout=PATIENCE_MS)
    page.locator("#after-map .gridmap-count").first.wait_for(timeout=PATIENCE_MS)
    assert limits(page, "before-map") == limits(page, "after-map")

    page.get_by_text(swipe, exact=True).click()
    bar = page.get_by_role("slider")
    bar.wait_for(timeout=PATIENCE_MS)
    bar.press("ArrowLeft")
    bar.press("ArrowLeft")
    assert bar.get_attribute("aria-valuenow") == "46"
    box, maps = bar.bounding_box(), page.locator("#maps").bounding_box()
    assert box is not None
    assert maps is not None
    assert (box["x"] + box["width"] / 2 - maps["x"]) / maps["width"] == pytest.approx(0.46, abs=0.01)
    page.mouse.move(box["x"] + 12, 400)
    page.mouse.down()
    page.mouse.move(maps["x"] + 0.8 * maps["width"], 400, steps=4)
    page.mouse.up()
    assert bar.get_attribute("aria-valuenow") == "80"
    one, other = page.evaluate(ZOOMS)
    assert one == pytest.approx(other)
    page.screenshot(path=pictures / f"compare-swipe-{query[6:8] or 'zh'}.png")

    page.get_by_text(difference, exact=True).click()
    page.locator("#after-map .gridmap-legend li", has_text=same).wait_for(timeout=PATIENCE_MS)
    counts = page.locator("#after-map .gridmap-count").all_inner_texts()
    assert sum(int(count.replace(",", "")) for count in counts) == sum(HOUSEHOLDS)
    page.screenshot(path=pictures / f"compare-difference-{query[6:8] or 'zh'}.png")
    assert grave(page, ".mapside") == []


def test_a_further_plan_has_a_map_in_step_with_the_same_classes(page: Page, desk: str) -> None:
    opened(page, desk)
    page.locator(".mantine-MultiSelect-input").click()
    page.locator("div[role=option]:visible", has_text="C").click()
    page.wait_for_url("**more=*", timeout=PATIENCE_MS)
    page.wait_for_function(f"{ZOOMS}.length === 3 && document.querySelectorAll('[data-drawn]').length === 3")
    page.locator("#before-map .gridmap-legend summary").click()
    page.locator("#before-map").get_by_label("按什么填色").select_option("area")
    third = page.locator(".maps > .mapbox:nth-child(3)")
    third.locator(".gridmap-count").first.wait_for(state="attached", timeout=PATIENCE_MS)
    told = [legend.locator("li[data-wide]").evaluate_all(TEXTS) for legend in page.locator(LEGENDS).all()]
    assert told[0] == told[1] == told[2] != []
    zoom = page.evaluate(ZOOMS)[0]
    page.locator("#after-map canvas").hover()
    page.mouse.wheel(0, -400)
    page.wait_for_function(f"() => new Set({ZOOMS}).size === 1 && {ZOOMS}[0] > {zoom}", timeout=PATIENCE_MS)
