"""Exclaves (飞地): the units of a declared piece of a community that lies apart from the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from gis.cutting.barriers import units_at
from gis.cutting.faces import containing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.units import UnitSet
    from gis.reading.check import Layers
    from gis.reading.profile import Profile

    Geometries = NDArray[np.object_]


def exclave_units(
    profile: Profile, layers: Layers, units: UnitSet, footprints: Geometries
) -> tuple[str, ...]:
    """Return the codes of the units that need not touch the rest of their grid, in the order of places.

    Where a declared place lies in a smaller piece of a community, all units of that piece; elsewhere
    the unit at the place.

    Raises
    ------
    ImportRejected
        Where a place lies in no unit.
    """
    named = units_at([(spec.at, spec.crs) for spec in profile.exclaves], profile.crs, units, footprints)
    if not named:
        return ()
    areas = layers.of_role("community")[0].table.geometry.to_numpy()
    pieces, of = shapely.get_parts(areas, return_index=True)
    size = shapely.area(pieces)
    largest = np.zeros(len(areas))
    np.maximum.at(largest, of, size)
    held = containing(np.asarray(shapely.point_on_surface(footprints), np.object_), pieces)
    position = {code: n for n, code in enumerate(units.codes)}
    found: list[str] = []
    for code in named:
        unit = position[code]
        piece = held[unit]
        apart = piece >= 0 and size[piece] < largest[of[piece]]
        mine = np.flatnonzero(
            (held == piece) & (units.communities.of_unit == units.communities.of_unit[unit])
        )
        found += [units.codes[n] for n in mine] if apart else [code]
    return tuple(dict.fromkeys(found))
