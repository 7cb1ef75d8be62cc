"""Faces: the smallest pieces that lines cut out of the ground, and the areas that each belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


def faces_of(lines: Geometries, cover: shapely.Geometry, precision_m: float) -> Geometries:
    """Return the polygons that the lines cut the cover into, corners on a grid of `precision_m`.

    Together they tile the cover up to the grid; dead ends cut nothing.
    """
    near = lines[shapely.intersects(lines, cover)]
    outline = np.array([shapely.boundary(cover)], np.object_)
    noded = shapely.union_all(np.concatenate([near, outline]), grid_size=precision_m)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    shapely.prepare(cover)
    inside = shapely.contains(cover, shapely.point_on_surface(faces))
    return np.asarray(faces[inside], np.object_)


def shares(faces: Geometries, areas: Geometries) -> tuple[Ints, Ints, Floats]:
    """Return which faces lie on which areas, and with how many square metres; sorted by face."""
    face, area = shapely.STRtree(areas).query(faces, predicate="intersects")
    whole = np.zeros(face.size, np.bool_)
    for n in np.unique(area):
        shapely.prepare(areas[n])
        mine = area == n
        whole[mine] = shapely.contains(areas[n], faces[face[mine]])
    metres = shapely.area(faces[face])
    cut = ~whole
    metres[cut] = shapely.area(shapely.intersection(faces[face[cut]], areas[area[cut]]))
    order = np.lexsort((area, face))
    return face[order], area[order], metres[order]


def owners(faces: Geometries, areas: Geometries) -> tuple[Ints, Floats]:
    """Return for each face the area that holds most of it, the nearest for a face that lies on none.

    The second array holds the square metres of each face that lie outside its owner.
    """
    face, area, metres = shares(faces, areas)
    order = np.lexsort((area, -metres, face))
    found, first = np.unique(face[order], return_index=True)
    owner, inside = np.full(len(faces), -1, np.int64), np.zeros(len(faces))
    owner[found], inside[found] = area[order][first], metres[order][first]
    lost = np.flatnonzero(inside <= 0)
    if lost.size:
        places = shapely.point_on_surface(faces[lost])
        owner[lost] = shapely.STRtree(areas).query_nearest(places, all_matches=False)[1]
    return owner, shapely.area(faces) - inside


def containing(places: Geometries, areas: Geometries) -> Ints:
    """Return for each point the first area that contains it, −1 where none does; int64."""
    found = np.full(len(places), -1, np.int64)
    place, area = shapely.STRtree(areas).query(places, predicate="intersects")
    order = np.lexsort((area, place))
    which, first = np.unique(place[order], return_index=True)
    found[which] = area[order][first]
    return found
