"""What police grids come to: people, calls and villages, who assists, and how their calls are answered."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.police import PoliceArea, PoliceGrid, Policing
from optimizer.staffing.dealt_heads import dealt_heads
from scenarios.policing.answers import answers_of, ways_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.plan import Plan
    from domain.police_rules import PoliceRules
    from domain.standards import Standards
    from scenarios.policing.answers import AreaAnswers, Ways, Zones
    from scenarios.policing.ground import PoliceGround

    Ints = NDArray[np.int64]

VILLAGE: Final = ("village", "mountain")
"""Kinds of communities that are villages."""


def policing(
    ground: PoliceGround, plan: Plan, zones: Zones, rules: PoliceRules, standards: Standards
) -> Policing:
    """Return police grids with all that they hold, and station areas; each answers its own calls."""
    ways = ways_of(ground, zones, rules, standards)
    areas: list[PoliceArea] = []
    grids: list[PoliceGrid] = []
    for area in range(len(ground.codes)):
        mine, found = _area(ground, plan, zones, area, ways, rules)
        areas.append(mine)
        grids += found
    return Policing(areas=tuple(areas), grids=tuple(grids))


def _area(
    ground: PoliceGround, plan: Plan, zones: Zones, area: int, ways: Ways, rules: PoliceRules
) -> tuple[PoliceArea, list[PoliceGrid]]:
    """Return one station area and its police grids."""
    mine = np.flatnonzero(zones.area == area)
    codes = [f"{ground.codes[area]}-J{n:02}" for n in range(1, mine.size + 1)]
    told = answers_of(ground, zones, area, ways, rules, codes)
    villages = _villages(ground, zones)[mine]
    bounds = np.array([rules.auxiliaries(int(count)) for count in villages])
    people = np.array([ground.people[zones.of_unit == zone].sum() for zone in mine])
    dealt = dealt_heads(int(ground.auxiliaries[area]), bounds[:, 0], bounds[:, 1], people)
    grids = [
        PoliceGrid(
            code=codes[n], area=ground.codes[area], number=n + 1, officers=int(zones.officers[zone]),
            auxiliaries=int(dealt[n]), auxiliaries_least=int(bounds[n, 0]), people=float(people[n]),
            calls=float(ground.calls[zones.of_unit == zone].sum()), villages=int(villages[n]),
            communities=_held(ground, zones, int(zone)), grids=_grids_in(plan, zones, int(zone)),
            answer=told.grids[n],
        )
        for n, zone in enumerate(mine)
    ]  # fmt: skip
    return _summed(ground, area, grids, told, rules), grids


def _summed(
    ground: PoliceGround, area: int, grids: list[PoliceGrid], told: AreaAnswers, rules: PoliceRules
) -> PoliceArea:
    """Return a station area as the sum of its police grids."""
    people = math.fsum(grid.people for grid in grids)
    return PoliceArea(
        code=ground.codes[area], name=ground.names[area], station=ground.station(area),
        officers=sum(grid.officers for grid in grids), auxiliaries=int(ground.auxiliaries[area]),
        needed=math.ceil(people / rules.amber), people=people,
        calls=math.fsum(grid.calls for grid in grids), minutes=told.minutes,
        station_minutes=told.station_minutes, waits=told.waits, wait=told.wait, exact=told.exact,
    )  # fmt: skip


def _villages(ground: PoliceGround, zones: Zones) -> Ints:
    """Villages of each police grid: a divided village counts where most of its people are."""
    level = ground.dataset.graph.units.communities
    count = np.zeros(zones.area.size, np.int64)
    for community, kind in enumerate(level.kinds):
        units = np.flatnonzero((level.of_unit == community) & (zones.of_unit >= 0))
        if kind in VILLAGE and units.size:
            held = np.bincount(zones.of_unit[units], ground.people[units], zones.area.size)
            present = np.bincount(zones.of_unit[units], minlength=zones.area.size) > 0
            count[int(np.where(present, held, -1.0).argmax())] += 1
    return count


def _held(ground: PoliceGround, zones: Zones, zone: int) -> tuple[str, ...]:
    """Codes of the communities that a police grid holds, wholly or in part."""
    level = ground.dataset.graph.units.communities
    return tuple(level.codes[n] for n in np.unique(level.of_unit[zones.of_unit == zone]))


def _grids_in(plan: Plan, zones: Zones, zone: int) -> tuple[str, ...]:
    """Codes of the base grids that a police grid holds, wholly or in part."""
    found = np.unique(plan.grid_of[zones.of_unit == zone])
    return tuple(sorted(plan.grids[n].code for n in found if n >= 0))
