"""Parts of all steps: buttons that act, how far the work is, sizes of files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dash import html

from layouts import ids
from layouts.text import number, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dash.development.base_component import Component

    from layouts.text import Language
    from layouts.view import View
    from scenarios.intake.intakes import Intake

MB: Final = 1 << 20


def act(what: str, of: str, text: str, *, className: str, disabled: bool = False) -> Component:  # noqa: N803 -- Dash's name
    """A button that does something to an intake, or to one thing in it, called by its number."""
    element = {"type": ids.INTAKE_ACT, "what": what, "of": of}
    return html.Button(text, id=element, className=className, disabled=disabled)


def joined(names: Iterable[str], language: Language) -> str:
    """Names one after the other, as a language lists them."""
    return ("、" if language == "zh_Hans" else ", ").join(names)


def megabytes(size: int, language: Language) -> str:
    """The size of a file in megabytes, small ones in kilobytes."""
    if size < MB:
        return say("intake.kb", language, size=max(1, round(size / 1024)))
    return say("intake.mb", language, size=number(size / MB, language, decimals=1))


def progress(intake: Intake, what: str, view: View) -> Component:
    """How far the work is, with a button that ends it; why it ended where it did not get through."""
    return html.Div(_told(intake, what, view), id=ids.INTAKE_WORK, role="status")


def _told(intake: Intake, what: str, view: View) -> list[Component]:
    work, language = intake.work, view.language
    if work.get("what") != what or work["state"] == "done":
        return []
    if intake.working:
        share = work["done"] / max(1, work["of"])
        line = say(f"intake.stage.{work['stage']}", language, name=work.get("name", ""))
        return [
            html.P([line, " ", act("stop", "", say("intake.stop", language), className="textual")]),
            html.Div(html.I(style={"width": f"{100 * share:.0f}%"}), className="progress"),
        ]
    reason = (
        say("intake.stopped", language)
        if work["state"] == "stopped"
        else say(work["code"], language, **work["facts"])
    )
    return [
        html.P(reason, className="say over"),
        act(what, "", say(f"intake.again.{what}", language), className="also fitting"),
    ]
