"""A real Chromium for the browser tests, and an eye on what it fetches and complains about."""

from __future__ import annotations

import shutil
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from waitress import create_server, wasyncore

from app import create_desk_on
from data.reference import shipped_standards
from data.settings import Settings
from scenarios.register import register_dataset
from tests.browser.editing_desk import Town
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from playwright.sync_api import ConsoleMessage, Page, Request

PICTURES = Path(__file__).parents[2] / "screenshots"
LOCAL_SCHEMES = {"data", "blob", "about"}
SOFTWARE_WEBGL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
QUIET = [
    "--no-sandbox",  # the tests may run as root
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--force-color-profile=srgb",
]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the system's Chromium with WebGL in software; a machine without it fails here."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.fail("no Chromium: `make test` installs it as root or names the package")
    return {"executable_path": chromium, "args": [*SOFTWARE_WEBGL, *QUIET], "headless": True}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """Take the smallest screen the desk is made for."""
    return {
        "viewport": {"width": 1366, "height": 768},
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "reduced_motion": "reduce",  # every frame of a fade costs a drawing in software
    }


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Flask], str]]:
    """Return a function that serves an application on a free port and gives its address."""
    servers = []

    def start(application: Flask) -> str:
        server = create_server(application, host="127.0.0.1", port=0, threads=4)
        running = threading.Thread(target=server.run, daemon=True)
        servers.append((server, running))
        running.start()
        return f"http://127.0.0.1:{server.effective_port}"

    yield start
    for server, running in servers:
        server.task_dispatcher.shutdown()
        # The loop closes what it watches itself: a socket that is closed under its eyes would break it.
        server.trigger.pull_trigger(partial(wasyncore.close_all, server._map))
        running.join(timeout=10)


@pytest.fixture(autouse=True)
def nothing_leaves_the_origin(page: Page) -> Iterator[None]:
    """Fail a test whose page asks another host, or complains on the console."""
    asked: list[str] = []
    complaints: list[str] = []

    def note_request(request: Request) -> None:
        asked.append(request.url)

    def note_message(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    page.on("request", note_request)
    page.on("console", note_message)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield
    foreign = [
        url
        for url in asked
        if urlsplit(url).scheme not in LOCAL_SCHEMES and urlsplit(url).hostname != "127.0.0.1"
    ]
    assert foreign == []
    assert complaints == []


@pytest.fixture
def town(tmp_path: Path, serve: Callable[[Flask], str]) -> Town:
    """The desk on a home with the drawn town."""
    services, network = create_desk_on(Settings(home=tmp_path))
    district = register_dataset(services.store, drawn_town(), shipped_standards()).id
    return Town(services, serve(network), district)


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Return the folder for screenshots, which is never committed."""
    PICTURES.mkdir(exist_ok=True)
    return PICTURES
