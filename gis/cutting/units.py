"""Cutting: planning units that tile every community, with today's lines on them and none too heavy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from gis.cutting.absorb import absorbed, dissolved
from gis.cutting.country import cores, fused, grown
from gis.cutting.counts import Places, placed
from gis.cutting.estates import NONE, divided_blocks, estate_of_faces
from gis.cutting.faces import faces_of, owners, shares
from gis.cutting.finer import finer, kept_whole
from gis.cutting.snap import snapped_lines
from gis.cutting.tiled import tiled
from gis.link import open_borders

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from domain.standards import Standards
    from gis.cutting.barriers import Barriers
    from gis.cutting.estates import Estates

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """What is to be cut, all in one CRS in metres.

    Attributes
    ----------
    network
        Lines that units are cut by and that other lines give way to: roads, rail, water.
    communities, grids
        Coverages; `grids` is empty where there are none today.
    parcels
        What the counts stand on, one area each.
    places
        Where the counts of the parcels stand, and the estate of each.
    households
        Count of the household norm of each parcel.
    alone
        Parcels that must have their piece to themselves: buildings cut by stairwell or floors.
    limits
        Heaviest unit of each community that is not cut finer, in households.
    whole_limits
        Households from which an estate of each community may be cut.
    country
        Communities that are cut by natural villages and villager groups, not by blocks.
    estates
        What is kept whole.
    barriers
        What nobody walks across, and where one can.
    """

    network: Geometries
    communities: Geometries
    grids: Geometries
    parcels: Geometries
    places: Places
    households: Ints
    alone: NDArray[np.bool_]
    limits: Ints
    whole_limits: Ints
    country: NDArray[np.bool_]
    estates: Estates
    barriers: Barriers

    @property
    def estate(self) -> Ints:
        """The estate of each parcel, −1 for none; int64."""
        return np.full(len(self.parcels), NONE) if self.places.estate is None else self.places.estate


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mosaic:
    """Pieces that tile the ground, each in one community, one present grid and one estate (−1 for none)."""

    shapes: Geometries
    community: Ints
    grid: Ints
    estate: Ints

    def at(self, positions: Ints, shapes: Geometries | None = None) -> Mosaic:
        """Return the pieces at some positions, or other shapes with their labels."""
        return Mosaic(
            shapes=self.shapes[positions] if shapes is None else shapes,
            community=self.community[positions],
            grid=self.grid[positions],
            estate=self.estate[positions],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutting:
    """How the cut went: numbers of pieces, metres snapped, square metres that changed hands.

    Where areas were given as units, `given` is their number and `open_` that of units beside them.
    """

    blocks: int
    slivers: int
    heavy: int
    whole_parcels: int
    snapped_m: tuple[float, ...]
    community_m2: float
    today_m2: float
    given: int = 0
    open_: int = 0


def cut_units(ground: Ground, standards: Standards) -> tuple[Mosaic, Cutting]:
    """Cut the ground into units.

    Lines of communities, of today's grids and of estates are snapped to the network in turn
    (`ground.cut.snap-distance`); slivers join a neighbour of the same community, estate and present
    grid; blocks are divided between the estates on them; in the country open land goes with its
    village. A block heavier than its community's limit is cut along parcels, that of an estate only
    where the estate reaches the whole-estate limit.
    """
    faces, snapped_m = _faces(ground, standards)
    streets = _without_slivers(_without_slivers(faces, _label, standards), _community, standards)
    blocks = _by_estate(streets, ground, standards)
    at = placed(ground.places, blocks.shapes, blocks.community, blocks.grid, blocks.estate)
    units, heavy, whole = finer(blocks, at, ground, standards)
    return units, Cutting(
        blocks=len(blocks.shapes), slivers=len(faces.shapes) - len(streets.shapes),
        heavy=heavy, whole_parcels=whole, snapped_m=snapped_m,
        community_m2=float(owners(units.shapes, ground.communities)[1].sum()),
        today_m2=float(owners(units.shapes, ground.grids)[1].sum()) if len(ground.grids) else 0.0,
    )  # fmt: skip


def _faces(ground: Ground, standards: Standards) -> tuple[Mosaic, tuple[float, ...]]:
    """Cut by the snapped lines; faces that still hold parts of several areas are cut by those as drawn."""
    cover = shapely.union_all(ground.communities)
    network = shapely.get_parts(np.append(ground.network, [shapely.boundary(cover)]))
    drawn = ground.estates.areas[ground.estates.drawn]
    coverages = [ground.communities, ground.grids, drawn]
    lines, snapped_m = snapped_lines(network, coverages, standards["ground.cut.snap-distance"])
    precision = standards["ground.cut.precision"]
    faces = faces_of(lines, cover, precision)
    again = [_uncut(faces, areas, standards) for areas in coverages if len(areas)]
    lines = np.concatenate([lines, *again])
    faces = faces_of(lines, cover, precision)
    community = owners(faces, ground.communities)[0]
    grid = owners(faces, ground.grids)[0] if len(ground.grids) else np.full(len(faces), -1, np.int64)
    estate = estate_of_faces(faces, ground.estates)
    return Mosaic(shapes=faces, community=community, grid=grid, estate=estate), snapped_m


def _uncut(faces: Geometries, areas: Geometries, standards: Standards) -> Geometries:
    """The borders of areas inside faces that hold a part of another area too large for a sliver."""
    face, area, metres = shares(faces, areas)
    owner = owners(faces, areas)[0]
    foreign = (area != owner[face]) & (metres > standards["ground.cut.sliver-area"])
    face, area = face[foreign], area[foreign]
    part = shapely.intersection(faces[face], areas[area])
    wide = 2 * shapely.area(part) / shapely.length(part) > standards["ground.cut.sliver-width"]
    return np.asarray(
        shapely.intersection(shapely.boundary(areas[area[wide]]), faces[face[wide]]), np.object_
    )


def _label(mosaic: Mosaic) -> Ints:
    """One number for each community, present grid and estate."""
    label: Ints = _community(mosaic) * (mosaic.grid.max(initial=0) + 2) + mosaic.grid + 1
    return label


def _community(mosaic: Mosaic) -> Ints:
    """One number for each community and estate."""
    label: Ints = mosaic.community * (mosaic.estate.max(initial=0) + 2) + mosaic.estate + 1
    return label


def _without_slivers(mosaic: Mosaic, label: Callable[[Mosaic], Ints], standards: Standards) -> Mosaic:
    """Let slivers join a neighbour of the same label, and take over its community and present grid."""
    shapes, roots = dissolved(mosaic.shapes, absorbed(mosaic.shapes, label(mosaic), standards))
    return mosaic.at(roots, shapes)


def _by_estate(blocks: Mosaic, ground: Ground, standards: Standards) -> Mosaic:
    """Divide blocks between estates; in the country let villages take the open land beside them."""
    if (ground.estate == NONE).all():
        return blocks
    at = placed(replace(ground.places, estate=None), blocks.shapes, blocks.community, blocks.grid)
    cut = divided_blocks(blocks, at.unit, ground, ground.estates, standards["ground.cut.frontage-step"])
    if len(cut.shapes) > len(blocks.shapes):
        cover = shapely.coverage_union_all(blocks.shapes)
        shapes, home = tiled(cut.shapes, np.arange(len(cut.shapes)), cover, standards)
        shapes, roots = _without_scraps(shapes, cut.block[home], ground, standards)
        home = home[roots]
    else:
        shapes, home = cut.shapes, np.arange(len(cut.shapes))
    pieces = replace(blocks.at(cut.block[home], shapes), estate=cut.estate[home])
    rural = ground.country[pieces.community]
    if not rural.any():
        return _without_slivers(pieces, _label, standards)
    own = -1 - np.arange(len(shapes))
    within = np.where(rural, _label(replace(pieces, estate=np.full(len(shapes), NONE))), own)
    middle = cores(shapes, ground.places.at)
    ways = open_borders(shapes, ground.barriers.lines, ground.barriers.crossings, standards)
    pieces = replace(pieces, estate=grown(middle, ways, within, pieces.estate))
    label = np.where(rural & kept_whole(pieces, ground), _label(pieces), own)
    shapes, roots = dissolved(shapes, fused(ways, label))
    return _without_slivers(pieces.at(roots, shapes), _label, standards)


def _without_scraps(
    shapes: Geometries, block: Ints, ground: Ground, standards: Standards
) -> tuple[Geometries, Ints]:
    """Let slivers without a house join their block, whatever their estate; those with one stay."""
    held = np.zeros(len(shapes), np.bool_)
    held[shapely.STRtree(shapes).query(ground.places.at, predicate="intersects")[1]] = True
    area = shapely.area(shapes)
    narrow = 2 * area / shapely.length(shapes) < standards["ground.cut.sliver-width"]
    stays = held & (narrow | (area < standards["ground.cut.sliver-area"]))
    return dissolved(shapes, absorbed(shapes, np.where(stays, -1 - np.arange(len(shapes)), block), standards))
