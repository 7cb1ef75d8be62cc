"""Behind the menu: runs that lead to their plans, every number with its source, and help."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from app import create_desk_on
from data.reference import shipped_standards
from data.settings import Settings
from domain.settings import RedrawSettings
from scenarios.register import register_dataset
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PATIENCE_MS = 40_000
GRAVE = {"serious", "critical"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Flask], str]) -> tuple[str, str]:
    """The address of a desk on the drawn town without a runner, and the run that waits in it."""
    services, network = create_desk_on(Settings(home=tmp_path_factory.mktemp("home")))
    district = register_dataset(services.store, drawn_town(), shipped_standards()).id
    run = services.runs.submit(district, RedrawSettings(task="norm")).id
    return f"{serve(network)}/{district}", run


def grave(page: Page) -> list[str]:
    return [found["id"] for found in Axe().run(page).response["violations"] if found["impact"] in GRAVE]


@pytest.mark.parametrize(
    ("query", "words"),
    [("", ("运算记录", "标准", "帮助")), ("?lang=en", ("Runs", "Standards", "Help"))],
)
def test_each_page_is_reached_from_any_room_and_can_be_read(
    desk: tuple[str, str], page: Page, query: str, words: tuple[str, ...]
) -> None:
    address, run = desk
    page.goto(f"{address}/draw{query}")
    page.locator(".menu summary").wait_for(timeout=PATIENCE_MS)
    for word in words:
        page.click(".menu summary")
        page.locator(".menu nav a", has_text=word).click()
        page.locator("h1", has_text=word).wait_for(timeout=PATIENCE_MS)
        assert not page.locator(".menu nav").is_visible()
        assert grave(page) == []
    page.locator("#guide-words th", has_text="Grid" if query else "网格").first.wait_for()
    page.goto(f"{address}/standards{query}")
    page.locator(".ag-row").first.wait_for(timeout=PATIENCE_MS)
    assert str(len(shipped_standards().entries)) in page.locator(".lead").inner_text()
    page.goto(f"{address}/runs{query}")
    page.locator(f'.runs a[href*="run={run}"]').click()
    page.wait_for_url(re.compile(f"draw.*run={run}"))
