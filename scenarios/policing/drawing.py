"""Police grids drawn: the pieces of every station area, handed to the engine area by area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from domain.outcome import Clash, ClashingRule, Infeasible, Relaxation
from optimizer.staffing.police_parts import least_officers, least_red, police_parts
from optimizer.staffing.station_ground import StationGround

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.plan import Plan
    from domain.police_rules import PoliceRules
    from scenarios.policing.ground import PoliceGround

    Ints = NDArray[np.int64]

OFFICERS: Final = "officers"
PEOPLE: Final = "people"


def drawn_zones(ground: PoliceGround, plan: Plan, rules: PoliceRules) -> tuple[Ints, Ints] | Infeasible:
    """Return the police grid of each unit and the station area of each police grid; one officer each.

    Where there are too few officers or too many people, all reasons with the smallest changes that help.
    """
    zone = np.full(ground.area_of_unit.size, -1, np.int64)
    of_zone: list[int] = []
    clashes: list[Clash] = []
    areas, total = len(ground.codes), int(ground.officers.sum())
    if total < areas:
        clashes.append(_clash("", "", total, areas, rule="police-stations"))
    for area in range(areas):
        units = np.flatnonzero(ground.area_of_unit == area)
        pieces, station = station_ground(ground, plan, units, rules)
        officers = int(ground.officers[area])
        parts = police_parts(station, officers, rules) if officers else None
        if parts is None:
            clashes.append(_too_few(ground, area, station, rules))
            continue
        zone[units] = len(of_zone) + parts[pieces]
        of_zone += [area] * officers
    return Infeasible(clashes=tuple(clashes)) if clashes else (zone, np.array(of_zone, np.int64))


def station_ground(
    ground: PoliceGround, plan: Plan, units: Ints, rules: PoliceRules
) -> tuple[Ints, StationGround]:
    """Return the piece of each unit of an area, and the pieces (`_pieces`).

    Pieces adjoin along any border, also across water and rails: officers drive, and what a detour
    costs shows in their minutes.
    """
    graph = ground.dataset.graph
    community = graph.units.communities.of_unit[units]
    piece = _pieces(ground, plan, units, rules)
    first = np.unique(piece, return_index=True)[1]
    place = np.full(len(graph.units), -1, np.int64)
    place[units] = piece
    ends = np.stack([place[graph.tail], place[graph.head]])
    ends = np.sort(ends[:, (ends >= 0).all(axis=0) & (ends[0] != ends[1])], axis=0)
    pairs = np.unique(ends, axis=1)
    count = np.bincount(piece)
    calls = ground.calls[units] if ground.calls_from != PEOPLE else np.zeros(units.size)
    return piece, StationGround(
        community=np.unique(community[first], return_inverse=True)[1],
        people=np.bincount(piece, ground.people[units]).astype(float),
        calls=np.bincount(piece, calls).astype(float),
        x=np.bincount(piece, graph.x[units]) / count, y=np.bincount(piece, graph.y[units]) / count,
        tail=pairs[0].astype(np.int32), head=pairs[1].astype(np.int32),
    )  # fmt: skip


def _pieces(ground: PoliceGround, plan: Plan, units: Ints, rules: PoliceRules) -> Ints:
    """Return the piece of each unit: what a grid has of a community, or the unit by itself.

    A grid is taken apart where no officer could have it, or where it is the only one of a community
    that is large enough for two.
    """
    community = ground.dataset.graph.units.communities.of_unit[units].astype(np.int64)
    key = community * (len(plan) + 1) + plan.grid_of[units] + 1
    keys, whole = np.unique(key, return_inverse=True)
    people = np.bincount(whole, ground.people[units])
    own = np.bincount(keys // (len(plan) + 1))[keys // (len(plan) + 1)]
    apart = (people > rules.red) | ((own == 1) & (people >= 2 * rules.target_low))
    told = np.where(apart[whole], keys.size + np.arange(units.size), whole)
    return np.unique(told, return_inverse=True)[1].astype(np.int64)


def _too_few(ground: PoliceGround, area: int, station: StationGround, rules: PoliceRules) -> Clash:
    """Why an area has no police grids, and the fewest officers or the lowest red line that helps."""
    code, name, officers = ground.codes[area], ground.place(area), int(ground.officers[area])
    needed = least_officers(station, officers + 1, rules)
    if not officers:
        return _clash(code, name, 0, needed or 1, rule="police-station-officers")
    red = least_red(station, officers, rules)
    if red is None:
        most = station.people.size
        return _clash(code, name, officers, most, rule="police-ground", relax="police-fewer")
    heavy, people = _heaviest(ground, area)
    whole = (ClashingRule(rule="police-community", value=people, limit=people, unit=PEOPLE),)
    alone = people > rules.red and officers == 1
    return Clash(
        where=code, name=f"{name} {heavy}" if alone else name,
        rules=(
            ClashingRule(rule="police-officers", value=officers, limit=officers, unit=OFFICERS),
            *(whole if alone else ()),
            ClashingRule(rule="police-red", value=red, limit=rules.red, unit=PEOPLE),
        ),
        relax_rule="police-officers" if needed else "police-red", relax_to=float(needed or red),
        relax_unit=OFFICERS if needed else PEOPLE,
        also=(Relaxation(rule="police-red", to=float(red), unit=PEOPLE),) if needed else (),
    )  # fmt: skip


def _heaviest(ground: PoliceGround, area: int) -> tuple[str, int]:
    """Return the name and the people of the community of an area with most of them."""
    level = ground.dataset.graph.units.communities
    mine = ground.area_of_unit == area
    people = np.bincount(level.of_unit[mine], ground.people[mine], len(level.codes))
    most = int(people.argmax())
    return level.names[most] or level.codes[most], round(float(people[most]))


def _clash(
    code: str, name: str, officers: int, to: int, *, rule: str, relax: str = "police-officers"
) -> Clash:
    """A number of officers that cannot be, whatever else is asked."""
    return Clash(
        where=code, name=name,
        rules=(ClashingRule(rule=rule, value=to, limit=officers, unit=OFFICERS),),
        relax_rule=relax, relax_to=float(to), relax_unit=OFFICERS,
    )  # fmt: skip
