"""Given: areas of the source that are the planning units as they are, fitted together on their ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from gis.cutting.faces import containing, owners, shares
from gis.cutting.tiled import tiled
from gis.cutting.units import Cutting, Mosaic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.standards import Standards
    from gis.cutting.units import Ground

    Geometries = NDArray[np.object_]


def given_units(ground: Ground, standards: Standards) -> tuple[Mosaic, Cutting]:
    """Return the parcels of the ground as its units, each in the community that holds most of it.

    What of a community no parcel covers becomes units of its own, or, too small or too narrow for
    that, part of the unit beside it. Ground that two parcels claim stays with the first.
    """
    of = owners(ground.parcels, ground.communities)[0]
    own = shapely.intersection(ground.parcels, ground.communities[of])
    bare = _uncovered(ground.communities, own)
    where, home = shapely.get_parts(bare, return_index=True)
    shapes = np.concatenate([own, where])
    label = np.concatenate([of, home])
    cover = shapely.union_all(ground.communities)
    pieces, community = tiled(shapes, label, cover, standards)
    none = np.full(len(pieces), -1, np.int64)
    grid, outside = owners(pieces, ground.grids) if len(ground.grids) else (none, np.zeros(len(pieces)))
    return Mosaic(shapes=pieces, community=community, grid=grid, estate=none), Cutting(
        blocks=len(pieces),
        slivers=0,
        heavy=0,
        whole_parcels=0,
        snapped_m=(0.0,),
        community_m2=float(owners(pieces, ground.communities)[1].sum()),
        today_m2=float(outside.sum()),
        given=len(own),
        open_=int((containing(np.asarray(shapely.point_on_surface(pieces), np.object_), own) < 0).sum()),
    )


def _uncovered(communities: Geometries, parcels: Geometries) -> Geometries:
    """What of each community no parcel covers."""
    parcel, community, metres = shares(parcels, communities)
    bare = communities.copy()
    for n in range(len(communities)):
        mine = parcel[(community == n) & (metres > 0)]
        bare[n] = shapely.difference(communities[n], shapely.union_all(parcels[mine]))
    return bare
