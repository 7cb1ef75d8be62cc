"""Cutting: planning units that tile every community, with today's lines on them and none too heavy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from domain.graph import connected_pieces
from gis.borders import shared_pieces
from gis.cutting.absorb import absorbed, dissolved
from gis.cutting.counts import Placed, Places, placed
from gis.cutting.faces import containing, faces_of, owners, shares
from gis.cutting.parcels import parted
from gis.cutting.snap import snapped_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from domain.standards import Standards

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
        What the counts stand on, areas or points.
    places
        Where the counts of the parcels stand.
    households
        Count of the household norm of each parcel.
    limits
        Heaviest unit of each community that is not cut finer, in households.
    """

    network: Geometries
    communities: Geometries
    grids: Geometries
    parcels: Geometries
    places: Places
    households: Ints
    limits: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mosaic:
    """Pieces that tile the ground, each in one community and one present grid (−1 where there is none)."""

    shapes: Geometries
    community: Ints
    grid: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutting:
    """How the cut went: numbers of pieces, metres snapped, square metres that changed hands."""

    blocks: int
    slivers: int
    heavy: int
    whole_parcels: int
    snapped_m: tuple[float, ...]
    community_m2: float
    today_m2: float


def cut_units(ground: Ground, standards: Standards) -> tuple[Mosaic, Cutting]:
    """Cut the ground into units.

    Communities' lines and then today's are snapped to the network (`ground.cut.snap-distance`);
    slivers join a neighbour of the same community and present grid; a block heavier than its
    community's limit is cut along parcels.
    """
    faces, snapped_m = _faces(ground, standards)
    blocks = _without_slivers(_without_slivers(faces, _label, standards), _community, standards)
    at = placed(ground.places, blocks.shapes, blocks.community, blocks.grid)
    units, heavy, whole = _finer(blocks, at, ground, standards)
    return units, Cutting(
        blocks=len(blocks.shapes), slivers=len(faces.shapes) - len(blocks.shapes),
        heavy=heavy, whole_parcels=whole, snapped_m=snapped_m,
        community_m2=float(owners(units.shapes, ground.communities)[1].sum()),
        today_m2=float(owners(units.shapes, ground.grids)[1].sum()) if len(ground.grids) else 0.0,
    )  # fmt: skip


def _faces(ground: Ground, standards: Standards) -> tuple[Mosaic, tuple[float, ...]]:
    """Cut by the snapped lines; faces that still hold parts of several areas are cut by those as drawn."""
    cover = shapely.union_all(ground.communities)
    network = shapely.get_parts(np.append(ground.network, [shapely.boundary(cover)]))
    coverages = [ground.communities, ground.grids]
    lines, snapped_m = snapped_lines(network, coverages, standards["ground.cut.snap-distance"])
    precision = standards["ground.cut.precision"]
    faces = faces_of(lines, cover, precision)
    again = [_uncut(faces, areas, standards) for areas in coverages if len(areas)]
    lines = np.concatenate([lines, *again])
    faces = faces_of(lines, cover, precision)
    community = owners(faces, ground.communities)[0]
    grid = owners(faces, ground.grids)[0] if len(ground.grids) else np.full(len(faces), -1, np.int64)
    return Mosaic(shapes=faces, community=community, grid=grid), snapped_m


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
    """One number for each pair of community and present grid."""
    label: Ints = mosaic.community * (mosaic.grid.max(initial=0) + 2) + mosaic.grid + 1
    return label


def _community(mosaic: Mosaic) -> Ints:
    """The community alone."""
    return mosaic.community


def _without_slivers(mosaic: Mosaic, label: Callable[[Mosaic], Ints], standards: Standards) -> Mosaic:
    """Let slivers join a neighbour of the same label, and take over its community and present grid."""
    shapes, roots = dissolved(mosaic.shapes, absorbed(mosaic.shapes, label(mosaic), standards))
    return Mosaic(shapes=shapes, community=mosaic.community[roots], grid=mosaic.grid[roots])


def _finer(blocks: Mosaic, at: Placed, ground: Ground, standards: Standards) -> tuple[Mosaic, int, int]:
    """Cut heavy blocks along parcels; return the units, how many blocks were cut, and heavy parcels left."""
    there = at.unit >= 0
    held = np.bincount(at.unit[there], ground.households[there], len(blocks.shapes))
    heavy = np.flatnonzero(held > ground.limits[blocks.community])
    parcel, block = _parcels_in(ground.parcels, blocks.shapes[heavy])
    pieces, home = [], []
    for n, which in enumerate(heavy):
        mine = np.union1d(parcel[block == n], np.flatnonzero(at.unit == which))
        weight = np.where(at.unit[mine] == which, ground.households[mine], 0)
        limit = int(ground.limits[blocks.community[which]])
        step = standards["ground.cut.frontage-step"]
        parts = parted(blocks.shapes[which], ground.parcels[mine], weight, limit, step)
        pieces.append(parts)
        home.append(np.full(len(parts), which))
    light = np.setdiff1d(np.arange(len(blocks.shapes)), heavy)
    shapes = np.concatenate([blocks.shapes[light], *pieces])
    owner = np.concatenate([light, *home])
    tiles = _tiled(shapes, owner, shapely.coverage_union_all(blocks.shapes), standards)
    whole = int((ground.households[there] > ground.limits[blocks.community[at.unit[there]]]).sum())
    units = Mosaic(shapes=tiles[0], community=blocks.community[tiles[1]], grid=blocks.grid[tiles[1]])
    return units, int(heavy.size), whole


def _parcels_in(parcels: Geometries, blocks: Geometries) -> tuple[Ints, Ints]:
    """Pairs of parcels and blocks where most of the parcel lies in the block."""
    area = shapely.area(parcels)
    fitting = np.flatnonzero(area <= 2 * shapely.area(blocks).max(initial=0))
    parcel, block, metres = shares(parcels[fitting], blocks)
    parcel = fitting[parcel]
    mostly = metres > 0.5 * area[parcel]
    return parcel[mostly], block[mostly]


def _tiled(
    shapes: Geometries, owner: Ints, cover: shapely.Geometry, standards: Standards
) -> tuple[Geometries, Ints]:
    """Put all outlines on one set of corners; return units and the block that each lies in."""
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
