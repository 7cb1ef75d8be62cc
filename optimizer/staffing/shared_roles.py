"""Heads of a shared role over areas: each covers a few that lie together, none beyond its bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.role_need import Portfolio, Unserved
from optimizer.models.spread_posts import spread_posts
from optimizer.staffing.adjoining_parts import adjoining_parts
from optimizer.staffing.role_parts import HAIR, Part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.role import Each, Share
    from optimizer.models.spread_posts import Spread
    from optimizer.staffing.role_parts import Asked

MOST_ROUNDS = 20
"""Times that middles are sought anew: groups hardly ever change after a few."""
NEAREST = 12
"""Middles that an area is given to at first."""
NOBODY = -1


def shared(asked: Asked, norm: Each, share: Share) -> Part:
    """Return the areas in portfolios, one a unit: so many as there are heads, else as few as bounds allow.

    `posts` are the heads of these, or what the bounds ask for at least where fewer are there.
    """
    size = asked.chosen.size
    cap = most_areas(share, None if norm.hours is None else norm.hours * norm.units, size)
    needed = -(-size // cap) if cap else 0
    ready = None if asked.role.available is None else min(asked.role.available // asked.role.team, size)
    groups, why = _grouped(asked, share, cap, ready, needed)
    units = max(needed, int(groups.max(initial=NOBODY)) + 1)
    fte = (
        norm.hours * norm.units / asked.year
        if norm.hours is not None
        else units * asked.role.team * asked.relief * asked.post.fte / max(size, 1)
    )
    rows = tuple(
        asked.row(asked.at, area, amount=1.0, units=norm.units, posts=None, fte=fte)
        for area in asked.chosen.tolist()
    )
    codes = [asked.at.codes[area] for area in asked.chosen.tolist()]
    return Part(
        areas=rows,
        portfolios=tuple(
            _portfolio(asked, share, np.flatnonzero(groups == group))
            for group in range(int(groups.max(initial=NOBODY)) + 1)
        ),
        unserved=tuple(
            Unserved(norm=asked.number, area=codes[n], why=why) for n in np.flatnonzero(groups == NOBODY)
        ),
        posts=asked.heads(units),
    )


def most_areas(share: Share, hours: float | None, size: int) -> int:
    """Return how many areas one unit takes on at most, by number and by hours; 0 where one is too much."""
    by_number = size if share.areas is None else share.areas
    if share.hours is None or not hours:
        return by_number
    return min(by_number, int((share.hours + HAIR) // hours))


def _grouped(
    asked: Asked, share: Share, cap: int, ready: int | None, needed: int
) -> tuple[NDArray[np.int64], str]:
    """Return the group of each chosen area, `NOBODY` for none, and why there is none."""
    size = asked.chosen.size
    nobody = np.full(size, NOBODY)
    if not size or not cap or ready == 0:
        return nobody, "heads" if cap else "hours"
    x, y = asked.at.x[asked.chosen], asked.at.y[asked.chosen]
    if not share.adjacent:
        return _near(x, y, cap, np.inf if share.farthest_m is None else share.farthest_m, ready), (
            "heads" if ready is not None and ready * cap < size else "far"
        )
    place = np.full(len(asked.at), NOBODY)
    place[asked.chosen] = np.arange(size)
    ends = np.stack([place[asked.at.tail], place[asked.at.head]])
    ends = ends[:, (ends >= 0).all(axis=0)].astype(np.int32)
    load = asked.at.counts[share.balance][asked.chosen] if share.balance else np.ones(size)
    most = None if share.balance else cap
    parts = ready or needed
    found = adjoining_parts(ends[0], ends[1], load, x, y, parts=parts, most=most)
    return (nobody, "adjoin") if found is None else (found.astype(np.int64), "")


def _near(
    x: NDArray[np.float64], y: NDArray[np.float64], cap: int, farthest: float, ready: int | None
) -> NDArray[np.int64]:
    """Return groups around middle ones: as many as are ready, or more until nobody is left out."""
    ways = np.hypot(x[:, None] - x, y[:, None] - y)
    units = ready or -(-x.size // cap)
    while units < x.size:
        even = min(cap, -(-x.size // units))
        groups = _around(ways, units, even, farthest)
        if (groups < 0).any() and even < cap:
            groups = _around(ways, units, cap, farthest)
        left = int((groups < 0).sum())
        if not left or ready is not None:
            return groups
        units = min(units + max(1, left // cap), x.size)
    return np.arange(x.size)


def _around(ways: NDArray[np.float64], units: int, cap: int, farthest: float) -> NDArray[np.int64]:
    """Return the best grouping that seeking middles finds: fewest left out, then the shortest ways."""
    middles = _spaced(ways, units)
    best, found = (ways.size, np.inf), np.full(len(ways), NOBODY)
    for _ in range(MOST_ROUNDS):
        spread = _spread(ways[middles], cap, farthest)
        value = (int(spread.short.sum()), spread.way)
        if value >= (best[0], best[1] - HAIR):
            break
        best = value
        found = np.where(spread.short > 0, NOBODY, spread.seats.argmax(axis=0))
        middles = np.array([_middle(ways, np.flatnonzero(found == n), old) for n, old in enumerate(middles)])
    return np.unique(found, return_inverse=True)[1] - int((found < 0).any())


def _spread(ways: NDArray[np.float64], cap: int, farthest: float) -> Spread:
    """Return the areas given to middles, at first to near ones alone: far ones hardly ever matter."""
    units, size = np.ones(len(ways), np.int64), np.ones(ways.shape[1], np.int64)
    if len(ways) > NEAREST:
        near = np.where(ways <= np.partition(ways, NEAREST, axis=0)[NEAREST], ways, np.inf)
        found = spread_posts(units, near, size, cap=cap, farthest=farthest)
        if not found.short.any():
            return found
    return spread_posts(units, ways, size, cap=cap, farthest=farthest)


def _spaced(ways: NDArray[np.float64], units: int) -> NDArray[np.int64]:
    """Return areas far apart, the middle one of all first."""
    middles = [int(ways.sum(axis=1).argmin())]
    while len(middles) < units:
        away = ways[middles].min(axis=0)
        away[middles] = -1.0
        middles.append(int(away.argmax()))
    return np.array(middles)


def _middle(ways: NDArray[np.float64], inside: NDArray[np.int64], old: int) -> int:
    """Return the member nearest to all others together."""
    return int(inside[ways[np.ix_(inside, inside)].sum(axis=1).argmin()]) if inside.size else old


def _portfolio(asked: Asked, share: Share, inside: NDArray[np.int64]) -> Portfolio:
    """Return a group as what one unit covers; its base is the area whose farthest way is shortest."""
    at, areas = asked.at, asked.chosen[inside]
    ways = np.hypot(at.x[areas, None] - at.x[areas], at.y[areas, None] - at.y[areas])
    middle = int(ways.max(axis=1).argmin())
    load = float(at.counts[share.balance][areas].sum()) if share.balance else float(areas.size)
    return Portfolio(
        norm=asked.number, base=at.codes[areas[middle]], areas=tuple(at.codes[area] for area in areas),
        load=load, farthest_m=float(ways[middle].max(initial=0.0)),
    )  # fmt: skip
