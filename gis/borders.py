"""Borders: where the outlines of footprints run together, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MILLIMETRES = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pieces:
    """Straight pieces of border, each between two footprints.

    Attributes
    ----------
    first, second
        Positions of the two footprints, `first < second`; int64, shape (pieces,).
    ends
        x and y of both ends in metres; float64, shape (pieces, 2, 2).
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    ends: NDArray[np.float64]

    @property
    def length_m(self) -> NDArray[np.float64]:
        """Length of each piece in metres."""
        lengths: Floats = np.hypot(*(self.ends[:, 1] - self.ends[:, 0]).T)
        return lengths


def shared_pieces(footprints: NDArray[np.object_], *, touch_m: float) -> Pieces:
    """Return every piece of border that two footprints share, within `touch_m` metres of each other.

    Edges with the same two ends (to the millimetre) are paired at once; what is left over meets
    others along part of its length (T-junctions, lines rounded differently) and is compared edge by
    edge: a pair shares the stretch of the first on which the second runs no farther than `touch_m`.
    """
    owner, ends = _edges(footprints)
    key = _keys(ends)
    order = np.lexsort((owner, *key.T[::-1]))
    sorted_key, sorted_owner = key[order], owner[order]
    same = (sorted_key[1:] == sorted_key[:-1]).all(axis=1) & (sorted_owner[1:] != sorted_owner[:-1])
    a, b = order[:-1][same], order[1:][same]
    rest = np.ones(owner.size, np.bool_)
    rest[a] = rest[b] = False
    left = np.flatnonzero(rest)
    first, second, stretch = _overlaps(owner[left], ends[left], touch_m)
    low = np.concatenate([owner[a], np.minimum(first, second)])
    high = np.concatenate([owner[b], np.maximum(first, second)])
    return Pieces(
        first=np.minimum(low, high), second=np.maximum(low, high), ends=np.concatenate([ends[a], stretch])
    )


def _edges(footprints: NDArray[np.object_]) -> tuple[Ints, Floats]:
    """All straight edges of all rings with the footprint they belong to."""
    parts, of_part = shapely.get_parts(footprints, return_index=True)
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    points, of_point = shapely.get_coordinates(rings, return_index=True)
    within = of_point[1:] == of_point[:-1]
    ends = np.stack([points[:-1][within], points[1:][within]], axis=1)
    owner = of_part[of_ring[of_point[:-1][within]]].astype(np.int64)
    long = (ends[:, 0] != ends[:, 1]).any(axis=1)
    return owner[long], ends[long]


def _keys(ends: Floats) -> Ints:
    """Both ends in whole millimetres, the smaller end first; shape (edges, 4)."""
    whole = np.round(ends * MILLIMETRES).astype(np.int64)
    start, end = whole[:, 0], whole[:, 1]
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    return np.where(swap[:, None], np.hstack([end, start]), np.hstack([start, end]))


def _overlaps(owner: Ints, ends: Floats, touch_m: float) -> tuple[Ints, Ints, Floats]:
    """Pairs of edges of different owners that run together, and the stretch on which they do."""
    lines = segments(ends)
    tree = shapely.STRtree(lines)
    a, b = tree.query(lines, predicate="dwithin", distance=touch_m)
    other = (a < b) & (owner[a] != owner[b])
    a, b = a[other], b[other]
    origin, along, length = _directed(ends[a])
    reach = np.einsum("nek,nk->ne", ends[b] - origin[:, None], along)
    low, high = np.clip(reach.min(axis=1), 0, length), np.clip(reach.max(axis=1), 0, length)
    stretch = origin[:, None] + np.stack([low, high], axis=1)[:, :, None] * along[:, None]
    other_origin, other_along, _ = _directed(ends[b])
    apart = stretch - other_origin[:, None]
    across = np.abs(apart[:, :, 0] * other_along[:, None, 1] - apart[:, :, 1] * other_along[:, None, 0])
    together = (high - low > touch_m) & (across.max(axis=1) <= touch_m)
    return owner[a[together]], owner[b[together]], stretch[together]


def segments(ends: Floats) -> NDArray[np.object_]:
    """Turn pairs of ends, shape (n, 2, 2), into n straight lines."""
    return np.asarray(shapely.linestrings(ends), np.object_)


def _directed(ends: Floats) -> tuple[Floats, Floats, Floats]:
    """Start, unit direction and length of each edge."""
    step = ends[:, 1] - ends[:, 0]
    length: Floats = np.hypot(step[:, 0], step[:, 1])
    return ends[:, 0], step / length[:, None], length
