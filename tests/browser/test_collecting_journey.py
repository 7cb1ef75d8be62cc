"""A round on one page: workbooks out, back, faults told, letters written, figures taken over."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from app import create_desk_on
from data.reference import shipped_standards
from data.settings import Settings
from scenarios.register import register_dataset
from tests.browser.reading import grave
from tests.drawn_town import drawn_town
from tests.returns import HEADS, ROOM, fill

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PATIENCE_MS = 40_000


def downloaded(page: Page, button: str, path: Path) -> list[str]:
    """Press a button and return what is in the archive that comes."""
    with page.expect_download(timeout=PATIENCE_MS) as download:
        page.click(button)
    download.value.save_as(path)
    return zipfile.ZipFile(path).namelist()


def brought_back(page: Page, paths: list[Path]) -> None:
    with page.expect_file_chooser() as chooser:
        page.click("[data-choose]")
    chooser.value.set_files(paths)


@pytest.mark.parametrize("query", ["", "&lang=en"])
def test_a_round_from_the_first_workbook_to_the_new_figures(
    page: Page, serve: Callable[[Flask], str], tmp_path: Path, pictures: Path, query: str
) -> None:
    services, network = create_desk_on(Settings(home=tmp_path / "home"))
    district = register_dataset(services.store, drawn_town(), shipped_standards()).id
    desk = serve(network)
    page.goto(f"{desk}/{district}/survey?{query}")
    page.locator('a[href*="step=collect"]').click(timeout=PATIENCE_MS)
    page.locator("#collect-make").wait_for(timeout=PATIENCE_MS)
    assert grave(page) == []
    files = downloaded(page, "#collect-make", tmp_path / "out.zip")
    assert len(files) == len(services.viewer.dataset(district).graph.units.communities.codes)

    zipfile.ZipFile(tmp_path / "out.zip").extractall(tmp_path / "back")
    workbooks = [tmp_path / "back" / name for name in files]
    for n, path in enumerate(workbooks):
        book = fill(path, more=3)
        if n == 0:
            book["摸底表"].cell(HEADS + 1, ROOM).value = "约30户"
            book.save(path)
    page.locator(".dropzone").wait_for()
    brought_back(page, workbooks)
    page.locator(".ag-row", has_text="约30户").or_(page.locator(".ag-row")).first.wait_for(
        timeout=PATIENCE_MS
    )
    assert page.locator("tbody tr td:nth-child(4)").all_inner_texts().count("1") == 1
    assert grave(page) == []
    page.screenshot(path=pictures / f"collecting-{'en' if query else 'zh'}.png", full_page=True)

    page.fill("#collect-by", "tomorrow")
    page.keyboard.press("Tab")
    page.click("#collect-letters")
    page.locator("#collect-says .say.over").wait_for(timeout=PATIENCE_MS)
    page.fill("#collect-by", "2026-12-10")
    page.keyboard.press("Tab")
    assert len(downloaded(page, "#collect-letters", tmp_path / "letters.zip")) == 1

    page.click("#collect-merge")
    page.locator("#collect-says .say.over").wait_for(timeout=PATIENCE_MS)
    page.fill("#collect-date", "2026-11-20")
    page.keyboard.press("Tab")
    page.click("#collect-merge")
    page.wait_for_url(lambda url: district not in url, timeout=PATIENCE_MS)
    page.locator("#collect-merge").wait_for(timeout=PATIENCE_MS)
    fresh = re.search(r"/([^/]+)/survey", page.url)
    assert fresh is not None
    old, new = (
        services.viewer.dataset(d).graph.units.count("households").sum() for d in (district, fresh[1])
    )
    assert new > old

    page.locator("details summary").last.click()
    page.click("#collect-end")
    page.locator("#collect-name").wait_for(timeout=PATIENCE_MS)
    assert list((tmp_path / "home" / "intake").iterdir()) == []
