"""A planner chooses units on the map, sees what giving them away would do, and takes it or leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.editing_desk import (
    PATIENCE_MS,
    Town,
    digest,
    drag,
    open_draft,
    place,
    pressed,
    says,
    zoomed,
)  # fmt: skip

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def chosen(page: Page, text: str) -> None:
    page.locator("#edit-chosen", has_text=text).wait_for(timeout=PATIENCE_MS)


def take(page: Page, key: str, tool: str) -> None:
    page.keyboard.press(key)
    pressed(page, tool)


def test_a_rectangle_a_lasso_and_clicks_choose_units_and_enter_takes_them(town: Town, page: Page) -> None:
    open_draft(page, town)
    before = digest(town)

    page.click("#edit-more")
    page.click("#edit-rectangle")
    pressed(page, "edit-rectangle")
    assert page.locator(".more-tools[open]").count() == 0
    drag(page, (-0.4, 2.6), (2.4, 3.4))
    chosen(page, "3 个单元，195 户")
    chosen(page, "✓ 合格")
    assert digest(town) == before
    page.keyboard.press("Escape")
    page.locator("#edit-chosen:empty").wait_for(state="attached", timeout=PATIENCE_MS)

    take(page, "o", "edit-lasso")
    lasso(page, [(-0.4, 3.4), (-0.4, 2.6), (1.4, 2.6), (1.4, 3.4)])
    chosen(page, "2 个单元，125 户")
    take(page, "u", "edit-unit")
    page.keyboard.down("Shift")
    page.mouse.click(*place(page, 2, 3))
    page.keyboard.up("Shift")
    chosen(page, "3 个单元")
    page.keyboard.press("Enter")
    says(page, "→")
    assert digest(town) != before
    page.keyboard.press("Control+z")
    says(page, "已撤回一步")
    assert digest(town) == before


def test_flood_block_and_estate_choose_what_belongs_together(town: Town, page: Page) -> None:
    open_draft(page, town)
    take(page, "f", "edit-flood")
    page.mouse.click(*place(page, 1, 4))
    chosen(page, "3 个单元")
    take(page, "j", "edit-block")
    page.mouse.click(*place(page, 1, 4))
    chosen(page, "15 个单元")
    take(page, "e", "edit-estate")
    page.mouse.click(*place(page, 1, 4))
    chosen(page, "这里没有可选的单元")


def test_another_grid_is_aimed_at_and_an_illegal_one_says_why_in_english(town: Town, page: Page) -> None:
    open_draft(page, town, "&lang=en")
    before = digest(town)
    take(page, "q", "edit-rectangle")
    drag(page, (1.6, 1.6), (2.4, 3.4))
    chosen(page, "2 units, 150 households")
    page.locator("#edit-chosen .targets").get_by_text("003001").click()
    page.locator("#edit-preview", has_text="would cross a community").wait_for(timeout=PATIENCE_MS)
    assert page.locator("#edit-accept").count() == 0
    page.locator("#edit-chosen .targets").get_by_text("001002").click()
    page.locator("#edit-preview", has_text="in norm").wait_for(timeout=PATIENCE_MS)
    page.click("#edit-accept")
    says(page, "→")
    assert digest(town) != before


def test_a_finger_draws_and_a_second_one_lets_go(town: Town, page: Page) -> None:
    open_draft(page, town)
    take(page, "q", "edit-rectangle")
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *at: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(at)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    first, last = place(page, -0.4, 2.6), place(page, 2.4, 3.4)
    send("touchStart", first)
    send("touchMove", last)
    send("touchEnd")
    chosen(page, "3 个单元，195 户")

    before = zoomed(page)
    page.keyboard.press("Escape")
    page.locator("#edit-chosen:empty").wait_for(state="attached", timeout=PATIENCE_MS)
    send("touchStart", first)
    send("touchMove", place(page, 1, 3))
    send("touchStart", place(page, 1, 3), last)
    send("touchEnd")
    assert zoomed(page) == pytest.approx(before)
    assert page.locator("#edit-chosen:empty").count() == 1


def lasso(page: Page, corners: list[tuple[float, float]]) -> None:
    """Draw round some places."""
    page.mouse.move(*place(page, *corners[0]))
    page.mouse.down()
    for corner in corners[1:]:
        page.mouse.move(*place(page, *corner), steps=6)
    page.mouse.up()
