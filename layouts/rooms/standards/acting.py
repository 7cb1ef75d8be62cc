"""Choosing a number, seeing what another value would do, keeping it, and putting numbers back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import dash_mantine_components as dmc
from dash import ALL, Input, Output, State, ctx, html, no_update
from dash.exceptions import PreventUpdate

from layouts import ids
from layouts.pieces import table
from layouts.rooms.standards.effect import effect
from layouts.rooms.standards.form import form, given_values, read_values
from layouts.rooms.standards.page import changed, rows
from layouts.text import say
from layouts.view import view_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dash import Dash
    from dash.development.base_component import Component

    from domain.errors import GridwrightError
    from layouts.text import Language
    from layouts.view import View
    from scenarios.services import Services

FIELDS: Final = {"type": ids.STANDARD_VALUE, "key": ALL}
REASONS: Final = {"type": ids.STANDARD_REASON, "form": ALL}


def parts() -> list[Component]:
    """Every element that a callback of this page speaks to."""
    return [
        table(ids.STANDARDS, [], [], view_of("/x/standards", "")),
        html.Aside(id=ids.STANDARD_FORM),
        html.Div(id=ids.STANDARDS_CHANGED),
        dmc.SegmentedControl(id=ids.STANDARDS_WHICH, data=[]),
        html.Button(id=ids.STANDARDS_UNDO),
        html.Button(id=ids.STANDARDS_BACK),
        dmc.NumberInput(id={"type": ids.STANDARD_VALUE, "key": ""}),
        dmc.Textarea(id={"type": ids.STANDARD_REASON, "form": ""}),
        html.Div(id=ids.STANDARD_EFFECT),
        html.Button(id=ids.STANDARD_SAVE),
        html.Button(id=ids.STANDARD_BACK),
    ]


def register(app: Dash, services: Services) -> None:
    """Connect the table, the form, and the store."""
    where = (State(ids.ADDRESS, "pathname"), State(ids.ADDRESS, "search"))
    _register_form(app, services, where)

    @app.callback(
        Output(ids.STANDARDS, "rowData"),
        Input(ids.STANDARDS_WHICH, "value"),
        *where,
        prevent_initial_call=True,
    )
    def filtered(which: str, path: str, query: str) -> Any:
        return rows(view_of(path, query), services, which)

    @app.callback(
        Output(ids.STANDARDS, "rowData", allow_duplicate=True),
        Output(ids.STANDARDS_CHANGED, "children"),
        Output(ids.STANDARD_FORM, "children", allow_duplicate=True),
        Output(FIELDS, "error", allow_duplicate=True),
        Output(REASONS, "error"),
        Input(ids.STANDARD_SAVE, "n_clicks", allow_optional=True),
        Input(ids.STANDARD_BACK, "n_clicks", allow_optional=True),
        Input(ids.STANDARDS_BACK, "n_clicks"),
        Input(ids.STANDARDS_UNDO, "n_clicks"),
        State(FIELDS, "id"),
        State(FIELDS, "value"),
        State(REASONS, "value"),
        State(ids.STANDARDS, "selectedRows"),
        *where,
        prevent_initial_call=True,
    )
    def act(*given: Any) -> Any:
        *clicks, names, values, reasons, chosen, path, query = given
        if not any(clicks) or not ctx.triggered[0]["value"]:
            raise PreventUpdate
        view, key = view_of(path, query), chosen[0]["id"] if chosen else ""
        asked = given_values(names, values)
        return acted(view, services, str(ctx.triggered_id), key, asked, *reasons)


def _register_form(app: Dash, services: Services, where: tuple[State, State]) -> None:
    """The form of the number that is chosen, and what its fields would do."""

    @app.callback(
        Output(ids.STANDARD_FORM, "children"),
        Input(ids.STANDARDS, "selectedRows"),
        *where,
        prevent_initial_call=True,
    )
    def chosen(picked: list[dict[str, Any]] | None, path: str, query: str) -> Any:
        view = view_of(path, query)
        if not picked or not view.district:
            raise PreventUpdate
        return form(view, services, picked[0]["id"])

    @app.callback(
        Output(FIELDS, "error"),
        Output(ids.STANDARD_EFFECT, "children"),
        Input(FIELDS, "value"),
        State(FIELDS, "id"),
        *where,
        prevent_initial_call=True,
    )
    def typed(values: list[Any], names: list[dict[str, str]], path: str, query: str) -> Any:
        if not names:
            raise PreventUpdate
        return seen(view_of(path, query), services, given_values(names, values))


def seen(view: View, services: Services, given: Mapping[str, Any]) -> tuple[list[str], Any]:
    """What is wrong with each field, and what the values would do where nothing is."""
    errors, values = wrong(view, services, given)
    told = [errors.get(key, "") for key in given]
    if errors:
        return told, html.P(say("standards.effect-none", view.language), className="muted")
    return told, effect(view, services, next(iter(given)), values)


def wrong(
    view: View, services: Services, given: Mapping[str, Any]
) -> tuple[dict[str, str], dict[str, float]]:
    """What is wrong with fields in words by key, and the values that they hold."""
    values, empty = read_values(given)
    errors = {key: say("standards.empty", view.language) for key in empty}
    found = services.viewer.own.faults(view.district, values) if not empty else {}
    return errors | {key: _said(fault, view.language) for key, fault in found.items()}, values


def acted(
    view: View, services: Services, by: str, key: str, given: Mapping[str, Any], reason: str = ""
) -> tuple[Any, ...]:
    """Table, ways back, form and errors after a button; a value without a reason is not kept."""
    own, language, saved = services.viewer.own, view.language, 0
    if by == ids.STANDARD_SAVE:
        errors, values = wrong(view, services, given)
        if errors or not reason.strip():
            missing = "" if reason.strip() else say("standards.reason-missing", language)
            return no_update, no_update, no_update, [errors.get(one, "") for one in given], [missing]
        saved = len(own.save(view.district, values, " ".join(reason.split())))
        said = say("standards.saved", language, numbers=saved) if saved else say("standards.same", language)
    elif by == ids.STANDARD_BACK:
        said = say("standards.put-back", language, numbers=len(own.put_back(view.district, [key])))
    elif by == ids.STANDARDS_BACK:
        said = say("standards.put-back", language, numbers=len(own.put_back(view.district)))
    else:
        said = say("standards.undone", language, numbers=len(own.undo(view.district)))
    told = form(view, services, key, said) if key else [html.P(said, className="say ok", role="status")]
    return (
        rows(view, services),
        changed(view, services),
        told,
        [no_update] * len(given),
        [no_update] * bool(given),
    )


def _said(fault: GridwrightError, language: Language) -> str:
    return say(fault.code, language, **fault.facts)
