"""What a planner does to an import: files arrive, a field is said, a button acts, a problem is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash import ALL, Input, Output, State, ctx, dcc, html, no_update
from dash.exceptions import PreventUpdate

from domain.errors import GridwrightError
from layouts import ids
from layouts.gridmap import GridMap
from layouts.pieces import table
from layouts.rooms.intake.arriving import refusal
from layouts.rooms.intake.fields import asked_in, chosen, foot, form_of, layer_list
from layouts.rooms.intake.outcome import shown
from layouts.rooms.intake.page import body, step_of
from layouts.rooms.intake.parts import progress
from layouts.text import say
from layouts.view import NEW, View, view_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash import Dash
    from dash.development.base_component import Component

    from scenarios.services import Services

TOLD: Final = ("label", "description", "error")
"""What is told at a field: whether it is suggested, its evidence, what is missing."""
REMADE: Final = ("role", "to")
"""Answers by which other fields ask for other things."""
ADDRESS = (State(ids.ADDRESS, "pathname"), State(ids.ADDRESS, "search"))


def parts() -> list[Component]:
    """Every element that a callback of this page speaks to."""
    return [
        html.Div(id=ids.INTAKE_BODY),
        html.Div(id=ids.INTAKE_WORK),
        html.Nav(id=ids.INTAKE_LIST),
        html.Div(id=ids.INTAKE_FOOT),
        html.Div(id=ids.INTAKE_PROBLEM),
        html.Div(id=ids.INTAKE_SAYS),
        dcc.Store(id=ids.UPLOADED),
        dcc.Interval(id=ids.INTAKE_TICK, disabled=True),
        GridMap(id=ids.INTAKE_MAP),
        table(ids.INTAKE_PROBLEMS, [], [], view_of("/", "")),
    ]


def register(app: Dash, services: Services) -> None:
    """Connect the page with the intakes."""
    _register_files(app, services)
    _register_words(app, services)
    _register_problems(app, services)


def _register_files(app: Dash, services: Services) -> None:
    """Files that arrived are looked at; work is followed until it ends."""

    @app.callback(
        Output(ids.INTAKE_BODY, "children", allow_duplicate=True),
        Output(ids.INTAKE_TICK, "disabled", allow_duplicate=True),
        Output(ids.ARRIVE, "data", allow_duplicate=True),
        Output(ids.INTAKE_SAYS, "children", allow_duplicate=True),
        Input(ids.UPLOADED, "data"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def arrived(told: Mapping[str, Any] | None, path: str, query: str) -> Any:
        return looked(view_of(path, query), services, told)

    @app.callback(
        Output(ids.INTAKE_BODY, "children", allow_duplicate=True),
        Output(ids.INTAKE_WORK, "children", allow_duplicate=True),
        Output(ids.INTAKE_TICK, "disabled", allow_duplicate=True),
        Input(ids.INTAKE_TICK, "n_intervals"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def follow(_n: int, path: str, query: str) -> Any:
        return followed(view_of(path, query), services)


def _register_words(app: Dash, services: Services) -> None:
    """What the user says of a layer, and what a button does."""
    field = {"type": ids.INTAKE_SAY, "part": ALL}

    @app.callback(
        Output(ids.INTAKE_BODY, "children", allow_duplicate=True),
        Output(ids.INTAKE_TICK, "disabled", allow_duplicate=True),
        Output(ids.INTAKE_LIST, "children"),
        Output(ids.INTAKE_FOOT, "children"),
        *(Output(field, name) for name in TOLD),
        Input(field, "value"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def speak(_values: list[Any], path: str, query: str) -> Any:
        parts = [each["id"]["part"] for each in ctx.outputs_list[-1]]
        view, value = view_of(path, query), ctx.triggered[0]["value"]
        return said(view, services, ctx.triggered_id, value, parts)

    @app.callback(
        Output(ids.INTAKE_BODY, "children", allow_duplicate=True),
        Output(ids.INTAKE_TICK, "disabled", allow_duplicate=True),
        Output(ids.ARRIVE, "data", allow_duplicate=True),
        Output(ids.INTAKE_SAYS, "children", allow_duplicate=True),
        Input({"type": ids.INTAKE_ACT, "what": ALL, "of": ALL}, "n_clicks"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def press(_clicks: list[Any], path: str, query: str) -> Any:
        if not ctx.triggered[0]["value"]:
            raise PreventUpdate
        return acted(view_of(path, query), services, ctx.triggered_id)


def _register_problems(app: Dash, services: Services) -> None:
    """The problem that is chosen in the table is shown at its place."""

    @app.callback(
        Output(ids.INTAKE_MAP, "layers"),
        Output(ids.INTAKE_MAP, "bounds"),
        Output(ids.INTAKE_PROBLEM, "children"),
        Input(ids.INTAKE_PROBLEMS, "selectedRows"),
        *ADDRESS,
        prevent_initial_call=True,
    )
    def look(rows: list[dict[str, Any]] | None, path: str, query: str) -> Any:
        if not rows:
            raise PreventUpdate
        view = view_of(path, query)
        layers, bounds, told = shown(view, services.intakes.get(view.intake), int(rows[0]["id"]))
        return layers, no_update if bounds is None else bounds, told


def looked(view: View, services: Services, told: Mapping[str, Any] | None) -> tuple[Any, Any, Any, Any]:
    """Look at what arrived; a new intake has an address of its own from then on.

    What did not arrive is told there; here, where nothing did and there is no intake yet.
    """
    if not told:
        raise PreventUpdate
    intake = told["intake"] or view.intake
    if intake == NEW:
        return no_update, no_update, no_update, [refusal(each, view.language) for each in told["refused"]]
    services.intakes.refused(intake, told["refused"])
    services.intakes.look(intake)
    if view.intake == NEW:
        there = View(intake=intake, language=view.language, theme=view.theme).href
        return no_update, no_update, there, []
    return body(view.at(step="files"), services), False, no_update, []


def followed(view: View, services: Services) -> tuple[Any, Any, Any]:
    """How far the work is; the whole step anew once it has ended."""
    if view.intake in ("", NEW):
        raise PreventUpdate
    intake = services.intakes.get(view.intake)
    if intake.working:
        return no_update, progress(intake, intake.work["what"], view).children, False
    if intake.work.get("what") == "check" and view.step != "check":
        return no_update, no_update, True
    return body(view, services), no_update, True


def said(
    view: View, services: Services, element: Mapping[str, str] | None, value: Any, parts: Sequence[str]
) -> tuple[Any, ...]:
    """Keep one answer and show what follows from it; nothing where it holds already.

    The form stays as it is, so that a hand on the keyboard goes on in the next field: only what is
    told at its fields (`parts`) changes. It is made anew where other fields are asked from now on.
    """
    intake = services.intakes.get(view.intake)
    if element is None or step_of(view, intake) != "fields":
        raise PreventUpdate
    key, part, text = chosen(view, intake), element["part"], str(value or "").strip()
    if intake.answers.get(key, {}).get(part, "") == text:
        raise PreventUpdate
    again = services.intakes.say(intake.id, key, part, text)
    if again:
        services.intakes.look(intake.id)
    now = services.intakes.get(view.intake)
    fields = {each.id["part"]: each for each in asked_in(form_of(key, now, view))}
    if again or part in REMADE or set(fields) != set(parts):
        same = [no_update] * len(parts)
        return body(view, services), not again, no_update, no_update, *(same for _ in TOLD)
    told = ([getattr(fields[each], name, None) for each in parts] for name in TOLD)
    return no_update, no_update, layer_list(view, now, key), foot(view, now), *told


def acted(view: View, services: Services, element: Mapping[str, str]) -> tuple[Any, Any, Any, Any]:
    """Do what a button says and show what is so then; a refusal in words where it cannot be done."""
    intakes, what, of = services.intakes, element["what"], element["of"]
    home = View(language=view.language, theme=view.theme)
    try:
        match what:
            case "remove":
                intakes.remove(view.intake, intakes.get(view.intake).files[int(of)][0])
            case "drop":
                intakes.drop(view.intake, list(intakes.get(view.intake).sights)[int(of)])
            case "look":
                intakes.look(view.intake)
            case "check":
                intakes.check(view.intake)
                return no_update, no_update, view.at(step="check", layer="").href, []
            case "stop":
                intakes.stop(view.intake)
            case "reject":
                intakes.reject(view.intake)
                return no_update, True, home.href, []
            case "accept":
                district = intakes.accept(view.intake).id
                return no_update, True, home.at(district=district, room="survey").href, []
    except GridwrightError as error:
        told = html.P(say(error.code, view.language, **error.facts), className="say over")
        return no_update, no_update, no_update, [told]
    return body(view, services), not intakes.get(view.intake).working, no_update, []
