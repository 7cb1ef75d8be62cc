"""What a number would do before it is kept: in grids, in posts, or where it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dash import html

from layouts.pieces import BANDS
from layouts.text import money, number, say
from scenarios.standards_effect import READINGS, STEER_LINES, STEER_POSTS, judged_today, manned_today

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash.development.base_component import Component

    from domain.standards import Standards
    from layouts.view import View
    from scenarios.services import Services

UNKNOWN: Final = "–"


def effect(view: View, services: Services, key: str, values: Mapping[str, float]) -> list[Component]:
    """Today's grids before and after: bands and splits, posts and money, or the place where it is read."""
    now = services.viewer.standards(view.district)
    then = services.viewer.own.with_values(view.district, values)
    if key.startswith(STEER_LINES):
        rows = _lines(view, services, now, then)
    elif key.startswith(STEER_POSTS):
        rows = _posts(view, services, now, then)
    else:
        group = key.split(".", maxsplit=1)[0]
        return [html.P(say(f"standards.where.{group}", view.language), className="muted")]
    return [html.H3(say("standards.effect", view.language)), _before_after(rows, view)]


def _lines(view: View, services: Services, now: Standards, then: Standards) -> list[tuple[str, str, str]]:
    """Grids in each band, and the splits that are needed at least."""
    dataset, today = services.viewer.dataset(view.district), services.viewer.scenario(view.district, "")
    before, after = (judged_today(dataset, today, standards) for standards in (now, then))
    bands = [
        (f"band.{band}.mark", number(before.bands.get(band, 0)), number(after.bands.get(band, 0)))
        for band in BANDS
    ]
    return [*bands, ("standards.splits", number(before.splits), number(after.splits))]


def _posts(view: View, services: Services, now: Standards, then: Standards) -> list[tuple[str, str, str]]:
    """Posts by both readings, and the money of a year by hours."""
    dataset, today = services.viewer.dataset(view.district), services.viewer.scenario(view.district, "")
    pool = services.staffing.roster(view.district).workers
    before, after = (manned_today(dataset, today, standards, pool) for standards in (now, then))
    posts = [
        (f"standards.posts.{reading}", _told(before.posts[reading]), _told(after.posts[reading]))
        for reading in READINGS
    ]
    money_ = tuple(UNKNOWN if one.yuan is None else money(one.yuan, view.language) for one in (before, after))
    return [*posts, ("standards.yuan", money_[0], money_[1])]


def _told(value: int | None) -> str:
    return UNKNOWN if value is None else number(value)


def _before_after(rows: Sequence[tuple[str, str, str]], view: View) -> Component:
    """Each row before and after; what changes is set off."""
    head = [
        html.Th(say(f"standards.{name}", view.language), scope="col") for name in ("today", "before", "after")
    ]
    body = [
        html.Tr(
            [
                html.Th(say(code, view.language), scope="row"),
                html.Td(before),
                html.Td(html.B(after) if after != before else after),
            ]
        )
        for code, before, after in rows
    ]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)])
