"""Step three, the check: what would come of the files, each problem with its place, and the last word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash import dcc, html

from domain.outcome import Problem
from layouts import ids
from layouts.pieces import table
from layouts.places import count_text
from layouts.rooms.intake.arriving import give_up
from layouts.rooms.intake.fields import at_layer
from layouts.rooms.intake.ground import around, everything, fault, ground_map, used_layers
from layouts.rooms.intake.parts import act, progress
from layouts.rooms.survey import problem_rows
from layouts.text import number, say
from scenarios.intake.profile_text import layer_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dash.development.base_component import Component

    from layouts.rooms.intake.ground import Box
    from layouts.view import View
    from scenarios.intake.intakes import Intake
    from scenarios.services import Services

WIDTHS: Final = {"severity": 104, "layer": 130, "feature": 140}


def step(view: View, _services: Services, intake: Intake) -> list[Component]:
    """The work, or its outcome with the problems, or the button that begins it."""
    language = view.language
    at_work = progress(intake, "check", view)
    if not intake.checked:
        idle = intake.work.get("what") != "check" or intake.work.get("state") == "done"
        begin = act(
            "check", "", say("intake.check", language), className="do fitting", disabled=bool(intake.needs)
        )
        told = say("intake.missing", language, needs=len(intake.needs)) if intake.needs else ""
        return [at_work, *([html.P(told, className="word over") if told else None, begin] if idle else [])]
    return [
        at_work,
        _verdict(view, intake),
        _totals(view, intake) if intake.checked["fit"] else None,
        *_problems(view, intake),
        html.Div([*_last_word(view, intake), give_up(language)], className="intakefoot"),
    ]


def _verdict(view: View, intake: Intake) -> Component:
    """What would be read, or that nothing is, and how many problems there are."""
    checked, language = intake.checked, view.language
    facts = {"problems": checked["number"], "errors": checked["errors"]}
    if not checked["fit"]:
        return html.P(say("intake.unfit", language, **facts), className="say over lead")
    made = checked["summary"]
    told = say(
        "intake.fit",
        language,
        communities=made["communities"],
        units=made["units"],
        grids=made["grids"],
        repairs=made["repairs"],
        **facts,
    )
    return html.P(f"✓ {told}", className="say ok lead")


def _totals(view: View, intake: Intake) -> Component:
    """Each count: what came in, what is on units, what is only listed."""
    language = view.language
    heads = ("count", "basis", "date", "in", "on-units", "listed")
    head = [html.Th(say(f"survey.head.{name}", language), scope="col") for name in heads]
    rows = [
        html.Tr(
            [
                html.Td(count_text(total["name"], language)),
                html.Td(total["basis"]),
                html.Td(total["date"]),
                *(html.Td(number(total[part], language)) for part in ("into", "on_units", "listed")),
            ]
        )
        for total in intake.checked["summary"]["totals"]
    ]
    return html.Div(html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)]), className="scrolling")


def _problems(view: View, intake: Intake) -> list[Component]:
    """The table of problems with the map that shows each at its place."""
    language = view.language
    if not intake.checked["problems"]:
        return [html.P(say("survey.no-problem", language), className="say ok")]
    columns = [
        {"field": field, "headerName": say(f"survey.problem.{field}", language), "width": width, "flex": 0}
        for field, width in WIDTHS.items()
    ]
    columns.append(
        {
            "field": "text",
            "headerName": say("survey.problem.text", language),
            "flex": 1,
            "tooltipField": "text",
        }
    )
    rows = problem_rows([problem_of(told) for told in intake.checked["problems"]], language)
    return [
        html.Div(
            [
                html.Div(table(ids.INTAKE_PROBLEMS, columns, rows, view), className="problemlist"),
                html.Div(
                    [
                        html.Div(
                            ground_map(view, used_layers(intake), everything(intake)),
                            className="mapbox",
                        ),
                        html.Div(picked(view, intake, None), id=ids.INTAKE_PROBLEM, role="status"),
                    ],
                    className="problemmap",
                ),
            ],
            className="problems short" if intake.checked["fit"] else "problems",
        )
    ]


def problem_of(told: Mapping[str, Any]) -> Problem:
    """A problem as it was before it was kept as plain values."""
    return Problem(**{**told, "facts": dict(told["facts"])})


def picked(view: View, intake: Intake, problem: int | None) -> list[Component]:
    """One problem in full, with the way to the layer where it can be put right."""
    language = view.language
    if problem is None:
        return [html.P(say("intake.pick-problem", language), className="muted")]
    told = problem_rows([problem_of(intake.checked["problems"][problem])], language)[0]
    place = intake.checked["places"][problem]
    keys = {name: key for key, name in layer_names(intake.sights, intake.answers).items()}
    key = keys.get(intake.checked["problems"][problem]["layer"])
    named = " · ".join(
        part for part in (told["layer"], told["feature"], told["field"], told["value"]) if part
    )
    return [
        html.P([html.B(named), html.Br(), told["text"]]),
        html.P(say("intake.problem.no-place", language), className="muted small") if place is None else None,
        dcc.Link(say("intake.problem.to-layer", language), href=at_layer(view, intake, key).href)
        if key
        else None,
    ]


def _last_word(view: View, intake: Intake) -> list[Component]:
    """Accept where the files are fit; go back and mend where they are not."""
    language = view.language
    if intake.checked["fit"]:
        return [act("accept", "", say("intake.accept", language), className="do fitting")]
    link = dcc.Link(
        say("intake.mend-fields", language), href=view.at(step="fields").href, className="also fitting"
    )
    files = dcc.Link(
        say("intake.mend-files", language), href=view.at(step="files").href, className="also fitting"
    )
    return [files, link]


def shown(view: View, intake: Intake, problem: int) -> tuple[list[Any], Box | None, list[Component]]:
    """Layers and box of the map, and the problem in words, for the row that was chosen."""
    place = intake.checked["places"][problem]
    told = picked(view, intake, problem)
    if place is None:
        return used_layers(intake), everything(intake), told
    return [*used_layers(intake), fault(place)], around(place), told
