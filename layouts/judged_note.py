"""The mark of a plan that was drawn by other standards than those it is judged by here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dash import html

from layouts.rooms.standards.names import number_name
from layouts.text import number, say

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from domain.scenario import Scenario
    from layouts.view import View
    from scenarios.services import Services

MOST: Final = 4
"""Numbers named at most; of more, only how many."""


def judged_note(view: View, services: Services, scenario: Scenario) -> list[Component]:
    """What a plan was drawn by, where the standards were others then; nothing for today's grids."""
    own = services.viewer.own
    if scenario.baseline or scenario.provenance.standards == own.of(view.district).digest:
        return []
    changed = own.known(view.district, scenario.provenance.standards)
    if changed is None:
        told = say("scenario.other-standards-unknown", view.language)
    elif not changed:
        return []
    elif len(changed) > MOST:
        told = say("scenario.other-standards-many", view.language, numbers=len(changed))
    else:
        changes = [
            say(
                "scenario.other-standards.change", view.language,
                name=number_name(key, view.language) or key,
                then=number(then.value, view.language), now=number(now.value, view.language),
            )
            for key, (then, now) in changed.items()
        ]  # fmt: skip
        join = "、" if view.language == "zh_Hans" else ", "
        told = say("scenario.other-standards", view.language, changes=join.join(changes))
    return [html.P(told, className="say acceptable")]
