"""The table of grids and the map are one: a choice, a name and a lock in either show in both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
from tests.browser.reading import grave

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
B = "610114001001002"


def row(page: Page, code: str) -> Locator:
    """A row of the table by the code of its grid."""
    found = page.locator("#edit-table .ag-row", has=page.locator("[col-id=code]", has_text=code))
    found.wait_for(timeout=PATIENCE_MS)
    return found


def grid(town: Town, position: int) -> Any:
    """A grid of the draft as it stands on the disk."""
    draft = town.services.editing.open(town.district, "")
    return town.services.editing.plan(town.district, draft).grids[position]


def chosen_row(page: Page, code: str) -> None:
    selected = page.locator("#edit-table .ag-row-selected", has_text=code)
    selected.wait_for(timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("language", "locked", "renamed", "undone"),
    [
        ("", f"已锁定 {B}", f"{B} 已改名：河东片", "已撤回一步"),
        ("&lang=en", f"{B} is locked", f"{B} is now called: 河东片", "One step taken back"),
    ],
)
def test_a_grid_is_chosen_named_and_locked_in_the_table_by_keyboard(
    town: Town, page: Page, language: str, locked: str, renamed: str, undone: str
) -> None:
    open_draft(page, town, language)
    page.keyboard.press("t")
    row(page, B).locator("[col-id=code]").click()
    page.locator("#edit-chosen", has_text=B).wait_for(timeout=PATIENCE_MS)

    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("河东片")
    page.keyboard.press("Enter")
    says(page, renamed)
    assert grid(town, 1).name == "河东片"

    row(page, B).locator("[col-id=locked] input").click()
    says(page, locked)
    assert grid(town, 1).locked
    page.keyboard.press("Control+z")
    says(page, undone)
    page.wait_for_function(
        "!document.querySelector('#edit-table .ag-row-selected [col-id=locked] input')?.checked"
    )
    assert not grid(town, 1).locked
    page.reload()
    settled(page)
    page.keyboard.press("t")
    page.locator("#edit-table .ag-row", has_text="河东片").wait_for(timeout=PATIENCE_MS)


def test_the_row_follows_the_map_and_units_in_the_hand_go_to_the_row(town: Town, page: Page) -> None:
    open_draft(page, town)
    before = digest(town)
    page.keyboard.press("t")
    page.mouse.click(*place(page, 1, 4))
    chosen_row(page, B)
    held = row(page, B).locator("[col-id=households]").inner_text()

    page.keyboard.press("q")
    pressed(page, "edit-rectangle")
    drag(page, (-0.4, 2.6), (2.4, 3.4))
    page.locator("#edit-chosen", has_text="195 户").wait_for(timeout=PATIENCE_MS)
    assert grave(page) == []
    row(page, "610114001003001").locator("[col-id=code]").click()
    page.locator("#edit-preview", has_text="会跨社区").wait_for(timeout=PATIENCE_MS)
    row(page, B).locator("[col-id=code]").click()
    page.locator("#edit-accept").wait_for(timeout=PATIENCE_MS)
    page.keyboard.press("Enter")
    says(page, "→")
    assert digest(town) != before
    page.wait_for_function(
        "(was) => [...document.querySelectorAll('#edit-table .ag-row')].some((one) =>"
        f" one.innerText.includes('{B}') && !one.innerText.includes(was))",
        arg=held,
    )


@pytest.mark.parametrize("language", ["", "&lang=en"])
def test_the_list_of_keys_names_every_key_of_the_page(town: Town, page: Page, language: str) -> None:
    open_draft(page, town, language)
    page.keyboard.press("q")
    pressed(page, "edit-rectangle")
    drag(page, (-0.4, 2.6), (2.4, 3.4))
    page.locator("#edit-accept").wait_for(timeout=PATIENCE_MS)
    used = page.evaluate("[...document.querySelectorAll('[data-key]')].map((one) => one.dataset.key)")
    page.keyboard.press("Shift+?")
    page.locator("#keys[open]").wait_for(timeout=PATIENCE_MS)
    told = page.locator("#keys kbd").all_inner_texts()
    names = {"escape": "esc", "enter": "enter" if language else "回车"}
    assert {names.get(key, key) for key in used} <= {key.lower() for key in told}
