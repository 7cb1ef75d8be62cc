"""帮助: from the first look to the hand-over, the words of the field, the measures, and the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dash import dcc, html

from domain.glossary import TERMS
from layouts.frame import KEYS
from layouts.pieces import NINE, facts
from layouts.text import say
from layouts.tour import begin
from scenarios.scores import ALL_MEASURES

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from domain.glossary import Term
    from layouts.view import View
    from scenarios.services import Services

STEPS: Final = ("survey", "draw", "edit", "staff", "compare", "approve")
"""What a campaign goes through; each has a sentence, and a page of the district where there is one."""


def layout(view: View, _services: Services) -> Component:
    """All of it on one page, with its contents at the head."""
    language = view.language
    chapters = {
        "steps": _steps(view),
        "words": _words(view),
        "measures": _measures(view),
        "keys": facts([(html.Kbd(key), say(code, language)) for key, code in KEYS]),
    }
    contents = [
        html.A(say(f"guide.{name}", language), href=f"#guide-{name}", className="link") for name in chapters
    ]
    return html.Div(
        [
            html.H1(say("menu.help", language)),
            *begin(view),
            html.Nav(contents, className="contents", **{"aria-label": say("guide.contents", language)}),
            *[
                html.Section([html.H2(say(f"guide.{name}", language)), chapter], id=f"guide-{name}")
                for name, chapter in chapters.items()
            ],
        ],
        className="room plain sheetpage",
    )


def _steps(view: View) -> Component:
    """One step a row, with the way there from the district that help was asked in."""
    return html.Ol(
        [
            html.Li([html.Strong(_title(step, view)), " ", say(f"guide.step.{step}", view.language)])
            for step in STEPS
        ],
        className="guide",
    )


def _title(step: str, view: View) -> Component | str:
    title = say("edit.title" if step == "edit" else f"tab.{step}", view.language)
    if not view.district:
        return title
    there = view.at(room="draw", editing="1") if step == "edit" else view.at(room=step)
    return dcc.Link(title, href=there.href)


def _words(view: View) -> Component:
    """The glossary: a word, the same in the other language, and what it means here."""
    chinese = view.language == "zh_Hans"
    rows = [
        (html.B(term.zh if chinese else term.en), term.meaning_zh if chinese else term.meaning_en)
        for term in sorted(TERMS.values(), key=_spelt if chinese else lambda term: term.en)
    ]
    return facts(rows)


def _spelt(term: Term) -> bytes:
    """Chinese words in the order of their spelling, which that of GBK is for common characters."""
    return term.zh.encode("gb18030")


def _measures(view: View) -> Component:
    """The nine measures first, then the others, each with its definition."""
    keys = [*NINE, *(measure.key for measure in ALL_MEASURES if measure.key not in NINE)]
    return facts(
        [
            (html.B(say(f"measure.{key}", view.language)), say(f"measure.{key}.note", view.language))
            for key in keys
        ]
    )
