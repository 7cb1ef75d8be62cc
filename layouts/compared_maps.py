"""The maps of a comparison: side by side, under a swipe, or one that shows the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import dash_mantine_components as dmc
from dash import ALL, Input, Output, State, ctx, html
from dash.exceptions import PreventUpdate

from layouts import ids, shading
from layouts.difference_map import difference, former
from layouts.gridmap import GridMap
from layouts.map_layers import layers_of
from layouts.maps import band_legend, plan_map
from layouts.pairing import pair_of, plan_title
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from dash import Dash
    from dash.development.base_component import Component

    from data.store.records import ScenarioRecord
    from layouts.pairing import Pair
    from layouts.shading import Shade
    from layouts.view import View
    from scenarios.services import Services

MODES: Final = ("two", "swipe", "difference")
REPAINTED: Final = ("colours", "legend", "values", "shade", "shades")
"""What of both maps follows the choice of a measure."""
MIDDLE: Final = 50
FURTHER: Final = 2
"""So many plans beyond the two that are compared can be seen at once: four maps fill the screen."""


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
    every = [
        _map(view, services, pair, record, n) for n, record in enumerate(shown_plans(view, services, pair))
    ]
    inside = html.Div([*every, swipe], id=ids.MAPS, className=_standing(MODES[0], len(every)))
    return html.Div([inside, html.Div(how, className="maps-mode")], className="mapside")


def shown_plans(view: View, services: Services, pair: Pair) -> list[ScenarioRecord]:
    """The plans that are seen: the two that are compared, and those that the view adds."""
    asked = view.more.split(",")
    known = {record.id: record for record in services.viewer.scenarios(view.district)}
    further = [known[one] for one in asked if one in known and one not in {pair.before.id, pair.after.id}]
    return [pair.before, pair.after, *further[:FURTHER]]


def _standing(mode: str, plans: int) -> str:
    """The class of the box of the maps: how they stand to each other."""
    return f"maps {mode}{' many' if plans > len((0, 1)) else ''}"


def _map(view: View, services: Services, pair: Pair, record: ScenarioRecord, place: int) -> Component:
    """One of the maps with its title; the second with the ground that changed its grid."""
    scenario = services.viewer.scenario(view.district, record.id)
    drawn = _of_plan(view, services, pair, place, shading.shade_of(view.colour))
    more = {"sync": "compare", **drawn, **({"moved": _moved(pair, drawn)} if place == 1 else {})}
    name = {"type": ids.FURTHER_MAP, "n": place} if place > 1 else (ids.BEFORE_MAP, ids.AFTER_MAP)[place]
    return html.Div(
        [
            html.H2(plan_title(record, view), className="maptitle"),
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
    """What is chosen on one map colours all; the way they stand to each other decides by what."""
    further = {"type": ids.FURTHER_MAP, "n": ALL}

    @app.callback(
        Output(ids.MAPS, "className"),
        *(Output(name, prop) for name in (ids.BEFORE_MAP, ids.AFTER_MAP) for prop in REPAINTED),
        Output(ids.AFTER_MAP, "moved"),
        Output(ids.AFTER_MAP, "unitFills"),
        Output(ids.AFTER_MAP, "layers"),
        *(Output(further, prop) for prop in REPAINTED),
        Input(ids.MAPS_MODE, "value"),
        Input(ids.BEFORE_MAP, "shade"),
        Input(ids.AFTER_MAP, "shade"),
        Input(further, "shade"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def repaint(mode: str, _before: Any, after: Any, _further: Any, path: str, query: str) -> Any:
        told = after if ctx.triggered_id == ids.MAPS_MODE else ctx.triggered[0]["value"]
        return repainted(view_of(path, query), services, mode, told)


def repainted(view: View, services: Services, mode: str, told: dict[str, Any]) -> tuple[Any, ...]:
    """Everything that changes with the way the maps stand to each other, and with the measure."""
    pair = pair_of(view, services)
    if pair is None or not told:
        raise PreventUpdate
    shade, plans = shading.known(told), len(shown_plans(view, services, pair))
    before, after, *further = [_of_plan(view, services, pair, n, shade) for n in range(plans)]
    layers, fills = layers_of(view, services.viewer), None
    if mode == MODES[2]:
        different, fills = difference(view, services, pair, shade)
        after |= different
        layers = [*layers, former(view, services, pair)]
    return (
        _standing(mode, plans),
        *(side[prop] for side in (before, after) for prop in REPAINTED),
        _moved(pair, after),
        fills,
        layers,
        *([one[prop] for one in further] for prop in REPAINTED),
    )


def _moved(pair: Pair, drawn: dict[str, Any]) -> list[int]:
    """The ground that changed its grid; nothing over fills of a measure, whose tone it would change."""
    changed = pair.comparison.differences[0].changed
    return [] if drawn["values"] is not None else changed.nonzero()[0].tolist()


def _of_plan(view: View, services: Services, pair: Pair, place: int, shade: Shade | None) -> dict[str, Any]:
    """What a map shows of its own plan; the classes of all are the same."""
    among = [record.id for record in shown_plans(view, services, pair)]
    drawn = shading.shaded(view.at(scenario=among[place]), services, shade, among)
    if drawn["values"] is None and place == 1:
        rows = services.viewer.scenario(view.district, among[place]).scorecard.per_grid
        drawn["legend"] = band_legend(view.language, rows, moved=True)
    return {**drawn, "shades": shading.offered(view, services)}
