"""Mediators on the seats of committees, and the posts of both roles with their hours counted once."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from domain.advisers import Advice, AdviserPost, Body, advises, mediates
from optimizer.models.spread_posts import spread_posts
from optimizer.staffing.advisers import serve
from optimizer.staffing.dealt_out import blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.adviser_problem import AdviserProblem, Committees
    from domain.advisers import Service


def advise_and_mediate(problem: AdviserProblem, committees: Committees) -> Advice:
    """Return advisers for villages and mediators for committees, dual roles twice in lists, once in hours."""
    found = serve(problem)
    services = found.services
    seats = _seats(problem, committees)
    present = _present(problem, committees, services, seats)
    numbered = _numbered(problem)
    backed = Counter(one.backup for one in services if one.backup >= 0)
    work: dict[int, list[Service]] = {}
    for one in services:
        if one.served:
            work.setdefault(one.post, []).append(one)
    posts = tuple(
        AdviserPost(
            place=problem.places[n],
            type=trade,
            number=numbered[n],
            villages=len(work.get(n, ())),
            backups=backed[n],
            advice_hours=math.fsum(one.hours for one in work.get(n, ())),
            mediation_hours=_mediation_hours(trade, committees, seated=n in seats, asked=n in present),
            worker_hours=committees.worker_hours,
            km=math.fsum(one.km for one in work.get(n, ())),
            seat=committees.codes[seats[n]] if n in seats else "",
        )
        for n, trade in enumerate(problem.trades)
    )
    held = Counter(seats.values())
    there = Counter(body for bodies in present.values() for body in bodies)
    bodies = tuple(
        Body(level=level, code=code, needed=int(committees.needed[b]), full=held[b], present=there[b])
        for b, (level, code) in enumerate(zip(committees.levels, committees.codes, strict=True))
    )
    return Advice(
        services=services, posts=posts, bodies=bodies, least_missing=found.least, proven=found.proven
    )


def _seats(problem: AdviserProblem, committees: Committees) -> dict[int, int]:
    """Return the committee of each full-time mediator who holds a seat, by post."""
    full = [n for n, trade in enumerate(problem.trades) if mediates(trade) == "full"]
    heads = np.bincount(problem.at[full], minlength=len(problem.metres))
    free: dict[int, list[int]] = {}
    for n in full:
        free.setdefault(int(problem.at[n]), []).append(n)
    held: dict[int, int] = {}
    for mine, there in blocks(np.isfinite(committees.metres) & (heads > 0)[:, None]):
        if not mine.size or not there.size:
            continue
        ways = committees.metres[np.ix_(mine, there)]
        seats = spread_posts(heads[mine], ways, committees.needed[there], cap=1).seats
        for place, body in np.argwhere(seats > 0).tolist():
            for _ in range(int(seats[place, body])):
                held[free[int(mine[place])].pop(0)] = int(there[body])
    return held


def _present(
    problem: AdviserProblem, committees: Committees, services: Sequence[Service], seats: dict[int, int]
) -> dict[int, set[int]]:
    """Return the committees in which each mediator is present, by post; those of nobody are left out.

    A full-timer is where he has his seat, a part-timer at home, and who advises also in his villages.
    """
    place = {
        code: b
        for b, (level, code) in enumerate(zip(committees.levels, committees.codes, strict=True))
        if level == "community"
    }
    present: dict[int, set[int]] = {}
    for post, body in seats.items():
        present.setdefault(post, set()).add(body)
    for n, trade in enumerate(problem.trades):
        if mediates(trade) == "part" and not advises(trade) and problem.places[n] in place:
            present.setdefault(n, set()).add(place[problem.places[n]])
    for one in services:
        if one.served and mediates(problem.trades[one.post]) and one.community in place:
            present.setdefault(one.post, set()).add(place[one.community])
    return present


def _mediation_hours(trade: str, committees: Committees, *, seated: bool, asked: bool) -> float:
    """Hours a year that mediating asks of one post: a full seat, a part-timer's share, or none."""
    if seated:
        return committees.worker_hours
    return committees.part_fte * committees.worker_hours if asked and mediates(trade) else 0.0


def _numbered(problem: AdviserProblem) -> list[int]:
    """Number the posts of each place and type from 1."""
    seen: Counter[tuple[str, str]] = Counter()
    numbers = []
    for kind in zip(problem.places, problem.trades, strict=True):
        seen[kind] += 1
        numbers.append(seen[kind])
    return numbers
