"""A leader asks who reaches what in time, and what a third more events would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app import create_desk_on
from data.reference import shipped_standards
from data.settings import Settings
from scenarios.register import register_dataset
from tests.browser.reading import grave
from tests.yanliang import yanliang

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PATIENCE_MS = 60_000


def chosen(page: Page, select: str, option: str) -> None:
    page.click(select)
    page.get_by_role("option", name=option, exact=True).click()


def test_reach_and_load_are_asked_and_answered_on_one_page(
    page: Page, serve: Callable[[Flask], str], tmp_path: Path, pictures: Path
) -> None:
    services, network = create_desk_on(Settings(home=tmp_path))
    district = register_dataset(services.store, yanliang(), shipped_standards()).id
    page.goto(f"{serve(network)}/{district}/staff")
    page.locator('a[href*="step=serving"]').click(timeout=PATIENCE_MS)
    told = page.locator("#reach-told .lead", has_text="步行 15 分钟内可达（105 处，按户室计）")
    told.wait_for(timeout=PATIENCE_MS)
    assert grave(page) == []
    chosen(page, "#reach-kind", "派出所")
    told = page.locator("#reach-told .lead", has_text="步行 15 分钟内可达（7 处，按户室计）")
    told.wait_for(timeout=PATIENCE_MS)
    chosen(page, "#reach-mode", "开车")
    page.locator("#reach-told .lead", has_text="开车 15 分钟内可达").wait_for(timeout=PATIENCE_MS)
    page.screenshot(path=pictures / "serving.png")
    before = page.locator("#stress-told .lead").inner_text()
    page.locator("#stress-more label", has_text="30").click()
    page.locator("#stress-told .lead", has_text="216,667").wait_for(timeout=PATIENCE_MS)
    assert "166,667" in before
