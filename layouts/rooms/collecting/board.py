"""The board of a round: how far each street is, who is missing, and every fault with its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash import html

from layouts import ids
from layouts.pieces import table
from layouts.rooms.intake.parts import joined
from layouts.text import say
from scenarios.documents import problem_rows

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from layouts.text import Language
    from layouts.view import View
    from scenarios.collection.board import Board
    from scenarios.collection.gathering import Collected

HEADS: Final = ("street", "sent", "back", "faulty", "missing", "merged", "last")
WIDTHS: Final = {"community": 190, "file": 230, "cell": 90}


def board_table(progress: Board, language: Language) -> Component:
    """A row a street, and all of them together."""
    head = [
        html.Th(say(f"collecting.head.{name}", language), scope="col", className="text" if n == 0 else "")
        for n, name in enumerate(HEADS)
    ]
    rows = [
        html.Tr(
            [
                html.Td(str(getattr(row, name)) or "–", className="text" if n == 0 else "")
                for n, name in enumerate(HEADS)
            ]
        )
        for row in progress.streets
    ]
    missing = [row.name for row in progress.communities if row.state == "missing"]
    named = html.Details(
        [
            html.Summary(say("collecting.missing", language, communities=len(missing))),
            html.P(joined(missing, language)),
        ]
    )
    return html.Div([html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)]), named if missing else None])


def fault_table(view: View, found: Collected) -> list[Component]:
    """Every fault of every workbook, with its cell."""
    language = view.language
    if not found.faulty:
        return []
    names = {form.code: form.name for form in found.forms}
    rows = []
    for one in found.faulty:
        errors = [problem for problem in one.problems if problem.severity == "error"]
        told = problem_rows(errors, lambda code, /, **facts: say(code, language, **facts))
        rows += [
            {
                "community": names.get(one.community, "–"),
                "file": one.file,
                "cell": str(problem.facts.get("cell", "")),
                "text": row["text"],
            }
            for problem, row in zip(errors, told, strict=True)
        ]
    columns: list[dict[str, Any]] = [
        {"field": field, "headerName": say(f"collecting.fault.{field}", language), "width": width, "flex": 0}
        for field, width in WIDTHS.items()
    ]
    text = {"field": "text", "headerName": say("survey.problem.text", language), "tooltipField": "text"}
    numbered = [{"id": str(n), **row} for n, row in enumerate(rows)]
    return [
        html.H2(say("collecting.faults", language, files=len(found.faulty))),
        html.Div(table(ids.COLLECT_FAULTS, [*columns, text], numbered, view), className="tall"),
    ]
