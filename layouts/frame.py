"""The frame around every room: bar, tabs, banner, and where things stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import dash_mantine_components as dmc
from dash import dcc, html

from layouts.ids import SCENARIO_CHOICE
from layouts.rooms.editing.rail import TOOLS
from layouts.text import say
from layouts.tour import begin, stops
from layouts.view import NEW, PAGES, ROOMS, View
from scenarios.beginning import START, TODAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from scenarios.viewer import Viewer


KEYS: Final = (
    ("1–6", "keys.rooms"),
    ("W", "keys.worst"),
    ("T", "keys.table"),
    ("L", "keys.layers"),
    ("/", "keys.find"),
    ("R", "keys.ruler"),
    ("P", "keys.print"),
    ("← ↑ ↓ →", "keys.move"),
    ("+ −", "keys.zoom"),
    ("Esc", "keys.escape"),
    ("?", "keys.help"),
)
"""Keys of the desk (`assets/desk.js`) and of the map, with what they do."""
ENTER: Final = "Enter"
EDITING: Final = (
    ("G", "edit.typed"),
    ("Shift", "keys.add"),
    (ENTER, "keys.take"),
    ("Esc", "keys.let-go"),
    ("Tab", "keys.nearest"),
    ("N", "edit.new"),
    ("V", "edit.exclusive"),
    ("W", "edit.worst"),
    ("Ctrl+Z", "edit.undo"),
    ("Ctrl+Y", "edit.redo"),
)
"""Keys of the page for editing by hand, beside those of its tools."""


def frame(view: View, viewer: Viewer, room: Component) -> Component:
    """A whole page: the bar with the tabs, the sample's banner where it is one, and the room."""
    return dmc.MantineProvider(
        html.Div(
            [
                _bar(view, viewer),
                _banner(view, viewer),
                html.Main(room, style={"display": "contents"}),
                _keys(view),
                *([stops(view)] if view.district else []),
            ],
            className="desk",
            lang="zh-CN" if view.language == "zh_Hans" else "en",
            **{"data-theme": view.theme},
        ),
        forceColorScheme=view.theme,
        theme={"primaryColor": "blue", "fontFamily": "var(--font-text)", "defaultRadius": "sm"},
    )


def titled(view: View, viewer: Viewer) -> str:
    """The district's name in the language of the view."""
    record = viewer.district(view.district)
    return record.title if view.language == "zh_Hans" else record.title_en


def scenario_title(name: str, view: View) -> str:
    """A scenario's name; the first one and lettered plans in the words of the language."""
    if name in (TODAY, START):
        return say(f"scenario.{name}", view.language)
    lettered = name.isascii() and name.isalpha() and name.isupper()
    return say("scenario.plan", view.language, name=name) if lettered else name


def _bar(view: View, viewer: Viewer) -> Component:
    return html.Header(
        [
            dcc.Link(
                ["织网", html.Small("Gridwright")], href=View(language=view.language, theme=view.theme).href,
                className="brand", refresh=False,
            ),
            _place(view, viewer) if view.district else None,
            _tabs(view) if view.district else html.Span(style={"flex": 1}),
            _corner(view),
        ],
        className="bar",
    )  # fmt: skip


def _place(view: View, viewer: Viewer) -> Component:
    """District, scenario and its state; the scenario can be changed here."""
    record = viewer.record(view.district, view.scenario)
    choices = [
        {"value": item.id, "label": scenario_title(item.name, view)}
        for item in viewer.scenarios(view.district)
    ]
    return html.Div(
        [
            html.Strong(titled(view, viewer)),
            html.Span("▸", **{"aria-hidden": "true"}),
            dmc.Select(
                id=SCENARIO_CHOICE, data=choices, value=record.id, size="xs", w=170, allowDeselect=False,
                **{"aria-label": say("bar.scenario", view.language)},
            ),
            html.Span(say(f"state.{record.state}", view.language), className="state"),
        ],
        className="place",
    )  # fmt: skip


def _tabs(view: View) -> Component:
    links = [
        html.Span(
            dcc.Link(
                say(f"tab.{room}", view.language),
                href=view.at(room=room, run="", grid="", step="", ask="").href,
            ),
            **({"aria-current": "page"} if room == view.room else {}),
        )
        for room in ROOMS
    ]
    return html.Nav(links, className="tabs", **{"aria-label": say("bar.rooms", view.language)})


def _corner(view: View) -> Component:
    other = "en" if view.language == "zh_Hans" else "zh_Hans"
    shade = "dark" if view.theme == "light" else "light"
    speech = say("bar.language", view.language)
    shading = say(f"bar.{shade}", view.language)
    return html.Div(
        [
            _menu(view),
            html.Button(
                "?",
                className="textual",
                title=say("bar.keys", view.language),
                **{"data-keys": "", "aria-label": say("bar.keys", view.language)},
            ),
            dcc.Link("EN" if other == "en" else "中文", href=view.at(language=other).href, title=speech),
            dcc.Link("☾" if shade == "dark" else "☀", href=view.at(theme=shade).href, title=shading),
        ],
        className="corner",
    )


def _menu(view: View) -> Component:
    """Runs, standards and help behind one word."""
    title = say("menu.open", view.language)
    plain = view.at(run="", grid="", step="", ask="", editing="", trade="", intake="")
    links = [
        html.Span(
            dcc.Link(say(f"menu.{page}", view.language), href=plain.at(room=page).href),
            **({"aria-current": "page"} if page == view.room else {}),
        )
        for page in PAGES
        if view.district or page != "runs"
    ]
    return html.Details([html.Summary(title), html.Nav(links, **{"aria-label": title})], className="menu")


def _banner(view: View, viewer: Viewer) -> Component:
    """The sentence that says a sample is none; an empty row otherwise."""
    if not view.district or not viewer.dataset(view.district).info.sample:
        return html.Div()
    return html.Div(
        [
            html.Strong(say("sample.banner", view.language)),
            dcc.Link(
                say("home.import", view.language),
                href=View(intake=NEW, language=view.language, theme=view.theme).href,
            ),
            *begin(view, invite=True),
        ],
        className="banner",
        role="note",
    )


def _keys(view: View) -> Component:
    """The list of keys, which `?` opens and Esc closes; those of the tools where there are any."""
    lists: list[Sequence[tuple[str, str]]] = [KEYS]
    if view.district and view.room == "draw" and view.editing:
        usual = tuple(row for row in KEYS if row[0] not in {"W", "Esc"})
        lists = [usual, tuple((key.upper(), f"tool.{tool}") for _, tool, key in TOOLS), EDITING]
    close = html.Button(say("keys.close", view.language), className="also")
    return html.Dialog(
        [
            html.H2(say("bar.keys", view.language)),
            html.Div([_key_list(rows, view) for rows in lists], className="lists"),
            html.Form(close, method="dialog"),
        ],
        id="keys",
        className="keys",
        **{"aria-label": say("bar.keys", view.language)},
    )


def _key_list(keys: Sequence[tuple[str, str]], view: View) -> Component:
    """Keys and what they do, one below the other."""
    rows = [
        html.Tr([html.Th(html.Kbd(_spoken(key, view)), scope="row"), html.Td(say(code, view.language))])
        for key, code in keys
    ]
    return html.Table(html.Tbody(rows), className="facts")


def _spoken(key: str, view: View) -> str:
    return say("edit.enter-key", view.language) if key == ENTER else key
