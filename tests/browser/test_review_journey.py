"""A leader reviews a plan: compare, look at what moved, staff, take the files away, look at the ground."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, NamedTuple

import openpyxl
import pytest

from gis.verify.verifier import verify_export
from tests.browser.reading import grave
from tests.browser.reviewed_town import reviewed_town

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PATIENCE_MS = 30_000
LATIN_ALLOWED = {
    "Gridwright", "EN", "GBK", "UTF", "EPSG", "B", "km", "CSV", "gridwright", "staff", "SCENARIO", "dataset",
    "DATASET", "pool", "POOL", "csv", "out", "FOLDER", "m", "MapLibre",
}  # fmt: skip
"""The brand, plan B, units, formats, and the command that takes a pool."""


class Words(NamedTuple):
    """What the page says in one language."""

    query: str
    sentence: str
    why: str
    readings: str
    ready: str
    counts: str


CHINESE = Words("", "最忙网格由", "为什么调整", "按一格一专需", "可以入库", "数量与口径")
ENGLISH = Words("&lang=en&theme=dark", "the heaviest grid falls from", "Why", "One full-timer per grid",
                "ready to enter", "Counts and their basis")  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Flask], str]) -> tuple[str, str]:
    """The address of the town's rooms, and the query that names its plan B."""
    _, network, district, plan = reviewed_town(tmp_path_factory.mktemp("home"))
    return f"{serve(network)}/{district}", f"scenario={plan}"


@pytest.mark.parametrize("words", [CHINESE, ENGLISH], ids=["zh", "en-dark"])
def test_a_plan_is_compared_staffed_and_taken_away(
    desk: tuple[str, str], page: Page, words: Words, tmp_path: Path
) -> None:
    address, plan = desk
    warned: list[str] = []
    page.on("console", lambda message: warned.append(message.text) if message.type == "warning" else None)

    def enter(room: str) -> None:
        page.goto(f"{address}/{room}?{plan}{words.query}")
        page.locator(".room").wait_for(timeout=PATIENCE_MS)

    enter("compare")
    page.locator(".briefing", has_text=words.sentence).wait_for(timeout=PATIENCE_MS)
    assert page.locator(".comparing .facts").first.locator("tbody tr").count() == 7
    page.locator("#before-map canvas").click(position={"x": 160, "y": 300})
    page.locator("#picked", has_text="610114").wait_for(timeout=PATIENCE_MS)
    page.locator(".drawer summary").click()
    page.locator("#change-table .ag-row").first.click()
    page.locator("#picked", has_text=words.why).wait_for(timeout=PATIENCE_MS)
    page.get_by_role("tab").nth(1).click()
    page.locator("#crosswalk-table .ag-row").first.click()
    page.locator("#picked", has_text="→").wait_for(timeout=PATIENCE_MS)
    is_fit_to_read(page, words)

    enter("staff")
    page.locator(".lead", has_text=words.readings).wait_for(timeout=PATIENCE_MS)
    page.locator("#staff-table .ag-row").first.wait_for(timeout=PATIENCE_MS)
    page.locator("details.acceptable summary").click()
    is_fit_to_read(page, words)

    enter("approve")
    page.click("#prepare-handover")
    page.locator("#handover", has_text=words.ready).wait_for(timeout=PATIENCE_MS)
    button = page.locator("#handover a[download]")
    box = button.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 768
    with page.expect_download() as taken:
        button.click()
    taken.value.save_as(tmp_path / "taken.zip")
    with zipfile.ZipFile(tmp_path / "taken.zip") as archive:
        archive.extractall(tmp_path / "taken")
    assert verify_export(tmp_path / "taken").ok
    with page.expect_download() as groups:
        page.click("#small-form")
    groups.value.save_as(tmp_path / "groups.xlsx")
    assert openpyxl.load_workbook(tmp_path / "groups.xlsx").worksheets[0].max_row > 20
    page.locator("#small-told .ok").wait_for(timeout=PATIENCE_MS)
    is_fit_to_read(page, words)

    for room in ("survey", "walk"):
        enter(room)
        page.locator("h1").wait_for(timeout=PATIENCE_MS)
        is_fit_to_read(page, words)
    assert [text for text in warned if "GPU stall" not in text] == []


def test_todays_grids_over_limit_are_not_handed_over(desk: tuple[str, str], page: Page) -> None:
    address, _ = desk
    page.goto(f"{address}/approve")
    page.click("#prepare-handover", timeout=PATIENCE_MS)
    page.locator("#handover", has_text="容许").first.wait_for(timeout=PATIENCE_MS)
    assert page.locator("#handover a[download]").count() == 0


def is_fit_to_read(page: Page, words: Words) -> None:
    """No serious issue for those who read by ear or keyboard, and no English word in the Chinese desk."""
    assert grave(page) == []
    if words is CHINESE:
        latin = set(re.findall(r"[A-Za-z]+", page.locator("body").inner_text()))
        assert latin <= LATIN_ALLOWED
