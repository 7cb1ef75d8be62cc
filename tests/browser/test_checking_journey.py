"""Plans held against neutral ones, and against the nets of departments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import openpyxl
import pytest

from tests.browser.reading import grave
from tests.browser.reviewed_town import reviewed_town
from tests.netted_town import netted_town

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PATIENCE_MS = 30_000


class Words(NamedTuple):
    """What the pages say in one language."""

    query: str
    contrast: str
    ended: str
    nets: str
    take: str


CHINESE = Words("", "对照检验", "共画 200 个对照方案", "部门网 2 张", "下载融合对照表")
ENGLISH = Words(
    "&lang=en&theme=dark", "Contrast", "200 plans drawn", "2 department nets", "Download crosswalks"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Flask], str]) -> tuple[str, str]:
    """The address of the town's rooms, and the query that names its plan B."""
    _, network, district, plan = reviewed_town(tmp_path_factory.mktemp("home"), netted_town())
    return f"{serve(network)}/{district}", f"scenario={plan}"


@pytest.mark.parametrize("words", [CHINESE, ENGLISH], ids=["zh", "en-dark"])
def test_a_plan_is_held_against_neutral_plans_and_nets(
    desk: tuple[str, str], page: Page, words: Words, pictures: Path, tmp_path: Path
) -> None:
    address, plan = desk
    page.goto(f"{address}/compare?{plan}{words.query}")
    page.get_by_role("link", name=words.contrast).click(timeout=PATIENCE_MS)
    page.get_by_text(words.ended).wait_for(timeout=PATIENCE_MS)
    assert page.locator(".contrasted tbody tr").count() >= 8
    assert page.locator(".contrasted .axis .mark").count() == 2 * page.locator(".contrasted tbody tr").count()
    assert grave(page) == []
    page.screenshot(path=pictures / f"contrast-{words.contrast}.png")

    page.goto(f"{address}/draw?{words.query.lstrip('&')}")
    page.get_by_role("link", name=words.nets).click(timeout=PATIENCE_MS)
    with page.expect_download() as taken:
        page.get_by_role("button", name=words.take).click()
    taken.value.save_as(tmp_path / "nets.xlsx")
    assert len(openpyxl.load_workbook(tmp_path / "nets.xlsx").sheetnames) == 3
    assert grave(page) == []
    page.screenshot(path=pictures / f"nets-{words.contrast}.png")
    page.locator("section .facts a").first.click()
    page.wait_for_url(re.compile(r"/draw\?grid="))
