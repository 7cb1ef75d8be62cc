"""Finer: heavy blocks cut along parcels into pieces that a grid can carry."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import shapely

from gis.cutting.estates import NONE
from gis.cutting.faces import shares
from gis.cutting.parcels import parted
from gis.cutting.tiled import tiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.standards import Standards
    from gis.cutting.counts import Placed
    from gis.cutting.units import Ground, Mosaic

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]


def finer(blocks: Mosaic, at: Placed, ground: Ground, standards: Standards) -> tuple[Mosaic, int, int]:
    """Cut heavy blocks along parcels; return the units, how many blocks were cut, and heavy parcels left."""
    there = at.unit >= 0
    held = np.bincount(at.unit[there], ground.households[there], len(blocks.shapes))
    limits = _limits(blocks, ground)
    crowded = np.bincount(at.unit[there & ground.alone], minlength=len(blocks.shapes)) > 0
    heavy = np.flatnonzero((held > limits) | crowded)
    parcel, block = _parcels_in(ground.parcels, blocks.shapes[heavy])
    step = standards["ground.cut.frontage-step"]
    of_parcel, of_place = _grouped(block, heavy.size), _grouped(_position(at.unit, heavy), heavy.size)

    def cut(n: int) -> Geometries:
        which = heavy[n]
        mine = np.union1d(parcel[of_parcel[n]], of_place[n])
        limit = int(ground.limits[blocks.community[which]] if crowded[which] else limits[which])
        weight = np.where(at.unit[mine] == which, ground.households[mine], 0)
        weight = np.where((at.unit[mine] == which) & ground.alone[mine], weight + limit + 1, weight)
        return parted(blocks.shapes[which], ground.parcels[mine], weight, limit, step)

    with ThreadPoolExecutor() as pool:  # shapely lets other threads run while it works
        pieces = list(pool.map(cut, range(heavy.size)))
    home = [np.full(len(parts), which) for parts, which in zip(pieces, heavy, strict=True)]
    light = np.setdiff1d(np.arange(len(blocks.shapes)), heavy)
    shapes = np.concatenate([blocks.shapes[light], *pieces])
    owner = np.concatenate([light, *home])
    tiles = tiled(shapes, owner, shapely.coverage_union_all(blocks.shapes), standards)
    whole = int((ground.households[there] > ground.limits[blocks.community[at.unit[there]]]).sum())
    return blocks.at(tiles[1], tiles[0]), int(heavy.size), whole


def _limits(blocks: Mosaic, ground: Ground) -> Ints:
    """The heaviest piece of each block that is not cut finer: none for an estate that is kept whole."""
    kept = kept_whole(blocks, ground)
    return np.where(kept, np.iinfo(np.int64).max // 4, ground.limits[blocks.community])


def kept_whole(pieces: Mosaic, ground: Ground) -> NDArray[np.bool_]:
    """Say which pieces are of an estate below the whole-estate limit, or open land in the country."""
    inside = np.flatnonzero(ground.estate >= 0)
    held = np.bincount(ground.estate[inside], ground.households[inside], len(ground.estates.codes) + 1)
    small = (pieces.estate >= 0) & (held[pieces.estate] < ground.whole_limits[pieces.community])
    kept: NDArray[np.bool_] = small | (ground.country[pieces.community] & (pieces.estate == NONE))
    return kept


def _position(values: Ints, among: Ints) -> Ints:
    """Where each value stands among ascending ones, −1 where it does not."""
    place = np.minimum(np.searchsorted(among, values), max(among.size - 1, 0))
    return np.where(among[place] == values, place, -1) if among.size else np.full(values.size, -1)


def _grouped(label: Ints, groups: int) -> list[Ints]:
    """Positions of each label 0 … groups − 1, ascending."""
    order = np.argsort(label, kind="stable")
    return np.split(order, np.searchsorted(label[order], np.arange(groups + 1)))[1:-1]


def _parcels_in(parcels: Geometries, blocks: Geometries) -> tuple[Ints, Ints]:
    """Pairs of parcels and blocks where most of the parcel lies in the block."""
    area = shapely.area(parcels)
    fitting = np.flatnonzero(area <= 2 * shapely.area(blocks).max(initial=0))
    parcel, block, metres = shares(parcels[fitting], blocks)
    parcel = fitting[parcel]
    mostly = metres > 0.5 * area[parcel]
    return parcel[mostly], block[mostly]
