"""Every way of the leaders beside each other, what stays empty, who is worse off, published figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dash import html

from layouts.rooms.staffing.one_page import load_told
from layouts.text import money, number, quantity, say, teller, texts
from scenarios.leaders.tables import (
    about,
    missing_rows,
    published_row,
    sources_of,
    title_of,
    way_row,
    worse_rows,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash.development.base_component import Component

    from layouts.text import Language
    from scenarios.leaders.published import Published
    from scenarios.leaders.values import Leaders, Way

HEADS: Final = ("filled", "retain", "transfer", "recruit", "short", "release")
EFFECTS: Final = (
    "once",
    "load",
    "over",
    "hours",
    "visits",
    "patrols",
    "events",
    "busiest",
    "changed",
    "placed",
)
UNITS: Final = {
    "once": "yuan", "over": "grids", "hours": "h", "visits": "h", "patrols": "h", "events": "h",
    "changed": "households", "placed": "share",
}  # fmt: skip
"""Units of the rows that do not count people."""
PRECISE: Final = 100
"""From here on figures are told without decimals."""
PARTS: Final = {"retain", "transfer", "recruit", "short", "release", "visits", "patrols", "events"}
"""Rows that belong to the one above them."""


def side_by_side(found: Leaders, language: Language) -> Component:
    """People, money by source and what each way means, a column a way."""
    tell, ways = teller(language), (found.today, *found.ways)
    head = [html.Th(say("compare.measure", language), scope="col")]
    head += [html.Th(title_of(way, tell), scope="col", title=about(way, tell)) for way in ways]
    rows = [_row(name, ways, language) for name in HEADS]
    rows.append(_money_row("yearly", say("leaders.way.yearly", language), ways, language))
    rows += [_money_row(source, _source(source, language), ways, language) for source in sources_of(found)]
    rows += [_row(name, ways, language) for name in EFFECTS]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)])


def _source(source: str, language: Language) -> str:
    code = f"posts.money.{source}"
    return say(code, language) if code in texts(language) else source


def _row(name: str, ways: Sequence[Way], language: Language) -> Component:
    head = html.Th(
        say(f"leaders.way.{name}", language), scope="row", className="part" if name in PARTS else ""
    )
    return html.Tr([head, *(html.Td(cell(name, way, language)) for way in ways)])


def _money_row(source: str, name: str, ways: Sequence[Way], language: Language) -> Component:
    """Money of one source, or of all, that each way costs a year."""
    whole = source == "yearly"
    cells = [
        html.Td(
            money(way.yearly_yuan if whole else way.money_yuan.get(source, 0.0), language)
            if way.staffing
            else "–"
        )
        for way in ways
    ]
    return html.Tr([html.Th(name, scope="row", className="" if whole else "part"), *cells])


def cell(name: str, way: Way, language: Language) -> str:
    """One number of a way with its unit; a dash where it is not known."""
    if way.staffing is None or way.effects is None:
        return "–"
    if name == "load":
        return load_told(way.staffing.worst_load, language)
    if name == "busiest":
        worst = way.effects.worst
        return f"{worst.street} {load_told(worst.load, language)}" if worst else "–"
    value, unit = way_row(way).get(name), UNITS.get(name, "posts")
    if not isinstance(value, (int, float)):
        return "–"
    return quantity(value if unit in {"share", "yuan"} else round(value), unit, language)


def reasons(found: Leaders, language: Language) -> list[Component]:
    """Each way in a line, what it begins with or why it is missing; behind it posts that stay empty."""
    lines = [_reason(found, way, language) for way in (found.today, *found.ways)]
    if all(way.staffing is None or way.staffing.proven for way in found.ways):
        return lines
    return [*lines, html.P(say("staff.not-proven", language), className="say acceptable")]


def _reason(found: Leaders, way: Way, language: Language) -> Component:
    tell = teller(language)
    begins = [html.B(title_of(way, tell)), " ", about(way, tell)]
    short, worse = missing_rows(found, way, tell), worse_rows(found, way, tell)
    if not short and not worse:
        return html.P(begins, className="wayline")
    counted = say("leaders.way.gaps", language, short=len(short), worse=len(worse))
    lists = [
        html.Div(_list(name, rows, columns, language), className="scrolling")
        for name, rows, columns in (
            ("missing", short, ("street", "name", "posts")),
            ("worse", worse, ("street", "name", "before", "after", "why")),
        )
        if rows
    ]
    return html.Details([html.Summary([*begins, " ", html.Span(counted, className="link")]), *lists])


def _list(
    name: str, rows: Sequence[Mapping[str, object]], columns: Sequence[str], language: Language
) -> Component:
    """Places with the numbers of a list, in the order of their codes."""
    head = [html.Th(say(f"leaders.head.{column}", language), scope="col") for column in columns]
    body = [html.Tr([html.Td(str(row[column])) for column in columns]) for row in rows]
    caption = html.Caption(say(f"leaders.sheet.{name}", language))
    return html.Table([caption, html.Thead(html.Tr(head)), html.Tbody(body)], className="texts")


def published(figures: Sequence[Published], language: Language) -> Component:
    """Published figures with source and year, and where the district stands."""
    columns = ("place", "what", "published", "here", "source")
    head = [html.Th(say(f"leaders.head.{name}", language), scope="col") for name in columns]
    rows = [published_row(one, teller(language)) for one in figures]
    body = [
        html.Tr(
            [
                html.Td(str(row["place"])),
                html.Td(str(row["what"])),
                html.Td(f"{row['published']} {row['unit']}"),
                html.Td("–" if one.here is None else f"{_here(one.here, language)} {row['unit']}"),
                html.Td(str(row["source"])),
            ]
        )
        for one, row in zip(figures, rows, strict=True)
    ]
    told = html.P(say("leaders.published.note", language), className="muted small")
    return html.Div(
        [
            html.Div(
                html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="texts"),
                className="scrolling",
            ),
            told,
        ]
    )


def _here(value: float, language: Language) -> str:
    """A figure of the district as precise as published ones are."""
    return number(round(value) if value >= PRECISE else value, language)
