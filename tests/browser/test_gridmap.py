"""The map draws, answers the hand, follows the server, and keeps to its own origin."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.mosaic_desk import Town, mosaic_desk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

DRAWN = "[data-drawn]"
STATE_OF = """([name, id]) => document.getElementById(name).gridmap.getFeatureState(
    {source: 'units', sourceLayer: 'units', id})"""
VIEWS = """[...document.querySelectorAll('.gridmap')].map(({gridmap}) =>
    [gridmap.getZoom(), gridmap.getCenter().lng, gridmap.getCenter().lat])"""
PIXEL_OF = """([name, id]) => {
    const host = document.getElementById(name), box = host.getBoundingClientRect();
    const bounds = {}, seen = host.gridmap.querySourceFeatures('units', {sourceLayer: 'units'});
    const ring = seen.find((f) => f.id === id).geometry.coordinates.flat(5), n = ring.length / 2;
    let x = 0, y = 0;
    for (let i = 0; i < ring.length; i += 2) { x += ring[i] / n; y += ring[i + 1] / n; }
    const at = host.gridmap.project([x, y]);
    return [box.x + at.x, box.y + at.y];
}"""
PAINTED = """([x, y]) => new Promise((done) => {
    const host = document.getElementById('left'), map = host.gridmap, box = host.getBoundingClientRect();
    map.once('render', () => {
        const gl = map.getCanvas().getContext('webgl2'), pixel = new Uint8Array(4);
        const up = gl.drawingBufferHeight - (y - box.y);
        gl.readPixels(x - box.x, up, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
        done('#' + [...pixel.slice(0, 3)].map((v) => v.toString(16).padStart(2, '0')).join(''));
    });
    map.triggerRepaint();
})"""
SAY = "(props) => dash_clientside.set_props('left', props)"
REPAINT = """(colours) => new Promise((done) => {
    const host = document.getElementById('left'), begun = performance.now();
    host.gridmap.once('idle', () => done(performance.now() - begun));
    window.dash_clientside.set_props('left', {colours});
})"""


@pytest.fixture(scope="session")
def small() -> Town:
    return Town.of(40, 40, 5)


@pytest.fixture(scope="session")
def desk(serve: Callable[[Flask], str], small: Town, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Serve 1,600 units in 64 grids: two grids locked, six units moved, one grid selected."""
    marks = {"locked": [9, 10], "moved": [200, 201, 202, 240, 241, 242], "selection": {"grids": [20]}}
    return serve(mosaic_desk(small, tmp_path_factory.mktemp("small"), **marks))


@pytest.fixture(scope="session")
def city(serve: Callable[[Flask], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Serve 14,000 units in 300 grids."""
    return serve(mosaic_desk(Town.of(140, 100, 7), tmp_path_factory.mktemp("city")))


def opened(page: Page, address: str, *, width: int = 900, height: int = 560) -> Page:
    """Open an address and wait for the drawing; a small window, as software draws every pixel."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address)
    for name in ("left", "right") if "/two" in address else ("left",):
        page.wait_for_selector(f"#{name}{DRAWN}")
    return page


def told(page: Page) -> Any:
    """Wait for the server's answer and return it."""
    page.wait_for_function("document.getElementById('told').textContent !== ''")
    text = page.locator("#told").inner_text()
    return json.loads(text) if text.startswith("{") else text


def test_it_draws_units_grids_and_names(page: Page, desk: str, pictures: Path) -> None:
    opened(page, desk, width=1366, height=768)
    page.mouse.move(700, 400)
    page.wait_for_selector(".gridmap-tip:visible")
    assert "网格 3-036" in page.locator(".gridmap-tip").inner_text()
    assert "✓ 合格" in page.locator(".gridmap-tip").inner_text()
    assert page.get_by_role("button", name="放大").is_visible()
    page.screenshot(path=pictures / "gridmap-light.png")


def test_a_click_comes_back_from_the_server_as_a_difference(page: Page, desk: str, small: Town) -> None:
    opened(page, desk)
    unit = 0  # position 0 is a unit like any other
    before = page.evaluate(STATE_OF, ["left", unit])["fill"]
    middle = page.evaluate(PIXEL_OF, ["left", unit])
    assert page.evaluate(PAINTED, middle) == before
    page.mouse.click(*middle)
    picked = told(page)
    assert (picked["units"], picked["grid"], picked["additive"]) == ([unit], int(small.grid_of[unit]), False)
    page.wait_for_function(f"(before) => ({STATE_OF})(['left', {unit}]).fill !== before", arg=before)
    after = page.evaluate(STATE_OF, ["left", unit])
    assert after["chosen"] is True
    neighbour = page.evaluate(STATE_OF, ["left", int((small.grid_of == small.grid_of[unit] + 1).argmax())])
    assert page.evaluate(PAINTED, middle) == after["fill"] == neighbour["fill"]


def test_the_keyboard_pans_zooms_and_clears(page: Page, desk: str) -> None:
    opened(page, desk)
    page.mouse.click(450, 300)
    assert told(page)["units"]
    page.keyboard.press("Escape")
    page.wait_for_function("JSON.parse(document.getElementById('told').textContent).grid === null")
    assert told(page)["units"] == []
    [[zoom, lon, _]] = page.evaluate(VIEWS)
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"(lon) => {VIEWS}[0][1] > lon", arg=lon)
    page.keyboard.press("+")
    page.wait_for_function(f"(zoom) => {VIEWS}[0][0] > zoom + 0.9", arg=zoom)


def test_the_brush_gathers_what_it_crosses(page: Page, desk: str) -> None:
    opened(page, f"{desk}/?brush")
    page.mouse.move(350, 200)
    page.mouse.down()
    page.mouse.move(450, 200, steps=3)
    page.mouse.up()
    (stroke,) = told(page)["strokes"]
    assert len(stroke["units"]) >= 5
    assert stroke["grid"] >= 0


@pytest.mark.parametrize("tool", ["rectangle", "lasso"])
def test_a_drawn_shape_is_resolved_by_the_server(page: Page, desk: str, tool: str, pictures: Path) -> None:
    opened(page, f"{desk}/?{tool}")
    page.mouse.move(300, 150)
    page.mouse.down()
    for x, y in ((520, 130), (560, 360), (320, 400)):
        page.mouse.move(x, y, steps=3)
    page.screenshot(path=pictures / f"gridmap-{tool}.png")
    page.mouse.up()
    kind, found = told(page).split()
    assert kind == tool
    assert int(found) > 10


def test_two_maps_move_in_step_without_the_server(page: Page, desk: str, pictures: Path) -> None:
    opened(page, f"{desk}/two?dark")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    page.mouse.move(250, 300)
    page.mouse.wheel(0, -600)
    before = page.evaluate(VIEWS)[0][0]
    page.wait_for_function(f"(before) => {VIEWS}[0][0] > before + 0.3", arg=before)
    page.wait_for_function(f"() => {{ const [a, b] = {VIEWS}; return String(a) === String(b); }}")
    page.screenshot(path=pictures / "gridmap-two-dark.png")
    assert [sent for sent in asked if "output" in sent and "state.children" not in sent] == []


def test_the_page_hears_the_view_and_that_the_map_is_ready(page: Page, desk: str) -> None:
    opened(page, desk)
    page.get_by_role("button", name="放大").click()
    page.wait_for_function("JSON.parse(document.getElementById('state').textContent || '{}').view")
    said = json.loads(page.locator("#state").text_content() or "")
    assert (said["ready"], said["webgl"]) == (True, True)
    [[zoom, lon, lat]] = page.evaluate(VIEWS)
    assert said["view"]["zoom"] == pytest.approx(zoom)
    assert said["view"]["center"] == pytest.approx([lon, lat])
    west, south, east, north = said["view"]["bounds"]
    assert west < lon < east
    assert south < lat < north


def test_what_the_server_says_changes_what_is_drawn(page: Page, desk: str, small: Town) -> None:
    opened(page, desk)
    names = "document.getElementById('left').gridmap.queryRenderedFeatures({layers: ['grid-names']})"
    changed = small.grids()["features"][20]
    changed["properties"] |= {"code": "9-999", "band": "over"}
    gone = {**small.grids()["features"][21], "geometry": {"type": "Polygon", "coordinates": []}}
    page.evaluate(SAY, {"gridsDiff": [changed, gone], "locked": [63], "pulse": 20, "moved": [5]})
    page.wait_for_function(f"{names}.some((f) => f.properties.code === '9-999')")
    shown = {
        tuple(pair) for pair in page.evaluate(f"{names}.map((f) => [f.properties.grid, f.properties.code])")
    }
    assert (20, "9-999") in shown
    assert 21 not in {grid for grid, _ in shown}
    page.evaluate(
        SAY,
        {"note": {"text": "不能移动：3-011 会被分成两块", "tone": "refused"}, "gridOfUnitDiff": [[0, -1]]},
    )
    assert page.locator(".gridmap-tip").inner_text() == "不能移动：3-011 会被分成两块"
    page.wait_for_function(f"({STATE_OF})(['left', 0]).fill === ''")
    unassigned = page.evaluate(
        "getComputedStyle(document.getElementById('left')).getPropertyValue('--map-unassigned').trim()"
    )
    assert page.evaluate(PAINTED, page.evaluate(PIXEL_OF, ["left", 0])) == unassigned


def test_without_units_the_grids_are_filled_and_picked(page: Page, desk: str) -> None:
    opened(page, f"{desk}/?plain")
    fills = page.evaluate(PAINTED, [450, 330]), page.evaluate(PAINTED, [520, 330])
    assert fills[0] != fills[1]
    page.mouse.click(450, 330)
    picked = told(page)
    assert picked["units"] == []
    assert picked["grid"] is not None


def test_theme_and_language_change_in_place(page: Page, desk: str) -> None:
    paper = "document.getElementById('left').gridmap.getPaintProperty('paper', 'background-color')"
    opened(page, desk)
    light = page.evaluate(paper)
    page.evaluate("dash_clientside.set_props('left', {theme: 'dark', language: 'en'})")
    page.get_by_role("button", name="Zoom in").wait_for()
    assert page.get_by_label("Map", exact=True).is_visible()
    assert page.evaluate(paper) != light
    assert page.evaluate(paper) == page.evaluate(
        "getComputedStyle(document.getElementById('left')).getPropertyValue('--map-paper').trim()"
    )


def test_fourteen_thousand_units_are_repainted_quickly(page: Page, city: str, pictures: Path) -> None:
    opened(page, city, width=1366, height=768)
    page.screenshot(path=pictures / "gridmap-city.png")
    grids = 15 * 20
    spent = [
        page.evaluate(REPAINT, [f"hsl({(grid * 37 + turn * 90) % 360} 40% 80%)" for grid in range(grids)])
        for turn in range(3)
    ]
    print(f"14,000 units repainted in {min(spent):.0f} ms (median {sorted(spent)[1]:.0f})")
    assert min(spent) < 1000  # the aim is 200 ms; a busy machine draws WebGL in software
