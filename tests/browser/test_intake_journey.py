"""A planner brings files as they are and leaves with a district; what may not be read never is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from app import create_desk_on
from data.settings import Settings
from tests.browser.reading import grave
from tests.handed_in import building_table, community_zip, dirty_package, person_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PATIENCE_MS = 40_000
SETTLED_MS = 700  # an answer of the server, and its drawing
NAMES = {"Gridwright", "EN", "EPSG", "CGCS", "degree", "Gauss", "Kruger", "CM", "Sheet", "AG", "Grid"} | {
    "zip", "gpkg", "xlsx", "SHP", "GPKG", "GeoJSON", "CSV", "UTF", "GB", "Big", "EUC", "KR",
}  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("handed")
    made = (community_zip(folder), dirty_package(folder), building_table(folder), person_table(folder))
    return {path.name: path for path in made} | {"楼栋.gpkg": dirty_package(folder, clean=True)}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def desk(home: Path, serve: Callable[[Flask], str]) -> str:
    _, network = create_desk_on(Settings(home=home))
    return serve(network)


def upload(page: Page, *paths: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.click("[data-choose]")
    chooser.value.set_files(list(paths))


def open_layer(page: Page, name: str) -> None:
    page.click(f'.layerlist a:has(b:text-is("{name}"))')
    page.locator(".layerform h2", has_text=name).wait_for()
    page.wait_for_timeout(SETTLED_MS)


def fill(page: Page, part: str, text: str) -> None:
    """Type one answer; it is kept once nothing is missing at its field any more."""
    field = page.locator(f'input[id*=\'"part":"{part}"\']')
    field.fill(text)
    field.press("Tab")
    page.locator(f'[id*=\'"part":"{part}"\'][id$="-error"]').wait_for(state="detached")


def count_on(page: Page, layer: str) -> None:
    """Say basis and date without leaving the keyboard: the map stays, and so does the hand."""
    open_layer(page, layer)
    page.evaluate("document.querySelector('.layerform').dataset.same = 'yes'")
    fill(page, "basis", "户籍户")
    assert '"part":"date"' in page.evaluate("document.activeElement.id")
    fill(page, "date", "2025-06-30")
    assert page.evaluate("document.querySelector('.layerform').dataset.same") == "yes"


def told(page: Page) -> set[str]:
    return set(re.findall(r"[A-Za-z]{2,}", page.locator("body").inner_text())) - NAMES


class Walk:
    """A planner on the way through an import, who looks at every page."""

    def __init__(self, page: Page, pictures: Path, *, english: bool) -> None:
        self.page, self._pictures, self._english = page, pictures, english

    def look(self, name: str) -> None:
        """Take a picture, and see that everybody can read the page."""
        language = "en" if self._english else "zh"
        self.page.screenshot(path=self._pictures / f"intake-{name}-{language}.png")
        assert grave(self.page) == []
        assert self._english or told(self.page) == set()

    def bring(self, files: dict[str, Path]) -> None:
        """Upload four files; one is refused with the way out."""
        self.look("empty")
        upload(
            self.page, *(files[n] for n in ("社区.zip", "楼栋（待改）.gpkg", "楼栋表.xlsx", "居民名册.xlsx"))
        )
        self.page.wait_for_url(re.compile(r"/intake/[0-9a-f]{16}"))
        self.page.locator(".intakefoot .do").wait_for(timeout=PATIENCE_MS)
        refused = self.page.locator(".intake .say.over", has_text="居民名册.xlsx")
        refused.locator("summary").click()
        assert refused.locator("li").count() == 4
        assert self.page.locator("td", has_text="GB18030").count() == 1
        self.look("files")
        self.page.click(".intakefoot .do")

    def tell(self) -> None:
        """Say what the layers hold; names and phones are dropped before anything of the table is read."""
        page = self.page
        open_layer(page, "社区")
        assert "凤凰路社区" in page.locator(".layerform").inner_text()
        open_layer(page, "Sheet")
        assert "王五" not in page.content()
        assert "13900000000" not in page.content()
        page.click(".layerform .say.over button")
        page.locator(".layerform .say.ok", has_text="楼栋长").wait_for(timeout=PATIENCE_MS)
        for layer in ("Sheet", "楼栋"):
            count_on(page, layer)
        self.look("fields")
        page.locator(".layerlist a").first.click()
        page.locator('input[id*=\'"part":"title_en"\']').wait_for()
        fill(page, "title", "凤凰区")
        page.click(".intakefoot button.do")

    def mend(self, clean: Path) -> None:
        """See a problem at its place, then bring the mended file."""
        page = self.page
        page.locator(".intake .say.over.lead").wait_for(timeout=PATIENCE_MS)
        page.locator(".ag-row", has_text="L008").click()
        page.locator("#intake-problem", has_text="L008").wait_for()
        self.look("problems")
        page.locator(".intakefoot a").first.click()
        page.locator("tr", has_text="楼栋（待改）.gpkg").locator("button").click()
        page.locator("td", has_text="楼栋（待改）.gpkg").wait_for(state="detached", timeout=PATIENCE_MS)
        upload(page, clean)
        page.locator("tr", has_text="楼栋.gpkg").locator("td", has_text="36").wait_for(timeout=PATIENCE_MS)
        page.locator(".stepper a").nth(1).click()
        count_on(page, "楼栋")
        page.locator(".intakefoot button.do").click(timeout=PATIENCE_MS)
        page.locator(".say.ok.lead").wait_for(timeout=PATIENCE_MS)
        self.look("fit")


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_from_four_files_as_they_come_to_a_district(
    desk: str, page: Page, files: dict[str, Path], home: Path, pictures: Path, query: str
) -> None:
    page.goto(f"{desk}/start{query}")
    page.locator(".card .do").first.click()
    page.locator(".dropzone").wait_for(timeout=PATIENCE_MS)
    walk = Walk(page, pictures, english=bool(query))
    walk.bring(files)
    assert not list(home.rglob("居民名册.xlsx"))
    walk.tell()
    walk.mend(files["楼栋.gpkg"])
    page.locator(".intakefoot button.do").click()
    page.wait_for_url(re.compile(r"/survey"), timeout=PATIENCE_MS)
    page.locator(".ag-row").first.wait_for(timeout=PATIENCE_MS)
    assert list((home / "intake").iterdir()) == []
    page.locator(".tabs a").nth(1).click()
    page.locator("#redraw-all.do").wait_for(timeout=PATIENCE_MS)


def test_an_import_survives_a_reload_and_can_be_given_up(
    desk: str, page: Page, files: dict[str, Path], home: Path
) -> None:
    page.goto(f"{desk}/intake")
    page.locator(".dropzone").wait_for(timeout=PATIENCE_MS)
    upload(page, files["社区.zip"])
    page.locator(".intakefoot .do").wait_for(timeout=PATIENCE_MS)
    page.goto(f"{desk}/start")
    page.get_by_role("link", name="接着做").click()
    page.locator(".intakefoot .do").click(timeout=PATIENCE_MS)
    open_layer(page, "社区")
    page.locator('input[id*=\'"part":"source"\']').wait_for(state="attached")
    page.locator("summary", has_text="少用的几项").click()
    field = page.locator('input[id*=\'"part":"source"\']')
    field.fill("民政局")
    field.press("Tab")
    page.wait_for_timeout(SETTLED_MS)
    page.reload()
    open_layer(page, "社区")
    assert page.locator('input[id*=\'"part":"source"\']').input_value() == "民政局"
    page.locator(".stepper a").first.click()
    page.click(".giveup > summary")
    page.click(".giveup button")
    page.wait_for_url(re.compile("/start"))
    assert list((home / "intake").iterdir()) == []


def test_what_cannot_be_uploaded_says_why_beside_the_others(
    page: Page, serve: Callable[[Flask], str], home: Path, files: dict[str, Path], tmp_path: Path
) -> None:
    _, network = create_desk_on(Settings(home=home, upload_mb=1))
    page.goto(f"{serve(network)}/intake?lang=en")
    page.locator(".dropzone").wait_for(timeout=PATIENCE_MS)
    large = tmp_path / "大.zip"
    large.write_bytes(bytes(2 << 20))
    upload(page, large, files["社区.zip"])
    page.locator("td", has_text="社区.zip").wait_for(timeout=PATIENCE_MS)
    page.locator(".say.over", has_text="大.zip").filter(has_text="1 MB").wait_for()
    assert page.locator("td", has_text="大.zip").count() == 0
