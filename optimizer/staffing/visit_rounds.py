r"""Day rounds (巡回) from a base to villages: as few as savings find, none longer than a day.

Clarke and Wright (1964, doi:10.1287/opre.12.4.568): every village begins with a round of its own; the two
rounds whose joining saves most, :math:`s_{ij} = d_{0i} + d_{0j} - d_{ij}`, are joined end to end while the
day allows. No two of the rounds that are left can be joined; nobody proves that there are no fewer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.role_need import Portfolio, Unserved
from optimizer.staffing.role_parts import HAIR, Part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.role import Visits
    from optimizer.staffing.role_parts import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """One day's round: stops in order, hours with the ways from and to the base."""

    stops: tuple[int, ...]
    hours: float


def visited(asked: Asked, norm: Visits) -> Part:
    """Return the rounds from every base; a unit does one a day, so `every_days` of them in its turn."""
    at, bases = asked.at, asked.levels[norm.base]
    under = np.array(at.codes if norm.base == norm.level else at.above.get(norm.base, ("",) * len(at)))
    rows, rounds, unserved = [], [], []
    for base, code in enumerate(bases.codes):
        stops = asked.chosen[under[asked.chosen] == code]
        if not stops.size:
            continue
        home = _hours(norm, at.x[stops] - bases.x[base], at.y[stops] - bases.y[base])
        ways = _hours(norm, at.x[stops, None] - at.x[stops], at.y[stops, None] - at.y[stops])
        tours, beyond = day_rounds(home, ways, stop_h=norm.minutes / 60, day_h=norm.day_hours)
        units = -(-len(tours) // norm.every_days)
        hours = sum(tour.hours for tour in tours) * asked.standards["workload.patrol-days"] / norm.every_days
        fte = hours * asked.role.team / asked.year
        rows.append(
            asked.row(bases, base, amount=float(stops.size), units=units, posts=asked.heads(units), fte=fte)
        )
        rounds += [
            Portfolio(
                norm=asked.number, base=code, areas=tuple(at.codes[stops[n]] for n in tour.stops),
                load=tour.hours,
            )
            for tour in tours
        ]  # fmt: skip
        unserved += [Unserved(norm=asked.number, area=at.codes[stops[n]], why="far") for n in beyond]
    posts = sum(row.posts or 0 for row in rows)
    return Part(areas=tuple(rows), portfolios=tuple(rounds), unserved=tuple(unserved), posts=posts)


def day_rounds(
    home: NDArray[np.float64], ways: NDArray[np.float64], *, stop_h: float, day_h: float
) -> tuple[list[Tour], list[int]]:
    """Return rounds that call at every stop once, and stops too far for a day; all times in hours.

    `home` are hours from the base to each stop, `ways` between stops, symmetric.
    """
    alone = 2 * home + stop_h
    fits = alone <= day_h + HAIR
    tour_of = {n: [n] for n in np.flatnonzero(fits).tolist()}
    hours = dict(enumerate(alone.tolist()))
    saved = home[:, None] + home[None, :] - ways
    for i, j in _pairs(saved, fits):
        one, other = tour_of[i], tour_of[j]
        if one is other or not (_at_end(one, i) and _at_end(other, j)):
            continue
        joined = hours[one[0]] + hours[other[0]] - float(saved[i, j])
        if joined > day_h + HAIR:
            continue
        tour = (one if one[-1] == i else one[::-1]) + (other if other[0] == j else other[::-1])
        for n in tour:
            tour_of[n] = tour
            hours[n] = joined
    firsts = sorted({min(tour): tour for tour in tour_of.values()}.items())
    tours = [Tour(stops=tuple(tour), hours=hours[tour[0]]) for _, tour in firsts]
    return tours, np.flatnonzero(~fits).tolist()


def _pairs(saved: NDArray[np.float64], fits: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Pairs of stops whose rounds may be joined, those that save most first."""
    i, j = np.triu_indices(fits.size, 1)
    worth = fits[i] & fits[j]
    i, j = i[worth], j[worth]
    order = np.lexsort((j, i, -saved[i, j]))
    return list(zip(i[order].tolist(), j[order].tolist(), strict=True))


def _at_end(tour: list[int], stop: int) -> bool:
    return stop in {tour[0], tour[-1]}


def _hours(norm: Visits, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Hours of ways, straight times the detour."""
    way: NDArray[np.float64] = np.hypot(x, y) * norm.detour / 1000 / norm.speed_km_h
    return way
