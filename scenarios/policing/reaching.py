"""How many officers a station needs so that calls are reached within some minutes on average."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.errors import InvalidValueError
from domain.police_rules import police_rules
from optimizer.staffing.police_parts import police_parts
from scenarios.policing.answers import Zones, answers_of, ways_of
from scenarios.policing.drawing import station_ground

if TYPE_CHECKING:
    from domain.plan import Plan
    from domain.police_rules import PoliceRules
    from domain.standards import Standards
    from scenarios.policing.ground import PoliceGround

TIMES: Final = 2
"""Officers that are tried at most, times those with whom nobody has many people."""


def officers_within(
    ground: PoliceGround, plan: Plan, standards: Standards, minutes: float
) -> tuple[int | None, ...]:
    """Return for each station area the fewest officers who reach calls in so many minutes on average.

    Nobody of them has too many people. Found by halving, as if one officer more never made it slower;
    None where twice the officers with whom nobody has many people do not suffice (`most_tried`): what
    is left then is the way from the station.

    Raises
    ------
    InvalidValueError
        Where the minutes are none.
    """
    if not minutes > 0:
        raise InvalidValueError("minutes", minutes=minutes)
    rules = police_rules(standards)
    found: list[int | None] = []
    for area in range(len(ground.codes)):
        people = float(ground.people[ground.area_of_unit == area].sum())
        few, many = max(math.ceil(people / rules.red) - 1, 0), most_tried(people, rules)
        if not _within(ground, plan, standards, area, many, minutes):
            found.append(None)
            continue
        while many - few > 1:
            middle = (few + many) // 2
            if _within(ground, plan, standards, area, middle, minutes):
                many = middle
            else:
                few = middle
        found.append(many)
    return tuple(found)


def most_tried(people: float, rules: PoliceRules) -> int:
    """Return the most officers that are tried for so many people."""
    return TIMES * max(math.ceil(people / rules.amber), 1)


def _within(
    ground: PoliceGround, plan: Plan, standards: Standards, area: int, officers: int, minutes: float
) -> bool:
    """Say whether so many officers of one station reach calls in time on average."""
    rules = police_rules(standards)
    units = np.flatnonzero(ground.area_of_unit == area)
    piece, station = station_ground(ground, plan, units, rules)
    parts = police_parts(station, officers, rules)
    if parts is None:
        return False
    of_unit = np.full(ground.area_of_unit.size, -1, np.int64)
    of_unit[units] = parts[piece]
    zones = Zones(of_unit=of_unit, area=np.full(officers, area), officers=np.ones(officers, np.int64))
    ways = ways_of(ground, zones, rules, standards)
    told = answers_of(ground, zones, area, ways, rules, [""] * officers)
    return told.minutes is not None and told.minutes + (told.wait or 0.0) <= minutes
