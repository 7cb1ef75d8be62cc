"""Step two, layers and fields: what each layer is, said on the left, seen on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash import dcc, html

from layouts import ids
from layouts.rooms.intake.form import layer_form, whole_form
from layouts.rooms.intake.ground import ground_map, layer_in_sight
from layouts.rooms.intake.parts import act, progress
from layouts.text import say
from scenarios.intake.needs import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dash.development.base_component import Component

    from layouts.view import View
    from scenarios.intake.intakes import Intake
    from scenarios.services import Services

DISTRICT: Final = "district"
"""Instead of a layer's number: what is said of the whole."""


def step(view: View, _services: Services, intake: Intake) -> list[Component]:
    """Layers, the form of the chosen one, the map, and what must still be said."""
    key = chosen(view, intake)
    form = form_of(key, intake, view)
    return [
        progress(intake, "look", view),
        html.Div(
            [
                html.Nav(layer_list(view, intake, key), id=ids.INTAKE_LIST, className="layerlist"),
                html.Div(form, className="layerform"),
                html.Div(
                    [ground_map(view, *layer_in_sight(intake, key)), *_unplaced(view, intake, key)],
                    className="mapbox",
                ),
            ],
            className="mapping",
        ),
        html.Div(foot(view, intake), id=ids.INTAKE_FOOT, className="intakefoot"),
    ]


def form_of(key: str, intake: Intake, view: View) -> list[Component]:
    """The form of a layer, or of the whole."""
    return whole_form(intake, view) if key == WHOLE else layer_form(key, intake, view)


def asked_in(form: Iterable[Any]) -> Iterator[Any]:
    """Every field of a form, wherever it stands in it."""
    for each in form:
        if isinstance(getattr(each, "id", None), dict):
            yield each
        children = getattr(each, "children", None)
        yield from asked_in(
            children if isinstance(children, (list, tuple)) else [children] if children else []
        )


def chosen(view: View, intake: Intake) -> str:
    """The key of the layer that the address names; the first one otherwise."""
    keys = list(intake.sights)
    if view.layer == DISTRICT:
        return WHOLE
    number = int(view.layer) if view.layer.isascii() and view.layer.isdigit() else 0
    return keys[min(number, len(keys) - 1)]


def at_layer(view: View, intake: Intake, key: str) -> View:
    """The view in which a layer, or the whole, is chosen."""
    number = DISTRICT if key == WHOLE else str(list(intake.sights).index(key))
    return view.at(step="fields", layer=number)


def layer_list(view: View, intake: Intake, key: str) -> list[Component]:
    """Each layer with its role and how much is to be said of it yet; the district first."""
    language = view.language
    lines = [(WHOLE, say("intake.district", language), "")]
    for each, sight in intake.sights.items():
        role = say(f"intake.role.{intake.answers[each].get('role') or 'none'}", language)
        lines.append((each, sight["layer"], f"{role} · {sight['file']}"))
    return [_line(view, intake, each, name, role, current=each == key) for each, name, role in lines]


def _line(view: View, intake: Intake, each: str, name: str, role: str, *, current: bool) -> Component:
    missing = sum(need.layer == each for need in intake.needs)
    mark = (
        html.Span(f"✗ {missing}", className="word over") if missing else html.Span("✓", className="word ok")
    )
    return dcc.Link(
        [html.Span([html.B(name), html.Small(role)]), mark],
        href=at_layer(view, intake, each).href,
        className="current" if current else "",
    )


def _unplaced(view: View, intake: Intake, key: str) -> list[Component]:
    """A sentence over the map where the chosen layer is not on it."""
    if key == WHOLE or intake.sights[key]["bounds"]:
        return []
    role = intake.answers[key].get("role", "")
    code = "intake.map.table" if role == "table" else "intake.map.unplaced"
    return [html.P(say(code, view.language), className="say overmap")]


def foot(view: View, intake: Intake) -> list[Component]:
    """What is missing, one thing at a time, or the button that checks."""
    language = view.language
    if not intake.needs:
        button = act(
            "check", "", say("intake.check", language), className="do fitting", disabled=intake.working
        )
        told = html.Span(say("intake.nothing-missing", language), className="word ok")
    else:
        first = intake.needs[0]
        where = (
            say("intake.district", language) if first.layer == WHOLE else intake.sights[first.layer]["layer"]
        )
        button = dcc.Link(
            say("intake.go-missing", language, layer=where),
            href=at_layer(view, intake, first.layer).href,
            className="also fitting",
        )
        told = html.Span(say("intake.missing", language, needs=len(intake.needs)), className="word over")
    profile = html.A(
        say("intake.profile", language),
        href=f"/uploads/{intake.id}/profile.toml",
        className="small",
        download="profile.toml",
    )
    return [told, button, profile]
