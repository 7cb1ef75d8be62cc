"""A planner writes what goes where, sees it on the map, and takes it with a second Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app import create_desk_on
from data.reference import shipped_standards
from data.settings import Settings
from scenarios.register import register_dataset
from tests.browser.editing_desk import PATIENCE_MS, Town, digest, open_draft, says
from tests.drawn_town import town_with_estates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def estates(tmp_path: Path, serve: Callable[[Flask], str]) -> Town:
    """The desk on a home with a town of estates."""
    services, network = create_desk_on(Settings(home=tmp_path))
    district = register_dataset(services.store, town_with_estates(), shipped_standards()).id
    return Town(services, serve(network), district)


@pytest.mark.parametrize(
    ("language", "unclear", "told", "done"),
    [
        ("", "“1号楼”有 2 处", "2 个单元，125 户，4 栋楼", "已撤回一步"),
        (
            "&lang=en",
            "“1号楼” is in 2 places",
            "2 units, 125 households · 4 buildings",
            "One step taken back",
        ),
    ],
)
def test_a_move_is_written_shown_and_done_by_keys_alone(
    estates: Town, page: Page, language: str, unclear: str, told: str, done: str
) -> None:
    open_draft(page, estates, language)
    before = digest(estates)
    page.keyboard.press("g")
    page.keyboard.type("1号楼 → 1002")
    page.keyboard.press("Enter")
    says(page, unclear)
    page.fill("#edit-typed", "槐荫园 1–4号楼 → 1002")
    page.keyboard.press("Enter")
    page.locator("#edit-chosen", has_text=told).wait_for(timeout=PATIENCE_MS)
    assert digest(estates) == before
    page.keyboard.press("Enter")
    says(page, "→")
    assert digest(estates) != before
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    says(page, done)
    assert digest(estates) == before
