"""Tiles: pieces that were cut apart, put back on one set of corners."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from domain.graph import connected_pieces
from gis.borders import shared_pieces
from gis.cutting.absorb import absorbed, dissolved
from gis.cutting.faces import containing, faces_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.standards import Standards

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]


def tiled(
    shapes: Geometries, owner: Ints, cover: shapely.Geometry, standards: Standards
) -> tuple[Geometries, Ints]:
    """Put all outlines on one set of corners; return pieces, and the owner (a block) of each.

    A piece comes apart where its ground does; slivers join another piece of their owner.
    """
    faces = faces_of(shapely.boundary(shapes), cover, standards["ground.cut.precision"])
    places = shapely.point_on_surface(faces)
    piece = containing(places, shapes)
    lost = np.flatnonzero(piece < 0)
    piece[lost] = shapely.STRtree(shapes).query_nearest(places[lost], all_matches=False)[1]
    border = shared_pieces(faces, touch_m=standards["ground.link.touch"])
    same = piece[border.first] == piece[border.second]
    part = connected_pieces(
        len(faces), border.first[same].astype(np.int32), border.second[same].astype(np.int32)
    )
    first = np.unique(part, return_index=True)[1]
    pieces, roots = dissolved(faces, first[part])
    home = owner[piece[roots]]
    into = absorbed(pieces, home, standards)
    units, roots = dissolved(pieces, into)
    return units, home[roots]
