"""Roles as tables: what is told of one in a line, and the workbook of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.role import Calls, Each, OnRoads, PerCount, Visits
from scenarios.sheets import workbook_of

if TYPE_CHECKING:
    from domain.role import Norm
    from domain.role_need import RoleNeed, RolesNeed
    from scenarios.documents import Tell

HEADS = {
    "roles": (
        "role", "status", "place", "units", "posts", "fte", "relief", "existing", "short", "yuan",
        "valid_from", "valid_to", "source",
    ),
    "areas": ("role", "level", "area", "name", "amount", "units", "posts", "fte", "existing", "short"),
    "portfolios": ("role", "base", "load", "farthest", "areas"),
    "unserved": ("role", "area", "why"),
    "held": ("role", "by", "area", "units", "load"),
}  # fmt: skip
"""Sheets and their columns."""


WORDS = {Each: "each", PerCount: "count", OnRoads: "road", Visits: "visit", Calls: "calls"}


def role_facts(found: RolesNeed, position: int, tell: Tell, *, english: bool) -> dict[str, str | float]:
    """Return what is told of a role in a line, its words in the language of `tell`."""
    need = found.needs[position]
    money = [
        tell("roles.money", source=worded(f"posts.money.{source}", source, tell), yuan=yuan)
        for source, yuan in found.money_yuan(position).items()
        if yuan
    ]
    return {
        "name": need.role.title(english=english),
        "status": status_of(need, tell),
        "place": f"roles.place.{need.role.place}",
        "units": need.units,
        "posts": found.posts[position],
        "fte": need.fte,
        "relief": need.relief,
        "known": ""
        if need.existing is None
        else tell("roles.known", existing=need.existing, short=need.short),
        "money": tell("roles.and").join(money) or tell("roles.free"),
        "valid": valid_of(need, tell),
    }


def word_of(norm: Norm) -> str:
    """Return the word that names a sort of norm in files and texts."""
    return next(word for kind, word in WORDS.items() if isinstance(norm, kind))


def amount_of(norm: Norm, amount: float, tell: Tell) -> str:
    """Return what makes the work of a norm with its unit, as a sentence goes on; nothing for mere areas."""
    if isinstance(norm, Each):
        return ""
    if isinstance(norm, PerCount):
        return tell(
            "roles.amount.count",
            amount=round(amount),
            count=worded(f"roles.count.{norm.count}", norm.count, tell),
        )
    return tell(f"roles.amount.{word_of(norm)}", amount=amount)


def count_of(name: str, tell: Tell) -> str:
    """Return the name of a count as files have it, behind what it counts where that is known."""
    level, colon, item = name.partition(":")
    if colon:
        return f"{level_of(level, tell)} {item}" if level != "level" else level_of(item, tell)
    text = worded(f"roles.count.{name}", name, tell)
    return name if text == name else f"{text} ({name})"


def level_of(level: str, tell: Tell) -> str:
    """Return the name of a level."""
    return worded(f"roles.level.{level}", level, tell)


def worded(code: str, plain: str, tell: Tell) -> str:
    """Return the text of a code, or a user's own word where it has none."""
    text = tell(code)
    return plain if text == code else text


def status_of(need: RoleNeed, tell: Tell) -> str:
    """Return the kinds of posts of a role (身份), each once."""
    kinds = dict.fromkeys((norm.post or need.role.post).key for norm in need.role.norms)
    return tell("roles.and").join(worded(f"posts.{key}", key, tell) for key in kinds)


def valid_of(need: RoleNeed, tell: Tell) -> str:
    """Return from when until when a role holds, empty where nothing ends it."""
    first, last = need.role.valid_from, need.role.valid_to
    if first is None and last is None:
        return ""
    return tell("roles.valid", valid_from=str(first or "–"), valid_to=str(last or "–"))


def role_workbook(found: RolesNeed, tell: Tell, *, english: bool) -> bytes:
    """Return a workbook: roles, their areas, who covers what, who goes without, and dual roles."""
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in HEADS}
    names = {need.role.key: need.role.title(english=english) for need in found.needs}
    for position, need in enumerate(found.needs):
        role, name = need.role, names[need.role.key]
        rows["roles"].append(
            (
                name, status_of(need, tell), tell(f"roles.place.{role.place}"), need.units,
                found.posts[position], round(need.fte, 2), round(need.relief, 2), need.existing, need.short,
                round(sum(found.money_yuan(position).values())), str(role.valid_from or ""),
                str(role.valid_to or ""), role.source,
            )
        )  # fmt: skip
        rows["areas"] += [
            (
                name, level_of(a.level, tell), a.area, a.name, round(a.amount, 2),
                a.units, a.posts, round(a.fte, 3), a.existing, a.short,
            )
            for a in need.areas
        ]  # fmt: skip
        rows["portfolios"] += [
            (name, one.base, round(one.load, 2), round(one.farthest_m), " ".join(one.areas))
            for one in need.portfolios
        ]
        rows["unserved"] += [
            (name, one.area, one.item or tell(f"roles.why.{one.why}")) for one in need.unserved
        ]
    rows["held"] = [(names[h.role], names[h.by], h.area, h.units, round(h.load, 2)) for h in found.held]
    return workbook_of(
        [
            (tell(f"roles.sheet.{name}"), [tell(f"roles.head.{head}") for head in heads], rows[name])
            for name, heads in HEADS.items()
        ]
    )
