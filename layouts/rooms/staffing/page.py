"""The room 人员: which of its pages is shown, and what all of them speak to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from layouts.rooms.policing import page as policing
from layouts.rooms.serving import page as serving
from layouts.rooms.staffing import advisers, leaders, pool, roles, workers
from layouts.rooms.staffing.nav import ADVISERS, LEADERS, POLICE, POOL, ROLES, SERVING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dash import Dash
    from dash.development.base_component import Component

    from layouts.view import View
    from scenarios.services import Services

PAGES: Final[Mapping[str, Callable[[View, Services], Component]]] = {
    LEADERS: leaders.layout,
    ROLES: roles.layout,
    ADVISERS: advisers.layout,
    POLICE: policing.layout,
    POOL: pool.layout,
    SERVING: serving.layout,
}


def layout(view: View, services: Services) -> Component:
    """The page that the step names, posts of grid workers where it names none."""
    return PAGES.get(view.step, workers.layout)(view, services)


def parts() -> list[Component]:
    """Every element that a callback of these pages speaks to."""
    return [
        *serving.parts(),
        *leaders.parts(),
        *roles.parts(),
        *pool.parts(),
        *advisers.parts(),
        *policing.parts(),
    ]


def register(app: Dash, services: Services) -> None:
    """Let every page answer."""
    for one in (serving, leaders, roles, advisers, policing, pool):
        one.register(app, services)
