"""The first page: the districts there are, and how to bring one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dash import dcc, html

from layouts.text import say
from layouts.view import NEW

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from data.store.records import DatasetRecord
    from layouts.text import Language
    from layouts.view import View
    from scenarios.services import Services

FOLDER: Final = {"windows": "D:\\wangge", "others": "~/wangge"}
PROGRAM: Final = {"windows": ".venv\\Scripts\\gridwright.exe", "others": ".venv/bin/gridwright"}
SLASH: Final = {"windows": "\\", "others": "/"}


def layout(view: View, services: Services) -> Component:
    """A card for each district, the way to import beside it as large, and how that goes step by step."""
    language = view.language
    districts = services.viewer.districts()
    cards = [_card(view, record, services) for record in districts]
    return html.Div(
        [
            html.H1(say("home.title", language)),
            None if districts else html.P(say("home.empty", language), className="lead"),
            html.Div([*cards, _import_card(view)], className="cards"),
            *_begun(view, services),
            html.Details(
                [
                    html.Summary(say("home.by-command", language), className="muted"),
                    html.P(say("home.import.how", language), className="lead"),
                    *_steps(language),
                ]
            ),
        ],
        className="room plain sheetpage",
    )


def _card(view: View, record: DatasetRecord, services: Services) -> Component:
    """One district: name, what it holds, and the way in."""
    dataset = services.viewer.dataset(record.id)
    units = dataset.graph.units
    told = say(
        "home.card",
        view.language,
        communities=len(units.communities.codes),
        units=len(units),
        grids=len(dataset.today) if dataset.today is not None else 0,
    )
    sample = dataset.info.sample
    return html.Section(
        [
            html.H2(record.title if view.language == "zh_Hans" else record.title_en, style={"margin": 0}),
            html.Span(told, className="muted"),
            html.Span(
                say("home.kept", view.language, day=record.kept[:10], time=record.kept[11:16]),
                className="muted small",
            ),
            html.Span(say("sample.banner", view.language), className="word acceptable") if sample else None,
            dcc.Link(
                say("home.sample" if sample else "home.open", view.language),
                href=view.at(district=record.id).href,
                className="do",
            ),
        ],
        className="card",
    )


def _begun(view: View, services: Services) -> list[Component]:
    """Imports that were begun and not ended, each to be gone on with."""
    shelf, language = services.intakes.shelf, view.language
    lines = []
    for intake in services.intakes.under_way():
        names = [path.name for path in shelf.files(intake)]
        told = say("home.begun.files", language, files=len(names), first=names[0]) if names else ""
        link = dcc.Link(say("home.begun.go-on", language), href=view.at(district="", intake=intake).href)
        lines.append(html.Li([told, " ", link]))
    return [html.H2(say("home.begun", language)), html.Ul(lines)] if lines else []


def _import_card(view: View) -> Component:
    """The way to one's own data, as large as the way to the sample."""
    language = view.language
    return html.Section(
        [
            html.H2(say("home.own", language), style={"margin": 0}),
            html.Span(say("home.own.told", language), className="muted"),
            html.Span(say("home.own.persons", language), className="word"),
            dcc.Link(
                say("home.import", language), href=view.at(district="", intake=NEW).href, className="do"
            ),
        ],
        className="card",
    )


def _steps(language: Language) -> list[Component]:
    """The four steps of an import, each with its command for Windows and for other systems."""
    steps = [
        html.Li([say("home.step.files", language)]),
        html.Li([say("home.step.look", language), *_commands("inspect {folder}", language)]),
        html.Li([say("home.step.profile", language)]),
        html.Li(
            [
                say("home.step.read", language),
                *_commands(
                    "import {folder}{slash}profile.toml --root {folder} --out {folder}{slash}desk", language
                ),
            ]
        ),
        html.Li([say("home.step.open", language), *_commands("serve {folder}{slash}desk", language)]),
    ]
    return [html.Ol(steps, className="steps")]


def _commands(words: str, language: Language) -> list[Component]:
    """One command as it is typed on Windows and elsewhere, each to be copied by a click."""
    return [
        html.Div(
            [
                html.Span(
                    say(f"home.on.{system}", language), className="muted small", style={"flex": "0 0 90px"}
                ),
                html.Span(command(words, system)),
                dcc.Clipboard(content=command(words, system), title=say("home.copy", language)),
            ],
            className="command say",
        )
        for system in PROGRAM
    ]


def command(words: str, system: str) -> str:
    """A command line of this program on a system, typed in the program's own folder."""
    return f"{PROGRAM[system]} {words.format(folder=FOLDER[system], slash=SLASH[system])}"
