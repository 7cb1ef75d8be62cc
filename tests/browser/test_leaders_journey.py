"""A leader is told who is needed, somebody fills in who is there, and the ways stand side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import openpyxl
import pytest

from app import create_desk_on
from data.reference import shipped_standards
from data.settings import Settings
from scenarios.register import register_dataset
from tests.browser.reading import grave
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PATIENCE_MS = 30_000
CODES = drawn_town().graph.units.communities.codes
HEADS = 2 * len(CODES) + 12
LATIN = {"Gridwright", "EN", "km", "m", "MapLibre"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Flask], str]) -> str:
    """The room 人员 of the drawn town on a desk of its own."""
    services, network = create_desk_on(Settings(home=tmp_path_factory.mktemp("home")))
    district = register_dataset(services.store, drawn_town(), shipped_standards()).id
    return f"{serve(network)}/{district}/staff"


def pool_of(path: Path) -> Path:
    """Two community workers in each community and twelve department staff."""
    rows = [f"{code},社区工作者（专职）,2" for code in CODES]
    path.write_text("\n".join(["社区,岗位,人数", *rows, "部门,劳务派遣/购买服务（专职）,12"]), encoding="gbk")
    return path


def test_from_nobody_known_to_every_way_side_by_side(
    address: str, page: Page, tmp_path: Path, pictures: Path
) -> None:
    page.goto(f"{address}?step=leaders")
    page.locator(".onepage .lead", has_text="还没有现有人员数据").wait_for(timeout=PATIENCE_MS)
    page.locator(".asks a", has_text="填写现有人员").click()
    page.locator("#pool-table .ag-row").first.wait_for(timeout=PATIENCE_MS)
    cell = page.locator('#pool-table .ag-row[row-index="0"] [col-id="k0"]')
    cell.click()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    page.click("#pool-save")
    page.locator("#pool-says", has_text="已保存，共 3 人").wait_for(timeout=PATIENCE_MS)
    bad = tmp_path / "错.csv"
    bad.write_text("社区,岗位,人数\n无此社区,社区工作者（专职）,2\n", encoding="utf-8")
    page.set_input_files("#pool-upload input", bad)
    page.locator("#pool-says", has_text="第 2 行：没有社区“无此社区”").wait_for(timeout=PATIENCE_MS)
    page.set_input_files("#pool-upload input", pool_of(tmp_path / "现有人员.csv"))
    page.locator("#pool-says", has_text=f"已保存，共 {HEADS} 人").wait_for(timeout=PATIENCE_MS)
    assert grave(page) == []
    page.locator("#pool-says a").click()
    page.locator(".onepage .lead", has_text=f"现有 {HEADS} 人").wait_for(timeout=PATIENCE_MS)
    assert page.locator(".seven tbody tr").count() == 7
    page.locator(".leading .more > summary").first.click()
    assert page.locator(".beside thead th").count() == 1 + 14
    assert page.locator(".wayline", has_text="没有给出当年可用经费").count() == 1
    page.fill("#leaders-budget", "900")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("ask=9000000"), timeout=PATIENCE_MS)
    page.locator("#leaders-told", has_text="全年经费 900.0 万元以内").wait_for(
        timeout=PATIENCE_MS, state="attached"
    )
    page.locator(".onepage canvas").first.wait_for(timeout=PATIENCE_MS)
    page.screenshot(path=pictures / "leaders.png")
    assert page.locator("#leaders-third").is_disabled()
    page.fill("#leaders-second", "1000")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("ask=9000000(,|%2C)10000000"), timeout=PATIENCE_MS)
    page.locator("#leaders-told", has_text="这一年经费 1000.0 万元以内").wait_for(
        timeout=PATIENCE_MS, state="attached"
    )
    assert grave(page) == []
    with page.expect_download() as taken:
        page.click("#leaders-workbook")
    taken.value.save_as(tmp_path / "ways.xlsx")
    book = openpyxl.load_workbook(tmp_path / "ways.xlsx", read_only=True)
    assert book.sheetnames == ["领导方案", "缺额清单", "不如现状的社区", "公开数据对照"]
    for folded in page.locator(".leading .more > summary").all():
        folded.click()
    words = set(re.findall(r"[A-Za-z]+", page.inner_text(".leading")))
    assert words <= LATIN
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".seven").bounding_box()["width"] <= 390  # type: ignore[index]
    page.screenshot(path=pictures / "leaders-phone.png")


def test_other_roles_and_advisers_stand_in_tables_in_both_languages(
    address: str, page: Page, pictures: Path
) -> None:
    page.goto(f"{address}?step=roles")
    page.locator(".roles tbody tr").first.wait_for(timeout=PATIENCE_MS)
    page.locator(".roles a", has_text="热线坐席").click()
    page.locator("h2", has_text="热线坐席").wait_for(timeout=PATIENCE_MS)
    assert "ask=" in page.url
    assert grave(page) == []
    page.goto(f"{address}?step=advisers&lang=en&theme=dark")
    page.locator(".lead", has_text="at least").wait_for(timeout=PATIENCE_MS)
    page.locator("#advisers-profile label", has_text="8 hours").click()
    page.wait_for_url(re.compile("ask=enhanced"), timeout=PATIENCE_MS)
    page.locator(".lead", has_text="at least").wait_for(timeout=PATIENCE_MS)
    page.locator("details", has_text="rests on").locator("summary").last.click()
    page.screenshot(path=pictures / "advisers-en.png")
    assert grave(page) == []
