"""Office grids (楼宇专属网格): buildings dealt to zones, and every zone cut into grids by floors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from domain.errors import InvalidValueError
from domain.shares import shared_out
from gis.built import built_on
from optimizer.staffing.dealt_heads import dealt_heads
from scenarios.along import grouped_along
from scenarios.small_groups import sizes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from domain.standards import Standards
    from gis.built import Built
    from gis.dataset import Dataset
    from scenarios.along import SmallGroup

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Officing:
    """What is asked: so many grids in so many zones (片区), alike in a count.

    Attributes
    ----------
    count
        What is counted there: employers, employees, …
    kinds
        Kinds of buildings that are taken; all where there are none.
    inside
        Code of the estate or upper area whose buildings are taken; empty for all.
    """

    zones: int
    grids: int
    count: str
    kinds: tuple[str, ...] = ()
    inside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Offices:
    """Grids of every zone in order, each with its zone as its area, over the buildings they are made of.

    `outside` is what is counted in the chosen ground but in no building of the kinds.
    """

    built: Built
    grids: tuple[SmallGroup, ...]
    outside: int


def office_grids(dataset: Dataset, asked: Officing, standards: Standards) -> Offices:
    """Return exactly the grids asked for, nested in zones, alike in the count; towers are cut by floors.

    The count of a unit is shared over its buildings of the kinds by ground times floors. Zones are
    stretches of a short walk through all buildings and cut none; grids go to zones by highest averages.

    Raises
    ------
    InvalidValueError
        No such count or area, nothing counted, or more zones or grids than buildings or floors.
    """
    everything = built_on(dataset)
    inside = np.isin(everything.unit, _units_inside(dataset, asked.inside))
    kinds = np.isin(everything.kinds, asked.kinds) if asked.kinds else np.ones(len(everything), np.bool_)
    counts = dataset.graph.units.count(asked.count)
    built = everything.at(np.flatnonzero(inside & kinds))
    weight = shared_out(counts, built.unit, built.volume)
    held = np.flatnonzero(weight > 0)
    if not asked.zones <= min(held.size, asked.grids):
        raise InvalidValueError("office-zones", zones=asked.zones, buildings=held.size, grids=asked.grids)
    floors = np.minimum(built.floors, weight)
    if asked.grids > floors[held].sum():
        raise InvalidValueError("office-grids", grids=asked.grids, floors=int(floors[held].sum()))
    total = int(counts[np.unique(everything.unit[inside])].sum())
    grids = tuple(_grids(built, weight, held, floors, asked, standards))
    return Offices(built=built, grids=grids, outside=total - int(weight.sum()))


def _units_inside(dataset: Dataset, code: str) -> Ints:
    """Units of the estate or upper area with a code; all without one."""
    units = dataset.graph.units
    if not code:
        return np.arange(len(units))
    if code in units.estate_codes:
        return np.flatnonzero(units.estate_of == units.estate_codes.index(code))
    for level in units.levels:
        if code in level.codes:
            return np.flatnonzero(level.of_unit == level.codes.index(code))
    raise InvalidValueError("grouping-inside", code=code)


def _grids(
    built: Built, weight: Ints, held: Ints, floors: Ints, asked: Officing, standards: Standards
) -> Iterator[SmallGroup]:
    """Yield the grids, zone by zone."""
    sizes = sizes_of(standards, "office")
    single = replace(built, floors=np.ones_like(built.floors))
    zones = list(grouped_along(single, weight, held, "Z", sizes, "floor", standards, groups=asked.zones))
    members = [np.array(sorted(part.building for part in zone.parts)) for zone in zones]
    most = np.array([int(floors[inside].sum()) for inside in members])
    people = np.array([zone.weight for zone in zones], np.float64)
    shares = dealt_heads(asked.grids, np.ones_like(most), most, people)
    for zone, inside, groups in zip(zones, members, shares.tolist(), strict=True):
        yield from grouped_along(built, weight, inside, zone.code, sizes, "floor", standards, groups=groups)
