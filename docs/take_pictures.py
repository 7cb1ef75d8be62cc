"""The product takes its own pictures on the built-in sample: `make pictures` writes docs/pictures/*.png."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

PICTURES = Path(__file__).parent / "pictures"
SCREEN = {"width": 1366, "height": 768}
SOFTWARE_WEBGL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox"]
PATIENCE_S = 180
BETWEEN_MS, STILL = 1_500, 4
COLOURS = 128
"""Enough for a desk of few colours, and a picture of about 100 kB."""


def main() -> None:
    """Open the sample, redraw what is over the limit, and look at every room on the way."""
    PICTURES.mkdir(exist_ok=True)
    with _desk() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SOFTWARE_WEBGL)
        _walk(browser, address)
        browser.close()


def _walk(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=SCREEN, locale="zh-CN", reduced_motion="reduce")  # type: ignore[arg-type]
    page.set_default_timeout(PATIENCE_S * 1000)
    page.goto(address)
    page.locator('a[href*="/draw"]').first.click()
    page.locator("#fix-over").wait_for()
    _take(page, "today")
    page.locator("#fix-over").click()
    page.wait_for_function("location.search.includes('scenario=')")
    drawn = page.url
    _take(page, "redraw-dark", f"{drawn}&theme=dark")
    _take(page, "compare-en", f"{drawn.replace('/draw', '/compare')}&lang=en")
    page.goto(drawn.replace("/draw", "/staff"))
    page.locator("nav.pages").wait_for()
    _take(page, "staff")
    page.goto(drawn.replace("/draw", "/standards"))
    page.locator('.ag-row[row-id="grid-types.town.norm-high"]').first.click()
    page.get_by_label("标准区间上端").fill("450")
    page.locator("#standard-effect b").first.wait_for()
    _take(page, "standards")
    page.goto(drawn.replace("/draw", "/approve"))
    page.locator("#prepare-handover").click()
    page.locator('a[href^="/handover/"]').wait_for()
    _take(page, "handover")


def _take(page: Page, name: str, address: str = "") -> None:
    """Take one picture, once the page's maps have been drawn."""
    if address:
        page.goto(address)
        page.locator("canvas").first.wait_for()
    page.wait_for_load_state("networkidle")
    taken = Image.open(BytesIO(_settled(page))).convert("RGB")
    taken.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


def _settled(page: Page) -> bytes:
    """Return the screen once it has looked the same four times in a row: maps are drawn bit by bit."""
    seen, times = page.screenshot(), 1
    for _ in range(PATIENCE_S):
        page.wait_for_timeout(BETWEEN_MS)
        now = page.screenshot()
        seen, times = now, times + 1 if now == seen else 1
        if times == STILL:
            break
    return seen


@contextmanager
def _desk() -> Iterator[str]:
    """Serve the sample from a home of its own and yield its address."""
    with socket.socket() as free, tempfile.TemporaryDirectory() as home:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        address = f"http://127.0.0.1:{port}"
        desk = subprocess.Popen(  # noqa: S603 -- our own command line
            [sys.executable, "-m", "cli", "serve", "--port", str(port)],
            env={**os.environ, "GRIDWRIGHT_HOME": home},
        )
        try:
            _wait(address)
            yield address
        finally:
            desk.send_signal(signal.SIGINT)
            desk.wait()


def _wait(address: str) -> None:
    """Return as soon as the desk answers."""
    for _ in range(PATIENCE_S):
        try:
            urlopen(f"{address}/health").close()  # noqa: S310 -- our own address
        except URLError:
            time.sleep(1)
        else:
            return
    raise TimeoutError(address)


if __name__ == "__main__":
    main()
