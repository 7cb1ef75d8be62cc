"""Posts of any role on the command line: a line a role, its areas, who goes without, and a workbook of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from data.roles import roles_from, shipped_roles
from domain.errors import FormatError
from gis.dataset_folder import read_dataset
from scenarios.commands.done import Done
from scenarios.commands.plans import plan_at
from scenarios.documents import document
from scenarios.role_areas import RESIDENTS, residents_follow
from scenarios.role_tables import amount_of, count_of, level_of, role_facts, role_workbook, word_of
from scenarios.roles import roles_need

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from domain.role_need import RoleNeed, RolesNeed
    from domain.standards import Standards
    from scenarios.documents import Document, Tell

SHOWN = 8
"""Areas of a norm that are told in lines where there are no more; the document and the workbook hold all."""


def roles_told(
    folder: Path, scenario: Path | None, files: Sequence[Path], standards: Standards, *,
    day: date, counts: Path | None, out: Path | None, tell: Tell, english: bool,
) -> Done:  # fmt: skip
    """Say what roles need on a plan: those of files, or all that ship where no file is named."""
    if out is not None and out.exists():
        raise FormatError("file-exists", file=str(out))
    roles = roles_from(files, standards) if files else shipped_roles(standards)
    dataset = read_dataset(folder)
    found = roles_need(
        dataset, plan_at(dataset, scenario, standards), roles, standards, day=day, counts=counts
    )
    if out is not None:
        out.write_bytes(role_workbook(found, tell, english=english))
    follows = residents_follow(dataset) and any(
        getattr(norm, "count", "").endswith(RESIDENTS) for role in roles for norm in role.norms
    )
    told = document(
        "roles", ok=True, on=day.isoformat(), heads=found.heads, money=found.all_money_yuan,
        roles={need.role.key: _role(found, position) for position, need in enumerate(found.needs)},
        estimated=follows,
        held=[{**asdict(one), "clash": one.clash} for one in found.held], out=str(out) if out else None,
    )  # fmt: skip
    whole, *lines = _lines(found, day, tell, english=english)
    size = standards["basis.household-size"]
    note = (tell("roles.residents-follow", size=size),) if follows else ()
    return Done(document=told, lines=(whole, *note, *lines))


def _role(found: RolesNeed, position: int) -> Document:
    """All about one role."""
    need = found.needs[position]
    role = need.role
    return {
        "name": role.name, "name_en": role.name_en, "source": role.source, "place": role.place,
        "status": role.post.key, "team": role.team, "exclusive": role.share is None,
        "valid_from": role.valid_from and role.valid_from.isoformat(),
        "valid_to": role.valid_to and role.valid_to.isoformat(), "holds": need.holds,
        "units": need.units, "posts": found.posts[position], "posts_alone": need.posts, "fte": need.fte,
        "relief": need.relief, "existing": need.existing, "short": need.short,
        "money": found.money_yuan(position), "missing": list(need.missing),
        "areas": [{**asdict(area), "short": area.short} for area in need.areas],
        "portfolios": [asdict(one) for one in need.portfolios],
        "unserved": [asdict(one) for one in need.unserved],
    }  # fmt: skip


def _lines(found: RolesNeed, day: date, tell: Tell, *, english: bool) -> Iterator[str]:
    """All roles together, then each with its areas and gaps, then who holds two."""
    yield tell(
        "roles.whole", roles=len(found.needs), heads=found.heads, yuan=sum(found.all_money_yuan.values()),
        day=day.isoformat(),
    )  # fmt: skip
    for position, need in enumerate(found.needs):
        yield tell("roles.role", **role_facts(found, position, tell, english=english))
        yield from _gaps(need, tell)
        yield from _norms(need, tell)
    names = {need.role.key: need.role.title(english=english) for need in found.needs}
    for key, by in sorted({(one.role, one.by) for one in found.held}):
        pairs = [one for one in found.held if (one.role, one.by) == (key, by)]
        clashes = sum(one.clash for one in pairs)
        yield tell(
            "roles.held", role=names[key], by=names[by],
            units=sum(one.units for one in pairs), clashes=clashes, load=max(one.load for one in pairs),
        )  # fmt: skip


def _norms(need: RoleNeed, tell: Tell) -> Iterator[str]:
    """What each norm comes to, its areas where they are few, and what is covered by whom."""
    for number, norm in enumerate(need.role.norms):
        rows = [row for row in need.areas if row.norm == number]
        if not rows:
            continue
        yield tell(
            "roles.norm", level=level_of(rows[0].level, tell), areas=len(rows),
            amount=amount_of(norm, sum(row.amount for row in rows), tell), units=sum(r.units for r in rows),
            posts=need.posts_by_norm[number],
        )  # fmt: skip
        for row in rows if 1 < len(rows) <= SHOWN and need.role.share is None else ():
            yield tell(
                "roles.area", name=row.name or row.area, amount=amount_of(norm, row.amount, tell),
                units=row.units, posts=row.posts or 0,
            )  # fmt: skip
        parts = [one for one in need.portfolios if one.norm == number]
        if parts:
            yield tell(
                f"roles.portfolios.{word_of(norm)}", parts=len(parts), least=min(one.load for one in parts),
                most=max(one.load for one in parts),
                areas=max(len(one.areas) for one in parts), farthest=max(one.farthest_m for one in parts),
            )  # fmt: skip


def _gaps(need: RoleNeed, tell: Tell) -> Iterator[str]:
    """That a role does not hold, what the ground does not know, and who goes without."""
    role = need.role
    if not need.holds:
        yield tell(
            "roles.not-valid", valid_from=str(role.valid_from or "–"), valid_to=str(role.valid_to or "–")
        )
    if need.missing:
        yield tell(
            "roles.missing", missing=tell("roles.and").join(count_of(name, tell) for name in need.missing)
        )
    whys = dict.fromkeys(one.why for one in need.unserved)
    for why in whys:
        areas = [one.area + (f" {one.item}" if one.item else "") for one in need.unserved if one.why == why]
        yield tell(f"roles.unserved.{why}", areas=len(areas), first=", ".join(areas[:SHOWN]))
