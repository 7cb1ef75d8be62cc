"""The maps of a comparison: side by side, under a swipe, or one that shows the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import dash_mantine_components as dmc
from dash import Input, Output, State, ctx, html
from dash.exceptions import PreventUpdate

from layouts import ids, shading
from layouts.difference_map import difference, former
from layouts.gridmap import GridMap
from layouts.maps import band_legend, layers_of, plan_map
from layouts.pairing import pair_of
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from layouts.pairing import Pair
    from layouts.shading import Shade
    from layouts.view import View
    from scenarios.services import Services

MODES: Final = ("two", "swipe", "difference")
REPAINTED: Final = ("colours", "legend", "values", "shade", "shades")
"""What of both maps follows the choice of a measure."""
MIDDLE: Final = 50


def maps(view: View, services: Services, pair: Pair) -> Component:
    """Both maps with the choice of how they stand to each other, and the bar of the swipe."""
    language = view.language
    how = dmc.SegmentedControl(
        id=ids.MAPS_MODE,
        value=MODES[0],
        data=[{"value": mode, "label": say(f"compare.mode.{mode}", language)} for mode in MODES],
        size="xs",
        **{"aria-label": say("compare.mode", language)},
    )
    swipe = html.Div(
        className="swipe-bar",
        role="slider",
        tabIndex=0,
        **{
            "aria-label": say("compare.swipe", language),
            "aria-valuemin": 0,
            "aria-valuemax": 100,
            "aria-valuenow": MIDDLE,
        },
    )
    both = [_map(view, services, pair, side) for side in (0, 1)]
    inside = html.Div([*both, swipe], id=ids.MAPS, className="maps two")
    return html.Div([inside, html.Div(how, className="maps-mode")], className="mapside")


def _map(view: View, services: Services, pair: Pair, side: int) -> Component:
    """One of the two maps with its title; the second with the ground that changed its grid."""
    record = (pair.before, pair.after)[side]
    scenario = services.viewer.scenario(view.district, record.id)
    more = {"sync": "compare", **_of_side(view, services, pair, side, shading.shade_of(view.colour))}
    if side:
        more["moved"] = _moved(pair, more)
    name = (ids.BEFORE_MAP, ids.AFTER_MAP)[side]
    return html.Div(
        [
            html.H2(pair.titles(view)[side], className="maptitle"),
            plan_map(name, view, services.viewer, scenario, record.id, **more),
        ],
        className="mapbox",
    )


def parts() -> list[Component]:
    """Every element that a callback of the maps speaks to."""
    return [
        GridMap(id=ids.BEFORE_MAP),
        GridMap(id=ids.AFTER_MAP),
        html.Div(id=ids.MAPS),
        dmc.SegmentedControl(id=ids.MAPS_MODE, data=list(MODES)),
    ]


def register(app: Dash, services: Services) -> None:
    """What is chosen on one map colours both; the way they stand to each other decides by what."""

    @app.callback(
        Output(ids.MAPS, "className"),
        *(Output(name, prop) for name in (ids.BEFORE_MAP, ids.AFTER_MAP) for prop in REPAINTED),
        Output(ids.AFTER_MAP, "moved"),
        Output(ids.AFTER_MAP, "unitFills"),
        Output(ids.AFTER_MAP, "layers"),
        Input(ids.MAPS_MODE, "value"),
        Input(ids.BEFORE_MAP, "shade"),
        Input(ids.AFTER_MAP, "shade"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def repaint(mode: str, before: Any, after: Any, path: str, query: str) -> Any:
        told = before if ctx.triggered_id == ids.BEFORE_MAP else after
        return repainted(view_of(path, query), services, mode, told)


def repainted(view: View, services: Services, mode: str, told: dict[str, Any]) -> tuple[Any, ...]:
    """Everything that changes with the way the maps stand to each other, and with the measure."""
    pair = pair_of(view, services)
    if pair is None or not told:
        raise PreventUpdate
    shade = shading.known(told)
    sides = [_of_side(view, services, pair, side, shade) for side in (0, 1)]
    layers, fills = layers_of(view, services.viewer), None
    if mode == MODES[2]:
        different, fills = difference(view, services, pair, shade)
        sides[1] |= different
        layers = [*layers, former(view, services, pair)]
    return (
        f"maps {mode}",
        *(side[prop] for side in sides for prop in REPAINTED),
        _moved(pair, sides[1]),
        fills,
        layers,
    )


def _moved(pair: Pair, drawn: dict[str, Any]) -> list[int]:
    """The ground that changed its grid; nothing over fills of a measure, whose tone it would change."""
    changed = pair.comparison.differences[0].changed
    return [] if drawn["values"] is not None else changed.nonzero()[0].tolist()


def _of_side(view: View, services: Services, pair: Pair, side: int, shade: Shade | None) -> dict[str, Any]:
    """What a map shows of its own plan; the classes of both are the same."""
    among = [pair.before.id, pair.after.id]
    here = view.at(scenario=among[side])
    drawn = shading.shaded(here, services, shade, among)
    if drawn["values"] is None and side:
        rows = services.viewer.scenario(view.district, among[side]).scorecard.per_grid
        drawn["legend"] = band_legend(view.language, rows, moved=True)
    return {**drawn, "shades": shading.offered(view, services)}
