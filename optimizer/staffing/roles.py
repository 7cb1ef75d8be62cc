r"""Posts that a role asks for, area by area, from what is counted on them.

Units (a seat, a team, a group) follow from the norm; heads are

.. math::

    p = \lceil u\, m\, r \rceil, \qquad r = \frac{h\, k\, d}{H}

u units · m heads of a unit · r relief factor (轮休系数): hours of a shift h, shifts a day k, days a year
d over the yearly hours H of one head (a part-timer's are fewer); 1 without shifts. A seat held round
the clock needs 8 · 3 · 365 / 1700 = 5.15 heads. A shared role covers several areas with one unit: its
heads are the portfolios that are needed, not the units of its areas.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from domain.role import Calls, Each, OnRoads, PerCount, Visits
from domain.role_need import RoleNeed, Unserved
from optimizer.staffing.queues import seats
from optimizer.staffing.road_rounds import rounds_drawn
from optimizer.staffing.role_parts import HAIR, Asked, Part, road_metres
from optimizer.staffing.shared_roles import shared
from optimizer.staffing.visit_rounds import visited

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from domain.areas import Areas
    from domain.role import Role
    from domain.standards import Standards


def need_of(role: Role, levels: Mapping[str, Areas], standards: Standards) -> RoleNeed:
    """Return what a role needs on these areas (by level); what the ground does not know is named."""
    asked = [
        Asked(role=role, number=number, levels=levels, standards=standards)
        for number in range(len(role.norms))
    ]
    parts = [_part(one) for one in asked]
    lacking, unknown = _checklist(asked)
    rows = tuple(row for part in parts for row in part.areas)
    return RoleNeed(
        role=role,
        areas=rows,
        posts_by_norm=tuple(part.posts for part in parts),
        fte=math.fsum(row.fte for row in rows),
        relief=asked[0].relief,
        portfolios=tuple(one for part in parts for one in part.portfolios),
        unserved=(*(one for part in parts for one in part.unserved), *lacking),
        missing=tuple(dict.fromkeys([*(name for part in parts for name in part.missing), *unknown])),
    )


def _part(asked: Asked) -> Part:
    """What one norm asks for, by its sort."""
    missing = asked.missing()
    if missing:
        return Part(missing=missing)
    match asked.norm:
        case Visits():
            return visited(asked, asked.norm)
        case Calls():
            return _called(asked, asked.norm)
        case Each() if asked.role.share is not None:
            return shared(asked, asked.norm, asked.role.share)
    return _exclusive(asked)


def _exclusive(asked: Asked) -> Part:
    """Units of each area with heads of their own; a round, a seat or a team that is begun is whole."""
    amount, units = _units(asked)
    norm = asked.norm
    hours = norm.hours if isinstance(norm, Each) else None
    rows = []
    for n, area in enumerate(asked.chosen.tolist()):
        each = math.ceil(units[n] - HAIR)
        posts = asked.heads(each)
        fte = posts * asked.post.fte if hours is None else each * hours / asked.year
        rows.append(asked.row(asked.at, area, amount=float(amount[n]), units=each, posts=posts, fte=fte))
    drawn, failed = rounds_drawn(asked, norm, rows) if isinstance(norm, OnRoads) else ([], [])
    return Part(
        areas=tuple(rows), posts=sum(row.posts or 0 for row in rows), portfolios=tuple(drawn),
        unserved=tuple(failed),
    )  # fmt: skip


def _units(asked: Asked) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What makes the work of each chosen area, and the units that it makes, not yet rounded."""
    chosen = asked.chosen
    match asked.norm:
        case PerCount(count=count, per=per, units=units):
            amount = asked.at.counts[count][chosen]
            return amount, amount / per * units
        case OnRoads() as norm:
            metres = road_metres(asked.at, norm.roads)[chosen]
            return metres, metres / norm.round_m
        case Each(units=whole):
            return np.ones(chosen.size), np.full(chosen.size, float(whole))
    raise TypeError(type(asked.norm))


def _called(asked: Asked, norm: Calls) -> Part:
    """Seats by Erlang C: a shift has those of its busiest hour, heads follow the mean over shifts."""
    within, share = asked.standards["stress.seats.within-seconds"], asked.standards["stress.seats.share"]
    needed = [seats(calls, norm.seconds, within_s=within, share=share) for calls in norm.by_hour]
    shifts = shifts_of(needed, asked.role.shift.a_day if asked.role.shift else 1)
    posts = asked.heads(sum(shifts) / len(shifts))
    rows = tuple(
        asked.row(
            asked.at, area, amount=sum(norm.by_hour), units=max(shifts), posts=posts,
            fte=posts * asked.post.fte,
        )
        for area in asked.chosen.tolist()
    )  # fmt: skip
    return Part(areas=rows, posts=posts * len(rows))


def shifts_of(needed: Sequence[int], shifts: int) -> list[int]:
    """Return the most of each of the equal shifts that a day's hours are divided into, from midnight."""
    ends = [round(n * len(needed) / shifts) for n in range(shifts + 1)]
    return [max(needed[first:last]) for first, last in pairwise(ends)]


def _checklist(asked: Sequence[Asked]) -> tuple[list[Unserved], list[str]]:
    """Every area that lacks an item of the checklist, and items that nobody has counted at a level."""
    lacking: list[Unserved] = []
    unknown: list[str] = []
    for one in asked:
        for item in () if one.missing() else one.role.checklist:
            if item not in one.at.counts:
                unknown.append(f"{one.norm.level}:{item}")
                continue
            lacking += [
                Unserved(norm=one.number, area=one.at.codes[area], why="item", item=item)
                for area in one.chosen.tolist()
                if one.at.counts[item][area] < 1
            ]
    return lacking, unknown
