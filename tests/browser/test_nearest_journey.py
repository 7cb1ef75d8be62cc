"""A planner is stepped to what is wrong, and led to what is allowed where a stroke is not."""

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
)  # fmt: skip

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "refused", "offered", "undone"),
    [
        ("", "会被分成 2 块", "连同另外 4 个单元划入", "已撤回一步"),
        ("&lang=en", "would be in 2 pieces", "Take 4 more units along", "One step taken back"),
    ],
)
def test_a_stroke_that_is_not_allowed_ends_at_the_nearest_that_is_by_tab(
    town: Town, page: Page, language: str, refused: str, offered: str, undone: str
) -> None:
    open_draft(page, town, language)
    before = digest(town)
    page.keyboard.press("b")
    pressed(page, "edit-brush")
    drag(page, (1, 4), (1, 0))
    says(page, refused)
    says(page, offered)
    assert refused not in page.locator(".gridmap-tip").inner_text()
    assert digest(town) == before
    page.keyboard.press("Tab")
    page.locator("#edit-says .say.ok", has_text="→").wait_for(timeout=PATIENCE_MS)
    assert digest(town) != before
    page.keyboard.press("Control+z")
    says(page, undone)
    assert digest(town) == before


def test_a_grid_that_would_be_empty_is_merged_by_tab(town: Town, page: Page) -> None:
    open_draft(page, town)
    page.keyboard.press("f")
    pressed(page, "edit-flood")
    page.mouse.click(*place(page, 1, 4))
    page.locator("#edit-chosen .targets").get_by_text("001001").click()
    page.locator("#edit-preview", has_text="把整个 610114001001002 并入").wait_for(timeout=PATIENCE_MS)
    page.keyboard.press("Tab")
    page.locator("#edit-says .say.ok", has_text="→").wait_for(timeout=PATIENCE_MS)
    plan = town.services.editing.plan(town.district, town.services.editing.open(town.district, ""))
    assert not (plan.grid_of == 1).any()


def test_a_unit_inside_its_grid_goes_with_what_lies_on_the_way(town: Town, page: Page) -> None:
    open_draft(page, town)
    before = digest(town)
    page.keyboard.press("u")
    pressed(page, "edit-unit")
    page.mouse.click(*place(page, 1, 1))
    page.locator("#edit-preview", has_text="与 610114001001002 不相连").wait_for(timeout=PATIENCE_MS)
    page.locator("#edit-preview", has_text="连同另外 2 个单元划入").wait_for(timeout=PATIENCE_MS)
    page.keyboard.press("Tab")
    page.locator("#edit-says .say.ok", has_text="→").wait_for(timeout=PATIENCE_MS)
    assert digest(town) != before


def test_w_steps_from_one_grid_over_limit_to_the_next(town: Town, page: Page) -> None:
    open_draft(page, town)
    draft = town.services.editing.open(town.district, "")
    rows = town.services.editing.scenario(town.district, draft).scorecard.per_grid
    over = sorted((row for row in rows if row.band == "over"), key=lambda row: -row.households)
    assert len(over) > 1
    for row in [*over, over[0]]:
        page.keyboard.press("w")
        page.locator("#edit-chosen", has_text=row.code).wait_for(timeout=PATIENCE_MS)
