"""A planner is refused for want of an officer, adds him, and takes the police grids away as a workbook."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
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
PATIENCE_MS = 120_000


def test_police_grids_are_asked_for_refused_drawn_and_taken_away(
    page: Page, serve: Callable[[Flask], str], tmp_path: Path, pictures: Path
) -> None:
    services, network = create_desk_on(Settings(home=tmp_path))
    district = register_dataset(services.store, yanliang(), shipped_standards()).id
    page.goto(f"{serve(network)}/{district}/staff")
    page.locator('nav a[href*="step=police"]').click(timeout=PATIENCE_MS)
    page.locator("#police-draw").click(timeout=PATIENCE_MS)
    page.locator("#police-told .over", has_text="民警增加到 19 名").wait_for(timeout=PATIENCE_MS)
    officers = page.locator("tr", has_text="新华路派出所").locator("input").first
    assert officers.input_value() == "18"
    officers.fill("19")
    officers.press("Tab")
    page.locator("#police-draw").click()
    page.locator("#police-told .lead", has_text="64 名民警，划 64 个警格").wait_for(timeout=PATIENCE_MS)
    assert grave(page) == []
    rows = page.locator("#police-told table").last.locator("tbody tr")
    assert rows.count() == 64
    assert "凤凰路派出所第1警格" in rows.first.inner_text()
    page.screenshot(path=pictures / "police.png")
    with page.expect_download(timeout=PATIENCE_MS) as taken:
        page.locator("#police-book").click()
    book = openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes()), read_only=True)
    assert sum(1 for _ in book["警格一览表"].values) == 65
