"""What keeps somebody who reads by ear or works by keyboard from a part of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

GRAVE = {"serious", "critical"}
TABLES_STAND = """() => [...document.querySelectorAll('.ag-root-wrapper')].every(
    (table) => table.querySelector('.ag-row, .ag-overlay-no-rows-center'))"""


def grave(page: Page, within: str | None = None) -> list[str]:
    """Return every serious issue with the first element that has it, once all tables have their rows."""
    page.wait_for_function(TABLES_STAND, timeout=30_000)
    found = Axe().run(page, context=within).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found if each["impact"] in GRAVE]
