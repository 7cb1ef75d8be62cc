"""Write polygons in the alphabet of the Mapbox Vector Tile, all rings of a zoom at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from mapbox_vector_tile.Mapbox import vector_tile_pb2

if TYPE_CHECKING:
    from numpy.typing import NDArray

EXTENT: Final = 4096
"""Lattice steps along the side of a tile."""
SPEC_VERSION: Final = 2
MOVE_TO, CLOSE_PATH = 9, 15
"""Command words "MoveTo, once" and "ClosePath, once"."""
LINE_TO: Final = 2
POLYGON: Final = 3
SMALLEST_SQUARE: Final = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LatticeRings:
    """Rings on the lattice, closing vertex left out, in the order of their shapes.

    Attributes
    ----------
    xy
        Vertices in lattice steps from the origin of the ring's tile, y downwards; shape (vertices, 2).
    start
        First vertex of each ring and the end of the last; shape (rings + 1,).
    shape_of
        The shape each ring belongs to, ascending; a shape's first ring is an exterior.
    """

    xy: NDArray[np.int64]
    start: NDArray[np.int64]
    shape_of: NDArray[np.int64]


def lattice_rings(
    shapes: NDArray[np.object_], step_m: float, half_world_m: float, origin: NDArray[np.int64]
) -> LatticeRings:
    """Round shapes on the lattice of `step_m`; `origin` holds each shape's tile corner in steps.

    Rings that collapse are dropped; a shape of which nothing is left becomes one lattice square
    at a point inside it, so every shape has at least one ring.
    """
    polygons, shape_of_polygon = shapely.get_parts(shapes, return_index=True)
    areal = shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON
    polygons, shape_of_polygon = polygons[areal], shape_of_polygon[areal]
    rings, polygon_of_ring = shapely.get_rings(polygons, return_index=True)
    metres, ring_of = shapely.get_coordinates(rings, return_index=True)
    shape_of_ring = shape_of_polygon[polygon_of_ring]
    xy = _on_lattice(metres, step_m, half_world_m) - origin[shape_of_ring[ring_of]]

    following = np.roll(xy, -1, axis=0)
    last = np.flatnonzero(np.diff(ring_of, append=len(rings)))
    following[last] = xy[last]
    moves = (xy != following).any(axis=1)  # also drops the closing vertex of every ring
    xy, following, ring_of = xy[moves], following[moves], ring_of[moves]
    twice_area = np.bincount(
        ring_of, xy[:, 0] * following[:, 1] - following[:, 0] * xy[:, 1], minlength=len(rings)
    )
    exterior = np.diff(polygon_of_ring, prepend=-1) > 0
    holds = np.where(exterior, twice_area > 0, twice_area < 0)
    holds &= holds[np.maximum.accumulate(np.where(exterior, np.arange(len(rings)), 0))]
    kept = holds[ring_of]
    lost = np.setdiff1d(np.arange(len(shapes)), shape_of_ring[holds])
    return _with_squares(
        xy[kept],
        ring_of[kept],
        shape_of_ring,
        lost,
        _centres(shapes[lost], step_m, half_world_m) - origin[lost],
    )


def _on_lattice(metres: NDArray[np.float64], step_m: float, half_world_m: float) -> NDArray[np.int64]:
    """Return Mercator metres as lattice steps from the north-west corner of the world."""
    from_corner = np.column_stack([metres[:, 0] + half_world_m, half_world_m - metres[:, 1]])
    return np.rint(from_corner / step_m).astype(np.int64)


def _centres(shapes: NDArray[np.object_], step_m: float, half_world_m: float) -> NDArray[np.int64]:
    """Return a lattice point in the middle of each shape."""
    return _on_lattice(shapely.get_coordinates(shapely.point_on_surface(shapes)), step_m, half_world_m)


def _with_squares(
    xy: NDArray[np.int64],
    ring_of: NDArray[np.int64],
    shape_of_ring: NDArray[np.int64],
    lost: NDArray[np.int64],
    centres: NDArray[np.int64],
) -> LatticeRings:
    """Return the rings with a smallest square for every lost shape, in the order of the shapes."""
    squares = (centres[:, None, :] + SMALLEST_SQUARE).reshape(-1, 2)
    shape_of_vertex = np.concatenate([shape_of_ring[ring_of], np.repeat(lost, len(SMALLEST_SQUARE))])
    new_rings = np.repeat(len(shape_of_ring) + np.arange(len(lost)), len(SMALLEST_SQUARE))
    ring_of_vertex = np.concatenate([ring_of, new_rings])
    order = np.argsort(shape_of_vertex, kind="stable")
    ring_of_vertex, shape_of_vertex = ring_of_vertex[order], shape_of_vertex[order]
    first = np.flatnonzero(np.diff(ring_of_vertex, prepend=-1))
    return LatticeRings(
        xy=np.concatenate([xy, squares])[order],
        start=np.append(first, len(order)),
        shape_of=shape_of_vertex[first],
    )


def encode_tile(layer: str, ids: NDArray[np.int64], rings: LatticeRings, first: int, last: int) -> bytes:
    """Return the bytes of one tile: shapes `first` to `last` of `rings`, with their feature ids."""
    words, word_of_shape = _command_words(rings, first, last)
    tile = vector_tile_pb2.tile()
    written = tile.layers.add(name=layer, version=SPEC_VERSION, extent=EXTENT)
    for unit, begin, end in zip(ids.tolist(), word_of_shape[:-1], word_of_shape[1:], strict=True):
        written.features.add(id=unit, type=POLYGON, geometry=words[begin:end])
    data: bytes = tile.SerializeToString(deterministic=True)
    return data


def _command_words(rings: LatticeRings, first: int, last: int) -> tuple[list[int], list[int]]:
    """Return the command words of shapes `first` to `last`, and where each shape's words begin.

    A ring of n vertices is MoveTo(1), one vertex, LineTo(n - 1), the others, ClosePath: 2 n + 3 words.
    Vertices are zigzag differences to the vertex before in the same shape.
    """
    ring = slice(*np.searchsorted(rings.shape_of, [first, last]))
    start = rings.start[ring.start : ring.stop + 1]
    sizes = np.diff(start)
    begins = np.concatenate([[0], np.cumsum(2 * sizes + 3)])
    xy, shape_of = rings.xy[start[0] : start[-1]], np.repeat(rings.shape_of[ring], sizes)
    before = np.vstack([np.zeros((1, 2), dtype=np.int64), xy[:-1]])
    before[np.flatnonzero(np.diff(shape_of, prepend=-1))] = 0
    step = xy - before
    zigzag = (step << 1) ^ (step >> 63)

    within = np.arange(len(xy)) - np.repeat(start[:-1] - start[0], sizes)
    at = np.repeat(begins[:-1], sizes) + 1 + 2 * within + (within > 0)
    words = np.empty(begins[-1], dtype=np.int64)
    words[at], words[at + 1] = zigzag[:, 0], zigzag[:, 1]
    words[begins[:-1]], words[begins[1:] - 1] = MOVE_TO, CLOSE_PATH
    words[begins[:-1] + 3] = (sizes - 1) << 3 | LINE_TO
    shapes = np.searchsorted(rings.shape_of[ring], np.arange(first, last + 1))
    return words.tolist(), begins[shapes].tolist()
