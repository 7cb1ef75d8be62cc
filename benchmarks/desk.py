"""How fast the desk is, against its goals and beside other map libraries: `python benchmarks/desk.py`.

Needs `pip install -r benchmarks/requirements.txt` and Chromium, which draws WebGL in software. Made
districts: 180 grids, 14,000 grids, and 60,000 units in 3,000 grids. Each number is the median of at
least three, `most` the largest of them; the load of the machine stands below. Parts by their names:
`python benchmarks/desk.py town many city brush coach load`.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 -- after the path is set
from playwright.sync_api import sync_playwright  # noqa: E402

from benchmarks.desk_beside import beside, loaded  # noqa: E402
from benchmarks.desk_places import BROWSER, VISIT, Seen, registered, served  # noqa: E402
from benchmarks.made_district import CITY, MANY, TOWN  # noqa: E402
from optimizer.redraw import warm  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from playwright.sync_api import Browser, Response

    from scenarios.services import Services

DISTRICTS = {"town": TOWN, "many": MANY, "city": CITY}
PARTS = {
    "town": "town", "many": "many", "city": "city", "brush": "city", "coach": "city", "load": "town",
    "peers": "many",
}  # fmt: skip
"""Parts of the table, and the district that each is measured on."""
TIMES = 5
CARD = "(code) => document.getElementById('inspector').innerText.includes(code)"
LEGEND = "(text) => document.querySelector('.gridmap-legend').innerText.includes(text)"
OFFERED = "() => document.querySelector('#edit-chosen h3') !== null"
ADVISED = """(code) => {
    const box = document.getElementById('edit-chosen');
    return box.innerText.includes(code) && box.querySelector('.advice') !== null;
}"""


class Desk(NamedTuple):
    """A desk that is served, and what is in it."""

    address: str
    services: Services
    districts: dict[str, str]
    browser: Browser


def row(what: str, goal: str, found: Sequence[float], reached: Callable[[float], bool]) -> None:
    """Print one line of the table."""
    middle, most = statistics.median(found), max(found)
    print(
        f"| {what} | {goal} | {middle:.2f} | {most:.2f} | {'yes' if reached(middle) else '**no**'} |",
        flush=True,
    )


def visited(desk: Desk, name: str, query: str = "") -> Iterator[tuple[Seen, float]]:
    """Open the page of a district in a browser that was never there, and again; yield what is seen."""
    element = "edit-map" if query else "unit-map"
    context = desk.browser.new_context(**VISIT)
    district = desk.districts[name]
    for _ in range(TIMES):
        page = context.new_page()
        seen = Seen(page, element, desk.services, district)
        took = seen.opened(f"{desk.address}/{district}/draw{query}")
        yield seen, took
        page.close()
    context.close()


def looked(desk: Desk, name: str, drawn_s: float, click_s: float) -> None:
    """A map of grids: drawn, a grid clicked, all of them in other colours."""
    grids = DISTRICTS[name].grids
    plan = desk.services.viewer.scenario(desk.districts[name], "").plan
    dice, drawn, clicks, fills = np.random.default_rng(1), [], [], []
    for seen, took in visited(desk, name):
        drawn.append(took)
        seen.rest()
        unit = int(dice.integers(plan.grid_of.size))
        ((x, y),) = seen.at([unit])
        seen.page.mouse.move(x, y)
        seen.rest()
        code = plan.grids[plan.grid_of[unit]].code
        clicks.append(seen.timed(partial(seen.page.mouse.click, x, y), CARD, code))
        picker = seen.page.locator(".gridmap-shades select").first
        for measure, text in (("density", "公顷"), ("households", "户")):
            seen.rest()
            fills.append(seen.timed(partial(picker.select_option, value=measure), LEGEND, text))
    row(f"{grids:,} grids: map drawn, first visit (s)", f"≤ {drawn_s}", drawn[:1], lambda s: s <= drawn_s)
    row(f"{grids:,} grids: map drawn, seen before (s)", f"≤ {drawn_s}", drawn[1:], lambda s: s <= drawn_s)
    row(f"{grids:,} grids: click until outlined and told (s)", f"≤ {click_s}", clicks, lambda s: s <= click_s)
    row(f"{grids:,} grids: all in other colours (s)", "≤ 0.5", fills, lambda s: s <= 0.5)


def held(seen: Seen, tool: str) -> None:
    """Take a tool into the hand."""
    seen.page.keyboard.press(tool)
    seen.page.wait_for_function(
        "document.querySelector('.rail [aria-pressed=true]:not(#edit-select)') !== null"
    )
    seen.rest()


def lassoed(desk: Desk) -> None:
    """Chosen by a lasso over 60,000 units: judged, with what each grid would have."""
    dice = np.random.default_rng(2)
    visits = visited(desk, "city", "?edit=1")
    seen, _ = next(visits)
    held(seen, "o")
    box = seen.page.locator("#edit-map canvas").bounding_box()
    assert box is not None
    for share, name in ((0.1, "about 600 of 60,000"), (0.97, "all 60,000")):
        found = []
        for _ in range(TIMES):
            seen.page.keyboard.press("Escape")
            seen.page.locator("#edit-chosen:empty").wait_for(state="attached")
            wide, high = box["width"] * share, box["height"] * share
            left = box["x"] + float(dice.uniform(0.02, 0.98)) * (box["width"] - wide)
            top = box["y"] + float(dice.uniform(0.02, 0.98)) * (box["height"] - high)
            seen.page.mouse.move(left, top)
            seen.page.mouse.down()
            for right, down in ((0.5, 0.01), (1, 0.02), (0.98, 0.5), (1, 1), (0.5, 0.98), (0.02, 1)):
                seen.page.mouse.move(left + right * wide, top + down * high)
            seen.rest()
            found.append(seen.timed(seen.page.mouse.up, OFFERED))
        row(f"lasso over {name} units: law and deltas shown (s)", "≤ 0.5", found, lambda s: s <= 0.5)
    visits.close()


def legal_strokes(services: Services, district: str, wanted: int) -> list[tuple[int, int, int]]:
    """Units that may go over a border, each of grids of its own: from, unit, grid."""
    draft = services.editing.open(district, "")
    plan = services.editing.plan(district, draft)
    hand = services.editing.hand(district, services.editing.draft(draft))
    graph, used, found = hand.graph, set[int](), []
    middle = np.hypot(graph.x - graph.x.mean(), graph.y - graph.y.mean())
    for edge in np.argsort(middle[graph.tail]).tolist():
        start, unit = int(graph.tail[edge]), int(graph.head[edge])
        to, own = int(plan.grid_of[start]), int(plan.grid_of[unit])
        if to == own or used & {to, own} or not hand.judge(plan, [unit], to).legal:
            continue
        used |= {to, own}
        found.append((start, unit, to))
        if len(found) == wanted:
            break
    return found


def brushed(desk: Desk, strokes: int = 80) -> None:
    """Strokes drawn at 25 a second over 60,000 units, until all are kept and shown: none may be lost."""
    services, district = desk.services, desk.districts["city"]
    draft = services.editing.open(district, "")
    found, lost = [], 0
    for _ in range(3):
        asked = legal_strokes(services, district, strokes)
        before = len(services.editing.draft(draft).edits)
        visits = visited(desk, "city", "?edit=1")
        seen, _ = next(visits)
        seen.closer([unit for start, unit, _ in asked for unit in (start, unit)])
        held(seen, "b")
        began, gone = seen.drag_all([(start, unit) for start, unit, _ in asked], 25)
        while (
            len(services.editing.draft(draft).edits) - before < strokes and time.perf_counter() - began < 60
        ):
            time.sleep(0.05)
        seen.rest()
        took = time.perf_counter() - began
        plan = services.editing.plan(district, draft)
        lost += sum(int(plan.grid_of[unit]) != to for _, unit, to in asked)
        lost += seen.other_than(
            plan, services.viewer.households_of_units(district, services.viewer.scenario(district, ""))
        )
        found.append(strokes / took)
        print(
            f"<!-- {strokes} strokes drawn in {gone:.2f} s, all kept and shown after {took:.2f} s -->",
            flush=True,
        )
        visits.close()
        services.editing.freeze(district, draft, name="brushed")
    row("brush over 60,000 units: strokes a second, kept and shown", "≥ 20", found, lambda n: n >= 20)
    row("brush over 60,000 units: strokes lost", "0", [lost], lambda n: n == 0)


def tells_of_a_grid(answer: Response) -> bool:
    """Say whether an answer is that to a grid that was chosen."""
    return '"changedPropIds":["edit-map.gridPicked"]' in (answer.request.post_data or "")


def coached(desk: Desk) -> None:
    """The next moves for a chosen grid at 60,000 units, as a call and as seen."""
    warm()
    services, district = desk.services, desk.districts["city"]
    draft = services.editing.open(district, "")
    plan = services.editing.plan(district, draft)
    dice, called, shown = np.random.default_rng(3), [], []
    for grid in dice.integers(0, len(plan), 101).tolist():
        began = time.perf_counter()
        services.coaching.advise(district, draft, grid)
        called.append(time.perf_counter() - began)
    row(
        "coach at 60,000 units: answer of the call (ms)",
        "< 200",
        [1e3 * s for s in called[1:]],
        lambda m: m < 200,
    )
    visits = visited(desk, "city", "?edit=1")
    seen, _ = next(visits)
    for _ in range(3 * TIMES):
        unit = int(dice.integers(plan.grid_of.size))
        ((x, y),) = seen.at([unit])
        seen.page.mouse.move(x, y)
        seen.rest()
        with seen.page.expect_response(tells_of_a_grid) as answer:
            seen.page.mouse.click(x, y)
        timing = answer.value.request.timing
        answer.value.finished()
        shown.append(answer.value.request.timing["responseEnd"] - timing["requestStart"])
    row("coach at 60,000 units: answer of the desk (ms)", "< 200", shown, lambda m: m < 200)
    visits.close()


def main() -> None:
    """Print the table, or some parts of it."""
    parts = sys.argv[1:] or list(PARTS)
    needed = {PARTS[part] for part in parts}
    print(f"<!-- load before: {os.getloadavg()} on {os.cpu_count()} cores -->")
    print("| what | goal | median | most | reached |\n|---|--:|--:|--:|---|", flush=True)
    with tempfile.TemporaryDirectory() as room, sync_playwright() as play:
        services, districts = registered(
            Path(room), {name: shape for name, shape in DISTRICTS.items() if name in needed}
        )
        with served(Path(room)) as address:
            desk = Desk(address, services, districts, play.chromium.launch(**BROWSER))
            if "town" in parts:
                looked(desk, "town", 2.5, 0.5)
            if "many" in parts:
                looked(desk, "many", 5.0, 1.0)
            if "city" in parts:
                lassoed(desk)
            if "brush" in parts:
                brushed(desk)
            if "coach" in parts:
                coached(desk)
            if "load" in parts:
                loaded(desk.address, services, districts["town"], row)
            desk.browser.close()
        if "peers" in parts:
            beside(Path(room), districts["many"], play.chromium, row)
    print(f"<!-- load after: {os.getloadavg()} -->")


if __name__ == "__main__":
    main()
