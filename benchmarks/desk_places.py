"""A desk that is measured: served by a process of its own on made districts, seen by a real browser."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pyproj import Transformer

from app import create_services
from benchmarks.made_district import made_district
from data.reference import shipped_standards
from data.settings import Settings
from gis.outlines import WGS84
from scenarios.register import register_dataset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from benchmarks.made_district import Shape
    from domain.plan import Plan
    from scenarios.services import Services

ROOT = Path(__file__).parents[1]
PATIENCE_MS = 120_000
VIEWPORT = {"width": 1366, "height": 768}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
BROWSER = {
    "executable_path": CHROMIUM,
    "args": [
        "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox",
        "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run",
        "--force-color-profile=srgb",
    ],
}  # fmt: skip
VISIT = {"viewport": VIEWPORT, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def registered(home: Path, shapes: dict[str, Shape]) -> tuple[Services, dict[str, str]]:
    """The services of a home with made districts, and the id of each by name."""
    services = create_services(Settings(home=home))
    standards = shipped_standards()
    return services, {
        name: register_dataset(services.store, made_district(shape), standards).id
        for name, shape in shapes.items()
    }


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The desk as `gridwright serve` opens it; yield its address."""
    port = free_port()
    env = {**os.environ, "GRIDWRIGHT_HOME": str(home), "GRIDWRIGHT_PORT": str(port), "PYTHONPATH": str(ROOT)}
    desk = subprocess.Popen(
        [sys.executable, "-m", "cli", "serve"], env=env, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/health")
        yield address
    finally:
        desk.send_signal(signal.SIGINT)  # as one who leaves it: its runner ends with it
        desk.wait()


def wait_for(address: str, seconds: float = 60.0) -> None:
    """Wait until an address answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 -- our own server
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


class Seen:
    """A map on a page: where things are on the screen, and when it has drawn what was asked."""

    def __init__(self, page: Page, element: str, services: Services, district: str) -> None:
        """Look at the map of an element, which shows a district."""
        self.page, self.element = page, element
        dataset = services.viewer.dataset(district)
        to_degrees = Transformer.from_crs(dataset.info.crs, WGS84, always_xy=True)
        self.degrees = np.column_stack(to_degrees.transform(dataset.graph.x, dataset.graph.y))

    def opened(self, address: str) -> float:
        """Seconds from the address to a drawn map."""
        began = time.perf_counter()
        self.page.goto(address, wait_until="commit")
        self.page.wait_for_selector(f"#{self.element}[data-drawn]", timeout=PATIENCE_MS)
        return time.perf_counter() - began

    def at(self, units: list[int]) -> list[tuple[float, float]]:
        """Where the inner points of units lie on the screen."""
        project = """([id, places]) => {
            const host = document.getElementById(id), box = host.getBoundingClientRect();
            return places.map((place) => {
                const {x, y} = host.gridmap.project(place);
                return [box.left + x, box.top + y];
            });
        }"""
        places = self.degrees[units].tolist()
        return [tuple(place) for place in self.page.evaluate(project, [self.element, places])]

    def drawings(self) -> int:
        """How often the map has drawn everything."""
        return int(self.page.evaluate(f"document.getElementById('{self.element}').dataset.drawn"))

    def until(self, condition: str, after: int, *told: Any) -> None:  # noqa: ANN401 -- what the page is asked
        """Wait until a condition on the page holds and the map has been drawn since."""
        self.page.wait_for_function(
            f"""([id, after, told]) => ({condition})(...told)
                && Number(document.getElementById(id).dataset.drawn) > after
                && document.getElementById(id).gridmap.loaded()""",
            arg=[self.element, after, list(told)],
            timeout=PATIENCE_MS,
        )

    def timed(self, act: Callable[[], object], condition: str, *told: object) -> float:
        """Seconds from an act until a condition holds on the page and the map has drawn what follows."""
        after, began = self.drawings(), time.perf_counter()
        act()
        self.until(condition, after, *told)
        return time.perf_counter() - began

    def closer(self, units: list[int]) -> None:
        """Look at some units alone."""
        west, south = self.degrees[units].min(axis=0).tolist()
        east, north = self.degrees[units].max(axis=0).tolist()
        self.page.evaluate(
            "([id, box]) => document.getElementById(id).gridmap.fitBounds(box, {duration: 0, padding: 20})",
            [self.element, [west, south, east, north]],
        )
        self.rest()

    def drag_all(self, ways: list[tuple[int, int]], a_second: float) -> tuple[float, float]:
        """Drag from unit to unit, so many strokes a second; when it began, and the seconds it took.

        The page itself sends the events: sent from outside, each would wait for a frame to be drawn.
        """
        places = self.at([unit for way in ways for unit in way])
        began = time.perf_counter()
        took = self.page.evaluate(
            """async ([id, ways, pause]) => {
                const surface = document.querySelector(`#${id} .maplibregl-canvas-container`);
                surface.setPointerCapture = () => undefined;
                const send = (type, [clientX, clientY]) => surface.dispatchEvent(new PointerEvent(
                    type, {clientX, clientY, button: 0, pointerId: 1, bubbles: true, isPrimary: true},
                ));
                const began = performance.now();
                for (const [n, [start, end]] of ways.entries()) {
                    send("pointerdown", start);
                    send("pointermove", end);
                    send("pointerup", end);
                    const left = began + (n + 1) * pause - performance.now();
                    await new Promise((go) => setTimeout(go, Math.max(0, left)));
                }
                return performance.now() - began;
            }""",
            [self.element, list(zip(places[::2], places[1::2], strict=True)), 1000 / a_second],
        )
        return began, took / 1000

    def other_than(self, plan: Plan, households: np.ndarray) -> int:
        """How many grids the map shows with other households than they have."""
        shown = self.page.evaluate(
            """async (id) => {
                const {features} = await document.getElementById(id).gridmap.getSource("grids").getData();
                return features.map(({properties}) => [properties.grid, properties.households]);
            }""",
            self.element,
        )
        return int(
            (plan.totals(households)[[grid for grid, _ in shown]] != [held for _, held in shown]).sum()
        )

    def rest(self) -> None:
        """Wait until the map has nothing left to draw."""
        self.page.wait_for_function(
            "(id) => document.getElementById(id).gridmap.loaded()", arg=self.element, timeout=PATIENCE_MS
        )
        self.page.wait_for_timeout(300)
