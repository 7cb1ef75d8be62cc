"""A planner opens the desk, sees what is wrong, redraws, and finds the plan again."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from app import create_desk_on
from data.reference import shipped_standards
from data.settings import Settings
from scenarios.register import register_dataset
from scenarios.running.runner_process import RunnerProcess
from tests.browser.reading import grave
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PATIENCE_MS = 40_000
WORST = "610114001002001"
NAMES = {"Gridwright", "EN", "AG", "Grid", "Ctrl"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Flask], str]) -> Iterator[str]:
    """The address of a desk on the drawn town, with its runner beside it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("GRIDWRIGHT_HOME", str(home))
        environment.setenv("GRIDWRIGHT_WORKERS", "1")
        services, network = create_desk_on(Settings(home=home))
        register_dataset(services.store, drawn_town(), shipped_standards())
        runner = RunnerProcess([sys.executable, "-m", "cli", "runner"])
        yield serve(network)
        runner.stop()


@pytest.fixture
def warnings(page: Page) -> Iterator[None]:
    """Fail a journey on whose way the page warned about itself."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "warning" else None)
    yield
    assert [text for text in told if "AG Grid" in text or "React" in text] == []


@pytest.mark.usefixtures("warnings")
@pytest.mark.parametrize(
    ("query", "headline", "advice", "closed", "plan"),
    [
        ("", "最大网格 1005 户，是上限（500 户）的 2.0 倍", "应拆成 3 格", "现状诊断", "方案 "),
        ("?lang=en", "Largest grid 1,005 households", "asks for 3 grids", "Today's grids", "Plan "),
    ],
)
def test_from_the_bare_address_to_a_plan_that_stays(
    desk: str, page: Page, query: str, headline: str, advice: str, closed: str, plan: str
) -> None:
    page.goto(f"{desk}/{query}")
    page.locator("#inspector", has_text=headline).wait_for(timeout=PATIENCE_MS)
    assert page.locator(".band.over b").inner_text() != "0"

    page.keyboard.press("w")
    page.locator("#inspector", has_text=advice).wait_for()
    page.keyboard.press("t")
    page.locator(f'.ag-row-selected:has-text("{WORST}")').wait_for()
    other = page.locator('.ag-center-cols-container .ag-row:not(.ag-row-selected) [col-id="code"]').first
    code = other.inner_text()
    other.click()
    page.locator("#inspector h2", has_text=code).wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator("#inspector h2", has_text=closed).wait_for()

    page.click("#fix-over")
    page.wait_for_url(re.compile("run=|scenario="))
    page.reload()
    page.wait_for_url(re.compile("scenario="), timeout=PATIENCE_MS)
    page.locator("#inspector .say.ok").wait_for(timeout=PATIENCE_MS)
    page.reload()
    page.locator("#inspector .say.ok").wait_for(timeout=PATIENCE_MS)
    assert page.locator(".band.over b").inner_text() == "0"
    assert re.fullmatch(plan + "[A-Z]", page.locator("#scenario-choice").input_value())


@pytest.mark.parametrize(
    ("query", "first", "opened"), [("", "不超过 5%", "打开方案"), ("lang=en", "At most 5%", "Open Plan")]
)
def test_plans_along_a_trade_off_are_seen_one_by_one_and_one_is_opened(
    desk: str, page: Page, query: str, first: str, opened: str
) -> None:
    page.goto(f"{desk}/?{query}")
    page.locator("#fix-over").wait_for(timeout=PATIENCE_MS)
    page.locator("summary", has_text=re.compile("看几种取舍|trade-offs")).click()
    page.click("#trade-cross")
    page.locator(".offers tbody tr").nth(4).wait_for(timeout=PATIENCE_MS)
    page.reload()
    waiting = page.locator(".offers td", has_text=re.compile("等待|已完成|Waiting|communities done"))
    page.wait_for_function(
        "() => document.querySelectorAll('.offers tbody button').length >= 4", timeout=PATIENCE_MS
    )
    waiting.first.wait_for(state="detached", timeout=PATIENCE_MS)
    shown = page.locator(".offers button[aria-pressed=true]")
    before = shown.inner_text()
    other = page.locator(".offers button[aria-pressed=false]").last
    name = other.inner_text()
    assert first in {before, name, *page.locator(".offers button").all_inner_texts()}
    other.click()
    page.locator(".offers button[aria-pressed=true]", has_text=name).wait_for()
    assert name != before
    assert grave(page) == []
    page.locator("a.do", has_text=opened).click()
    page.wait_for_url(re.compile("scenario="))
    page.locator(".bands").wait_for(timeout=PATIENCE_MS)
    assert "trade=" not in page.url


def test_the_chinese_desk_says_nothing_in_english(desk: str, page: Page) -> None:
    page.goto(desk)
    page.locator("#fix-over").wait_for(timeout=PATIENCE_MS)
    page.keyboard.press("t")
    page.locator(".ag-row").first.wait_for()
    page.locator('[col-id="code"] .ag-header-cell-filter-button').click()
    page.locator(".ag-filter-body").first.wait_for()
    told = page.evaluate(
        """() => [document.body.innerText,
        ...[...document.querySelectorAll('[aria-label],[title],[placeholder]')]
        .flatMap((e) => [e.ariaLabel, e.title, e.placeholder])].join(' ')"""
    )
    assert set(re.findall(r"[A-Za-z]{2,}", told)) - NAMES == set()


@pytest.mark.parametrize("query", ["", "lang=en", "theme=dark", "lang=en&theme=dark"])
def test_everybody_can_read_and_reach_it(desk: str, page: Page, query: str) -> None:
    page.goto(f"{desk}/?{query}")
    page.locator("#fix-over").wait_for(timeout=PATIENCE_MS)
    page.click(".settings > summary")
    page.keyboard.press("t")
    page.locator(".ag-row").first.wait_for()
    assert grave(page) == []
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()
    assert grave(page) == []
    page.keyboard.press("Escape")
    page.goto(f"{desk}/start?{query}")
    page.locator(".card").first.wait_for(timeout=PATIENCE_MS)
    page.click(".sheetpage > details > summary")
    assert grave(page) == []
