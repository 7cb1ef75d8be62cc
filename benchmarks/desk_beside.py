"""The desk under many planners, and its map beside those of other libraries."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image
from pyproj import Transformer

from benchmarks.desk_places import BROWSER, PATIENCE_MS, ROOT, VISIT, free_port, wait_for
from gis.outlines import WGS84

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserType, Page

    from scenarios.services import Services

    Row = Callable[[str, str, list[float], Callable[[float], bool]], None]

PLANNERS, SECONDS = 20, 30
CLICKS = 5
RED = (255, 0, 0)


def loaded(address: str, services: Services, district: str, row: Row) -> None:
    """How long the server takes for its answers while twenty planners work, each on a plan of his own."""
    for n in range(PLANNERS):
        draft = services.editing.open(district, "")
        services.editing.freeze(district, draft, name=f"P{n}")
    with tempfile.TemporaryDirectory() as room:
        ground = Path(room) / "ground.json"
        ground.write_text(json.dumps(_ground(services, district)), encoding="utf-8")
        found = []
        for _ in range(3):
            subprocess.run(  # noqa: S603 -- locust, as it is installed
                [
                    sys.executable, "-m", "locust", "-f", str(ROOT / "benchmarks" / "desk_load.py"),
                    "--headless", "--only-summary", "--loglevel", "ERROR", "--exit-code-on-error", "1",
                    "-u", str(PLANNERS), "-r", "2", "--reset-stats",
                    "-t", f"{SECONDS + PLANNERS // 2}s", "-H", address,
                    "--csv", f"{room}/told",
                ],
                env={**os.environ, "DESK": str(ground)}, check=True, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
            with (Path(room) / "told_stats.csv").open(encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            found.append(float(rows[-1]["95%"]))
            for one in rows:
                told = f"{one['Request Count']} answers, p50 {one['50%']}, p95 {one['95%']} ms"
                print(f"<!-- {one['Name']}: {told} -->")
    row("20 planners at once, 180 grids: 95 % of answers (ms)", "≤ 150", found, lambda ms: ms <= 150)


def _ground(services: Services, district: str) -> dict[str, Any]:
    """What the planners of `desk_load` draw on."""
    dataset, plan = services.viewer.dataset(district), services.viewer.scenario(district, "").plan
    graph = dataset.graph
    home = graph.units.communities.of_unit
    apart = (plan.grid_of[graph.tail] != plan.grid_of[graph.head]) & (home[graph.tail] == home[graph.head])
    to_degrees = Transformer.from_crs(dataset.info.crs, WGS84, always_xy=True)
    places = np.column_stack(to_degrees.transform(graph.x, graph.y))
    reach = np.ptp(places, axis=0) / 20
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)])
    middles = places[np.random.default_rng(1).integers(0, len(places), 50)]
    return {
        "district": district,
        "plans": [one.id for one in services.viewer.scenarios(district) if not one.baseline][:PLANNERS],
        "grids": list(range(len(plan))),
        "borders": np.column_stack([graph.tail[apart], plan.grid_of[graph.head[apart]]]).tolist(),
        "rings": [(middle + corners * reach).tolist() for middle in middles],
    }


def beside(home: Path, district: str, chromium: BrowserType, row: Row) -> None:
    """A click that recolours one of 14,000 grids: three libraries take turns on the same grids."""
    port = free_port()
    pages = subprocess.Popen(  # noqa: S603 -- our own page
        [sys.executable, str(ROOT / "benchmarks" / "peer_maps.py"), str(home), district, str(port)], cwd=ROOT
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/grids.geojson", 120)
        browser = chromium.launch(**BROWSER)
        found: dict[str, list[float]] = {"ours": [], "leaflet": [], "plotly": []}
        context = browser.new_context(**VISIT)
        for name, times in found.items():
            page = context.new_page()
            began = time.perf_counter()
            page.goto(f"{address}/{name}/", wait_until="commit")
            _still(page)
            print(f"<!-- {name}: page drawn in {time.perf_counter() - began:.1f} s -->", flush=True)
            dice = np.random.default_rng(4)
            for _ in range(CLICKS):
                x, y = float(dice.uniform(480, 880)), float(dice.uniform(230, 540))
                times.append(_reddened(page, x, y))
            page.close()
        browser.close()
        mine = median(found["ours"])
        for name, times in found.items():
            row(f"14,000 grids beside others: click on {name} (s)", "", times, lambda _: True)
        for name in ("leaflet", "plotly"):
            ratio = [median(found[name]) / mine]
            row(f"14,000 grids: click faster than {name} (times)", "≥ 3", ratio, lambda times: times >= 3)
    finally:
        pages.terminate()
        pages.wait()


def _still(page: Page) -> None:
    """Wait until the middle of the page is drawn, and nothing moves any more."""
    before, end = b"", time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < end:
        page.wait_for_timeout(700)
        now = page.screenshot(clip={"x": 480, "y": 230, "width": 400, "height": 310})
        if now == before and len(set(_pixels(page, 480, 230, 400, 310))) > 1:
            return
        before = now


def _pixels(page: Page, x: float, y: float, wide: int, high: int) -> list[tuple[int, ...]]:
    """The colours of a part of the screen."""
    shot = page.screenshot(clip={"x": x, "y": y, "width": wide, "height": high})
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    return list(image.getdata())


def _reddened(page: Page, x: float, y: float) -> float:
    """Seconds from a click until the grid below it is red on the screen."""
    page.mouse.move(x, y)
    page.wait_for_timeout(1500)
    began = time.perf_counter()
    page.mouse.click(x, y)
    end = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < end:
        if RED in _pixels(page, x - 3, y - 3, 7, 7):
            return time.perf_counter() - began
    raise TimeoutError(f"nothing became red at {x:.0f}, {y:.0f}")
