"""How the calls of police grids are answered: minutes on the roads, the hypercube, and one officer away."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.police import Answer, Away
from gis.travel.facilities import minutes_from, minutes_to
from optimizer.staffing.police_response import Watch, answered, with_one_away
from scenarios.policing.ground import FACILITY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.police_rules import PoliceRules
    from domain.standards import Standards
    from optimizer.staffing.police_response import Answered
    from scenarios.policing.ground import PoliceGround

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]

YEAR_HOURS: Final = 8760.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Zones:
    """Police grids on units: that of each unit (−1 for none), and the station area and officers of each."""

    of_unit: Ints
    area: Ints
    officers: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ways:
    """Minutes to every unit, from where officers of each police grid set out and from each station."""

    zone: Reals
    station: Reals


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AreaAnswers:
    """How one station answers its calls: by police grid, and in all; None where calls are too many.

    `station_minutes` is the way were every call answered from the station.
    """

    grids: tuple[Answer | None, ...]
    minutes: float | None
    waits: float | None
    wait: float | None
    exact: bool
    station_minutes: float


def ways_of(ground: PoliceGround, zones: Zones, rules: PoliceRules, standards: Standards) -> Ways:
    """Return the minutes by car to every unit.

    An officer sets out from the middle of his police grid for the share of his time that he is
    there, else from the nearest station of his area; from the middle of the area where it has none.
    """
    areas = len(ground.codes)
    middles = np.array([_middle(ground, ground.area_of_unit == area) for area in range(areas)])
    posts = np.array([_middle(ground, zones.of_unit == zone) for zone in range(zones.area.size)])
    found = minutes_from(ground.dataset, np.concatenate([middles, posts]), standards, mode="drive")
    minutes = found.minutes.astype(np.float64)
    station = minutes[:areas].copy()
    if ground.station_names:
        there = minutes_to(ground.dataset, FACILITY, standards, mode="drive").travel.minutes
        for area in np.unique(ground.station_of):
            station[area] = there[ground.station_of == area].min(axis=0)
    share = rules.zone_share
    return Ways(zone=share * minutes[areas:] + (1 - share) * station[zones.area], station=station)


def answers_of(
    ground: PoliceGround, zones: Zones, area: int, ways: Ways, rules: PoliceRules, codes: Sequence[str]
) -> AreaAnswers:
    """Return how the calls of an area are answered; `codes` are those of its police grids in order."""
    mine = np.flatnonzero(zones.area == area)
    minutes, station_minutes = _to_calls(ground, zones, mine, ways, area)
    calls = np.array([ground.calls[zones.of_unit == zone].sum() for zone in mine])
    people = np.array([ground.people[zones.of_unit == zone].sum() for zone in mine])
    watch = Watch(
        calls=calls / YEAR_HOURS,
        officers=zones.officers[mine],
        minutes=minutes,
        rate=60.0 / rules.call_minutes,
    )
    found = answered(watch)
    if found is None:
        none = (None,) * mine.size
        return AreaAnswers(
            grids=none, minutes=None, waits=None, wait=None, exact=True, station_minutes=station_minutes
        )
    told = [
        Answer(
            minutes=float(found.minutes[zone]), wait=found.wait, busy=float(found.busy[zone]),
            outside=1.0 - float(found.answers[zone, zone]), away=_away(watch, zone, people, codes),
        )
        for zone in range(mine.size)
    ]  # fmt: skip
    return AreaAnswers(
        grids=tuple(told), minutes=_mean(found.minutes, calls), waits=found.waits, wait=found.wait,
        exact=found.exact, station_minutes=station_minutes,
    )  # fmt: skip


def _middle(ground: PoliceGround, mine: NDArray[np.bool_]) -> int:
    """Return the unit of an area that is nearest to the middle of its people."""
    graph, units = ground.dataset.graph, np.flatnonzero(mine)
    weight = ground.people[units] if ground.people[units].sum() > 0 else np.ones(units.size)
    x, y = (float(np.average(axis[units], weights=weight)) for axis in (graph.x, graph.y))
    return int(units[np.hypot(graph.x[units] - x, graph.y[units] - y).argmin()])


def _to_calls(ground: PoliceGround, zones: Zones, mine: Ints, ways: Ways, area: int) -> tuple[Reals, float]:
    """Return the mean minutes from each police grid's officers to each one's calls, and from the station.

    Where a police grid has no calls, its people stand for them, then its units.
    """
    minutes = np.empty((mine.size, mine.size))
    from_station, weights = np.empty(mine.size), np.empty(mine.size)
    for n, zone in enumerate(mine):
        units = np.flatnonzero(zones.of_unit == zone)
        held = (ground.calls[units], ground.people[units], np.ones(units.size))
        weight = next(each for each in held if each.sum() > 0)
        minutes[:, n] = ways.zone[np.ix_(mine, units)] @ weight / weight.sum()
        from_station[n] = ways.station[area, units] @ weight / weight.sum()
        weights[n] = ground.calls[units].sum()
    return minutes, _mean(from_station, weights)


def _away(watch: Watch, zone: int, people: Reals, codes: Sequence[str]) -> Away | None:
    """Return who answers for an officer of a police grid who is away; None where nobody is left."""
    left = with_one_away(watch, zone)
    if left is None:
        return None
    found = answered(left)
    cover = _cover(left, zone, found)
    officers = int(left.officers[cover])
    both = people[zone] if cover == zone else people[cover] + people[zone] / watch.officers[zone]
    return Away(
        cover=codes[cover], busy=1.0 if found is None else float(found.busy[cover]),
        people=float(both) / officers, minutes=None if found is None else float(found.minutes[zone]),
        wait=None if found is None else found.wait,
    )  # fmt: skip


def _cover(left: Watch, zone: int, found: Answered | None) -> int:
    """Return the police grid whose officers answer most of another's calls, its own before all others."""
    if left.officers[zone]:
        return zone
    if found is not None and left.calls[zone] > 0:
        return int(found.answers[zone].argmax())
    return int(np.where(left.officers > 0, left.minutes[:, zone], np.inf).argmin())


def _mean(values: Reals, weights: Reals) -> float:
    """Return the weighted mean, the plain one where nothing weighs."""
    total = math.fsum(weights)
    return float(values @ weights) / total if total else float(values.mean())
