"""Step one, the files: where they are dropped, and what was seen in each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import dcc, html

from layouts import ids
from layouts.places import place_text
from layouts.rooms.intake.parts import act, megabytes, progress
from layouts.text import say
from layouts.view import NEW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash.development.base_component import Component

    from layouts.text import Language
    from layouts.view import View
    from scenarios.intake.intakes import Intake
    from scenarios.services import Services

TOTALLING = ("insert", "rows", "sum", "save")
"""The steps by which a spreadsheet totals a list of persons by building."""


def empty(view: View, services: Services) -> list[Component]:
    """The place for the first file, and what a district needs."""
    language = view.language
    wanted = [html.Li(say(f"intake.wanted.{what}", language)) for what in ("areas", "homes", "lines", "more")]
    return [
        drop_zone(view.intake, services, language),
        html.H2(say("intake.wanted", language)),
        html.Ul(wanted),
        html.P(say("home.own.persons", language), className="say"),
    ]


def step(view: View, services: Services, intake: Intake) -> list[Component]:
    """The place for more files, and a table of those that have come."""
    language = view.language
    go_on = dcc.Link(
        say("intake.to-fields", language), href=view.at(step="fields", layer="").href, className="do fitting"
    )
    return [
        drop_zone(view.intake, services, language),
        progress(intake, "look", view),
        *_refused(intake, language),
        _table(intake, language),
        html.Div(
            [go_on if intake.sights and not intake.working else None, give_up(language)],
            className="intakefoot",
        ),
    ]


def drop_zone(
    intake: str,
    services: Services,
    language: Language,
    *,
    told: str = ids.UPLOADED,
    what: str = "upload.formats",
) -> Component:
    """Where files are dropped or chosen, for an intake; the browser's side is `assets/intake.js`.

    `told` is the store that is told what arrived; `what` the code of what is wanted.
    """
    shelf = services.intakes.shelf
    words = {f"data-{word}": say(f"upload.{word}", language) for word in ("sending", "waiting", "cancel")}
    return html.Div(
        [
            html.Strong(say("upload.drop", language)),
            html.Button(say("upload.choose", language), className="do", **{"data-choose": ""}),
            html.Span(say(what, language), className="muted small"),
            html.Span(say("upload.most", language, most_mb=shelf.most_bytes >> 20), className="muted small"),
            html.Div(className="uploads", **{"data-uploads": "", "role": "status"}),
        ],
        className="dropzone" if intake != NEW else "dropzone first",
        **{
            "data-upload": intake,
            "data-told": told,
            "data-most": str(shelf.most_bytes),
            "data-folder": "intake.folder",
            "data-line": "intake.line",
            **words,
        },
    )


def _refused(intake: Intake, language: Language) -> list[Component]:
    """Files that were not taken, or not whole, each with its reason; for a list of persons the way out."""
    return [refusal(problem, language) for problem in (*intake.missed, *intake.problems)]


def refusal(problem: Mapping[str, Any], language: Language) -> Component:
    """One file that was not taken, or not whole, and why."""
    worst = "over" if problem.get("severity", "error") == "error" else "acceptable"
    how = _recipe(language) if problem["code"] == "guard.persons" else None
    sentence = [html.Strong(problem["file"]), f"　{problem_said(problem, language)}"]
    return html.Div([html.P(sentence), how], className=f"say {worst}")


def _recipe(language: Language) -> Component:
    """How to total a list of persons by building in a spreadsheet."""
    steps = [html.Li(say(f"intake.totalling.{step}", language)) for step in TOTALLING]
    return html.Details([html.Summary(say("import.personal-rows.how", language)), html.Ol(steps)])


def problem_said(problem: Mapping[str, Any], language: Language) -> str:
    """A problem of a file in one sentence."""
    named = {key: place_text(problem.get(key, ""), language) for key in ("feature", "value")}
    return say(problem["code"], language, **(named | dict(problem["facts"])))


def _table(intake: Intake, language: Language) -> Component | None:
    """Every file with its size, and what was seen of each of its layers."""
    if not intake.files:
        return None
    heads = ("file", "layer", "features", "shape", "text", "place")
    rows = [row for n in range(len(intake.files)) for row in _rows(intake, n, language)]
    head = [html.Th(say(f"intake.head.{name}", language), scope="col", className="text") for name in heads]
    return html.Div(
        html.Table(
            [
                html.Thead(html.Tr([*head, html.Th("", **{"aria-label": say("intake.remove", language)})])),
                html.Tbody(rows),
            ],
            className="texts",
        ),
        className="scrolling",
    )


def _rows(intake: Intake, number: int, language: Language) -> list[Component]:
    """One row for each layer of a file; the file itself stands in the first."""
    name, size = intake.files[number]
    layers = [sight for sight in intake.sights.values() if sight["file"] == name]
    file = [html.Strong(name), html.Span(f" {megabytes(size, language)}", className="muted small")]
    gone = act("remove", str(number), say("intake.remove", language), className="textual")
    cells = [_cells(sight, language) for sight in layers] or [[html.Td("", colSpan=5)]]
    cells[0] = [html.Td(file, rowSpan=len(cells)), *cells[0], html.Td(gone, rowSpan=len(cells))]
    return [html.Tr(row) for row in cells]


def _cells(sight: Mapping[str, Any], language: Language) -> list[Component]:
    """What was seen of one layer: name, features, shape, how its text was read, where it lies."""
    place = (
        sight["crs"]
        or sight["crs_name"]
        or say("intake.no-crs" if sight["shape"] else "intake.no-place", language)
    )
    return [
        html.Td([html.Div(sight["layer"]), *_warnings(sight["problems"], language)]),
        html.Td(say("intake.features", language, features=sight["features"])),
        html.Td(say(f"intake.shape.{sight['shape'] or 'none'}", language)),
        html.Td(say(f"intake.text.{sight['how']}", language, encoding=sight["encoding"])),
        html.Td(
            [html.Div(place), html.Div(sight["crs_name"], className="muted small")] if sight["crs"] else place
        ),
    ]


def _warnings(problems: Sequence[Mapping[str, Any]], language: Language) -> list[Component]:
    """What is wrong with a layer already, except what the table and the next step ask anyway."""
    asked = ("encoding.", "crs.missing", "guard.field", "guard.identity", "guard.mobile")
    return [
        html.Div(
            problem_said(problem, language),
            className="word over" if problem["severity"] == "error" else "muted small",
        )
        for problem in problems
        if not problem["code"].startswith(asked)
    ]


def give_up(language: Language) -> Component:
    """The way to delete everything, which cannot be undone and so asks once more."""
    return html.Details(
        [
            html.Summary(say("intake.give-up", language), className="muted"),
            html.P(say("intake.give-up.told", language)),
            act("reject", "", say("intake.give-up.do", language), className="also"),
        ],
        className="giveup",
    )
