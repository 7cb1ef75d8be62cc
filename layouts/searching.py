"""The search on a map: what a text names, and the outline of what was chosen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dash import Input, Output, State

from layouts import ids
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from dash import Dash

    from domain.plan import Plan
    from layouts.view import View
    from scenarios.finding import Place
    from scenarios.services import Services

NOTHING_ASKED: dict[str, Any] = {"text": "", "places": [], "total": 0}
"""What a map with a search knows at the start."""


def register(app: Dash, services: Services, element: str, plan_of: Callable[[View, Services], Plan]) -> None:
    """Answer the search of one map, on the plan that it shows."""

    @app.callback(
        Output(element, "found"),
        Input(element, "sought"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def answer(sought: dict[str, Any], path: str, query: str) -> Any:
        view = view_of(path, query)
        return found(view, services, plan_of(view, services), sought["text"])

    @app.callback(
        Output(element, "marked"),
        Input(element, "placePicked"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def mark(picked: dict[str, Any], path: str, query: str) -> Any:
        view = view_of(path, query)
        return marked(view, services, plan_of(view, services), picked)


def scenario_plan(view: View, services: Services) -> Plan:
    """The plan of the scenario that a view names."""
    return services.viewer.scenario(view.district, view.scenario).plan


def draft_plan(view: View, services: Services) -> Plan:
    """The plan of the draft that is edited by hand."""
    draft = services.editing.open(view.district, view.scenario)
    return services.editing.plan(view.district, draft)


def found(view: View, services: Services, plan: Plan, text: str) -> dict[str, Any]:
    """The places that a text names, as the map lists them."""
    answer = services.finder.find(view.district, plan, text)
    return {
        "text": text,
        "total": answer.total,
        "places": [
            {
                "title": place.name or place.code,
                "detail": _detail(place, view),
                "kind": place.kind,
                "code": place.code,
                "bounds": box,
                "grid": place.position if place.kind == "grid" else None,
            }
            for place, box in answer.places
        ],
    }


def marked(view: View, services: Services, plan: Plan, picked: dict[str, Any]) -> dict[str, Any] | None:
    """The outline of a chosen area; none where what was chosen marks itself or has no ground."""
    units = services.finder.units(view.district, plan, picked["kind"], picked["code"])
    if picked["kind"] == "grid" or not units.size:
        return None
    outline: dict[str, Any] = json.loads(services.viewer.groups(view.district, [units.tolist()]))
    return outline


def _detail(place: Place, view: View) -> str:
    """Kind, code and what it lies in."""
    told = [say(f"find.{place.kind}", view.language), place.code if place.name else "", place.within]
    return " · ".join(part for part in told if part)
