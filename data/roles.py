"""Roles: those that ship with the product, and those of a user's files; see docs/roles.md."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Final, TypedDict

from data.reference import HERE
from data.role_fields import Found, Table
from domain.errors import GridwrightError, ImportRejected
from domain.posts import PostType, post_types
from domain.role import HOURS_A_DAY, PLACES, Calls, Each, OnRoads, PerCount, Role, Share, Shift, Visits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from domain.outcome import Problem
    from domain.role import Norm, Place
    from domain.standards import Standards


class _About(TypedDict):
    name_en: str
    source: str
    place: Place
    team: int
    available: int | None
    available_in: tuple[str, ...]
    checklist: tuple[str, ...]


class _Level(TypedDict):
    level: str
    source: str
    assumed: bool
    only: tuple[str, ...]
    where: str
    post: PostType | None


ROLES: Final = HERE / "roles"
FORMAT: Final = 1


def shipped_roles(standards: Standards) -> tuple[Role, ...]:
    """All roles that ship with the product, in the order of their files' names."""
    return roles_from(sorted(ROLES.glob("*.toml")), standards)


def roles_from(paths: Sequence[Path], standards: Standards) -> tuple[Role, ...]:
    """Return the roles of files, one each.

    Raises
    ------
    ImportRejected
        With everything that is wrong with any of the files, by file and field.
    """
    kinds = {kind.key: kind for kind in post_types(standards)}
    read: list[Role] = []
    found: list[Problem] = []
    for path in paths:
        said = Found(path.name)
        role = _role(path, kinds, said)
        if role is not None and any(role.key == other.key for other in read):
            said.note("role.twice", "key", role.key)
        read += [role] if role is not None else []
        found += said.problems
    if found:
        raise ImportRejected(found)
    return tuple(read)


def _role(path: Path, kinds: Mapping[str, PostType], said: Found) -> Role | None:
    """Read one file; None where it is no table at all or its fields contradict each other."""
    try:
        top = Table(said, "", tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        said.note("role.unreadable", "", reason=str(error))
        return None
    if top.whole("format", low=0) != FORMAT:
        said.note("role.format", "format", top.values.get("format", ""), known=FORMAT)
    norms = tuple(norm for norm in (_norm(table, kinds) for table in top.tables("need")) if norm)
    post, shift, share = _post(top, kinds), _shift(top.table("shift")), _share(top.table("share"))
    key, name, held_by = top.text("key"), top.text("name"), top.words("held_by")
    first, last = top.day("valid_from"), top.day("valid_to")
    about: _About = {
        "name_en": top.text("name_en", name),
        "source": top.text("source"),
        "place": _place(top),
        "team": top.whole("team", 1),
        "available": top.whole("available", low=0) if top.has("available") else None,
        "available_in": top.words("available_in"),
        "checklist": top.words("checklist"),
    }
    top.done()
    if held_by and (share is None or key in held_by):
        said.note(
            "role.held-exclusive" if share is None else "role.held-by-itself",
            "held_by",
            key,
            section="[share]",
        )
    if first and last and last < first:
        said.note("role.dates", "valid_to", last)
    if said.problems:
        return None
    return Role(
        key=key, name=name, post=post, norms=norms, shift=shift, share=share, held_by=held_by,
        valid_from=first, valid_to=last, **about,
    )  # fmt: skip


def _place(top: Table) -> Place:
    word = top.word("place", PLACES, PLACES[0])
    return next(place for place in PLACES if place == word)


def _post(top: Table, kinds: Mapping[str, PostType]) -> PostType:
    """A kind of post that the standards name, or one of the file's own."""
    first = next(iter(kinds.values()))
    if not isinstance(top.values.get("post"), dict):
        return kinds.get(top.word("post", kinds), first)
    own = top.table("post")
    if own is None:
        return first
    key, fte, yuan = own.text("key"), own.number("fte"), own.number("yearly_yuan", strict=False)
    own.text("source")
    money = own.table("money")
    shares = {source: money.number(source) for source in money.values} if money else {}
    if not shares:
        own.found.note("role.missing", own.name("money"))
    own.done()
    try:
        return PostType(key=key, fte=fte, yearly_yuan=yuan, recruitable=True, movable=False, money=shares)
    except GridwrightError as error:
        own.found.note("role.post", own.at, key, reason=error.code, known=".full, .part")
        return first


def _shift(table: Table | None) -> Shift | None:
    if table is None:
        return None
    shift = Shift(
        hours=table.number("hours"),
        a_day=table.whole("a_day", 1),
        days=table.number("days"),
        relief=table.number("relief") if table.has("relief") else None,
        source=table.text("source"),
    )
    if shift.hours * shift.a_day > HOURS_A_DAY or shift.days > 366:  # noqa: PLR2004 -- days of a year
        table.found.note("role.shift-long", table.name("hours"), shift.hours * shift.a_day)
    table.done()
    return shift


def _share(table: Table | None) -> Share | None:
    if table is None:
        return None
    share = Share(
        areas=table.whole("areas") if table.has("areas") else None,
        hours=table.number("hours") if table.has("hours") else None,
        farthest_m=table.number("farthest_m") if table.has("farthest_m") else None,
        adjacent=table.flag("adjacent"),
        balance=table.text("balance", ""),
        source=table.text("source"),
    )
    if share.adjacent and (share.areas or share.farthest_m):
        table.found.note("role.share-both", table.name("adjacent"), known="areas, farthest_m")
    table.done()
    return share


def _norm(table: Table, kinds: Mapping[str, PostType]) -> Norm | None:
    """One norm, of the kind that `by` names; None where it names none."""
    by = table.word("by", NORMS)
    if by not in NORMS:
        return None
    about: _Level = {
        "level": table.text("level"),
        "source": table.text("source"),
        "assumed": table.flag("assumed"),
        "only": table.words("only"),
        "where": table.text("where", ""),
        "post": _post(table, kinds) if table.has("post") else None,
    }
    norm = NORMS[by](table, about)
    table.done()
    return norm


def _each(table: Table, about: _Level) -> Norm:
    hours = table.number("hours") if table.has("hours") else None
    return Each(**about, units=table.whole("units", 1), hours=hours)


def _per_count(table: Table, about: _Level) -> Norm:
    count, per, units = table.text("count"), table.number("per"), table.number("units", 1.0)
    return PerCount(**about, count=count, per=per, units=units)


def _on_roads(table: Table, about: _Level) -> Norm:
    roads = table.words("roads")
    if not roads:
        table.found.note("role.missing", table.name("roads"))
    speed, hours = table.number("speed_km_h"), table.number("hours")
    return OnRoads(**about, roads=roads, speed_km_h=speed, hours=hours)


def _visits(table: Table, about: _Level) -> Norm:
    return Visits(
        **about,
        every_days=table.whole("every_days"),
        minutes=table.number("minutes"),
        speed_km_h=table.number("speed_km_h"),
        day_hours=table.number("day_hours"),
        detour=table.number("detour"),
        base=table.text("base"),
    )


def _calls(table: Table, about: _Level) -> Norm:
    by_hour, seconds = table.numbers("by_hour", HOURS_A_DAY), table.number("seconds")
    return Calls(**about, by_hour=by_hour, seconds=seconds)


NORMS: Final[Mapping[str, Callable[[Table, _Level], Norm]]] = {
    "each": _each,
    "count": _per_count,
    "road": _on_roads,
    "visit": _visits,
    "calls": _calls,
}
