"""Behind the menu: runs that lead to their plans, every number with its source, and help."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from app import create_desk_on
from data.reference import shipped_standards
from data.settings import Settings
from domain.settings import RedrawSettings
from scenarios.register import register_dataset
from tests.browser.reading import grave
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PATIENCE_MS = 40_000


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Flask], str]) -> tuple[str, str]:
    """The address of a desk on the drawn town without a runner, and the run that waits in it."""
    services, network = create_desk_on(Settings(home=tmp_path_factory.mktemp("home")))
    district = register_dataset(services.store, drawn_town(), shipped_standards()).id
    run = services.runs.submit(district, RedrawSettings(task="norm")).id
    return f"{serve(network)}/{district}", run


@pytest.mark.parametrize(
    ("query", "words"),
    [("", ("运算记录", "标准", "帮助")), ("?lang=en", ("Runs", "Standards", "Help"))],
)
def test_each_page_is_reached_from_any_room_and_can_be_read(
    desk: tuple[str, str], page: Page, query: str, words: tuple[str, ...]
) -> None:
    address, run = desk
    page.goto(f"{address}/draw{query}")
    page.locator(".menu summary").wait_for(timeout=PATIENCE_MS)
    for word in words:
        page.click(".menu summary")
        page.locator(".menu nav a", has_text=word).click()
        page.locator("h1", has_text=word).wait_for(timeout=PATIENCE_MS)
        assert not page.locator(".menu nav").is_visible()
        assert grave(page) == []
    page.locator("#guide-words th", has_text="Grid" if query else "网格").first.wait_for()
    page.goto(f"{address}/standards{query}")
    page.locator(".ag-row").first.wait_for(timeout=PATIENCE_MS)
    assert str(len(shipped_standards().entries)) in page.locator(".lead").inner_text()
    page.goto(f"{address}/runs{query}")
    page.locator(f'.runs a[href*="run={run}"]').click()
    page.wait_for_url(re.compile(f"draw.*run={run}"))


def test_a_number_is_changed_with_its_reason_seen_after_a_reload_and_taken_back(
    desk: tuple[str, str], page: Page
) -> None:
    key, address = "grid-types.town.norm-high", f"{desk[0]}/standards"
    page.goto(address)
    page.locator(f'.ag-row[row-id="{key}"]').first.click(timeout=PATIENCE_MS)
    field = page.get_by_label("标准区间上端")
    field.fill("350")
    page.get_by_text("不能小于“目标”400。").wait_for()
    field.fill("420")
    splits = page.locator("#standard-effect tr", has_text="至少需拆分")
    splits.locator("b").wait_for()
    page.click("#standard-save")
    page.get_by_text("写明依据后才能保存").wait_for()
    page.locator("textarea").first.fill("区网格划分办法")
    assert grave(page) == []
    page.click("#standard-save")
    page.get_by_text("已保存 1 个数").wait_for()
    page.goto(address)
    row = page.locator(f'.ag-row[row-id="{key}"]').first
    row.wait_for(timeout=PATIENCE_MS)
    assert "420" in row.inner_text()
    assert "原 500" in row.inner_text()
    page.click("#standards-undo")
    page.get_by_text("本项目全部采用随附数值").wait_for()


def test_the_tour_goes_through_the_rooms_by_keyboard_and_is_offered_once(
    desk: tuple[str, str], page: Page
) -> None:
    rooms = ("survey", "draw", "draw", "draw", "staff", "compare", "approve", "approve")
    page.goto(f"{desk[0]}/compare")
    page.locator(".banner .invite").click(timeout=PATIENCE_MS)
    for stop, room in enumerate(rooms, start=1):
        page.get_by_text(f"第 {stop} 步，共 8 步").wait_for(timeout=PATIENCE_MS)
        assert page.url.endswith(f"/{room}")
        assert page.locator(".driver-active-element:not(#driver-dummy-element)").count() == 1
        if stop == 2:
            assert grave(page) == []
            page.keyboard.press("ArrowLeft")
            page.get_by_text("第 1 步，共 8 步").wait_for(timeout=PATIENCE_MS)
            page.get_by_role("button", name="下一步").click()
            page.get_by_text("第 2 步，共 8 步").wait_for(timeout=PATIENCE_MS)
        page.locator(".driver-popover-next-btn:focus").wait_for()
        page.keyboard.press("ArrowRight" if stop % 2 else "Enter")
    page.locator(".driver-popover").wait_for(state="detached")
    page.goto(f"{desk[0]}/help")
    begin = page.locator("main [data-tour]")
    begin.wait_for(timeout=PATIENCE_MS)
    assert page.locator(".invite:visible").count() == 0
    begin.click()
    page.get_by_text("第 1 步，共 8 步").wait_for(timeout=PATIENCE_MS)
    page.keyboard.press("Escape")
    page.locator(".driver-popover").wait_for(state="detached")
