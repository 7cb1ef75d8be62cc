"""Advisers and mediators as tables: by post, by village, by committee, and what is short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.advisers import LEVELS, advises
from scenarios.sheets import workbook_of
from scenarios.staff_sheet import staff_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from domain.advisers import AdviserPost
    from domain.staffing import Staffing
    from domain.units import UnitSet
    from scenarios.advisers import Advised
    from scenarios.documents import Tell
    from scenarios.sheets import Sheet

    Row = Mapping[str, Any]

POSTS = (
    "post", "place", "trade", "villages", "hours", "km", "backups", "load", "seat", "where",
)  # fmt: skip
VILLAGES = ("street", "community", "name", "post", "remote", "hours", "km", "backup")
BODIES = ("level", "code", "name", "needed", "full", "present", "short")
"""Columns of the tables, in the order in which they are printed."""


def post_name(post: AdviserPost, tell: Tell) -> str:
    """A post as it is called in lists: its place, trade and number."""
    return f"{post.place} {tell(f'advisers.trade.{post.type}')} {post.number}".strip()


def post_rows(found: Advised, tell: Tell) -> list[Row]:
    """The table 法律顾问服务村居表: every adviser with villages, hours and kilometres a year."""
    names = dict(zip(found.communities.codes, found.communities.names, strict=True))
    served: dict[int, list[str]] = {}
    for one in found.advice.services:
        served.setdefault(one.post, []).append(names[one.community] or one.community)
    return [
        {
            "post": post_name(post, tell), "place": names.get(post.place, tell("advisers.nowhere")),
            "trade": tell(f"advisers.trade.{post.type}"), "villages": post.villages,
            "hours": round(post.advice_hours, 1), "km": round(post.km, 1), "backups": post.backups,
            "load": round(post.load, 4), "seat": post.seat,
            "where": tell("advisers.and").join(served.get(n, ())),
        }
        for n, post in enumerate(found.advice.posts)
        if advises(post.type)
    ]  # fmt: skip


def village_rows(found: Advised, tell: Tell) -> list[Row]:
    """Every village with its adviser, how it is served, and who stands in; blank where nobody does."""
    areas, posts = found.communities, found.advice.posts
    return [
        {
            "street": street, "community": one.community, "name": name,
            "post": post_name(posts[one.post], tell) if one.served else "",
            "remote": one.remote, "hours": round(one.hours, 1), "km": round(one.km, 1),
            "backup": post_name(posts[one.backup], tell) if one.backup >= 0 else "",
        }
        for one, name, street in zip(found.advice.services, areas.names, found.streets, strict=True)
    ]  # fmt: skip


def body_rows(found: Advised, tell: Tell) -> list[Row]:
    """Every committee: seats for full-timers needed and filled, mediators present, seats short."""
    return [
        {
            "level": tell(f"advisers.level.{body.level}"), "code": body.code,
            "name": found.names.get(body.code, ""), "needed": body.needed, "full": body.full,
            "present": body.present, "short": body.short,
        }
        for level in LEVELS
        for body in found.advice.bodies
        if body.level == level
    ]  # fmt: skip


def staff_columns(found: Advised) -> dict[str, Row]:
    """Advisers and mediators of each community, as the sheet 人员配备表 asks for them."""
    bodies = {body.code: body for body in found.advice.bodies if body.level == "community"}
    rows: dict[str, Row] = {}
    for one in found.advice.services:
        body = bodies[one.community]
        rows[one.community] = {
            "advisers": int(one.served),
            "villages_adviser": found.advice.posts[one.post].villages if one.served else "",
            "mediators_needed": body.needed, "mediators_full": body.full, "mediators_short": body.short,
        }  # fmt: skip
    return rows


def advice_workbook(found: Advised, staffing: Staffing | None, units: UnitSet, tell: Tell) -> bytes:
    """Return all tables as a workbook, that of the staff first where the grids are staffed."""
    sheets = [staff_sheet(staffing, units, staff_columns(found), tell)] if staffing else []
    sheets += [
        _sheet("posts", POSTS, post_rows(found, tell), tell),
        _sheet("villages", VILLAGES, village_rows(found, tell), tell),
        _sheet("bodies", BODIES, body_rows(found, tell), tell),
        _sheet("short", ("place", "role", "seats"), list(short_rows(found, tell)), tell),
    ]
    return workbook_of(sheets)


def short_rows(found: Advised, tell: Tell) -> Iterable[Row]:
    """What is short, by place and role: advisers of villages, then full-time mediators of committees."""
    names = found.names
    for code in found.advice.missing:
        yield {"place": names.get(code) or code, "role": tell("advisers.role.adviser"), "seats": 1}
    for body in found.advice.bodies:
        if body.short:
            yield {
                "place": names.get(body.code) or body.code,
                "role": tell("advisers.role.mediator"),
                "seats": body.short,
            }


def _sheet(name: str, fields: Sequence[str], rows: Sequence[Row], tell: Tell) -> Sheet:
    """One sheet, its heads and values in the order of its fields."""
    heads = [tell(f"advisers.head.{field}") for field in fields]
    return tell(f"advisers.sheet.{name}"), heads, [[row.get(field, "") for field in fields] for row in rows]
