"""Buildings: every one on its unit, with stairwells and floors, as many as are stated and no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from domain.errors import InvalidValueError
from gis.town.pieces import NO_ESTATE
from gis.town.shares import share_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gis.town.fabric import Fabric
    from gis.town.layout import Layout
    from gis.town.units import Ground

SHED: Final = "shed"
HOUSE: Final = "house"
SHED_BEHIND, SHED_DEPTH, SHED_WIDTH = 1.06, 0.22, 0.55


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Buildings:
    """All buildings in code order: a unit's buildings stand together, row by row.

    Attributes
    ----------
    corners
        Four corners of each, local metres; float64, shape (buildings, 4, 2).
    unit, estate
        Position of its unit, and of its estate in `Ground.estate_codes` or −1.
    kind
        What it is used for.
    number
        Its number (楼号) in the estate, 0 where there is none.
    stairwells, floors, dwellings
        What it holds; dwellings add up to the stated total.
    """

    corners: NDArray[np.float64]
    unit: NDArray[np.int64]
    estate: NDArray[np.int64]
    kind: NDArray[np.object_]
    number: NDArray[np.int64]
    stairwells: NDArray[np.int64]
    floors: NDArray[np.int64]
    dwellings: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of buildings."""
        return int(self.unit.size)


def put_up(layout: Layout, fabric: Fabric, ground: Ground, *, number: int, dwellings: int) -> Buildings:
    """Put up exactly `number` buildings with `dwellings` dwellings.

    A homestead holds one dwelling; flats share out the rest by what they were built for. Sheds
    behind homesteads make up the number.

    Raises
    ------
    InvalidValueError
        The ground holds more buildings than stated, or has no room for as many.
    """
    corners = np.concatenate([built.rows.corners for built in layout.built])
    sizes = [len(built.rows) for built in layout.built]
    kind = np.repeat(np.array([built.kind for built in layout.built], np.object_), sizes)
    source = np.repeat([built.estate for built in layout.built], sizes)
    floors = np.concatenate([built.rows.floors for built in layout.built])
    stairwells = np.concatenate([built.rows.stairwells for built in layout.built])
    held = np.concatenate([built.rows.dwellings for built in layout.built])
    houses = np.flatnonzero(kind == HOUSE)
    flats = held * (kind != HOUSE)
    held = np.where(kind == HOUSE, 1, share_out(dwellings - houses.size, flats.astype(np.float64)))
    sheds = number - kind.size
    if not 0 <= sheds <= houses.size:
        raise InvalidValueError("case-buildings", stated=number, built=kind.size, houses=houses.size)
    behind = houses[np.arange(sheds) * houses.size // max(sheds, 1)]
    unit = _unit_of(corners, fabric, ground)
    none = np.zeros(sheds, np.int64)
    return _in_order(
        corners=np.concatenate([corners, _sheds(corners[behind])]),
        unit=np.append(unit, unit[behind]),
        estate=np.append(
            np.where(source == NO_ESTATE, NO_ESTATE, ground.estate_of_source[source]),
            ground.estate_of[unit[behind]],
        ),
        kind=np.append(kind, np.full(sheds, SHED, np.object_)),
        stairwells=np.append(stairwells, none),
        floors=np.append(floors, none + 1),
        dwellings=np.append(held, none),
    )


def _unit_of(corners: NDArray[np.float64], fabric: Fabric, ground: Ground) -> NDArray[np.int64]:
    """The unit in which the middle of each building lies."""
    middle = shapely.points(corners.mean(axis=1))
    building, face = shapely.STRtree(fabric.faces).query(middle, predicate="intersects")
    found = np.full(len(corners), -1, np.int64)
    found[building[::-1]] = ground.unit_of_face[face[::-1]]
    return found


def _sheds(houses: NDArray[np.float64]) -> NDArray[np.float64]:
    """A small building in the yard behind each house."""
    along: NDArray[np.float64] = houses[:, 1] - houses[:, 0]
    back: NDArray[np.float64] = houses[:, 3] - houses[:, 0]
    start = houses[:, 0] + back * SHED_BEHIND
    wide, deep = along * SHED_WIDTH, back * SHED_DEPTH
    corners = np.stack([start, start + wide, start + wide + deep, start + deep], axis=1)
    return np.array(corners.round(2), np.float64)


def _in_order(
    *,
    corners: NDArray[np.float64],
    unit: NDArray[np.int64],
    estate: NDArray[np.int64],
    kind: NDArray[np.object_],
    stairwells: NDArray[np.int64],
    floors: NDArray[np.int64],
    dwellings: NDArray[np.int64],
) -> Buildings:
    """Sort buildings by unit, keeping their rows, and number those of an estate."""
    homes = np.where((estate == NO_ESTATE) | (kind == SHED), 1, 0)
    order = np.lexsort((np.arange(unit.size), homes, unit))
    estate, homes = estate[order], homes[order]
    number = np.zeros(unit.size, np.int64)
    counted = np.flatnonzero(homes == 0)
    by_estate = counted[np.argsort(estate[counted], kind="stable")]
    starts = np.flatnonzero(np.diff(estate[by_estate], prepend=-1))
    runs = np.diff(np.append(starts, by_estate.size))
    number[by_estate] = np.arange(by_estate.size) - np.repeat(starts, runs) + 1
    return Buildings(
        corners=corners[order], unit=unit[order], estate=estate, kind=kind[order], number=number,
        stairwells=stairwells[order], floors=floors[order], dwellings=dwellings[order],
    )  # fmt: skip
