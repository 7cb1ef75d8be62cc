"""A planner draws a border by hand: legal strokes stay, illegal ones say why, and nothing is lost."""

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
HOUSEHOLDS = """async () => Object.fromEntries(
    (await document.getElementById('edit-map').gridmap.getSource('grids').getData()).features
        .map((grid) => grid.properties).filter((grid) => grid.code)
        .map((grid) => [grid.code, grid.households]))"""
"""What the outlines on the map say that each grid holds."""


@pytest.mark.parametrize(
    ("language", "forbidden", "undone"),
    [("", "会跨社区", "已撤回一步"), ("&lang=en", "would cross a community", "One step taken back")],
)
def test_strokes_refusals_undo_and_reload(
    town: Town, page: Page, language: str, forbidden: str, undone: str
) -> None:
    open_draft(page, town, language)
    before = digest(town)

    page.click("#edit-brush")
    pressed(page, "edit-brush")
    drag(page, (1, 4), (1, 5))
    says(page, forbidden)
    assert digest(town) == before

    drag(page, (0, 4), (0, 3))
    says(page, "→")
    moved = digest(town)
    assert moved != before

    page.reload()
    settled(page)
    assert digest(town) == moved
    page.keyboard.press("Control+z")
    says(page, undone)
    assert digest(town) == before


def test_strokes_drawn_faster_than_the_desk_answers_are_all_kept(town: Town, page: Page) -> None:
    open_draft(page, town)
    page.click("#edit-brush")
    pressed(page, "edit-brush")
    for row, column in ((0, 4), (1, 4), (2, 4), (3, 8), (4, 8), (5, 8)):
        drag(page, (row, column), (row, column - 1))

    draft = town.services.editing.open(town.district, "")
    moved = [f"u{n:04d}" for n in (3, 13, 23, 37, 47, 57)]
    for _ in range(PATIENCE_MS // 100):
        if len(town.services.editing.draft(draft).edits) == len(moved):
            break
        page.wait_for_timeout(100)
    assert [edit.units for edit in town.services.editing.draft(draft).edits] == [(code,) for code in moved]

    for _ in range(4):
        page.keyboard.press("Control+z")
    says(page, "已撤回一步")
    page.wait_for_load_state("networkidle")
    assert len(town.services.editing.draft(draft).history()[0]) < len(moved)
    card = town.services.editing.scenario(town.district, draft).scorecard
    assert page.evaluate(HOUSEHOLDS) == {row.code: row.households for row in card.per_grid}


@pytest.mark.parametrize(
    ("language", "heading", "split", "undone"),
    [
        ("", "下一步建议", "610114001001003", "已撤回一步"),
        ("&lang=en", "What to do next", "610114001001003", "One step taken back"),
    ],
)
def test_the_coach_says_what_is_next_and_one_key_does_it(
    town: Town, page: Page, language: str, heading: str, split: str, undone: str
) -> None:
    open_draft(page, town, language)
    before = digest(town)

    page.mouse.click(*place(page, 1, 1))
    chosen = page.locator("#edit-chosen", has_text=heading)
    chosen.wait_for(timeout=PATIENCE_MS)
    assert chosen.locator(".advice").count() >= 1

    page.keyboard.press("Enter")
    says(page, split)
    changed = digest(town)
    assert changed != before
    page.locator("#edit-chosen", has_text=heading).wait_for(timeout=PATIENCE_MS)

    page.keyboard.press("Control+z")
    says(page, undone)
    assert digest(town) == before
