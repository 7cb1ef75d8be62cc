"""A planner draws a border by hand: legal strokes stay, illegal ones say why, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app import create_desk_on
from data.reference import shipped_standards
from data.settings import Settings
from domain.digest import plan_digest
from scenarios.register import register_dataset
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Locator, Page

    from scenarios.services import Services

pytestmark = pytest.mark.browser
ROWS, COLUMNS = 6, 10
PATIENCE_MS = 20_000


@pytest.fixture
def desk(tmp_path: Path, serve: Callable[[Flask], str]) -> tuple[Services, str, str]:
    """The desk on a home with the drawn town: services, address, district."""
    services, network = create_desk_on(Settings(home=tmp_path))
    district = register_dataset(services.store, drawn_town(), shipped_standards()).id
    return services, serve(network), district


def place(page: Page, row: int, column: int) -> tuple[float, float]:
    """Where a block of the town lies on the screen; the map shows the whole town."""
    box = page.locator("#edit-map canvas").bounding_box()
    assert box is not None
    side = min(box["width"] / COLUMNS, box["height"] / ROWS) * 0.86
    return (
        box["x"] + box["width"] / 2 + (column - COLUMNS / 2 + 0.5) * side,
        box["y"] + box["height"] / 2 + (row - ROWS / 2 + 0.5) * side,
    )


def drag(page: Page, start: tuple[int, int], end: tuple[int, int]) -> None:
    """One stroke from block to block."""
    page.mouse.move(*place(page, *start))
    page.mouse.down()
    page.mouse.move(*place(page, *end), steps=8)
    page.mouse.up()


def says(page: Page, text: str) -> Locator:
    found = page.locator("#edit-says", has_text=text)
    found.wait_for(timeout=PATIENCE_MS)
    return found


@pytest.mark.parametrize(
    ("language", "forbidden", "undone"),
    [("", "会跨社区", "已撤回一步"), ("&lang=en", "would cross a community", "One step taken back")],
)
def test_strokes_refusals_undo_and_reload(
    desk: tuple[Services, str, str], page: Page, language: str, forbidden: str, undone: str
) -> None:
    services, address, district = desk
    page.goto(f"{address}/{district}/draw?edit=1{language}")
    page.locator("#edit-map canvas").wait_for(timeout=PATIENCE_MS)
    page.wait_for_timeout(1500)
    before = digest(services, district)

    page.click("#edit-brush")
    page.wait_for_function("document.querySelector('#edit-brush').getAttribute('aria-pressed') === 'true'")
    drag(page, (1, 4), (1, 5))
    says(page, forbidden)
    assert digest(services, district) == before

    drag(page, (0, 4), (0, 3))
    says(page, "→")
    moved = digest(services, district)
    assert moved != before

    page.reload()
    page.locator("#edit-map canvas").wait_for(timeout=PATIENCE_MS)
    assert digest(services, district) == moved
    page.keyboard.press("Control+z")
    says(page, undone)
    assert digest(services, district) == before


@pytest.mark.parametrize(
    ("language", "heading", "split", "undone"),
    [
        ("", "下一步建议", "610114001001003", "已撤回一步"),
        ("&lang=en", "What to do next", "610114001001003", "One step taken back"),
    ],
)
def test_the_coach_says_what_is_next_and_one_key_does_it(
    desk: tuple[Services, str, str], page: Page, language: str, heading: str, split: str, undone: str
) -> None:
    services, address, district = desk
    page.goto(f"{address}/{district}/draw?edit=1{language}")
    page.locator("#edit-map canvas").wait_for(timeout=PATIENCE_MS)
    page.wait_for_timeout(1500)
    before = digest(services, district)

    page.mouse.click(*place(page, 1, 1))
    chosen = page.locator("#edit-chosen", has_text=heading)
    chosen.wait_for(timeout=PATIENCE_MS)
    assert chosen.locator(".advice").count() >= 1

    page.keyboard.press("Enter")
    says(page, split)
    changed = digest(services, district)
    assert changed != before
    page.locator("#edit-chosen", has_text=heading).wait_for(timeout=PATIENCE_MS)

    page.keyboard.press("Control+z")
    says(page, undone)
    assert digest(services, district) == before


def digest(services: Services, district: str) -> str:
    """The plan of the draft on today's grids, as it stands on the disk."""
    draft = services.editing.open(district, "")
    units = services.viewer.dataset(district).graph.units
    return plan_digest(units.codes, services.editing.plan(district, draft).grid_of)
