"""The fabric: all pieces with common, noded edges, and which of them touch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from gis.town.skeleton import GRID_M

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gis.town.pieces import Piece

    Pairs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fabric:
    """Faces that tile the district without gap or overlap, down to the last point.

    Attributes
    ----------
    faces
        Polygons whose common edges are the same points in both.
    piece_of
        For each face the piece it was cut from.
    tail, head, middle
        Each pair of faces that touch, once, and the middle of the longest segment between them.
    """

    faces: NDArray[np.object_]
    piece_of: NDArray[np.int64]
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    middle: NDArray[np.float64]


def weave(pieces: Sequence[Piece], outline: shapely.Polygon) -> Fabric:
    """Node all edges of all pieces on the centimetre grid and make faces of what they enclose."""
    drawn = np.array([piece.polygon for piece in pieces], np.object_)
    lines = shapely.union_all(
        shapely.geometrycollections([*shapely.boundary(drawn), outline.exterior]), grid_size=GRID_M
    )
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    inside = shapely.point_on_surface(faces)
    faces, inside = (kept[shapely.contains_properly(outline, inside)] for kept in (faces, inside))
    face, piece = shapely.STRtree(drawn).query(inside, predicate="dwithin", distance=GRID_M)
    order = np.lexsort((piece, face))
    first = np.unique(face[order], return_index=True)[1]
    piece_of = np.full(faces.size, -1, np.int64)
    piece_of[face[order][first]] = piece[order][first]
    missing = piece_of < 0
    piece_of[missing] = shapely.STRtree(drawn).nearest(inside[missing])
    tail, head, middle = touching(faces)
    return Fabric(faces=faces, piece_of=piece_of, tail=tail, head=head, middle=middle)


def touching(faces: NDArray[np.object_]) -> tuple[Pairs, Pairs, NDArray[np.float64]]:
    """Return pairs of faces with a common edge, each once, and the middle of its longest segment."""
    points, of = shapely.get_coordinates(shapely.boundary(faces), return_index=True)
    along = of[:-1] == of[1:]
    start, end, owner = points[:-1][along], points[1:][along], of[:-1][along]
    ends = np.sort(np.stack([_key(start), _key(end)], axis=1), axis=1)
    order = np.lexsort((owner, ends[:, 1], ends[:, 0]))
    same = (np.diff(ends[order], axis=0) == 0).all(axis=1)
    one, two = order[:-1][same], order[1:][same]
    low, high = np.minimum(owner[one], owner[two]), np.maximum(owner[one], owner[two])
    pair = low * faces.size + high
    by_pair = np.lexsort((np.hypot(*(end - start)[one].T), pair))
    last = np.flatnonzero(np.diff(pair[by_pair], append=-1))
    longest = by_pair[last]
    return low[longest], high[longest], ((start + end) / 2)[one][longest]


def _key(points: NDArray[np.float64]) -> NDArray[np.int64]:
    """One whole number for each point on the centimetre grid."""
    cells: NDArray[np.int64] = np.round(points / GRID_M).astype(np.int64)
    return cells[:, 0] * (1 << 32) + cells[:, 1]
