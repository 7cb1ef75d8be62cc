"""Police grids of a district, drawn for the officers there are, beside today's police zones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.outcome import Infeasible
from domain.police_rules import police_rules
from gis.zoned import net_names, net_of
from optimizer.staffing.dealt_heads import dealt_heads
from scenarios.policing.answers import Zones
from scenarios.policing.drawing import drawn_zones
from scenarios.policing.value import policing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.plan import Plan
    from domain.police import Policing
    from domain.police_rules import PoliceRules
    from domain.standards import Standards
    from scenarios.policing.ground import PoliceGround

    Ints = NDArray[np.int64]

ZONES = "police"
"""The net that today's zones are taken from where none is named, if there is one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Policed:
    """Police grids, and what they are compared with.

    Attributes
    ----------
    after, before
        As drawn, and today: by the zones of a net, or with one police grid for each station.
    zones
        The police grid of each unit as drawn, in the order of `after.grids`.
    today
        Number of today's police zones; 0 where each station stands for one.
    """

    ground: PoliceGround
    rules: PoliceRules
    after: Policing
    before: Policing
    zones: Ints
    today: int


def policed(
    ground: PoliceGround, plan: Plan, standards: Standards, *, zones: str = ZONES
) -> Policed | Infeasible:
    """Return police grids made of a plan's base grids and of whole communities, one for each officer.

    `zones` names the net of today's police zones.

    Raises
    ------
    InvalidValueError
        Where another net is asked for than there is.
    """
    rules = police_rules(standards)
    drawn = drawn_zones(ground, plan, rules)
    if isinstance(drawn, Infeasible):
        return drawn
    of_unit, area = drawn
    own = Zones(of_unit=of_unit, area=area, officers=np.ones(area.size, np.int64))
    today, count = _today(ground, zones)
    return Policed(
        ground=ground, rules=rules, after=policing(ground, plan, own, rules, standards),
        before=policing(ground, plan, today, rules, standards), zones=of_unit, today=count,
    )  # fmt: skip


def _today(ground: PoliceGround, net: str) -> tuple[Zones, int]:
    """Return today's police zones with as many officers as now, and their number.

    Each zone belongs to the station area that most of its people live in; officers of an area are dealt
    to its zones by people, one at least. Where there are no zones, or more than officers, each station
    area is one.
    """
    given = net != ZONES or ZONES in net_names(ground.dataset)
    zones = net_of(ground.dataset, net).of_unit if given else None
    areas = len(ground.codes)
    if zones is not None:
        of_unit = np.unique(zones, return_inverse=True)[1].astype(np.int64)
        size = int(of_unit.max()) + 1
        held = np.zeros((size, areas))
        np.add.at(held, (of_unit, ground.area_of_unit), ground.people + 1e-9)
        area, people = held.argmax(axis=1), held.sum(axis=1)
        if (np.bincount(area, minlength=areas) <= ground.officers).all() and np.unique(area).size == areas:
            order = np.argsort(area, kind="stable")
            rank = np.empty(size, np.int64)
            rank[order] = np.arange(size)
            officers = np.zeros(size, np.int64)
            for n in range(areas):
                mine = area == n
                most = np.full(int(mine.sum()), int(ground.officers[n]))
                officers[mine] = dealt_heads(int(ground.officers[n]), np.ones_like(most), most, people[mine])
            return Zones(of_unit=rank[of_unit], area=area[order], officers=officers[order]), size
    return Zones(of_unit=ground.area_of_unit, area=np.arange(areas), officers=ground.officers), 0
