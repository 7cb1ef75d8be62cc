"""Several roles together (兼任): who holds two is in both lists of coverage and counted once."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.errors import InvalidValueError
from domain.role_need import Held, RolesNeed
from optimizer.staffing.role_parts import HAIR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from domain.role_need import RoleNeed

    Place = tuple[str, str]


def together(needs: Sequence[RoleNeed], day: date | None = None) -> RolesNeed:
    """Return roles together, those that do not hold on a day with nothing; each is told beside the rest.

    At every area as many units as can be are held by heads of roles that their own role names
    (`held_by`), one more for each unit there. The hours of both are added, the heads are not.

    Raises
    ------
    InvalidValueError
        Where a role is to be held by one that is exclusive, or is held by others itself.
    """
    valid = tuple(one if day is None or one.role.holds_on(day) else _idle(one) for one in needs)
    by_key = {need.role.key: need for need in valid}
    _check(by_key)
    held = tuple(_held(by_key))
    posts = [need.posts for need in valid]
    for position, need in enumerate(valid):
        taken = sum(one.units for one in held if one.role == need.role.key)
        if taken:
            left = need.units - taken
            posts[position] = min(math.ceil(need.posts * left / need.units - HAIR), need.posts)
    return RolesNeed(needs=valid, held=held, posts=tuple(posts))


def _idle(need: RoleNeed) -> RoleNeed:
    """Return the answer for a role that does not hold: nothing."""
    return replace(
        need,
        areas=(),
        posts_by_norm=(0,) * len(need.posts_by_norm),
        fte=0.0,
        portfolios=(),
        unserved=(),
        missing=(),
        holds=False,
    )


def _check(by_key: Mapping[str, RoleNeed]) -> None:
    for need in by_key.values():
        for key in need.role.held_by:
            other = by_key.get(key)
            if other is not None and other.role.share is None:
                raise InvalidValueError("role-exclusive", role=need.role.key, by=key)
            if other is not None and any(name in by_key for name in other.role.held_by):
                raise InvalidValueError("role-chain", role=need.role.key, by=key)


def _held(by_key: Mapping[str, RoleNeed]) -> list[Held]:
    """Units that heads of other roles hold, area by area."""
    units: dict[Place, dict[str, int]] = defaultdict(dict)
    fte: dict[Place, dict[str, float]] = defaultdict(dict)
    for key, need in by_key.items():
        for row in need.areas:
            place = row.level, row.area
            units[place][key] = units[place].get(key, 0) + row.units
            fte[place][key] = fte[place].get(key, 0.0) + row.fte
    found = []
    for place, there in units.items():
        ways = {key: by_key[key].role.held_by for key in there if by_key[key].role.held_by}
        for (key, by), count in most_held(there, ways).items():
            need = by_key[by]
            time = need.offered_fte / need.units if need.units else 0.0
            load = (fte[place][by] / there[by] + fte[place][key] / there[key]) / time if time else math.inf
            found.append(Held(role=key, by=by, level=place[0], area=place[1], units=count, load=load))
    return found


def most_held(units: Mapping[str, int], ways: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], int]:
    """Return how many units of each role are held by each other: as many as can be, best first.

    `units` are those of each role at a place, `ways` by role the roles that may hold it. It is a
    flow from roles to roles, enlarged along ways that give back what was taken before.
    """
    flow: dict[tuple[str, str], int] = {}
    for role in ways:
        for _ in range(units.get(role, 0)):
            if not _enlarge(role, units, ways, flow, set()):
                break
    return {pair: count for pair, count in flow.items() if count}


def _enlarge(
    role: str, units: Mapping[str, int], ways: Mapping[str, Sequence[str]],
    flow: dict[tuple[str, str], int], seen: set[str],
) -> bool:  # fmt: skip
    """Have one more unit of a role held, moving others where that makes room."""
    for by in ways[role]:
        if by in seen or not units.get(by, 0):
            continue
        seen.add(by)
        taken = [other for other in ways if flow.get((other, by), 0)]
        full = sum(flow[other, by] for other in taken) >= units[by]
        mover = (
            next((other for other in taken if _enlarge(other, units, ways, flow, seen)), None)
            if full
            else None
        )
        if full and mover is None:
            continue
        if mover is not None:
            flow[mover, by] -= 1
        flow[role, by] = flow.get((role, by), 0) + 1
        return True
    return False
