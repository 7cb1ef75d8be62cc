"""Nesting: the areas of a finer level drawn into the coarser one where both run along the same line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from gis.cutting.faces import owners

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.standards import Standards

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Nested:
    """A finer level drawn into a coarser one; arrays follow the finer areas as they came.

    `outer` is the coarser area of each, `share` how much of it lay there before (0 to 1), `areas` its
    outline now. `removed` and `added` are the ground that each lost and gained, as areas, empty where
    nothing changed. `beyond` is ground outside the coarser area that is wider than the tolerance and
    stays; `open_` holds for each coarser area what no finer one covers and is too wide to be given away.
    """

    outer: Ints
    share: Floats
    areas: Geometries
    removed: Geometries
    added: Geometries
    beyond: Geometries
    open_: Geometries

    @property
    def moved_m2(self) -> float:
        """Square metres that changed hands."""
        return float(shapely.area(self.removed).sum() + shapely.area(self.added).sum())

    def nesting(self, share: float) -> float:
        """Share of the finer areas of which at least `share` lay in one coarser area before."""
        return float(np.mean(self.share >= share)) if self.share.size else 1.0

    def exact(self, listed_m2: float) -> float:
        """Share of the finer areas that now reach out of theirs by no more than `listed_m2`."""
        return float(np.mean(shapely.area(self.beyond) <= listed_m2)) if self.beyond.size else 1.0


def nest(inner: Geometries, outer: Geometries, standards: Standards) -> Nested:
    """Return the inner areas drawn into the outer ones; both valid polygons in metres.

    Each inner area belongs to the outer one that holds most of it. Where it reaches out by less than
    `ground.level.snap-width` it is cut back; strips of an outer area narrower than that which
    none covers go to the inner areas of it that they touch. What is wider is left and returned.
    Growth: a spatial index for the pairs, then one overlay for each outer area.
    """
    width = standards["ground.level.snap-width"]
    owner, outside = owners(inner, outer)
    area = shapely.area(inner)
    out = shapely.difference(inner, outer[owner])
    beyond = _wide(out, width)
    removed = _polygons(shapely.difference(out, beyond))
    areas = _polygons(shapely.difference(inner, removed))
    added = np.full(len(inner), shapely.Polygon(), np.object_)
    open_ = np.full(len(outer), shapely.Polygon(), np.object_)
    for n, shape in enumerate(outer):
        mine = np.flatnonzero(owner == n)
        touching = shapely.STRtree(areas).query(shape, predicate="intersects")
        bare = shapely.difference(shape, shapely.union_all(areas[touching]))
        open_[n] = _wide(np.array([bare], np.object_), width)[0]
        strips = shapely.get_parts(_polygons(np.array([shapely.difference(bare, open_[n])], np.object_))[0])
        for area_of, given in _given(strips, areas, mine, width):
            added[area_of] = given
    added = _polygons(added)
    return Nested(
        outer=owner,
        share=1 - np.divide(outside, area, out=np.zeros(len(area)), where=area > 0),
        areas=_polygons(shapely.union(areas, added)),
        removed=removed,
        added=added,
        beyond=beyond,
        open_=open_,
    )


def _wide(areas: Geometries, width: float) -> Geometries:
    """What of each area is wider than `width`: shrunk by half of it and grown again, within the area."""
    core = shapely.buffer(areas, -width / 2, join_style="mitre")
    grown = shapely.buffer(core, width / 2, join_style="mitre")
    return _polygons(shapely.intersection(grown, areas))


def _polygons(areas: Geometries) -> Geometries:
    """Each geometry without the points and lines that an overlay leaves; empty polygons stay."""
    found = np.full(len(areas), shapely.Polygon(), np.object_)
    parts, of_part = shapely.get_parts(areas, return_index=True)
    parts, nested = shapely.get_parts(parts, return_index=True)
    of_part = of_part[nested]
    kept = (shapely.get_dimensions(parts) == 2) & ~shapely.is_empty(parts)  # noqa: PLR2004
    for n in np.unique(of_part[kept]):
        mine = parts[kept & (of_part == n)]
        found[n] = mine[0] if mine.size == 1 else shapely.MultiPolygon(mine.tolist())
    return found


def _given(
    strips: Geometries, areas: Geometries, mine: Ints, width: float
) -> list[tuple[int, shapely.Geometry]]:
    """Strips by the area among `mine` that takes them; strips that touch none are left out.

    Of each strip every area that touches it takes what lies within `width` of it and is left, those
    that touch longest first, then from west to east and from south to north: the rows' order is no matter.
    """
    if not strips.size or not mine.size:
        return []
    strip, at = shapely.STRtree(areas[mine]).query(strips, predicate="intersects")
    touch = shapely.length(shapely.intersection(shapely.boundary(strips[strip]), areas[mine[at]])).round(3)
    west, south = shapely.bounds(areas[mine[at]])[:, :2].T
    taken: dict[int, list[shapely.Geometry]] = {}
    left = strips.copy()
    for n in np.lexsort((south, west, -touch, strip)):
        if touch[n] > 0:
            reach = shapely.buffer(areas[mine[at[n]]], width, join_style="mitre", mitre_limit=1.5)
            taken.setdefault(int(mine[at[n]]), []).append(shapely.intersection(left[strip[n]], reach))
            left[strip[n]] = shapely.difference(left[strip[n]], reach)
    return [(area, shapely.union_all(parts)) for area, parts in sorted(taken.items())]
