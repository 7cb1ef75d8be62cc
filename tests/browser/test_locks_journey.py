"""A planner locks what is settled; the page shows it, refuses to touch it, and keeps it past a reload."""

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
    settled,
)  # fmt: skip

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def hatched(page: Page) -> list[int]:
    """The grids that the map hatches."""
    found: list[int] = page.evaluate(
        "document.querySelector('#edit-map').gridmap.getFilter('grid-locked')[2][1]"
    )
    return found


@pytest.mark.parametrize(
    ("language", "locked", "refused", "unlocked", "again"),
    [
        ("", "已锁定 610114001001002", "已锁定或为专属网格", "已解锁", "已恢复一步"),
        ("&lang=en", "610114001001002 is locked", "is locked or exclusive", "unlocked", "One step restored"),
    ],
)
def test_a_grid_is_locked_by_a_key_and_holds(
    town: Town, page: Page, language: str, locked: str, refused: str, unlocked: str, again: str
) -> None:
    open_draft(page, town, language)
    before = digest(town)
    page.mouse.click(*place(page, 1, 4))
    page.locator("#edit-chosen", has_text="610114001001002").wait_for(timeout=PATIENCE_MS)
    page.keyboard.press("k")
    says(page, locked)
    assert hatched(page) == [1]
    page.reload()
    settled(page)
    assert hatched(page) == [1]

    page.keyboard.press("b")
    pressed(page, "edit-brush")
    drag(page, (0, 4), (0, 3))
    says(page, refused)
    assert digest(town) == before

    page.keyboard.press("s")
    pressed(page, "edit-select")
    page.mouse.click(*place(page, 1, 4))
    page.locator("#edit-chosen .state").wait_for(timeout=PATIENCE_MS)
    page.keyboard.press("k")
    says(page, unlocked)
    assert hatched(page) == []
    page.keyboard.press("Control+y")  # unlocking took the lock back
    says(page, again)
    page.wait_for_function(
        "document.querySelector('#edit-map').gridmap.getFilter('grid-locked')[2][1].length"
    )


def test_a_whole_community_is_locked_unit_by_unit(town: Town, page: Page) -> None:
    open_draft(page, town)
    page.keyboard.press("c")
    pressed(page, "edit-community")
    page.mouse.click(*place(page, 4, 2))
    page.locator("#edit-chosen", has_text="15 个单元").wait_for(timeout=PATIENCE_MS)
    page.keyboard.press("k")
    says(page, "已锁定 15 个单元")
    page.wait_for_function(
        "document.querySelector('#edit-map').gridmap.getLayer('context-locks/area') !== undefined"
    )
    page.keyboard.press("u")
    pressed(page, "edit-unit")
    page.mouse.click(*place(page, 3, 2))
    page.locator("#edit-preview", has_text="其中有锁定的单元").wait_for(timeout=PATIENCE_MS)
    assert page.locator("#edit-accept").count() == 0
