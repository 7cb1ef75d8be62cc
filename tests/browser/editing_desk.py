"""The drawn town open for editing: where its blocks lie on the screen, and what was kept of the strokes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from domain.digest import plan_digest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from scenarios.services import Services

ROWS, COLUMNS = 6, 10
PATIENCE_MS = 20_000


class Town(NamedTuple):
    """The services of the desk, its address, and the district of the town."""

    services: Services
    address: str
    district: str


def open_draft(page: Page, town: Town, more: str = "") -> None:
    """Open today's grids for editing and wait until they are drawn."""
    page.goto(f"{town.address}/{town.district}/draw?edit=1{more}")
    settled(page)


def settled(page: Page) -> None:
    """Wait until the map has drawn everything."""
    page.locator("#edit-map[data-drawn]").wait_for(timeout=PATIENCE_MS)
    page.wait_for_function("() => document.querySelector('#edit-map').gridmap?.loaded()", timeout=PATIENCE_MS)


def place(page: Page, row: float, column: float) -> tuple[float, float]:
    """Where a block of the town lies on the screen; the map shows the whole town."""
    box = page.locator("#edit-map canvas").bounding_box()
    assert box is not None
    side = min(box["width"] / COLUMNS, box["height"] / ROWS) * 0.86
    return (
        box["x"] + box["width"] / 2 + (column - COLUMNS / 2 + 0.5) * side,
        box["y"] + box["height"] / 2 + (row - ROWS / 2 + 0.5) * side,
    )


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """One stroke from block to block."""
    page.mouse.move(*place(page, *start))
    page.mouse.down()
    page.mouse.move(*place(page, *end), steps=8)
    page.mouse.up()


def pressed(page: Page, tool: str) -> None:
    """Wait until a tool is in the hand."""
    page.wait_for_function(f"document.querySelector('#{tool}').getAttribute('aria-pressed') === 'true'")


def says(page: Page, text: str) -> Locator:
    """Wait until the page says something of the last stroke."""
    found = page.locator("#edit-says", has_text=text)
    found.wait_for(timeout=PATIENCE_MS)
    return found


def zoomed(page: Page) -> float:
    """How far the map is zoomed."""
    return float(page.evaluate("document.querySelector('#edit-map').gridmap.getZoom()"))


def digest(town: Town) -> str:
    """The plan of the draft on today's grids, as it stands on the disk."""
    services, _, district = town
    draft = services.editing.open(district, "")
    units = services.viewer.dataset(district).graph.units
    return plan_digest(units.codes, services.editing.plan(district, draft).grid_of)
