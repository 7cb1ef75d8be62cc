"""Why no plan exists, in words: the rules that clash and the smallest change that helps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from layouts.text import say
from scenarios.documents import clash_of, clash_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dash.development.base_component import Component

    from layouts.view import View


def told_clash(outcome: Mapping[str, Any], view: View) -> list[Component]:
    """One paragraph for each clash of a run that found no plan, or the error it failed with."""
    if "code" in outcome:
        return [
            html.P(say(str(outcome["code"]), view.language, **outcome.get("facts", {})), className="say over")
        ]

    def tell(code: str, /, **facts: str | float) -> str:
        return say(code, view.language, **facts)

    return [
        html.P(clash_text(clash_of(clash), tell), className="say over")
        for clash in outcome.get("clashes", ())
    ]
